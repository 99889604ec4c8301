"""Reading cases of other systems: what each column means, as data; a row becomes a case or a reason why not.

A mapping is a small TOML file (see `mappings/`). Times may be ISO 8601, `MM/DD/YYYY HH:MM:SS AM`, or seconds of 1970;
a time without zone is the wall clock of the mapping's zone, and with `ignore_offset` so is one that claims another.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from korzo.capabilities.cases.rules import cells
from korzo.capabilities.cases.rules.states import State

FIELDS = (
    "key", "reported_at", "closed_at", "due_at", "category", "group", "status", "outcome", "description", "address",
    "lat", "long", "office", "channel",
)  # fmt: skip
NEEDED = ("key", "reported_at", "category")
_REPEATED = ("category", "group", "office")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
TEXT_LIMIT = 4000
_TEXT = "%Y-%m-%d %H:%M:%S"
_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-5][0-9]:[0-5][0-9]")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AP]M)?)?", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class BadMapping(ValueError):
    """The mapping does not fit its own rules, or the file does not have its columns."""


class BadValue(ValueError):
    """A value that cannot be read: column, value and reason are for the reject file."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        self.column, self.value, self.reason = column, value, reason
        super().__init__(reason)


Columns = dict[str, list[Any]]
"""Many cases by the names of Imported: plain values, and few different objects, travel cheaply between processes."""


class Imported(NamedTuple):
    """A case as another system had it.

    Times are text in UTC as databases write it (`2026-03-11 09:30:00`); `state` is a State's value; the position is
    in degrees WGS 84 and has the number of its cell, all None when there is none.
    """

    key: str
    reported_at: str
    closed_at: str | None
    due_at: str | None
    category: str
    group: str
    state: str
    outcome: str
    description: str
    address: str
    lat: float | None
    long: float | None
    tile: int | None
    office: str
    channel: str


@dataclass(frozen=True)
class Meaning:
    """What the columns of a source mean. `states` are (column, value, state), looked at in order before `status`."""

    name: str
    source: str
    columns: Mapping[str, str]
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    ignore_offset: bool = False
    status: Mapping[str, State] = field(default_factory=dict)
    states: Sequence[tuple[str, str, State]] = ()
    channels: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    nowhere: frozenset[tuple[float, float]] = frozenset({(0.0, 0.0)})
    otherwise: str = ""


def parse(text: str, name: str) -> Meaning:
    """Read a mapping from TOML; raises BadMapping."""
    try:
        raw = tomllib.loads(text)
        meaning = Meaning(
            name=name,
            source=_texts({"source": raw.get("source", name)}, 40)["source"],
            columns=_texts(raw.get("columns", {}), 80),
            zone=ZoneInfo(raw.get("zone", "UTC")),
            ignore_offset=bool(raw.get("ignore_offset", False)),
            status={key.casefold(): State(value) for key, value in _texts(raw.get("status", {}), 12).items()},
            states=[(str(rule["column"]), str(rule["equals"]), State(rule["state"])) for rule in raw.get("state", [])],
            channels={key.casefold(): value for key, value in _texts(raw.get("channels", {}), 16).items()},
            words=_texts(raw.get("words", {}), 80),
            nowhere=frozenset({(0.0, 0.0), *((float(lat), float(long)) for lat, long in raw.get("nowhere", []))}),
            otherwise=raw.get("otherwise", ""),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, ZoneInfoNotFoundError) as error:
        raise BadMapping(f"mapping {name}: {error}") from error
    if unknown := set(meaning.columns) - set(FIELDS):
        raise BadMapping(f"mapping {name}: unknown fields {', '.join(sorted(unknown))}; known are {', '.join(FIELDS)}")
    if missing := set(NEEDED) - set(meaning.columns):
        raise BadMapping(f"mapping {name}: says nothing about {', '.join(sorted(missing))}")
    return meaning


def _texts(given: Any, most: int) -> dict[str, str]:
    """A table of texts, none of them empty or longer than `most`; raises ValueError."""
    if not isinstance(given, dict):
        raise ValueError(f"“{given}” should be a table of names and texts")  # noqa: TRY004 -- one kind of error for a file
    for key, value in given.items():
        if not isinstance(value, str) or not 0 < len(value) <= most:
            raise ValueError(f"{key}: “{value}” should be a text of 1 to {most} characters")
    return given


def reader(  # noqa: C901 -- one check after another, and the inner loop of millions of rows
    meaning: Meaning, header: Sequence[str], *, latest: datetime | None = None
) -> Callable[[Sequence[str]], Imported]:
    """Make the function that reads a row of values in the order of `header`; it raises BadValue.

    A case cannot be opened after `latest`. Raises BadMapping when a column that is needed is not in the header.
    """
    place = {name.strip().casefold(): number for number, name in enumerate(header)}
    at: dict[str, int | None] = {}
    for each in FIELDS:
        column = meaning.columns.get(each)
        at[each] = place.get(column.casefold()) if column else None
        if column and at[each] is None and each in NEEDED:
            raise BadMapping(f"the file has no column “{column}”; it has: {', '.join(header)}")
    states = [
        (number, value, state)
        for column, value, state in meaning.states
        if (number := place.get(column.casefold())) is not None
    ]
    width = len(header)

    def name(each: str) -> str:
        return meaning.columns.get(each, each)

    last = f"{latest.astimezone(UTC):{_TEXT}}" if latest else "9999"

    read_moment = _moments(meaning)

    def moment(each: str, written: str) -> str | None:
        if not written:
            return None
        found = read_moment(written)
        if found is None:
            raise BadValue(name(each), written, "is not a time")
        return found

    order = [width if (number := at[each]) is None else number for each in FIELDS]
    picked = itemgetter(*order, *(number for number, _value, _state in states))

    def read(row: Sequence[str]) -> Imported:
        if len(row) != width:
            raise BadValue("", "", f"has {len(row)} values where the header has {width}")
        clean = row if _is_plain("".join(row)) else map(_clean, row)
        (
            key, opened, closed, due, kind, group, status, outcome, description, address, lat_text, long_text,
            office, channel, *telling,
        ) = map(str.strip, picked([*clean, ""]))  # fmt: skip
        if not key:
            raise BadValue(name("key"), "", "is empty")
        if len(key) > 80:  # noqa: PLR2004 -- the width of the column
            raise BadValue(name("key"), key, "is longer than 80 characters")
        reported_at = moment("reported_at", opened)
        if reported_at is None:
            raise BadValue(name("reported_at"), "", "is empty")
        if reported_at > last:
            raise BadValue(name("reported_at"), opened, "lies in the future")
        closed_at = moment("closed_at", closed)
        if closed_at is not None and closed_at < reported_at:
            raise BadValue(name("closed_at"), closed, "is before the case was opened")
        category = _category(kind, meaning)
        if not category:
            raise BadValue(name("category"), "", "is empty")
        state = next(
            (then for said, (_number, value, then) in zip(telling, states, strict=True) if said == value), None
        )
        if state is None:
            state = meaning.status.get(status.casefold()) or (State.RESOLVED if closed_at else State.VALIDATED)
        lat, long = _position(lat_text, long_text, meaning)
        return Imported(
            key=key,
            reported_at=reported_at,
            closed_at=closed_at,
            due_at=moment("due_at", due),
            category=category,
            group=group,
            state=state.value,
            outcome=outcome[:TEXT_LIMIT],
            description=description[:TEXT_LIMIT],
            address=" ".join(address.split())[:200],
            lat=lat,
            long=long,
            tile=None if lat is None or long is None else cells.tile(lat, long),
            office=office,
            channel=meaning.channels.get(channel.casefold(), "import"),
        )

    return read


def columns(rows: Sequence[Imported]) -> Columns:
    """The rows turned on their side, with words that come again and again kept only once."""
    turned: Columns = {name: [row[at] for row in rows] for at, name in enumerate(Imported._fields)}
    return turned | {name: list(map(intern, turned[name])) for name in _REPEATED}


def _moments(meaning: Meaning) -> Callable[[str], str | None]:
    """Make the function that reads a time; see `_moment`.

    Most times are plain ISO 8601, and a clock's whole hour is mostly one hour of UTC, so that it is worked out once.
    """

    @lru_cache(maxsize=2**16)
    def hour(written: str) -> str | None:
        first, last = (_moment(written + rest, meaning) or "" for rest in (":00:00", ":59:59"))
        found = first[:13]
        return found if (first, last) == (f"{found}:00:00", f"{found}:59:59") else None

    def moment(written: str) -> str | None:
        if _ISO.fullmatch(written) and (found := hour(written[:13])):
            return found + written[13:]
        return _moment(written, meaning)

    return moment


def _moment(written: str, meaning: Meaning) -> str | None:
    """A time as text in UTC; None when it cannot be read or lies before 1970."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found_other = _other_moment(written)
        if found_other is None:
            return None
        found = found_other
    if found.tzinfo is None or meaning.ignore_offset:
        found = found.replace(tzinfo=meaning.zone)
    try:
        found = found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found.isoformat(" ")[:19] if found >= EARLIEST else None


def _other_moment(written: str) -> datetime | None:
    try:
        if match := _US.fullmatch(written):
            month, day, year, hour, minute, second, half = match.groups()
            hours = int(hour or 0) % 12 + (12 if half.upper() == "PM" else 0) if half else int(hour or 0)
            return datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0))  # noqa: DTZ001 -- the zone follows
        if written.isdigit() and len(written) in (10, 13):
            return EARLIEST + timedelta(seconds=int(written[:10]))
    except (ValueError, OverflowError):
        return None
    return None


def _category(written: str, meaning: Meaning) -> str:
    """The category's name; with `words` the first word that occurs in the text decides."""
    if not meaning.words:
        return written or meaning.otherwise
    small = written.casefold()
    return next((name for word, name in meaning.words.items() if word in small), meaning.otherwise)


def _position(lat_text: str, long_text: str, meaning: Meaning) -> tuple[float | None, float | None]:
    """The position; none when it is empty or the point that the source writes for “nowhere”."""
    if not lat_text or not long_text:
        return None, None
    lat = _degrees(meaning.columns["lat"], lat_text, 90)
    long = _degrees(meaning.columns["long"], long_text, 180)
    return (None, None) if (lat, long) in meaning.nowhere or lat == 0.0 else (lat, long)


def _degrees(column: str, written: str, most: int) -> float:
    try:
        value = float(written)
    except ValueError:
        raise BadValue(column, written, "is not a number") from None
    if not -most <= value <= most:
        raise BadValue(column, written, f"is not within {most} degrees")
    return value


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _clean(text: str) -> str:
    return text if _is_plain(text) else _CONTROL.sub("", unicodedata.normalize("NFC", text))


def as_rows(objects: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """JSON objects as header and rows of text, the columns in the order in which they first appear."""
    header = list(dict.fromkeys(key for each in objects for key in each))
    return header, [["" if each.get(key) is None else str(each[key]) for key in header] for each in objects]
