"""What is typed to follow a place or a kind."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models import Category, Subscription
from korzo.capabilities.cases.queries import choices, watching
from korzo.capabilities.cases.queries.lists import GROUP
from korzo.capabilities.cases.rules.watching import RADII
from korzo.ui.fields import Ready

SUGGESTED = {
    "list": "streets",
    "autocomplete": "off",
    "hx-get": reverse_lazy("cases:streets"),
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "#streets",
}
"""A field that proposes streets while somebody types; the page has an empty `<datalist id="streets">`."""


def pace_field() -> forms.ChoiceField:
    """How often somebody is told."""
    return forms.ChoiceField(label=_("How often?"), choices=Subscription.Pace.choices)


class Watch(forms.Form):
    """A kind, a place, how often, and where to for somebody without an account."""

    category = forms.ChoiceField(label=_("Kind"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    place = forms.CharField(
        label=_("Street or address"), required=False, max_length=120, widget=forms.TextInput(attrs=SUGGESTED)
    )
    within = forms.ChoiceField(
        label=_("How far around an address"), required=False, choices=[(str(each), f"{each} m") for each in RADII]
    )
    near = forms.CharField(required=False, widget=forms.HiddenInput)
    pace = pace_field()
    solved = forms.BooleanField(label=_("Tell me also what was solved"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("We send a link there. Without a click on it we write no more.")
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs that fill in everything do."""

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["email"]
        category: Any = self.fields["category"]
        district: Any = self.fields["district"]
        groups = Category.objects.filter(is_active=True, is_private=False).exclude(group="")
        of_groups = {each.group: str(each.group_name) for each in groups.order_by("group", "-order")}
        whole = [(f"{GROUP}{code}", name) for code, name in sorted(of_groups.items(), key=lambda pair: pair[1]) if name]
        category.choices = Ready(
            ("", _("All kinds")), (str(_("Everything about")), whole), *choices.grouped_categories()
        )
        district.choices = Ready(("", _("Whole city")), *choices.districts())

    def clean(self) -> dict[str, Any]:
        """Find the rows that are meant, as `chosen`."""
        given = super().clean() or self.cleaned_data
        try:
            given["chosen"] = watching.read(given)
        except watching.Unknown:
            self.add_error("place", _("We do not know this street. Write it as on the street sign."))
        return given
