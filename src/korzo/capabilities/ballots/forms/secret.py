"""What staff type while a secret ballot is prepared."""

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.operations.trustees import Invited

LARGEST = 200 << 20
MOST_PRACTICE = 1000

GROUPS = (
    ("Ed25519", _("Fast on every phone; Belenios from version 2.1 checks it")),
    ("RFC-3526-2048", _("Slower; Belenios 2.0, as Debian has it, checks it too")),
)
"""Groups that every kind of question can be asked in."""


class KeepersForm(forms.Form):
    """Who keeps keys."""

    people = forms.CharField(
        label=_("Who keeps a key?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One person a line: name, e-mail address. Choose people who would not agree with each other."),
    )
    threshold = forms.IntegerField(
        label=_("How many of them are enough?"),
        min_value=1,
        required=False,
        help_text=_("Less than all, so that a lost key does not stop the count. Empty: all are needed."),
    )

    group = forms.ChoiceField(
        label=_("Encryption"), choices=GROUPS, required=False, widget=forms.RadioSelect, initial=GROUPS[0][0]
    )

    def clean_people(self) -> list[Invited]:
        """Read lines of names and addresses."""
        found = []
        for line in self.cleaned_data["people"].splitlines():
            if not line.strip():
                continue
            parts = [part for part in re.split(r"[,;<>\t]+", line.strip()) if part.strip()]
            if len(parts) != 2:  # noqa: PLR2004 -- name and address
                raise forms.ValidationError(_("“%(line)s”: a name, a comma, an e-mail address."), params={"line": line})
            name, email = (part.strip() for part in parts)
            validate_email(email)
            found.append(Invited(name[:120], email))
        return found


class CodesForm(forms.Form):
    """The list of public credentials."""

    file = forms.FileField(
        label=_("The public list"),
        help_text=_("The file whose name ends with “pubcreds”. The secret list stays with the authority."),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be looked at."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large."))
        return file


class PracticeForm(forms.Form):
    """Codes for everybody."""

    count = forms.IntegerField(label=_("How many practice codes?"), min_value=1, max_value=MOST_PRACTICE, initial=100)
