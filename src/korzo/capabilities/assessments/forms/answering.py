"""Answering one question of the questionnaire."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.forms.uploads import FileField, handed
from korzo.capabilities.assessments.models import Document
from korzo.capabilities.assessments.operations.documents import Handed
from korzo.capabilities.assessments.queries.questionnaires import Asked
from korzo.capabilities.assessments.rules import scoring
from korzo.capabilities.assessments.rules.questions import Indicator
from korzo.kernel.text.multilingual import Text


@dataclass(frozen=True)
class Said:
    """A score as a choice, with what it means as its hint."""

    score: str
    hint: str = ""

    def __str__(self) -> str:
        return self.score


class AnswerForm(forms.Form):
    """The score, why, and what proves it."""

    score = forms.ChoiceField(label=_("Score"), required=False, widget=forms.RadioSelect)
    comment = forms.CharField(label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence: Any = forms.ModelMultipleChoiceField(
        label=_("Evidence"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    file = FileField(label=_("Hand in a document"), required=False)
    title = forms.CharField(label=_("What the document is called"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, documents: QuerySet[Document], indicator: Indicator, asked: Asked, **more: Any
    ) -> None:
        held = asked.answer
        super().__init__(*args, **more)
        self.initial["version"] = held.version if held else 0
        if held:
            self.initial.update(score=held.score, comment=held.comment, evidence=list(held.evidence.all()))
        self.asked = asked
        fields: dict[str, Any] = dict(self.fields)
        criteria = asked.question.criteria
        scores = [(each, Said(each, str(Text(criteria.get(each, {}))))) for each in indicator.scores]
        if indicator.way != "points":
            scores.append((scoring.NONE, Said(scoring.NONE, str(_("Nobody can know; it counts like D.")))))
        scores.append((scoring.NOT_APPLICABLE, Said(scoring.NOT_APPLICABLE, str(_("Does not apply to us.")))))
        fields["score"].choices = [*scores, ("", Said(str(_("Not answered yet"))))]
        fields["evidence"].queryset = documents
        if not documents.exists():
            del self.fields["evidence"]

    def values(self) -> dict[str, Any]:
        """What `operations.answering.answer` takes."""
        values = self.cleaned_data
        return {
            "score": values["score"],
            "comment": values["comment"],
            "evidence": list(values.get("evidence", ())),
            "version": values["version"] or 0,
        }

    def handed(self) -> Handed | None:
        """The document that was handed in."""
        return handed(self.cleaned_data)
