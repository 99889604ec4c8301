"""Writing a report down for somebody who stands at the counter, calls, or sent paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.forms import Send, text_field
from korzo.capabilities.cases.models import Attribute
from korzo.capabilities.cases.queries import choices
from korzo.ui.fields import Ready
from korzo.ui.photos import photos_field

CHANNELS = [("counter", _("At the counter")), ("phone", _("On the telephone")), ("paper", _("On paper"))]


class TakeDown(Send):
    """All that residents are asked on three screens, on one."""

    channel = forms.ChoiceField(label=_("How did they come?"), choices=CHANNELS, widget=forms.RadioSelect)
    category = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Choose what the problem is.")}
    )
    description = text_field(_("In their words"), rows=3)
    address = forms.CharField(
        label=_("Address or place"), max_length=200, help_text=_("For example a street with a house number.")
    )
    photos = photos_field()
    language = forms.ChoiceField(label=_("Language of letters and receipt"), choices=lambda: settings.LANGUAGES)
    publish_text = forms.BooleanField(
        label=_("Everybody may read these words: they name nobody"), required=False, initial=True
    )
    questions_for = forms.CharField(widget=forms.HiddenInput, required=False)
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    ORDER = ("channel", "category", "description", "address", "photos")

    def __init__(self, *args: Any, questions: Sequence[Attribute] = (), **kwargs: Any) -> None:
        super().__init__(*args, questions=questions, **kwargs)
        del self.fields["website"]  # who sits at the counter is no robot
        self.order_fields([*self.ORDER, *self.asked])
        field: Any = self.fields["category"]
        field.choices = Ready(("", _("Choose …")), *choices.grouped_categories())
        self.fields["name"].label = _("Name")
        self.fields["email"].help_text = ""
