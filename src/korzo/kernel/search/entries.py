"""Keeping the index."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from korzo.kernel.search import words

_BATCH = 5000
_COLUMNS = ("ref", "kind", "title", "audience", "scope", "at", "words")
_SET = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[1:])
_CHANGED = " OR ".join(f"kernel_searchentry.{column} <> excluded.{column}" for column in _COLUMNS[1:])
_KEEP = (
    f"INSERT INTO kernel_searchentry ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))}) "  # noqa: S608  # names are ours
    f"ON CONFLICT (ref) DO UPDATE SET {_SET} WHERE {_CHANGED}"
)
_REMEMBER = "INSERT INTO kernel_searchword (word, stem) VALUES (%s, %s) ON CONFLICT DO NOTHING"
# A trigger would do this row by row, four times slower; changed and removed rows are few and have triggers.
_TELL_FTS5 = "INSERT INTO kernel_searchindex (rowid, words) SELECT id, words FROM kernel_searchentry WHERE id > %s"
_MOST_SEEN = 300_000
_LONGEST_TITLE = 300


class Row(NamedTuple):
    """One record to be found: `audience` is `public`, `staff` or another word that `find` is asked with."""

    ref: str
    kind: str
    title: str
    body: str
    audience: str
    at: datetime
    scope: str = ""


def index(*, ref: str, kind: str, title: str, body: str, audience: str, at: datetime, scope: str = "") -> None:
    """Make a record findable, or findable as it is now; part of the caller's transaction.

    `audience`, `kind` and `scope` are letters, digits and `_:./-`, otherwise ValueError. Once in, an entry keeps its
    place among the newest, whatever becomes of `at`.
    """
    index_many([Row(ref, kind, title, body, audience, at, scope)])


def index_many(rows: Iterable[Row]) -> int:
    """Index many records in batches, each batch in a transaction; returns how many were given."""
    seen: set[str] = set()
    count = 0
    for batch in _batches(iter(rows)):
        ready = [_ready(row) for row in batch]
        fresh = words.chunks(text for row in batch for text in (row.title, row.body)) - seen
        vocabulary = sorted(words.vocabulary(fresh).items())  # in order, so that two writers cannot deadlock
        seen = fresh | (seen if len(seen) < _MOST_SEEN else set())
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            newest = _newest(cursor)
            cursor.executemany(_KEEP, ready)
            if connection.vendor == "sqlite":
                cursor.execute(_TELL_FTS5, [newest])
            cursor.executemany(_REMEMBER, vocabulary)
        count += len(ready)
    return count


def remove(ref: str) -> None:
    """Make a record unfindable; nothing happens when it is not in the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_searchentry WHERE ref = %s", [ref])


def _newest(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT COALESCE(MAX(id), 0) FROM kernel_searchentry")
    return int(cursor.fetchone()[0])


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _ready(row: Row) -> tuple[str, str, str, str, str, str | None, str]:
    tokens = words.document(
        ref=row.ref, kind=row.kind, title=row.title, body=row.body, audience=row.audience, scope=row.scope
    )
    at = connection.ops.adapt_datetimefield_value(row.at)
    return (row.ref, row.kind, row.title[:_LONGEST_TITLE].replace("\x00", ""), row.audience, row.scope, at, tokens)
