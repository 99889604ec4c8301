"""Reading one view of a database into a CSV file, without being led anywhere else.

Only what the administrator names in `KORZO_TABLE_SOURCES` is opened: folders of SQLite files, and PostgreSQL databases
by host, port and name. What runs is one SELECT of one view, read-only, for so long and so much; DuckDB's own readers of
both are not used, because they are fetched from the web.
"""

import csv
import hashlib
import io
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.conf import settings

from korzo.capabilities.catalog.models import Live

Problem = Live.Problem
SECONDS = 300.0
CONNECTING = 10
"""Seconds."""
LARGEST_CELL = 50_000_000
_SCHEMES = ("postgres", "postgresql")
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_NUMBERS = ("float4", "float8", "numeric")
_PLAIN = ("bool", "int2", "int4", "int8", "date", "time", "timestamp", "timestamptz", "json", "jsonb")
"""Types whose text can be read in one way only; of the others but numbers nothing is guessed."""


class Unreadable(Exception):
    """The view cannot be read; says why by a code only, because what databases say may name anything."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Address:
    """Where a database is: a file of SQLite where there is no host."""

    database: str
    host: str = ""
    port: int = 5432
    user: str = ""

    def __str__(self) -> str:
        if not self.host:
            return self.database
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"postgres://{quote(self.user, safe='')}@{host}:{self.port}/{quote(self.database, safe='')}"


@dataclass
class Copied:
    """What was copied: how many rows, a digest of them in any order, and the kinds of columns that are known."""

    rows: int = 0
    kinds: dict[str, str] = field(default_factory=dict)
    total: int = 0

    @property
    def digest(self) -> str:
        """The same for the same rows, however they are ordered."""
        return f"{self.rows}-{self.total:x}"[:64]

    def count(self, row: bytes) -> None:
        """Take a row in."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.blake2b(row, digest_size=16).digest(), "big")) % 2**128


def allowed() -> list[str]:
    """What may be named, as the administrator wrote it, without what nobody has to know."""
    return [_shown(entry) for entry in settings.KORZO.table_sources.split()]


def read(text: str) -> tuple[Address, str]:
    """Take an address apart, the password aside; raises Unreadable for one that may not be named."""
    address, password = _parsed(text.strip())
    _mode(address)
    return address, password


def copy(address: Address, password: str, view: str, out: IO[bytes], *, most: int) -> Copied:
    """Write all rows of a view as CSV in UTF-8 with names on top, at most so many bytes; raises Unreadable."""
    mode = _mode(address)  # what is allowed may have changed
    target = _Limited(out, most)
    if address.host:
        return _postgres(address, password, view, target, mode)
    return _sqlite(address, view, target)


def _parsed(text: str) -> tuple[Address, str]:
    try:
        parts = urlsplit(text)
        if parts.scheme in _SCHEMES:
            if parts.query or parts.fragment or not (parts.hostname and parts.username):
                raise Unreadable(Problem.FORBIDDEN)
            user, password = unquote(parts.username), unquote(parts.password or "")
            database = unquote(parts.path.removeprefix("/"))
            return Address(database, parts.hostname, parts.port or 5432, user), password
        path = Path(text)
        if not path.is_absolute():
            raise Unreadable(Problem.FORBIDDEN)
        return Address(str(path.resolve())), ""
    except (ValueError, OSError, RuntimeError):
        raise Unreadable(Problem.FORBIDDEN) from None


def _mode(address: Address) -> str:
    """How the line to an address is to be encrypted; raises Unreadable where it may not be named."""
    for entry in settings.KORZO.table_sources.split():
        parts = urlsplit(entry)
        if parts.scheme in _SCHEMES:
            there = (parts.hostname, parts.port or 5432, unquote(parts.path.removeprefix("/")))
            if there == (address.host, address.port, address.database):
                mode = parse_qs(parts.query).get("sslmode", ["prefer"])[0]
                return mode if mode in _MODES else "verify-full"
        elif not address.host and entry.startswith("/"):
            path, home = Path(address.database).resolve(), Path(settings.KORZO.root)
            if path.is_relative_to(Path(entry).resolve()) and not path.is_relative_to(home) and path.is_file():
                return ""
    raise Unreadable(Problem.FORBIDDEN)


def _shown(entry: str) -> str:
    parts = urlsplit(entry)
    return f"postgres://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.scheme in _SCHEMES else entry


class _Limited:
    """A file that takes so many bytes and no more."""

    def __init__(self, out: IO[bytes], most: int) -> None:
        self.out, self.left = out, most

    def write(self, part: bytes) -> None:
        self.left -= len(part)
        if self.left < 0:
            raise Unreadable(Problem.LARGE)
        self.out.write(part)


def _postgres(address: Address, password: str, view: str, out: _Limited, mode: str) -> Copied:
    import psycopg  # only here: most homes live on SQLite

    end = time.monotonic() + SECONDS
    try:
        line = psycopg.connect(
            host=address.host, hostaddr="", port=address.port, dbname=address.database, user=address.user,
            password=password, passfile=f"{os.devnull}/none", sslmode=mode, connect_timeout=CONNECTING,
            application_name="Korzo", client_encoding="utf8",
        )  # fmt: skip
    except psycopg.Error as error:
        told = str(error)
        refuses = any(f"{word} " in told for word in ("authentication", "role", "pg_hba.conf", "password"))
        raise Unreadable(Problem.REFUSED if refuses else Problem.UNREACHED) from None
    try:
        with closing(line), _cut(line, end):
            line.read_only, line.isolation_level = True, psycopg.IsolationLevel.REPEATABLE_READ
            return _copied(line, view, out)
    except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable):
        raise Unreadable(Problem.SLOW) from None
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable, psycopg.errors.InvalidName):
        raise Unreadable(Problem.NO_VIEW) from None
    except (psycopg.Error, OSError, UnicodeError):
        raise Unreadable(Problem.SLOW if time.monotonic() >= end else Problem.BROKEN) from None


def _copied(line: Any, view: str, out: _Limited) -> Copied:
    """Copy a view within one transaction that cannot write."""
    from psycopg import sql

    run: Callable[..., Any] = line.execute
    run(f"SET LOCAL statement_timeout = {int(SECONDS * 1000)}")
    run(f"SET LOCAL lock_timeout = {CONNECTING * 1000}")
    for said in ("datestyle = 'ISO'", "timezone = 'UTC'", "bytea_output = 'hex'", "extra_float_digits = 1"):
        run(f"SET LOCAL {said}")
    named = sql.Identifier(*view.split(".", 1))
    found = run(
        "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(%s)"
        " AND c.relkind IN ('v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
        [named.as_string(line)],
    ).fetchone()
    if found is None:
        raise Unreadable(Problem.NO_VIEW)
    columns = run(
        "SELECT a.attname, coalesce(b.typname, t.typname) FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)"
        " WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        found,
    ).fetchall()
    kept = [(name, kind) for name, kind in columns if kind != "bytea"]
    if not kept:
        raise Unreadable(Problem.NO_VIEW)
    parts = sql.SQL(", ").join(_value(name, kind) for name, kind in kept)
    query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv)").format(parts, named)
    told = Copied(kinds={name: "number" if kind in _NUMBERS else "text" for name, kind in kept if kind not in _PLAIN})
    out.write(_row([name for name, _kind in kept]))
    with line.cursor() as cursor, cursor.copy(query) as rows:
        for row in rows:  # the server sends them one by one
            part = bytes(row)
            out.write(part)
            told.count(part)
    return told


def _value(name: str, kind: str) -> Any:
    """A column as text that everybody reads alike."""
    from psycopg import sql

    column = sql.Identifier(name)
    if kind == "bool":
        return sql.SQL("{}::text").format(column)
    if kind in _NUMBERS:
        return sql.SQL("CASE WHEN {0}::text !~ '[a-zA-Z]{{3}}' THEN {0} END").format(column)  # NaN, Infinity
    if kind in ("date", "timestamp", "timestamptz"):
        return sql.SQL("CASE WHEN isfinite({0}) THEN {0} END").format(column)
    return column


@contextmanager
def _cut(line: Any, end: float) -> Iterator[None]:
    """Cut a line when time is over: a server that says nothing at all keeps no promise about its own limits."""
    with socket.socket(fileno=os.dup(line.fileno())) as twin:

        def cut() -> None:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)

        clock = threading.Timer(max(end - time.monotonic(), 0.0), cut)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()


def _sqlite(address: Address, view: str, out: _Limited) -> Copied:
    end = time.monotonic() + SECONDS
    try:
        with closing(sqlite3.connect(f"file:{quote(address.database)}?mode=ro", uri=True, timeout=CONNECTING)) as db:
            db.text_factory = lambda raw: raw.decode("utf-8", "replace")
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
            db.execute("PRAGMA query_only = ON")
            db.execute("PRAGMA trusted_schema = OFF")
            db.set_progress_handler(lambda: time.monotonic() >= end, 10_000)
            named = db.execute("SELECT name FROM sqlite_master WHERE type = 'view' AND name = ?", [view]).fetchone()
            if named is None:
                raise Unreadable(Problem.NO_VIEW)
            db.set_authorizer(_only_reads)
            escaped = str(named[0]).replace('"', '""')
            return _walked(db.execute(f'SELECT * FROM "{escaped}"'), out)  # noqa: S608 -- a name of the file's own list
    except sqlite3.DataError:
        raise Unreadable(Problem.LARGE) from None
    except (sqlite3.Error, MemoryError):
        raise Unreadable(Problem.SLOW if time.monotonic() >= end else Problem.BROKEN) from None


def _only_reads(action: int, _one: str | None, two: str | None, _database: str | None, _by: str | None) -> int:
    if action not in _READS or (action == sqlite3.SQLITE_FUNCTION and two == "load_extension"):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _walked(cursor: sqlite3.Cursor, out: _Limited) -> Copied:
    """Write the rows; SQLite's columns hold what they like, so that only numbers with a fraction are known for sure."""
    names = [each[0] for each in cursor.description]
    told, kinds = Copied(), [set[type]() for _name in names]
    out.write(_row(names))
    for row in cursor:
        for kind, value in zip(kinds, row, strict=True):
            kind.add(type(value))
        part = _row([_plain(value) for value in row])
        out.write(part)
        told.count(part)
    for name, kind in zip(names, kinds, strict=True):
        if float in kind and not kind - {int, float, type(None)}:
            told.kinds[name] = "number"
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value) if value - value == 0 else None  # infinite
    return None if isinstance(value, bytes) else value


def _row(values: list[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue().encode("utf-8", "replace")
