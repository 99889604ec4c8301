"""Pictures, files, categories, and addresses that moved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.forms.editing import languages
from korzo.capabilities.portal.models import Category, Item, Photo


class Picture(forms.Form):
    """A picture to add, and what it shows."""

    file = forms.FileField(label=_("Picture"), widget=forms.FileInput({"accept": "image/*"}))
    alt = forms.CharField(
        label=_("What does it show?"),
        max_length=300,
        help_text=_("For those who cannot see it, in one sentence, in the language of the original."),
    )


class Described(forms.ModelForm[Photo]):
    """What stands beside a picture."""

    class Meta:
        """The words, who took it, and its place."""

        model = Photo
        fields = ("alt", "caption", "credit", "order")
        labels = {"order": _("Place in the row")}


class Cover(forms.Form):
    """The picture above an item, and what of it must stay in sight."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("Another picture"), required=False, widget=forms.FileInput({"accept": "image/*"}))
    alt = forms.CharField(label=_("What does it show?"), max_length=300)
    left = forms.IntegerField(label=_("Most important point: percent from the left"), min_value=0, max_value=100)
    top = forms.IntegerField(label=_("Percent from the top"), min_value=0, max_value=100)

    def __init__(self, data: Any = None, files: Any = None, *, item: Item) -> None:
        super().__init__(data, files)
        self.initial = {
            "version": item.version,
            "alt": item.cover_alt.get(item.language, ""),
            "left": round(item.focus_x * 100),
            "top": round(item.focus_y * 100),
        }
        if not item.cover_id:
            self.fields["file"].required = True
            self.fields["file"].label = _("Picture")

    @property
    def focus(self) -> tuple[float, float]:
        """The point as parts of one."""
        return self.cleaned_data["left"] / 100, self.cleaned_data["top"] / 100


class File(forms.Form):
    """A PDF to add."""

    file = forms.FileField(label=_("PDF"), widget=forms.FileInput({"accept": "application/pdf,.pdf"}))
    title = forms.CharField(label=_("What it is called"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("In which language is it?"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]


class AboutFile(File):
    """What stands beside a file."""

    file = None  # type: ignore[assignment]  # Django's way to leave a field out


class Kept(forms.ModelForm[Category]):
    """A category."""

    kinds = forms.MultipleChoiceField(
        label=_("For which kinds"),
        required=False,
        choices=Item.Kind,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all."),
    )

    class Meta:
        """All that it has."""

        model = Category
        fields = ("name", "code", "kinds", "order", "is_shown")


class Lead(forms.Form):
    """An old address, and where it leads."""

    path = forms.CharField(
        label=_("Old address"), max_length=300, help_text=_("As on the older site, such as /tabid/81/item.aspx.")
    )
    to = forms.CharField(
        label=_("Leads to"),
        max_length=300,
        help_text=_("An item’s address here, such as /news/new-quay/, or any other."),
    )
