"""What is typed to hear of something."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.models import Category, Notice, Wish
from korzo.capabilities.portal.queries import following
from korzo.kernel.places.models import District
from korzo.ui.fields import Ready

ABOUT = [choice for choice in Wish.About.choices if choice[0] != Wish.About.LETTER]


def suggested(name: str = "place") -> dict[str, Any]:
    """Attributes of a field that proposes places while somebody types; the page has a `<datalist>` of that id."""
    return {
        "list": f"{name}s",
        "autocomplete": "off",
        "hx-get": reverse_lazy("portal:places-suggest"),
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{name}s",
    }


def districts() -> list[tuple[str, str]]:
    """Districts to choose from, by name in the reader's language."""
    rows = District.objects.only("code", "name")
    return sorted(((each.code, str(each.name)) for each in rows), key=lambda pair: pair[1])


class Follow(forms.Form):
    """What, where, and where to for somebody without an account."""

    about = forms.ChoiceField(label=_("What do you want to hear of?"), choices=ABOUT, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Street or address"),
        help_text=_("For works and outages. Leave it empty for the whole city."),
        required=False,
        max_length=120,
    )
    within = forms.ChoiceField(
        label=_("How far around an address"),
        required=False,
        choices=[(str(each), f"{each} m") for each in following.RADII],
    )
    district = forms.ChoiceField(label=_("Or a district"), required=False)
    kind = forms.ChoiceField(label=_("Only of this kind"), required=False)
    category = forms.ChoiceField(label=_("News, events, publications: only about this"), required=False)
    near = forms.CharField(required=False, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("We send a link there. Without a click on it we write no more.")
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs that fill in everything do."""

    def __init__(self, *args: Any, has_account: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if has_account:
            del self.fields["email"]
        fields: dict[str, Any] = dict(self.fields)
        fields["place"].widget.attrs |= suggested()
        fields["district"].choices = Ready(("", _("Whole city")), *districts())
        fields["kind"].choices = Ready(("", _("Everything")), *Notice.Kind.choices)
        shown = Category.objects.filter(is_shown=True)
        fields["category"].choices = Ready(("", _("Everything")), *((each.code, str(each.name)) for each in shown))

    def clean(self) -> dict[str, Any]:
        """Find the rows that are meant, as `chosen`."""
        given = super().clean() or self.cleaned_data
        try:
            given["chosen"] = following.read(given)
        except following.Unknown:
            self.add_error("place", _("We do not know this street. Write it as on the street sign."))
        return given
