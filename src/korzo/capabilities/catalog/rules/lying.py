"""Which rows lie in a box and happen in a span, as SQL; what has no place or no time lies and happens everywhere."""

from collections.abc import Sequence
from datetime import UTC, datetime

from korzo.capabilities.catalog.rules.columns import quoted
from korzo.capabilities.catalog.rules.filtering import EVERYTHING, Condition
from korzo.capabilities.catalog.rules.placing import Place

_FOUR, _SIX = 4, 6
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_PAIR = rf"\[\s*({_NUMBER})\s*,\s*({_NUMBER})"
_SIDES = {"w": (1, "min"), "e": (1, "max"), "s": (2, "min"), "n": (2, "max")}
Span = tuple[datetime | None, datetime | None]


def numbers(text: str) -> tuple[float, float, float, float]:
    """The numbers of a box, heights left out; raises ValueError."""
    given = [float(each) for each in text.split(",")]
    if len(given) not in (_FOUR, _SIX) or any(each != each or abs(each) == float("inf") for each in given):  # noqa: PLR0124 -- NaN
        raise ValueError(text)
    west, south, east, north = given if len(given) == _FOUR else (given[0], given[1], given[3], given[4])
    if south > north:
        raise ValueError(text)
    return west, south, east, north


def span(text: str) -> Span:
    """An instant or a span (`a/b`, `../b`, `a/`) of RFC 3339, in UTC without zone; raises ValueError."""
    parts = text.split("/")
    if len(parts) > 2 or not text:  # noqa: PLR2004 -- a beginning and an end
        raise ValueError(text)
    ends = [None if part in ("", "..") else _instant(part) for part in parts]
    if len(ends) == 1:
        ends = [ends[0], ends[0]]
    if len(parts) == 1 and ends[0] is None:
        raise ValueError(text)
    if ends[0] and ends[1] and ends[0] > ends[1]:
        raise ValueError(text)
    return ends[0], ends[1]


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def boxed(place: Place, box: Sequence[float]) -> Condition:
    """Rows that meet a box; one whose west is east of its east crosses the 180th meridian."""
    west, south, east, north = box
    if place.geometry:
        return _met(quoted(place.geometry), west, south, east, north)
    lat, long = quoted(place.lat), quoted(place.long)
    across = f"({long} >= ? OR {long} <= ?)" if west > east else f"{long} BETWEEN ? AND ?"
    nowhere = f"{lat} IS NULL OR {long} IS NULL OR {lat} < -90 OR {lat} > 90 OR {long} < -180 OR {long} > 180"
    return Condition(f"({lat} BETWEEN ? AND ? AND {across}) OR {nowhere}", (south, north, west, east))


def _met(name: str, west: float, south: float, east: float, north: float) -> Condition:
    """Geometries whose own box meets the box, read from the pairs of numbers in their GeoJSON."""
    told = {side: _side(name, *how) for side, how in _SIDES.items()}
    across = f"({told['e']} >= ? OR {told['w']} <= ?)" if west > east else f"({told['e']} >= ? AND {told['w']} <= ?)"
    condition = f"{across} AND {told['n']} >= ? AND {told['s']} <= ?"
    return Condition(f"{name} IS NULL OR {told['w']} IS NULL OR ({condition})", (west, east, south, north))


def sides(name: str) -> dict[str, str]:
    """SQL of the west, east, south and north of the geometries in a column."""
    return {side: _side(quoted(name), *how) for side, how in _SIDES.items()}


def _side(name: str, group: int, how: str) -> str:
    found = f"regexp_extract_all({name}, '{_PAIR}', {group})"
    return f"list_aggregate(CAST({found} AS DOUBLE[]), '{how}')"


def happened(time: str, given: Span) -> Condition:
    """Rows that happened in a span, and those of which nobody knows when."""
    if not time:
        return EVERYTHING
    name = f"CAST({quoted(time)} AS TIMESTAMP)"
    parts, values = [], []
    for sign, moment in ((">=", given[0]), ("<=", given[1])):
        if moment is not None:
            parts.append(f"{name} {sign} ?")
            values.append(moment)
    return Condition(f"{name} IS NULL OR ({' AND '.join(parts) or 'TRUE'})", tuple(values))
