"""Writing actions, and telling how they go on."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.forms.uploads import FileField
from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.queries import findings, spelling
from korzo.capabilities.assessments.queries.findings import Moved
from korzo.capabilities.assessments.rules import numbers, states
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.multilingual import Text

_POINT = frozenset({"en", "ko"})
_SCORES = frozenset("ABCD") | {"0", "4", "7", "10"}


class Write(forms.ModelForm[Action]):
    """An action: what is weak, what is done, by whom, until when, and what it is to move to where."""

    indicator = forms.ChoiceField(label=_("What it is to move"))
    target = forms.CharField(
        label=_("Target"),
        max_length=24,
        help_text=_("In the unit of what it moves: 25 for 25 %, 3.5 for years; A to D for a question."),
    )

    class Meta:
        """In the order of the page."""

        model = Action
        fields = (
            "title", "theme", "weakness", "indicator", "target", "target_year", "office", "person", "partners",
            "starts_on", "ends_on", "cost", "funding", "effect", "impact", "feasibility",
        )  # fmt: skip

    def __init__(self, *args: Any, assessment: Assessment, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offered = {each.key: each for each in findings.moved(assessment)}
        fields: dict[str, Any] = dict(self.fields)
        fields["indicator"].choices = [
            (_("Ratios"), [(key, told(each)) for key, each in self.offered.items() if each.is_ratio]),
            (_("Questions"), [(key, told(each)) for key, each in self.offered.items() if not each.is_ratio]),
        ]
        city = assessment.organisation
        offices = Organisation.objects.filter(Q(pk=city.pk) | Q(parent=city), is_active=True).order_by("code")
        fields["office"].queryset = offices
        fields["office"].label_from_instance = lambda each: str(each.name)
        people = Person.objects.filter(memberships__organisation__in=offices, is_active=True).distinct()
        fields["person"].queryset = people.order_by("name")
        fields["person"].label_from_instance = lambda each: each.name or each.email
        fields["weakness"].widget = forms.Textarea(attrs={"rows": 3})
        fields["impact"].help_text = _("From 1 (little) to 5 (much).")
        fields["feasibility"].help_text = _("From 1 (hard) to 5 (easy).")

    def clean(self) -> dict[str, Any]:
        """Read the target in the unit of what it moves."""
        found = super().clean() or self.cleaned_data
        moved, typed = self.offered.get(found.get("indicator", "")), found.get("target", "")
        if moved is not None and typed:
            try:
                found.update(read(moved, typed))
            except ValueError as error:
                self.add_error("target", str(error))
        return found

    def values(self) -> dict[str, Any]:
        """What `operations.planning` takes."""
        return {**self.cleaned_data, "target": self.cleaned_data.get("target")}

    def _post_clean(self) -> None:
        """Leave checking the row to the operation: here the target is still words."""


def told(moved: Moved) -> str:
    """What an action can move, with how it stands now."""
    now = spelling.value(moved.found, moved.unit) if moved.is_ratio else moved.score or "–"
    return f"{Text(moved.name)}: {now}"


def read(moved: Moved, typed: str) -> dict[str, Any]:
    """A target as it is stored. Raises ValueError."""
    text = typed.replace("%", "").strip()
    if not moved.is_ratio:
        if text.upper() not in _SCORES:
            raise ValueError(str(_("Choose a score: A, B, C or D, or 10, 7, 4 or 0.")))
        return {"target": None, "target_score": text.upper()}
    mark = Mark.POINT if (get_language() or "en").partition("-")[0] in _POINT else Mark.COMMA
    try:
        number = numbers.read(text, mark)
    except numbers.NotANumber:
        number = None
    if number is None:
        raise ValueError(str(_("Write a number.")))
    return {"target": number / 100 if moved.unit == "share" else number, "target_score": ""}


def typed(action: Action, moved: Moved | None) -> str:
    """A stored target as it would be typed."""
    if action.target is None:
        return action.target_score
    scaled = action.target * 100 if moved and moved.unit == "share" else action.target
    plain = format(scaled.normalize(), "f")
    return plain if (get_language() or "en").partition("-")[0] in _POINT else plain.replace(".", ",")


class Step(forms.Form):
    """How an action goes on."""

    state = forms.ChoiceField(label=_("Where it stands"))
    percent = forms.IntegerField(label=_("Done, per cent"), min_value=0, max_value=100, required=False)
    decision = forms.CharField(label=_("Decision of the council"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("Why it is dropped"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, action: Action, decides: bool, **more: Any) -> None:
        start = {"state": action.state, "percent": action.percent}
        super().__init__(*args, **{"initial": start, **more})
        hard = {Action.State.APPROVED, Action.State.DROPPED}
        after = [action.state, *(each for each in states.ACTION[action.state] if decides or each not in hard)]
        words = dict(Action.State.choices)
        fields: dict[str, Any] = dict(self.fields)
        fields["state"].choices = [(each, words[each]) for each in after]
        if not decides:
            del self.fields["decision"], self.fields["reason"]


class Prove(forms.Form):
    """A document that shows what was done: a file, or an address."""

    title = forms.CharField(label=_("What it shows"), max_length=200)
    file = FileField(label=_("Hand in a document"), required=False)
    address = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https", required=False)


class Filter(forms.Form):
    """Which actions are shown."""

    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("all")), *Action.State.choices]
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", _("all")), *Action.Theme.choices])

    def __init__(self, *args: Any, proposals: bool, **more: Any) -> None:
        """`proposals`: whether the reader sees what the council has not decided on."""
        super().__init__(*args, **more)
        if not proposals:
            field: Any = self.fields["state"]
            field.choices = [each for each in field.choices if each[0] != Action.State.DRAFT]


def begin(assessment: Assessment, key: str, weakness: str) -> dict[str, Any]:
    """What stands in the form when an action is made of a weak ratio or answer."""
    pack, _colon, name = key.partition(":")
    ratio_themes = {
        "A": Action.Theme.REVENUE, "T": Action.Theme.REVENUE, "D": Action.Theme.DEBT, "L": Action.Theme.DEBT,
        "I": Action.Theme.INVESTMENT, "S": Action.Theme.ASSETS, "C": Action.Theme.SPENDING,
    }  # fmt: skip
    theme = ratio_themes.get(name[:1], Action.Theme.SPENDING) if pack == "mfsa" else Action.Theme.MANAGEMENT
    return {"indicator": key, "theme": theme, "weakness": weakness, "target_year": assessment.last_year + 2}
