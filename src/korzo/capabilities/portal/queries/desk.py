"""What people who write see: their list, what others did, and how far each language is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Item, Revision
from korzo.capabilities.portal.rules import differences, states
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.places.models import District, Street
from korzo.kernel.text import fields, scripts
from korzo.kernel.text.languages import HTML_LANG, OWN_NAME

_PLAIN = ("credit", "slug", "starts_at", "ends_at", "is_all_day", "pinned_until", "order", "focus_x", "focus_y")
_ROWS = {"office_id": Organisation, "street_id": Street, "district_id": District}


@dataclass(frozen=True)
class Asked:
    """Which items somebody wants to see."""

    kind: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Read what stands in an address; nonsense is no question."""
        kind, state = given.get("kind", ""), given.get("state", "")
        return cls(
            kind if kind in Item.Kind.values else "",
            state if state in Item.State.values else "",
            given.get("q", "").strip()[:200],
        )


def listed(person: Person, asked: Asked) -> QuerySet[Item]:
    """What somebody may see of what is written: what waits to be checked first, then what was changed last."""
    rows = Item.objects.select_related("made_by", "office")
    if not permissions.is_editor(person):
        rows = rows.filter(Q(made_by=person) | Q(office__in=person.offices))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.words:
        rows = rows.filter(slug__contains=scripts.slug(asked.words) or "-")
    waits = Case(When(state=states.IN_REVIEW, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(waits=waits).order_by("waits", "-changed_at", "-pk")


@dataclass(frozen=True)
class Row:
    """An item in the list."""

    item: Item

    @property
    def title(self) -> str:
        """Its title in the language in which it was written."""
        return str(self.item.title.get(self.item.language, "")) or self.item.slug

    @property
    def html_lang(self) -> str:
        """The language of the title."""
        return HTML_LANG.get(self.item.language, "")

    @property
    def words(self) -> int:
        """How long it is."""
        return len(f"{self.item.lead.get(self.item.language, '')} {self.item.body.get(self.item.language, '')}".split())

    @property
    def languages(self) -> list[str]:
        """In which languages it can be read, by their own names."""
        return [OWN_NAME[code] for code in self.item.ready_languages() if code in OWN_NAME]

    @property
    def behind(self) -> list[str]:
        """Translations of which the original was changed since, by their own names."""
        return [OWN_NAME[code] for code in self.item.languages if code in OWN_NAME and self.item.is_behind(code)]


@dataclass(frozen=True)
class Standing:
    """How far one language of an item is."""

    code: str
    name: str
    is_begun: bool
    is_ready: bool
    is_behind: bool


def languages(item: Item) -> list[Standing]:
    """Every language in which it could be translated."""
    found = []
    for code in fields.written():
        if code != item.language:
            kept = states.standing(item.languages, code)
            found.append(
                Standing(code, OWN_NAME[code], kept is not None, bool(kept and kept.is_ready), item.is_behind(code))
            )
    return found


@dataclass(frozen=True)
class Difference:
    """What was changed in one field; `language` is "" where it is the same in all."""

    field: str
    language: str
    parts: list[differences.Part]

    @property
    def language_name(self) -> str:
        """The language by its own name."""
        return OWN_NAME.get(self.language, "")

    @property
    def html_lang(self) -> str:
        """The value of the `lang` attribute."""
        return HTML_LANG.get(self.language, "")


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What changed between two versions, field by field, language by language."""
    old, new = _flat(before), _flat(after)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Difference(name, language, differences.words(old.get((name, language), ""), new.get((name, language), "")))
        for name, language in names
        if old.get((name, language), "") != new.get((name, language), "")
    ]


def since(item: Item, version: int) -> list[Difference]:
    """What others changed in an item since a version that somebody had before them."""
    return compare(content_at(item, version), item.snapshot())


def content_at(item: Item, version: int) -> Mapping[str, Any]:
    """What an item said in a version; of steps there are no revisions, so it is the last one before."""
    found = item.revisions.filter(number__lte=version).first()
    return found.content if found else {}


def before(revision: Revision) -> Revision | None:
    """The revision before this one."""
    return Revision.objects.filter(item=revision.item_id, number__lt=revision.number).first()


def _flat(content: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name in ("title", "lead", "body", "cover_alt"):
        found |= {(name, code): str(text) for code, text in (content.get(name) or {}).items()}
    for name, value in (content.get("details") or {}).items():
        if isinstance(value, Mapping):
            found |= {(name, code): str(text) for code, text in value.items()}
        else:
            found[name, ""] = str(value)
    found["links", ""] = "\n".join(f"{each.get('url')} {each.get('title', '')}" for each in content.get("links") or [])
    found["categories", ""] = ", ".join(content.get("categories") or [])
    found |= {(name, ""): str(content[name]) for name in _PLAIN if content.get(name) not in (None, "", False)}
    for name, model in _ROWS.items():
        if content.get(name):
            row: Any = model.objects.filter(pk=content[name]).first()  # type: ignore[attr-defined]
            found[name.removesuffix("_id"), ""] = str(row.name) if row else str(content[name])
    return found


def publishes_at(item: Item, now: datetime) -> datetime | None:
    """When it is to appear by itself; None where nothing waits."""
    return item.publish_at if item.is_waiting(now) else None
