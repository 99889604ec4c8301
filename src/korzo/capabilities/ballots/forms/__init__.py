"""What people type about votes. Forms check shape; the operations decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def text_field(label: Any, *, limit: int, hint: Any = "", required: bool = True, rows: int = 4) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": limit}),
    )


class Letter(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("Code from your letter"),
        max_length=40,
        help_text=_("Capitals, blanks and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class OwnPlace(forms.Form):
    """Who somebody is on the roll."""

    number = forms.CharField(label=_("Your number in the register"), max_length=64)
    born = forms.DateField(label=_("Your birth date"), widget=forms.DateInput())


class Position(forms.Form):
    """Where somebody is; only the distance is used."""

    address = forms.CharField(
        label=_("Address or place where you are"),
        max_length=200,
        required=False,
        help_text=_("Or use your position on the map."),
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
