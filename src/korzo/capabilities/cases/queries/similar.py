"""Cases that may be the same problem as another, or as a report that is not sent yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy

from korzo.capabilities.cases.models import Case, Category, Merge, Photo, Update
from korzo.capabilities.cases.queries.lists import INSIDE
from korzo.capabilities.cases.rules import addresses, cells, duplicates
from korzo.capabilities.cases.rules.cells import Box
from korzo.capabilities.cases.rules.duplicates import Likeness, Reason, Sight
from korzo.kernel import search
from korzo.kernel.text import folding

FIELDS = (
    "pk", "category__code", "category__group", "reported_at", "lat", "long", "address", "description", "channel",
)  # fmt: skip
_DRAWN = (
    "code", "state", "is_open", "is_public", "text_is_public", "description", "language", "lat", "long", "address",
    "source", "reported_at", "category__name", "category__is_private", "office",
)  # fmt: skip
"""What pages show of a twin, and what decides who may do what with it."""
SHOWN = 5
JUST_CLOSED = timedelta(days=14)
CLOSED_WITHIN_M = 30
"""Closed cases are many, so they are looked for very near only."""
MOST_COMPARED = 400
_DEGREE_M = 111_320.0
_WORDS = {
    Reason.SPOT: gettext_lazy("at the same spot"),
    Reason.CLOSE: gettext_lazy("a few steps away"),
    Reason.NEAR: gettext_lazy("nearby"),
    Reason.KIND: gettext_lazy("of the same kind"),
    Reason.GROUP: gettext_lazy("of a similar kind"),
    Reason.ADDRESS: gettext_lazy("same address"),
    Reason.STREET: gettext_lazy("same street"),
    Reason.DAY: gettext_lazy("on the same day"),
    Reason.DAYS: gettext_lazy("within three days"),
    Reason.WORDS: gettext_lazy("similar words"),
}


@dataclass(frozen=True)
class Sought:
    """A report for which twins are sought; `pk` when it is a case already, `place` its address as it was typed."""

    sight: Sight
    place: str = ""
    pk: int = 0


@dataclass(frozen=True)
class Twin:
    """A case that may be the same problem."""

    case: Case
    likeness: Likeness

    @property
    def metres(self) -> int | None:
        """How far away it is, as people say it."""
        return None if self.likeness.metres is None else round(self.likeness.metres)

    @property
    def percent(self) -> int:
        """How likely it is that both are one."""
        return round(100 * self.likeness.score)

    @property
    def words(self) -> list[Any]:
        """Why, in words."""
        return [word for reason, word in _WORDS.items() if reason in self.likeness.reasons]

    @property
    def photos(self) -> list[Photo]:
        """The pictures of the problem."""
        return [photo for photo in self.case.photos.all() if photo.update_id is None]


def sought(case: Case) -> Sought:
    """A stored case, as one whose twins are sought."""
    return sought_row({name: _value(case, name) for name in FIELDS})


def sought_row(row: dict[str, Any]) -> Sought:
    """The same of a row with FIELDS."""
    return Sought(
        sight(
            category=(row["category__code"], row["category__group"]),
            at=row["reported_at"],
            point=(row["lat"], row["long"]),
            address=row["address"],
            words=row["description"],
            channel=row["channel"],
        ),
        row["address"],
        row["pk"],
    )


def sight(
    *,
    category: tuple[str, str],
    at: datetime,
    point: tuple[float | None, float | None] = (None, None),
    address: str = "",
    words: str = "",
    channel: str = "web",
) -> Sight:
    """What is compared of a report: words and address folded, so that alphabets and endings do not matter."""
    code, group = category
    folded = " ".join(folding.tokens(address))
    street = " ".join(folding.tokens(addresses.street(address)))
    return Sight(code, group, at, *point, folded, street, frozenset(folding.stems(words)), channel)


def without_place(given: Sought) -> Sought:
    """The same report from somebody who named an address that nobody could find."""
    return replace(given, sight=replace(given.sight, lat=None, long=None))


def found(given: Sought, *, now: datetime, public: bool, least: float | None = None) -> list[Twin]:
    """The likeliest twins, best first, then oldest: open public cases for everybody, just closed ones too for staff."""
    least = least if least is not None else duplicates.LIKELY if public else duplicates.POSSIBLE
    candidates = Case.objects.filter(pk__in=_candidates(given, now=now, public=public))
    if public:
        candidates = candidates.filter(is_public=True, is_open=True)
    fit = []
    for row in candidates.values(*FIELDS):
        likeness = duplicates.compare(given.sight, sought_row(row).sight)
        far = likeness.metres is not None and likeness.metres > duplicates.RADIUS_M
        if likeness.score >= least and not far and row["pk"] != given.pk:
            fit.append((-likeness.score, row["reported_at"], row["pk"], likeness))
    best = sorted(fit, key=lambda each: each[:3])[:SHOWN]
    keys = [key for _score, _at, key, _likeness in best]
    cases = Case.objects.select_related("category").only(*_DRAWN)
    if public:
        cases = cases.prefetch_related("photos__upload")
    beside = cases.in_bulk(keys)
    return [Twin(beside[key], likeness) for _score, _at, key, likeness in best]


def root(case: Case) -> Case:
    """The case that this one repeats in the end; itself when it repeats none."""
    if case.state != Case.State.DUPLICATE:
        return case
    merge = Merge.objects.select_related("root__category", "root__office").filter(case=case).first()
    return merge.root if merge else case  # what was imported as a duplicate does not say of which


def repeated_by(case: Case) -> list[Case]:
    """The cases that repeat this one, oldest first, each with what its reporter wrote to the office (`messages`)."""
    written = Prefetch("updates", Update.objects.filter(by_reporter=True).exclude(text=""), to_attr="messages")
    found = Case.objects.filter(merge__root=case).select_related("category").prefetch_related(written)
    return list(found.order_by("reported_at", "pk"))


def _candidates(given: Sought, *, now: datetime, public: bool) -> Iterable[int]:
    if given.sight.lat is None or given.sight.long is None:
        return _worded(given, public=public)
    alike = Q(group=given.sight.group) & ~Q(group="") | Q(code=given.sight.category)
    kinds = list(Category.objects.filter(alike).values_list("pk", flat=True))
    open_ = _within(given.sight, duplicates.RADIUS_M, kinds, is_open=True, public=public)
    since = given.sight.at - duplicates.RECENT, given.sight.at + duplicates.RECENT
    keys = list(open_.filter(reported_at__range=since).values_list("pk", flat=True)[:MOST_COMPARED])
    if not public:
        closed = _within(given.sight, CLOSED_WITHIN_M, kinds, is_open=False, public=False)
        closed = closed.filter(closed_at__gte=now - JUST_CLOSED).exclude(state=Case.State.DUPLICATE)
        keys += closed.values_list("pk", flat=True)[:MOST_COMPARED]
    return keys


def _within(of: Sight, metres: float, kinds: list[int], *, is_open: bool, public: bool) -> Any:
    """Cases of these kinds in the square around a report; found by the map's tiles, from their index alone."""
    lat, long = of.lat or 0.0, of.long or 0.0
    high = metres / _DEGREE_M
    wide = high / max(cos(radians(lat)), 0.01)
    left, top, right, bottom = cells.span(Box(long - wide, lat - high, long + wide, lat + high), cells.TILE_LEVEL)
    tiles = [cells.tile_of(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return Case.objects.filter(
        tile__in=tiles,
        is_open__in=[is_open],  # a list, because SQLite looks no bare boolean up in an index
        is_public__in=[True] if public else [True, False],
        lat__range=(lat - high, lat + high),
        long__range=(long - wide, long + wide),
        category__in=kinds,
    )


def _worded(given: Sought, *, public: bool) -> Iterable[int]:
    """Cases whose address has the same words; of what everybody may read, for everybody."""
    if not given.place:
        return []
    kinds, audiences = (("case",), ("public",)) if public else ((INSIDE,), ("staff",))
    hits = search.find(given.place, kinds=kinds, audiences=audiences, limit=50).hits
    codes = [hit.ref.split(":")[1] for hit in hits]
    since = given.sight.at - duplicates.RECENT, given.sight.at + duplicates.RECENT
    return Case.objects.filter(code__in=codes, is_open=True, reported_at__range=since).values_list("pk", flat=True)


def _value(case: Case, name: str) -> Any:
    value: Any = case
    for part in name.split("__"):
        value = getattr(value, part)
    return value
