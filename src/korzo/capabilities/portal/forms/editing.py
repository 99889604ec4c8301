"""The form of an item, made of what its kind asks for; and that of its translations."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.forms import asking
from korzo.capabilities.portal.models import Category, Item
from korzo.capabilities.portal.operations import details
from korzo.capabilities.portal.rules import kinds
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.places.models import District, Street
from korzo.kernel.text import fields as texts
from korzo.kernel.text import plain
from korzo.kernel.text.folding import fold
from korzo.kernel.text.languages import HTML_LANG, OWN_NAME
from korzo.kernel.text.multilingual import Text

ORDERED = (kinds.PARTNER, kinds.SERVICE, kinds.PAGE)
MOST_LINKS = 30
WORDS = ("title", "lead", "body", "cover_alt")


class Named(forms.ModelChoiceField[Any]):
    """Chooses a row by the name that people read."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class NamedSeveral(forms.ModelMultipleChoiceField[Any]):
    """Chooses rows by the names that people read."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class Begin(forms.Form):
    """What somebody wants to write, and in which language."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Item.Kind)
    language = forms.ChoiceField(label=_("In which language do you write?"))
    title = forms.CharField(label=_("Title"), max_length=160)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]


def languages() -> list[tuple[str, str]]:
    """The languages in which people write here, by their own names."""
    return [(code, OWN_NAME[code]) for code in texts.written()]


def _words(kind: kinds.Kind, language: str) -> dict[str, forms.Field]:
    """The texts of an item in one language."""
    line, several = {"lang": HTML_LANG.get(language, "")}, {"lang": HTML_LANG.get(language, ""), "rows": 3}
    found: dict[str, forms.Field] = {
        "title": forms.CharField(label=_("Title"), max_length=160, widget=forms.TextInput(line))
    }
    if kind.has_lead:
        hint = _("One or two sentences. Lists and search show them.")
        found["lead"] = forms.CharField(
            label=_("In short"), required=False, max_length=600, help_text=hint, widget=forms.Textarea(several)
        )
    if kind.has_body:
        found["body"] = forms.CharField(
            label=_("Text"), required=False, max_length=50_000, widget=forms.Textarea({**several, "rows": 16})
        )
    for field in kind.fields:
        if field.by_language:
            found[field.name] = asking.question(field)
            found[field.name].widget.attrs["lang"] = line["lang"]
    return found


class Writing(forms.Form):
    """An item in the language of its original."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, item: Item, person: Person) -> None:
        super().__init__(data, files)
        self.item, self.kind = item, item.made_of
        self.words = _words(self.kind, item.language)
        self.fields.update(self.words)
        self.own = [field.name for field in self.kind.fields]
        self.fields.update({each.name: asking.question(each) for each in self.kind.fields if not each.by_language})
        self._days()
        self._place(person)
        self._rest(person)
        self.initial = {"version": item.version, **read(item)}

    def _days(self) -> None:
        if self.kind.has_days:
            for name, label in (("starts_at", _("Begins")), ("ends_at", _("Ends"))):
                self.fields[name] = forms.DateTimeField(label=label, required=False, widget=forms.DateTimeInput())
            self.fields["is_all_day"] = forms.BooleanField(label=_("The whole day"), required=False)

    def _place(self, person: Person) -> None:
        offices = Organisation.objects.filter(is_active=True)
        if not permissions.is_editor(person):
            offices = offices.filter(pk__in={*person.offices, self.item.office_id or 0})
        self.fields["office"] = Named(offices, label=_("Office"), required=False, empty_label=_("None"))
        if self.kind.has_place:
            self.fields["street"] = forms.CharField(
                label=_("Street"),
                required=False,
                max_length=120,
                help_text=_("It then stands on the street’s page too."),
            )
            self.fields["district"] = Named(
                District.objects.defer("geometry"), label=_("Part of the city"), required=False, empty_label=_("None")
            )

    def _rest(self, person: Person) -> None:
        if self.kind.has_categories:
            rows: QuerySet[Category] = Category.objects.all()
            chosen = [row.pk for row in rows if not row.kinds or self.kind.code in row.kinds]
            self.fields["categories"] = NamedSeveral(
                rows.filter(pk__in=chosen),
                label=_("Categories"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        hint = _("One in each line: the address, a blank, and what it is called.")
        self.fields["links"] = forms.CharField(
            label=_("Links"), required=False, max_length=8000, help_text=hint, widget=forms.Textarea({"rows": 3})
        )
        self.fields["credit"] = forms.CharField(label=_("Author, as readers see it"), required=False, max_length=120)
        self.fields["slug"] = forms.SlugField(
            label=_("Name in addresses"),
            max_length=80,
            help_text=_("Small letters, digits and dashes. The old address leads to the new one."),
        )
        if self.kind in ORDERED:
            self.fields["order"] = forms.IntegerField(
                label=_("Place in the list"), min_value=0, max_value=30_000, help_text=_("Small numbers stand first.")
            )
        elif permissions.is_editor(person):
            self.fields["pinned_until"] = forms.DateTimeField(
                label=_("On top of the list until"), required=False, widget=forms.DateTimeInput()
            )

    def clean_street(self) -> Street | None:
        """The street of that name."""
        typed = self.cleaned_data["street"].strip()
        if not typed:
            return None
        if self.item.street is not None and typed == self.item.street.name:
            return self.item.street
        found = list(Street.objects.filter(name_folded=fold(typed))[:2])
        if len(found) != 1:
            raise ValidationError(
                _("Several streets are called so.") if found else _("There is no street of this name in the city.")
            )
        return found[0]

    def clean_links(self) -> list[dict[str, str]]:
        """Addresses with what they are called."""
        found = []
        check = forms.URLField(max_length=500, assume_scheme="https")
        for line in self.cleaned_data["links"].splitlines()[: MOST_LINKS + 1]:
            address, _blank, title = line.strip().partition(" ")
            if address:
                found.append({"url": check.clean(address), "title": plain.clean(title, lines=False, limit=8000)[:200]})
        if len(found) > MOST_LINKS:
            raise ValidationError(_("At most %(most)s links."), params={"most": MOST_LINKS})
        return found

    def clean_slug(self) -> str:
        """A name that nobody else has and that no list needs."""
        slug = str(self.cleaned_data["slug"]).lower()
        taken = Item.objects.filter(kind=self.item.kind, slug=slug).exclude(pk=self.item.pk)
        if slug in details.RESERVED or taken.exists():
            raise ValidationError(_("This name is taken."))
        return slug

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the item keeps it; only what differs from what it says now."""
        return differing(self.item, self.cleaned_data)

    @property
    def categories(self) -> list[Category] | None:
        """What it is about; None where its kind has none, or where that has not changed."""
        if "categories" not in self.cleaned_data:
            return None
        chosen = set(self.cleaned_data["categories"])
        return None if chosen == set(self.item.categories.all()) else sorted(chosen, key=lambda each: each.code)


def read(item: Item) -> dict[str, Any]:
    """What an item says, as its form shows it."""
    language = item.language
    by_name = item.made_of.by_name
    return {
        **{name: getattr(item, name).get(language, "") for name in ("title", "lead", "body")},
        **{
            name: item.details.get(name, {}).get(language, "") if field.by_language else item.details.get(name)
            for name, field in by_name.items()
        },
        **{
            name: getattr(item, name) for name in ("starts_at", "ends_at", "is_all_day", "office", "district", "credit")
        },
        **{name: getattr(item, name) for name in ("slug", "order", "pinned_until")},
        "street": item.street.name if item.street else "",
        "links": "\n".join(f"{each['url']} {each.get('title', '')}".strip() for each in item.links),
        "categories": list(item.categories.all()) if item.pk else [],
    }


def differing(item: Item, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an item that what was typed changes."""
    found: dict[str, Any] = {}
    answers = dict(item.details)
    for name, value in typed.items():
        field = item.made_of.by_name.get(name)
        if name in ("title", "lead", "body"):
            found[name] = Text({**getattr(item, name), item.language: plain.clean(value, lines=name != "title")})
        elif field is not None and field.by_language:
            answers[name] = dict(Text({**answers.get(name, {}), item.language: plain.clean(value)}))
        elif field is not None:
            answers[name] = value
        elif name not in ("version", "categories"):
            found[name] = value
    found = {name: value for name, value in found.items() if getattr(item, name) != value}
    kept = details.checked(item.made_of, answers)
    return found | ({"details": answers} if kept != details.checked(item.made_of, item.details) else {})


class Translation(forms.Form):
    """An item in another language."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, item: Item, language: str, person: Person) -> None:
        super().__init__(data)
        self.words = _words(item.made_of, language)
        if item.cover_id:
            self.words["cover_alt"] = forms.CharField(label=_("What the picture shows"), required=False, max_length=300)
        self.fields.update(self.words)
        self.fields["title"].required = False
        self.originals = {name: said(item, name, item.language) for name in self.words}
        self.initial = {"version": item.version, **{name: said(item, name, language) for name in self.words}}
        if permissions.can_publish(person):
            self.fields["is_ready"] = forms.BooleanField(
                label=_("Ready: readers of this language see it"), required=False
            )
            self.initial["is_ready"] = bool(item.languages.get(language, {}).get("ready"))

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by name."""
        return {name: self.cleaned_data[name] for name in self.words}

    @property
    def pairs(self) -> list[tuple[forms.BoundField, str]]:
        """Each question beside what the original says."""
        return [(self[name], self.originals[name]) for name in self.words]


def said(item: Item, name: str, language: str) -> str:
    """One of an item's texts in exactly this language, ready or not."""
    by_language: Mapping[str, str] = getattr(item, name) if name in WORDS else item.details.get(name, {})
    return by_language.get(language, "")
