"""Texts that stand ready."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models import Category, ReadyText
from korzo.capabilities.cases.queries import choices
from korzo.capabilities.cases.rules.writing import PLACES
from korzo.kernel.people.models import Organisation
from korzo.ui.fields import Ready


class Text(forms.ModelForm[ReadyText]):
    """A text in the languages in which it is needed; where one is missing, the nearest is sent."""

    class Meta:
        """In the order of writing."""

        model = ReadyText
        fields = ("name", "use", "text", "office", "category")
        labels = {"office": _("Only for the office"), "category": _("Only for the kind")}
        help_texts = {
            "text": _("Filled in by itself: %(places)s. A line for which nothing is known is left out.")
            % {"places": ", ".join(f"{{{place}}}" for place in PLACES)}
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = {name: self.fields[name] for name in ("office", "category")}
        offices = {each.code: str(each.pk) for each in Organisation.objects.only("code")}
        kinds = {each.code: str(each.pk) for each in Category.objects.only("code")}
        fields["office"].choices = Ready(("", _("Any")), *((offices[code], said) for code, said in choices.offices()))
        fields["category"].choices = Ready(
            ("", _("Any")),
            *((group, [(kinds[code], said) for code, said in found]) for group, found in choices.grouped_categories()),
        )
