"""Saying what a case is about and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.forms import version_field
from korzo.capabilities.cases.queries import choices
from korzo.ui.fields import Ready


class Complete(forms.Form):
    """What the writer of a letter is asked."""

    category = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Choose what the problem is.")}
    )
    address = forms.CharField(
        label=_("Address or place"), max_length=200, help_text=_("For example a street with a house number.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.choices = Ready(("", _("Choose …")), *choices.grouped_categories())


class Sort(Complete):
    """What an officer sets right; an empty address leaves the place."""

    address = forms.CharField(
        label=_("Address or place"), max_length=200, required=False, help_text=_("Empty: the place stays as it is.")
    )
    version = version_field()
