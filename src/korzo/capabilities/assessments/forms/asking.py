"""Asking for parts, judging them, and taking an assessment to its next step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.kernel.people.models import Organisation, Person

_MOST_WORDS = 1000


class Ask(forms.Form):
    """Of whom parts are asked, and until when."""

    whom = forms.ChoiceField(label=_("Of whom"), required=False)
    due_on = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person], offices: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {f"person:{each.pk}": each for each in people}
        self.offices = {f"office:{each.pk}": each for each in offices}
        field: Any = self.fields["whom"]
        field.choices = [
            ("", _("Nobody")),
            (_("People"), [(key, each.name or each.email) for key, each in self.people.items()]),
            (_("Offices and companies"), [(key, str(each.name)) for key, each in self.offices.items()]),
        ]

    def asked(self) -> dict[str, Any]:
        """Person or office and day, as `operations.setting_up.ask` takes them."""
        whom = self.cleaned_data["whom"]
        return {
            "person": self.people.get(whom),
            "office": self.offices.get(whom),
            "due_on": self.cleaned_data["due_on"],
        }


class Back(forms.Form):
    """What has to be put right in a part."""

    message = forms.CharField(
        label=_("What to put right"), max_length=_MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )


class Decision(forms.Form):
    """What the council decided."""

    decision = forms.CharField(label=_("Number of the council’s decision"), max_length=120)
