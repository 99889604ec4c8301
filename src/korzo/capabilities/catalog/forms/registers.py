"""Publishers, groups and series as administrators describe them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.forms import Title
from korzo.capabilities.catalog.models import Group, Publisher, Series
from korzo.capabilities.catalog.rules import vocabularies
from korzo.kernel.people.models import Organisation
from korzo.kernel.text.fields import TextFormField


class _Named(forms.Form):
    name = forms.SlugField(
        label=_("Name in addresses"), max_length=100, help_text=_("Small letters, digits and dashes. It stays.")
    )
    title = TextFormField(label=_("Name"), max_length=200, widget=forms.TextInput)
    description = TextFormField(label=_("Description"), required=False, max_length=8000)

    def __init__(self, data: Any = None, *, row: Any = None) -> None:
        shown = {name: getattr(row, name) for name in self.base_fields} if row else {}
        super().__init__(data, initial=shown)
        if row:
            del self.fields["name"]


class PublisherForm(_Named):
    """A publisher; its organisation's people are its stewards."""

    organisation = Title(
        Organisation.objects.none(),
        label=_("Whose people keep the data"),
        required=False,
        empty_label=_("Nobody here"),
        help_text=_("Officers of this organisation prepare data sets, its analysts publish them."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Publisher.Kind)
    homepage = forms.URLField(label=_("Web site"), max_length=500, required=False, assume_scheme="https")
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(self, data: Any = None, *, row: Publisher | None = None) -> None:
        super().__init__(data, row=row)
        taken = Publisher.objects.exclude(organisation=None)
        if row:
            taken = taken.exclude(pk=row.pk)
        free = Organisation.objects.exclude(pk__in=taken.values("organisation"))
        field = self.fields["organisation"]
        field.queryset = free  # type: ignore[attr-defined]
        field.label_from_instance = lambda office: str(office.name)  # type: ignore[attr-defined]


class GroupForm(_Named):
    """A group of data sets about one subject."""

    image_url = forms.URLField(label=_("Picture"), max_length=500, required=False, assume_scheme="https")


class SeriesForm(_Named):
    """Data sets that follow one another."""

    description = TextFormField(label=_("Description"), max_length=8000)
    publisher = Title(Publisher.objects.none(), label=_("Publisher"), empty_label=None)
    frequency = forms.ChoiceField(label=_("How often one is added"), required=False)

    def __init__(self, data: Any = None, *, row: Series | None = None) -> None:
        super().__init__(data, row=row)
        self.fields["publisher"].queryset = Publisher.objects.filter(is_deleted=False)  # type: ignore[attr-defined]
        self.fields["frequency"].choices = [("", _("Not stated")), *vocabularies.FREQUENCIES.items()]  # type: ignore[attr-defined]


KINDS: dict[str, tuple[type[Publisher | Group | Series], type[_Named]]] = {
    "publisher": (Publisher, PublisherForm),
    "group": (Group, GroupForm),
    "series": (Series, SeriesForm),
}
