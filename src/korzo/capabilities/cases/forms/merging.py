"""What is typed to follow a case, or to make two cases one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Follow(forms.Form):
    """Where somebody without an account wants to hear of a case."""

    email = forms.EmailField(
        label=_("E-mail"), help_text=_("We send a link there. Without a click on it we write no more.")
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs that fill in everything do."""


class Merge(forms.Form):
    """The number of the case that this one repeats."""

    into = forms.CharField(label=_("Number of the other case"), max_length=40)
