"""Beginning an assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models import Assessment, Definition
from korzo.capabilities.assessments.queries import definitions
from korzo.kernel.people.models import Organisation
from korzo.kernel.text.multilingual import Text

LIMITS = "limits-"
"""Packs that are limits of debt by law begin so."""


class Begin(forms.ModelForm[Assessment]):
    """Whose finances, over which years, with which instrument."""

    instrument = forms.ChoiceField(label=_("Instrument"))
    questions = forms.ChoiceField(label=_("Questionnaire"), required=False)

    class Meta:
        """In the order of the page."""

        model = Assessment
        fields = ("organisation", "code", "first_year", "last_year", "currency", "country", "previous")

    def __init__(self, *args: Any, organisations: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        fields["organisation"].queryset = organisations
        fields["organisation"].label = _("Organisation")
        fields["organisation"].label_from_instance = lambda each: str(each.name)
        fields["instrument"].choices = _titles(Definition.Kind.INSTRUMENT)
        fields["questions"].choices = [*_titles(Definition.Kind.QUESTIONS, first="pfm"), ("", _("none"))]
        fields["previous"].queryset = Assessment.objects.filter(organisation__in=organisations)
        fields["previous"].label = _("The assessment before this one")
        fields["first_year"].help_text = _("Three to five closed years are usual.")

    def organisation(self) -> Organisation:
        """Whose finances are examined."""
        chosen: Organisation = self.cleaned_data["organisation"]
        return chosen

    def values(self) -> dict[str, Any]:
        """What `operations.setting_up.begin` takes beside organisation, code and instrument."""
        names = ("first_year", "last_year", "currency", "country", "previous", "questions")
        return {name: self.cleaned_data[name] for name in names}


class SetUp(forms.ModelForm[Assessment]):
    """What can still be changed about an assessment: its years, who leads it, what is computed and asked."""

    packs = forms.MultipleChoiceField(label=_("Ratios"), widget=forms.CheckboxSelectMultiple)
    limits = forms.ChoiceField(label=_("Limits of debt"), required=False)

    class Meta:
        """In the order of the page."""

        model = Assessment
        fields = ("first_year", "last_year", "lead", "previous", "packs", "limits", "currency", "country")

    def __init__(self, *args: Any, people: Any, previous: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        held = self.instance
        fields["packs"].choices = _versions(held.packs)
        self.initial["limits"] = held.limits.partition("@")[0]
        fields["limits"].choices = [
            ("", _("those of the country")),
            *_titles(Definition.Kind.PACK, beginning=LIMITS),
        ]
        fields["lead"].queryset = people
        fields["lead"].label_from_instance = lambda each: each.name or each.email
        fields["previous"].queryset = previous
        fields["previous"].label = _("The assessment before this one")

    def values(self) -> dict[str, Any]:
        """What `operations.setting_up.change` takes."""
        return {name: self.cleaned_data[name] for name in self.fields}


def _versions(held: list[str]) -> list[tuple[str, str]]:
    """Packs on offer by `code@version`; those that the assessment was begun with stay as they are."""
    names = {each.partition("@")[0]: each for each in held}
    found = []
    for code in definitions.on_offer(Definition.Kind.PACK):
        if not code.startswith(LIMITS):
            pack = definitions.named(Definition.Kind.PACK, names.get(code, code))
            found.append((names.get(code, f"{pack.id}@{pack.version}"), str(Text(pack.title))))
    return found


def _titles(kind: str, *, beginning: str = "", first: str = "") -> list[tuple[str, str]]:
    """What is on offer of a kind, by code."""
    codes = [code for code in definitions.on_offer(kind) if code.startswith(beginning)]
    found = [(code, str(Text(definitions.named(kind, code).title))) for code in codes]
    return sorted(found, key=lambda each: (each[0] != first, each[1]))
