"""What offices, planners and moderators type."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.forms import CHOOSE, money_field, text_field
from korzo.capabilities.budgeting.models import Idea, Review
from korzo.capabilities.budgeting.models.reviewing import REASON_LIMIT
from korzo.capabilities.budgeting.queries import checking

DAYS = 21


class Give(forms.Form):
    """Which office checks an idea, by when."""

    office = forms.ChoiceField(label=_("Office"), error_messages={"required": _("Choose an office.")})
    due_on = forms.DateField(label=_("To be finished by"), widget=forms.DateInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = today + timedelta(days=DAYS)
        field: Any = self.fields["office"]
        field.choices = [CHOOSE, *sorted(((each.code, str(each.name)) for each in checking.offices()), key=_by_name)]


def _by_name(choice: tuple[str, Any]) -> str:
    return str(choice[1])


class Findings(forms.Form):
    """A check, question by question."""

    competence = forms.ChoiceField(
        label=_("Is it for the city to do?"), choices=Review.Answer.choices, widget=forms.RadioSelect, required=False
    )
    competence_why = text_field(_("Why, or on which condition?"), limit=REASON_LIMIT, required=False, rows=2)
    legality = forms.ChoiceField(
        label=_("Is it lawful?"), choices=Review.Answer.choices, widget=forms.RadioSelect, required=False
    )
    legality_why = text_field(_("Why, or on which condition?"), limit=REASON_LIMIT, required=False, rows=2)
    feasibility = forms.ChoiceField(
        label=_("Can it be built and kept?"), choices=Review.Answer.choices, widget=forms.RadioSelect, required=False
    )
    feasibility_why = text_field(_("Why, or on which condition?"), limit=REASON_LIMIT, required=False, rows=2)
    cost = money_field(_("What does it cost?"))
    yearly_cost = money_field(_("What does it cost each year after?"))
    verdict = forms.ChoiceField(
        label=_("What follows?"), choices=Review.Verdict.choices, widget=forms.RadioSelect, required=False
    )
    reason = text_field(
        _("Reason"),
        limit=REASON_LIMIT,
        hint=_("Everybody reads it once a second person has confirmed it."),
        required=False,
    )


class SendBack(forms.Form):
    """What should be done better."""

    why = text_field(_("What should be done better?"), limit=REASON_LIMIT, hint=_("Only colleagues read it."), rows=3)


class Merge(forms.Form):
    """Which idea another one joins."""

    into = forms.CharField(
        label=_("Number of the other idea"), max_length=40, help_text=_("It stays; this one becomes a part of it.")
    )

    def clean_into(self) -> Idea:
        """Find the idea."""
        found = Idea.objects.public().filter(code=self.cleaned_data["into"].strip().upper()).first()
        if found is None:
            raise forms.ValidationError(_("There is no such idea."))
        return found


class Visit(forms.Form):
    """What was found at the place."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput())
    people = forms.IntegerField(label=_("How many people came?"), min_value=1, max_value=999, required=False)
    text = text_field(_("What was found?"), limit=2000)


class Hide(forms.Form):
    """Why something is hidden."""

    why = forms.CharField(label=_("Why is it hidden?"), max_length=300, help_text=_("The writer reads it."))
