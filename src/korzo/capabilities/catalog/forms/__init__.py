"""What stewards type about data sets. Forms check shape; the operations decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models import Dataset, Distribution, Group, Publisher, Series
from korzo.capabilities.catalog.queries import lists
from korzo.capabilities.catalog.rules import extents, licences, vocabularies
from korzo.kernel.people.models import Person
from korzo.kernel.places import rows
from korzo.kernel.text.fields import TextFormField

CITY = "city"
KEEP = "keep"


def _listed(codes: Mapping[str, str], empty: Any = None) -> list[tuple[str, Any]]:
    """Choices of a vocabulary, in the reader's language."""
    named = [(code, gettext(word)) for code, word in codes.items()]
    return [("", empty), *named] if empty is not None else named


class Title(forms.ModelChoiceField[Any]):
    """Chooses a row by the title that people read."""

    def label_from_instance(self, obj: Any) -> str:
        """Its title."""
        return str(obj.title)


class Titles(forms.ModelMultipleChoiceField[Any]):
    """Chooses rows by the titles that people read."""

    def label_from_instance(self, obj: Any) -> str:
        """Its title."""
        return str(obj.title)


class Description(forms.Form):
    """A data set in words and codes."""

    title = TextFormField(label=_("Title"), max_length=300, widget=forms.TextInput)
    notes = TextFormField(
        label=_("What is in it?"), required=False, max_length=20000, help_text=_("Markdown may be used.")
    )
    publisher = Title(Publisher.objects.none(), label=_("Publisher"), empty_label=None)
    name = forms.SlugField(
        label=_("Name in addresses"), max_length=100, help_text=_("Small letters, digits and dashes. It stays.")
    )
    keywords = TextFormField(
        label=_("Keywords"),
        required=False,
        max_length=1000,
        widget=forms.TextInput,
        help_text=_("Separated by commas."),
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    groups = Titles(Group.objects.none(), label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple)
    series = Title(Series.objects.none(), label=_("Series"), required=False, empty_label=_("None"))
    access = forms.ChoiceField(label=_("Who may have the data?"), choices=Dataset.Access, widget=forms.RadioSelect)
    access_reason = TextFormField(
        label=_("Why it is not open"), required=False, max_length=2000, help_text=_("The law, and what it protects.")
    )
    personal_data = forms.BooleanField(label=_("The register holds personal data"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    frequency = forms.ChoiceField(label=_("How often does it change?"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    temporal_start = forms.DateField(label=_("Covers the time from"), required=False, widget=forms.DateInput())
    temporal_end = forms.DateField(label=_("until"), required=False, widget=forms.DateInput())
    hvd_category = forms.ChoiceField(
        label=_("High-value data set"), required=False, help_text=_("Regulation (EU) 2023/138.")
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("Contact’s e-mail address"), required=False)
    landing_page = forms.URLField(label=_("Web page about it"), max_length=1000, required=False, assume_scheme="https")
    provenance = TextFormField(label=_("Where do the data come from?"), required=False, max_length=4000)
    embargo_until = forms.DateTimeField(label=_("Not public before"), required=False, widget=forms.DateTimeInput())
    is_private = forms.BooleanField(label=_("Only for colleagues of the publisher"), required=False)

    ASIDE = ("embargo_until", "is_private", "provenance", "landing_page", "series", "groups")

    def __init__(self, data: Any = None, *, person: Person, dataset: Dataset | None = None) -> None:
        super().__init__(data, initial=_initial(dataset))
        self.dataset = dataset
        self.fields["publisher"].queryset = lists.publishers_of(person)  # type: ignore[attr-defined]
        for name, model in (("groups", Group), ("series", Series)):
            there = model.objects.filter(is_deleted=False) if model is Group else model.objects.all()
            self.fields[name].queryset = there  # type: ignore[attr-defined]
            if not there.exists():
                del self.fields[name]
        nothing = _("Not stated")
        areas = [("", nothing), (CITY, _("The whole city"))]
        if dataset and dataset.spatial and dataset.spatial != city():
            areas.append((KEEP, _("As it is now")))
        for name, choices in {
            "themes": _listed(vocabularies.THEMES),
            "licence": [("", nothing), *_listed({each.id: each.title for each in licences.LICENCES.values()})],
            "frequency": _listed(vocabularies.FREQUENCIES, nothing),
            "hvd_category": _listed(vocabularies.HVD_CATEGORIES, _("No")),
            "area": areas,
        }.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if dataset:
            del self.fields["name"]

    @property
    def values(self) -> dict[str, Any]:
        """What the operations take; the publisher stands apart."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("publisher", "area")}
        given["keywords"] = {
            code: [word for each in text.split(",") if (word := each.strip())]
            for code, text in given["keywords"].items()
        } | ({"": kept} if self.dataset and (kept := self.dataset.keywords.get("")) else {})
        area = self.cleaned_data["area"]
        if area != KEEP:
            given["spatial"] = city() if area == CITY else None
        return given


class Link(forms.Form):
    """A file or an interface elsewhere."""

    url = forms.URLField(label=_("Address of the file"), max_length=2000, assume_scheme="https")
    title = TextFormField(label=_("Title"), required=False, max_length=300, widget=forms.TextInput)
    format = forms.CharField(
        label=_("Format"), required=False, max_length=100, help_text=lazystr("CSV, XLSX, GeoJSON …")
    )
    description = TextFormField(label=_("Description"), required=False, max_length=8000)


class Form(forms.Form):
    """The words about a file that lies here."""

    title = TextFormField(label=_("Title"), required=False, max_length=300, widget=forms.TextInput)
    description = TextFormField(label=_("Description"), required=False, max_length=8000)


class Deprecation(forms.Form):
    """What to use instead of a data set that is no longer kept."""

    replaced_by = forms.CharField(
        label=_("What to use instead"), required=False, max_length=100, help_text=_("Its name in addresses.")
    )


class Return(forms.Form):
    """Why a draft goes back."""

    why = forms.CharField(label=_("What is to be put right?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def about(distribution: Distribution) -> dict[str, Any]:
    """A distribution as its form shows it."""
    return {name: getattr(distribution, name) for name in ("url", "title", "format", "description")}


def city() -> dict[str, Any] | None:
    """The city's rectangle as GeoJSON; None before it has a boundary."""
    return extents.area(rows.boundary_box())


def _initial(dataset: Dataset | None) -> dict[str, Any]:
    if dataset is None:
        return {"access": Dataset.Access.PUBLIC, "licence": "cc-by", "area": CITY}
    shown = {name: getattr(dataset, name) for name in Description.base_fields if name not in ("area", "groups")}
    shown["keywords"] = {code: ", ".join(words) for code, words in dataset.keywords.items() if code}
    shown["groups"] = list(dataset.groups.all())
    shown["area"] = "" if not dataset.spatial else CITY if dataset.spatial == city() else KEEP
    return shown
