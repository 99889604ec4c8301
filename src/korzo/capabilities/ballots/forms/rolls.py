"""What is typed about rolls of voters and appeals."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.forms import text_field
from korzo.capabilities.ballots.operations.rolls import MOST_LETTERS, Plan
from korzo.kernel.people.roles import Role
from korzo.kernel.places.models import District
from korzo.kernel.text.fields import TextFormField

MOST_NUMBER = 2_000_000_000


class NewRoll(forms.Form):
    """What every new roll needs."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        validators=[RegexValidator(r"^[0-9a-z][0-9a-z-]*$", _("Small letters, digits and dashes."))],
        help_text=_("Such as voters-2026. It cannot be changed."),
    )
    name = TextFormField(label=_("Name"), max_length=120, widget=forms.TextInput)
    as_of = forms.DateField(label=_("As of"), help_text=_("The day for which the register was asked."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("as_of", timezone.localdate())

    @property
    def plan(self) -> Plan:
        """The roll to be made."""
        given = self.cleaned_data
        return Plan(given["code"], given["name"], given["as_of"])


class FromRegister(NewRoll):
    """A register as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with a first line of names: id, name, birth_date, address, district, email, weight, channel, and any"
            " other as an attribute."
        ),
    )
    wrong = forms.ChoiceField(
        label=_("If some lines are wrong"),
        choices=[("none", _("Store nothing")), ("good", _("Store the good lines"))],
        initial="none",
        widget=forms.RadioSelect,
    )


class FromAccounts(NewRoll):
    """Accounts of this site."""

    roles = forms.MultipleChoiceField(
        label=_("Only people with one of these roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class Narrow(NewRoll):
    """Some of another roll."""

    districts = forms.MultipleChoiceField(
        label=_("Only in these districts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    minimum_age = forms.IntegerField(label=_("At least this old"), required=False, min_value=0, max_value=120)
    attribute = forms.CharField(label=_("Only with this attribute"), required=False, max_length=60)
    value = forms.CharField(label=_("being"), required=False, max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["districts"]
        rows = District.objects.only("pk", "name")
        field.choices = sorted(((str(each.pk), str(each.name)) for each in rows), key=lambda each: each[1])


class Letters(forms.Form):
    """For which voters letters are made."""

    first = forms.IntegerField(label=_("From number"), min_value=1, max_value=MOST_NUMBER, initial=1)
    last = forms.IntegerField(label=_("to number"), min_value=1, max_value=MOST_NUMBER, initial=MOST_LETTERS)


class Appeal(forms.Form):
    """Why somebody should be on the roll."""

    text = text_field(
        _("Why should you be on the roll?"), limit=1000, hint=_("Only the office reads this. Do not send documents.")
    )


class Decision(forms.Form):
    """What the office decides."""

    reason = text_field(_("Reason"), limit=1000, hint=_("Everybody reads it: name nobody."))
    number = forms.CharField(
        label=_("Number in the register"), max_length=64, required=False, help_text=_("Needed to put them on the roll.")
    )
    born = forms.DateField(label=_("Born"), required=False)
