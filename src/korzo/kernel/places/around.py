"""What goes on somewhere, as every capability tells it: reports, works, votes, events in a street or a district.

A capability tells of its own in `public.py`:

    @around.tells("case", _("Reported problems"), icon="pin", order=20)
    def going_on(where: Where, now: datetime, limit: int) -> Sequence[Happening]: ...

and whoever shows a place asks `going_on(where, now=…)` without knowing who answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from korzo.kernel.places.geometry import Box


@dataclass(frozen=True)
class Where:
    """What is asked about: a street or district by its key, metres around a point, an office's doings; or all the city.

    `box` (degrees) lies around the street, district or circle; None where the whole city is meant.
    """

    street: int | None = None
    district: int | None = None
    lat: float | None = None
    long: float | None = None
    radius: int | None = None
    office: int | None = None
    box: Box | None = None

    @property
    def is_everywhere(self) -> bool:
        """Whether it is the whole city."""
        return self == Where()


@dataclass(frozen=True)
class Happening:
    """One thing that goes on, as everybody may see it: `path` is its page in the reader's language, `note` one line.

    `begins_at` is when it was reported, begins or opens; `ends_at` when it is to be over. Position in degrees, None
    where it has none; `is_running` says that it concerns people now.
    """

    ref: str
    title: str
    path: str
    begins_at: datetime
    ends_at: datetime | None = None
    note: str = ""
    place: str = ""
    lat: float | None = None
    long: float | None = None
    is_running: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Told:
    """What one capability tells: a kind, its name and icon, and what goes on, the most pressing first.

    `has_more` says whether there is more than is listed.
    """

    kind: str
    title: Any
    icon: str
    happenings: Sequence[Happening] = field(default=())
    has_more: bool = False


Tell = Callable[[Where, datetime, int], Sequence[Happening]]


@dataclass(frozen=True)
class _Teller:
    kind: str
    title: Any
    icon: str
    order: int
    tell: Tell


_tellers: dict[str, _Teller] = {}


def tells(kind: str, title: Any, *, icon: str, order: int = 50) -> Callable[[Tell], Tell]:
    """Have the decorated function tell what of its kind goes on somewhere: at most `limit`, the most pressing first."""

    def register(tell: Tell) -> Tell:
        _tellers[kind] = _Teller(kind, title, icon, order, tell)
        return tell

    return register


def kinds() -> list[tuple[str, Any]]:
    """The kinds that are told of, with their names, in their order."""
    return [(each.kind, each.title) for each in _in_order()]


def going_on(where: Where, *, now: datetime, limit: int = 20, kinds: Sequence[str] = ()) -> list[Told]:
    """Ask everybody what goes on somewhere; kinds of which there is nothing are left out."""
    found = []
    for each in _in_order():
        if kinds and each.kind not in kinds:
            continue
        happenings = each.tell(where, now, limit + 1)
        if happenings:
            found.append(Told(each.kind, each.title, each.icon, happenings[:limit], len(happenings) > limit))
    return found


def _in_order() -> list[_Teller]:
    return sorted(_tellers.values(), key=lambda each: (each.order, each.kind))
