"""What everybody may read, and what it means in a few sentences."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries.audiences import PUBLISHABLE
from korzo.kernel.text.fields import TextFormField

PARTS = {
    "summary": _("How we stand: the ratios that matter, money by year, and what it means"),
    "ratios": _("All ratios, with their formulas and figures"),
    "tables": _("The tables"),
    "questions": _("The questionnaire’s scores"),
    "projections": _("Years to come"),
    "plan": _("The plan"),
}


class Publish(forms.Form):
    """The parts that everybody may read; none takes all of it back."""

    parts = forms.MultipleChoiceField(
        label=_("Everybody may read"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(part, PARTS[part]) for part in PUBLISHABLE],
    )


class Narrative(forms.Form):
    """What it means, in the languages of the city."""

    narrative = TextFormField(
        label=_("What it means"),
        required=False,
        max_length=4000,
        help_text=_(
            "Three or four sentences that anybody understands. They stand above the results and in the report."
        ),
    )


class Correct(forms.ModelForm[Assessment]):
    """The code of a correction."""

    class Meta:
        """All else is copied."""

        model = Assessment
        fields = ("code",)
        labels = {"code": _("Code of the correction")}
