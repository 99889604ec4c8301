"""The trail: append-only in the database itself, tamper-evident, and heard by its subscribers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.conftest import append_only

from korzo.kernel import jobs, trail
from korzo.kernel.jobs import queries
from korzo.kernel.jobs.worker import Runner
from korzo.kernel.refs.models import Link
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Cursor, Entry

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Happened:
    ref: str
    number: int = 0


@dataclass(frozen=True)
class Ignored:
    ref: str


def write(count: int, now: datetime) -> None:
    for number in range(count):
        trail.record(Happened("thing:1", number), by=None, now=now)


def broken(until: tuple[int, str] | None = None) -> tuple[int, str] | None:
    last = list(trail.verify(until=until))[-1]
    return (last.seq, last.reason) if isinstance(last, trail.Broken) else None


@pytest.fixture
def subscribers(monkeypatch: pytest.MonkeyPatch) -> dict[str, trail.Subscriber]:
    made: dict[str, trail.Subscriber] = {}
    monkeypatch.setattr(trail, "subscribers", made)
    return made


@pytest.fixture
def guarded(transactional_db: None) -> Iterator[None]:
    """The triggers that the other tests do without."""
    with connection.schema_editor() as editor:
        append_only.forwards(None, editor)
    yield
    with connection.schema_editor() as editor:
        append_only.backwards(None, editor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["update", "delete", "raw update", "raw delete", "truncate"])
def test_the_database_refuses_to_change_or_remove_entries(guarded: None, now: datetime, verb: str) -> None:
    if verb == "truncate" and connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with transaction.atomic():
        write(2, now)
    acts = {
        "update": lambda: Entry.objects.filter(seq=1).update(why="other"),
        "delete": lambda: Entry.objects.filter(seq=2).delete(),
        "raw update": lambda: connection.cursor().execute("UPDATE kernel_entry SET payload = '{}'"),
        "raw delete": lambda: connection.cursor().execute("DELETE FROM kernel_entry"),
        "truncate": lambda: connection.cursor().execute("TRUNCATE kernel_entry CASCADE"),
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        acts[verb]()  # type: ignore[no-untyped-call]
    assert list(trail.verify()) == [1, 2]


def test_recording_outside_a_transaction_is_refused(transactional_db: None, now: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        trail.record(Happened("thing:1"), by=None, now=now)
    assert not Entry.objects.exists()


def test_what_is_rolled_back_never_happened(now: datetime) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write(1, now)
        raise RuntimeError
    assert trail.head() == (0, trail.GENESIS)


def test_an_untouched_chain_is_whole(now: datetime) -> None:
    assert list(trail.verify()) == []
    write(5, now)
    assert list(trail.verify(until=trail.head())) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("field", ["at", "event", "ref", "by", "why", "payload", "hash", "previous"])
def test_a_changed_field_names_its_entry(now: datetime, field: str) -> None:
    write(5, now)
    value = now + timedelta(microseconds=1) if field == "at" else "{}"
    Entry.objects.filter(seq=3).update(**{field: value})
    assert broken() == (
        3,
        "does not follow the entry before it" if field == "previous" else "content does not match its hash",
    )


def test_a_changed_entry_with_a_hash_of_its_own_breaks_the_next(now: datetime) -> None:
    write(5, now)
    forged = Entry.objects.get(seq=3)
    forged.why = "forged"
    forged.hash = trail.digest(forged)
    forged.save()
    assert broken() == (4, "does not follow the entry before it")


@pytest.mark.parametrize("seq", [1, 3])
def test_a_removed_entry_is_missed(now: datetime, seq: int) -> None:
    write(5, now)
    Entry.objects.filter(seq=seq).delete()
    assert broken() == (seq, f"entry is missing; the next one is {seq + 1}")


def test_an_inserted_entry_breaks_the_one_after_it(now: datetime) -> None:
    write(3, now)
    for seq in (3, 2):
        Entry.objects.filter(seq=seq).update(seq=seq + 1)
    inserted = Entry(seq=2, at=now, event="x.Inserted", ref="x:1", payload="{}", previous=Entry.objects.get(seq=1).hash)
    inserted.hash = trail.digest(inserted)
    inserted.save(force_insert=True)
    assert broken() == (3, "does not follow the entry before it")


def test_a_cut_end_shows_only_to_who_noted_the_head(now: datetime) -> None:
    write(5, now)
    noted = trail.head()
    Entry.objects.filter(seq__gt=3).delete()
    assert broken() is None
    assert broken(noted) == (4, "the chain ends here, but entry 5 was noted earlier")


def test_a_chain_forged_from_the_start_shows_to_who_noted_the_head(now: datetime) -> None:
    write(3, now)
    noted = trail.head()
    Entry.objects.all().delete()
    write(4, now + timedelta(seconds=1))
    assert broken() is None
    assert broken(noted) == (3, "differs from the hash noted earlier")


def test_subscribers_hear_their_events_once_and_in_order(
    subscribers: dict[str, trail.Subscriber], now: datetime
) -> None:
    heard: list[int] = []

    @trail.subscribe(Happened, name="test.listener")
    def listen(entry: Entry) -> None:
        heard.append(entry.data["number"])

    write(2, now)
    delivery.start_at_head()
    write(3, now)
    trail.record(Ignored("thing:1"), by=None, now=now)
    write(2, now)
    assert delivery.deliver_news() == 5
    assert delivery.deliver_news() == 0
    assert heard == [0, 1, 2, 0, 1]
    assert Cursor.objects.get(subscriber="test.listener").seq == trail.head()[0]


def test_a_failing_subscriber_blocks_nobody_and_leaves_nothing_behind(
    subscribers: dict[str, trail.Subscriber], now: datetime
) -> None:
    heard: list[int] = []

    @trail.subscribe(Happened, name="test.fails")
    def fail(entry: Entry) -> None:
        Link.objects.create(from_ref="a:1", to_ref=f"b:{entry.seq}", kind="tests", linked_at=now)
        if entry.data["number"] == 1:
            raise RuntimeError("no")

    @trail.subscribe(Happened, name="test.listens")
    def listen(entry: Entry) -> None:
        heard.append(entry.seq)

    delivery.start_at_head()
    write(3, now)
    delivery.deliver_news()
    assert heard == [1, 2, 3]
    assert list(Link.objects.values_list("to_ref", flat=True).order_by("pk")) == ["b:1", "b:3"]
    waiting = DBTaskResult.objects.ready().get()
    assert waiting.args_kwargs["kwargs"] == {"subscriber": "test.fails", "seq": 2}


def test_a_delivery_that_always_fails_ends_as_a_dead_letter(
    subscribers: dict[str, trail.Subscriber], monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    tries: list[int] = []

    @trail.subscribe(Happened, name="test.never")
    def never(entry: Entry) -> None:
        tries.append(entry.seq)
        raise RuntimeError("no")

    monkeypatch.setattr(jobs, "ticks", [delivery.deliver_news])
    monkeypatch.setattr(jobs, "schedules", {})
    delivery.start_at_head()
    write(1, now)
    runner = Runner()
    while runner.turn():
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))
    assert len(tries) == 1 + 1 + 6  # at once, as a job, and its six retries
    assert queries.state().dead == 1


def test_skipping_forgets_an_invented_past(subscribers: dict[str, trail.Subscriber], now: datetime) -> None:
    heard: list[int] = []
    trail.subscribe(Happened, name="test.late")(lambda entry: heard.append(entry.seq))
    delivery.start_at_head()
    write(3, now)
    delivery.skip_to_head()
    write(1, now)
    delivery.deliver_news()
    assert heard == [4]
