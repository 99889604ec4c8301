"""Calendars as iCalendar (RFC 5545): events with their times in the city's zone, escaped, folded, ended by CRLF.

A zone is described by rules, never by a list of days, of which some readers see only the first. Zones that do not
change their clocks as Europe does (RFC 5545, 3.6.5; Directive 2000/84/EC) are not described: times then stand in UTC.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIDEST = 75
"""Octets in a line, its end not counted (RFC 5545, 3.1)."""
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """Something in a calendar. `begins` and `ends` are moments, or days, of which the last one counts too."""

    uid: str
    title: str
    begins: datetime | date
    changed: datetime
    ends: datetime | date | None = None
    sequence: int = 0
    status: str = CONFIRMED
    text: str = ""
    place: str = ""
    url: str = ""
    categories: Sequence[str] = ()
    lat: float | None = None
    long: float | None = None
    lang: str = ""


def calendar(name: str, address: str, entries: Iterable[Entry], *, zone: ZoneInfo, now: datetime) -> bytes:
    """Write a calendar; `address` is where it can be fetched again."""
    known = changes_as_europe(zone, now.year)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Korzo//Korzo//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        f"SOURCE;VALUE=URI:{address}",
        *(_zone(zone, now.year) if known else ()),
    ]
    for entry in entries:
        lines += _event(entry, zone if known else None)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """Write a text as a value (RFC 5545, 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in lines if letter >= " ")


def folded(line: str) -> str:
    """Break a line so that none has more than 75 octets, and no letter is cut apart."""
    parts, part, octets = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > WIDEST:
            parts.append(part)
            part, octets = "", 1  # the blank that a part after the first begins with
        part, octets = part + letter, octets + size
    return "\r\n ".join([*parts, part])


def changes_as_europe(zone: ZoneInfo, year: int) -> bool:
    """Say whether a zone puts its clocks forward and back at 01:00 UTC on the last Sundays of March and October."""
    for month, before in ((3, timedelta()), (10, _HOUR)):
        change = datetime.combine(_last_sunday(year, month), datetime.min.time(), UTC) + _HOUR
        early, late = ((change + by).astimezone(zone).dst() for by in (-timedelta(minutes=1), timedelta(minutes=1)))
        if (early, late) != (before, _HOUR - before):
            return False
    return True


def _last_sunday(year: int, month: int) -> date:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _zone(zone: ZoneInfo, year: int) -> Iterator[str]:
    winter = datetime(year, 1, 15, tzinfo=zone).utcoffset() or timedelta()
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone.key}"
    for part, month, first, before, after in (
        ("DAYLIGHT", 3, date(1970, 3, 29), winter, winter + _HOUR),
        ("STANDARD", 10, date(1970, 10, 25), winter + _HOUR, winter),
    ):
        at = datetime.combine(first, datetime.min.time()) + _HOUR + before
        yield f"BEGIN:{part}"
        yield f"DTSTART:{at:%Y%m%dT%H%M%S}"
        yield f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"
        yield f"TZOFFSETFROM:{_offset(before)}"
        yield f"TZOFFSETTO:{_offset(after)}"
        yield f"END:{part}"
    yield "END:VTIMEZONE"


def _offset(far: timedelta) -> str:
    minutes = int(far.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def _event(entry: Entry, zone: ZoneInfo | None) -> Iterator[str]:
    said = f";LANGUAGE={entry.lang}" if entry.lang else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(entry.changed)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{entry.status}"
    yield f"DTSTART{_moment(entry.begins, zone)}"
    if entry.ends is not None:
        is_day = not isinstance(entry.ends, datetime)
        yield f"DTEND{_moment(entry.ends + timedelta(days=1) if is_day else entry.ends, zone)}"
    yield f"SUMMARY{said}:{escaped(entry.title)}"
    for name, text in (("DESCRIPTION", entry.text), ("LOCATION", entry.place)):
        if text:
            yield f"{name}{said}:{escaped(text)}"
    if entry.categories:
        yield f"CATEGORIES{said}:{','.join(map(escaped, entry.categories))}"
    if entry.lat is not None and entry.long is not None:
        yield f"GEO:{entry.lat:.6f};{entry.long:.6f}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _moment(at: datetime | date, zone: ZoneInfo | None) -> str:
    if not isinstance(at, datetime):
        return f";VALUE=DATE:{at:%Y%m%d}"
    return f":{_utc(at)}" if zone is None else f";TZID={zone.key}:{at.astimezone(zone):%Y%m%dT%H%M%S}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
