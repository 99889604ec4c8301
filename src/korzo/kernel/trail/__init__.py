"""The append-only record of what happened, by whom, when and why: audit log, event source and evidence in one table.

Each entry carries the hash of the one before it, so that a changed, removed or inserted entry shows (`korzo trail
verify`). Entries hold references, codes and numbers, never names, addresses or free text: what people wrote can be
erased, the trail cannot.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection, transaction

if TYPE_CHECKING:
    from korzo.kernel.people.models import Person
    from korzo.kernel.trail.models import Entry

GENESIS = "0" * 64
_LOCK = 0x4B4F525A  # "KORZ": one writer at a time extends the chain
_FIELDS = ("seq", "at", "event", "ref", "by", "why", "payload", "previous", "hash")
# Plain SQL: every operation ends with this, holding up all other writers, and writing the query would take longer.
_APPEND = """INSERT INTO kernel_entry (seq, at, event, ref, "by", why, payload, previous, hash)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""

subscribers: dict[str, "Subscriber"] = {}


class Event(Protocol):
    """A frozen dataclass in the past tense; `ref` names the record it happened to."""

    @property
    def ref(self) -> str:
        """What it happened to, such as `case:K-2026-000123`."""
        ...


@dataclass(frozen=True)
class Seen:
    """Somebody looked at personal data, where the law asks for a record of it."""

    ref: str
    what: str


Among = Callable[[list["Entry"]], list["Entry"]]


@dataclass(frozen=True)
class Subscriber:
    """Who wants to hear of which events; `among` picks those that matter from many at once."""

    name: str
    events: frozenset[str]
    deliver: Callable[["Entry"], None]
    among: Among


@dataclass(frozen=True)
class Broken:
    """The first entry that does not fit, and why."""

    seq: int
    reason: str


def name_of(event: Any) -> str:
    """The name of an event or of its class: its capability or room, and its class (`cases.CaseReported`)."""
    kind = event if isinstance(event, type) else type(event)
    package, _events, _subject = kind.__module__.partition(".events")
    return f"{package.rpartition('.')[2]}.{kind.__name__}"


def digest(entry: "Entry") -> str:
    """SHA-256 over the canonical JSON of everything in an entry, the hash of the one before included."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    whole = [entry.seq, at, entry.event, entry.ref, entry.by, entry.why, entry.payload, entry.previous]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def last() -> int:
    """The number of the last thing that happened; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(seq) FROM kernel_entry")
        return int(cursor.fetchone()[0] or 0)


def record(event: Event, *, by: "Person | None", now: datetime, why: str = "") -> "Entry":
    """Append what happened; call it last in the operation's transaction, because it is the queue for all writers."""
    from korzo.kernel.trail.models import Entry  # tables exist only after Django has started

    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("trail.record() belongs into the operation's transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT seq, hash FROM kernel_entry ORDER BY seq DESC LIMIT 1")
        last = cursor.fetchone() or (0, GENESIS)
        entry = Entry(
            seq=last[0] + 1,
            at=now,
            event=name_of(event),
            ref=event.ref,
            by=by.ref if by else "",
            why=why,
            payload=json.dumps(asdict(event), ensure_ascii=False, sort_keys=True, separators=(",", ":")),  # type: ignore[call-overload]
            previous=last[1],
        )
        entry.hash = digest(entry)
        row = {name: getattr(entry, name) for name in _FIELDS}
        cursor.execute(_APPEND, [*{**row, "at": connection.ops.adapt_datetimefield_value(now)}.values()])
    return entry


def head() -> tuple[int, str]:
    """Number and hash of the newest entry: publish it, and nobody can cut the end off unseen."""
    from korzo.kernel.trail.models import Entry

    return Entry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)


def verify(*, until: tuple[int, str] | None = None) -> Iterator[int | Broken]:
    """Check the whole chain, yielding the number of each good entry and, at the end, the first broken one if any.

    `until` is a number and hash noted earlier: the chain must still contain it.
    """
    from korzo.kernel.trail.models import Entry

    expected, previous = 1, GENESIS
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            yield Broken(expected, f"entry is missing; the next one is {entry.seq}")
            return
        if entry.previous != previous:
            yield Broken(entry.seq, "does not follow the entry before it")
            return
        if entry.hash != digest(entry):
            yield Broken(entry.seq, "content does not match its hash")
            return
        if until and until[0] == entry.seq and until[1] != entry.hash:
            yield Broken(entry.seq, "differs from the hash noted earlier")
            return
        yield entry.seq
        expected, previous = entry.seq + 1, entry.hash
    if until and until[0] >= expected:
        yield Broken(expected, f"the chain ends here, but entry {until[0]} was noted earlier")


def subscribe(
    *events: type, name: str, among: Among = list
) -> Callable[[Callable[["Entry"], None]], Callable[["Entry"], None]]:
    """Have the decorated function called for each entry of these kinds: in order, at least once, in a transaction.

    `among` leaves out, with one look for many entries, those with which there is nothing to do.
    """

    def register(function: Callable[["Entry"], None]) -> Callable[["Entry"], None]:
        subscribers[name] = Subscriber(name, frozenset(map(name_of, events)), function, among)
        return function

    return register
