"""What people type about votes: batches of paper, files, and the seed of the lot."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.forms import CHOOSE, money_field, text_field
from korzo.capabilities.budgeting.models import Decision, Panel, Progress, Track
from korzo.capabilities.budgeting.operations.paper import MOST_SHEETS
from korzo.ui.photos import photos_field

LARGEST = 50 << 20


class BatchForm(forms.Form):
    """The cover of a batch."""

    code = forms.CharField(
        label=_("Number of the batch"), max_length=64, help_text=_("As it stands on its cover, such as 12-A.")
    )
    size = forms.IntegerField(label=_("How many ballots?"), min_value=1, max_value=MOST_SHEETS)
    place = forms.CharField(label=_("Where were they cast?"), max_length=120, required=False)
    panel = forms.ChoiceField(label=_("Panel"), required=False)

    def __init__(self, *args: Any, track: Track, **more: Any) -> None:
        super().__init__(*args, **more)
        self.panels = {panel.code: panel for panel in track.panels.all()}
        if self.panels:
            field: Any = self.fields["panel"]
            field.choices = [CHOOSE, *((code, str(panel.name)) for code, panel in self.panels.items())]
            field.required = True
        else:
            del self.fields["panel"]


class FileForm(forms.Form):
    """A file of votes."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A .pb file, or CSV with a column “vote” (numbers of projects, separated by commas)."),
    )
    good_ones = forms.ChoiceField(
        label=_("If some rows cannot be taken"),
        choices=[("", _("Take none, and tell me")), ("1", _("Take the good ones"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be looked at at once."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large: at most 50 MB."))
        return file


class SealForm(forms.Form):
    """Closing the urn."""

    seed = forms.CharField(
        label=_("Seed of the lot among equals"),
        max_length=80,
        required=False,
        help_text=_("As it was announced, for example the numbers of a public lottery. Left empty, one is drawn now."),
    )


class SheetForm(forms.Form):
    """One paper ballot."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    ballot = forms.CharField(
        label=_("Numbers on this ballot"),
        max_length=600,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false", "class": "k-sheet-input"}
        ),
    )
    is_spoilt = forms.BooleanField(label=_("It cannot be read, or was crossed out"), required=False)


class PanelForm(forms.ModelForm[Panel]):
    """A panel."""

    class Meta:
        """In the order of the page."""

        model = Panel
        fields = ("code", "name", "weight")


class DecisionForm(forms.ModelForm[Decision]):
    """What the council decided."""

    is_endorsed = forms.TypedChoiceField(
        label=_("What did the council decide?"),
        choices=[("yes", _("Approved")), ("no", _("Not approved"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    class Meta:
        """In the order of the page."""

        model = Decision
        fields = ("is_endorsed", "reason", "decided_on")


class ProgressForm(forms.Form):
    """A step in building."""

    step = forms.ChoiceField(label=_("What was reached?"), choices=Progress.Step.choices, widget=forms.RadioSelect)
    text = text_field(_("What happened?"), limit=2000, hint=_("Everybody reads it."))
    on = forms.DateField(label=_("Day"), widget=forms.DateInput())
    spent = money_field(_("Spent so far"))
    photos = photos_field(_("Photo"), _("Of the place as it is now. We remove hidden data from it."))
