"""Writing a statement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.forms import text_field
from korzo.capabilities.ballots.models.opinions import MOST_SIGNS


class StatementForm(forms.Form):
    """One sentence."""

    text = text_field(
        _("Your statement"),
        limit=MOST_SIGNS,
        rows=3,
        hint=_("One thought that others can agree or disagree with. A moderator reads it first."),
    )
