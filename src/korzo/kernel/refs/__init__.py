"""References between records of different capabilities, such as `case:K-2026-000123`, and links between them.

Capabilities share no foreign keys. A capability registers how its kind of reference is shown; everybody else asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from korzo.kernel.refs.models import Link

_describers: dict[str, Callable[[str], "Described | None"]] = {}
_offers: dict[str, list[Callable[[str], "Offer | None"]]] = {}


class MalformedRef(ValueError):
    """The text is not of the form `kind:code`."""


@dataclass(frozen=True)
class Described:
    """A record as another capability may show it: only what is public."""

    ref: str
    title: str
    url: str


@dataclass(frozen=True)
class Offer:
    """What a record's page offers to do with it elsewhere: a button that posts the reference as `from`."""

    label: str
    text: str
    url: str
    icon: str


def offers(kind: str) -> Callable[[Callable[[str], Offer | None]], Callable[[str], Offer | None]]:
    """Have pages of this kind of record show what the decorated function (reference -> Offer or None) offers."""

    def register(function: Callable[[str], Offer | None]) -> Callable[[str], Offer | None]:
        _offers.setdefault(kind, []).append(function)
        return function

    return register


def offered(ref: str) -> list[Offer]:
    """What can be done with a record elsewhere, now."""
    found = [function(ref) for function in _offers.get(parse(ref)[0], ())]
    return [offer for offer in found if offer is not None]


def followed_by(ref: str, *, kind: str) -> list[Described]:
    """The public records that follow from one in the way that `kind` says, oldest first."""
    from korzo.kernel.refs.models import Link  # see link()

    links = Link.objects.filter(from_ref=ref, kind=kind).order_by("linked_at", "pk")
    shown = [describe(each.to_ref) for each in links]
    return [each for each in shown if each is not None]


def parse(ref: str) -> tuple[str, str]:
    """Split a reference into kind and code; raises MalformedRef."""
    kind, colon, code = ref.partition(":")
    if not (colon and kind.isidentifier() and code and code == code.strip()):
        raise MalformedRef(ref)
    return kind, code


def describes(kind: str) -> Callable[[Callable[[str], Described | None]], Callable[[str], Described | None]]:
    """Register the decorated function (code -> Described, or None if not public) for a kind of reference."""

    def register(function: Callable[[str], Described | None]) -> Callable[[str], Described | None]:
        _describers[kind] = function
        return function

    return register


def owner(kind: str) -> str:
    """The module that describes a kind of reference; empty when nobody does."""
    return _describers[kind].__module__ if kind in _describers else ""


def describe(ref: str) -> Described | None:
    """Show a reference as everyone may see it; None when unknown, not public, or its capability is switched off."""
    kind, code = parse(ref)
    describer = _describers.get(kind)
    return describer(code) if describer else None


def link(from_ref: str, to_ref: str, *, kind: str, now: datetime) -> "Link":
    """Join two records, once; `kind` says how `to_ref` follows from `from_ref` (`became`, `duplicates`, `pays_for`)."""
    from korzo.kernel.refs.models import Link  # tables exist only after Django has started

    parse(from_ref)
    parse(to_ref)
    return Link.objects.get_or_create(from_ref=from_ref, to_ref=to_ref, kind=kind, defaults={"linked_at": now})[0]


def story(ref: str, *, limit: int = 100) -> list["Link"]:
    """All links that can be reached from a reference in either direction, oldest first, at most `limit` records."""
    from django.db.models import Q  # see link()

    from korzo.kernel.refs.models import Link

    seen: set[str] = set()
    frontier, found = {ref}, dict[int, Link]()
    while frontier and len(seen) < limit:
        seen |= frontier
        links = Link.objects.filter(Q(from_ref__in=frontier) | Q(to_ref__in=frontier))
        found |= {each.pk: each for each in links}
        frontier = {end for each in links for end in (each.from_ref, each.to_ref)} - seen
    return sorted(found.values(), key=lambda each: (each.linked_at, each.pk))
