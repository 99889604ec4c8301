"""Asking the tables of distributions: search, SQL, groups. What CKAN's datastore and the pages of a table stand on.

    found = tables.search(distribution, Search(filters={"gu": "강남구"}, sort="no desc", limit=100))
    found.columns, found.rows, found.total

Rows come as tuples of Python values; `rules.columns.plain` and `.text` write them as JSON and CSV have them.
Raises store.Missing (there is no table), filtering.Wrong, selecting.Forbidden, store.TooSlow, store.TooLarge.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.rules import filtering, schemas, selecting, tsquery
from korzo.capabilities.catalog.rules.columns import KEY, Column, quoted
from korzo.kernel.publishing import apart, store

MOST = 32_000
"""Rows of one answer, as in CKAN."""
SQL_SECONDS = 10.0
_STEP = 50_000
_FEW, _LONG = 300, 8_000
"""Values of a column, and characters of them all, that a process remembers."""


@dataclass(frozen=True)
class Search:
    """What is asked; names as in CKAN's `datastore_search`."""

    filters: Mapping[str, Any] = field(default_factory=dict)
    q: str | Mapping[str, str] = ""
    plain: bool = True
    fields: Sequence[str] = ()
    sort: str | Sequence[str] = ""
    distinct: bool = False
    limit: int | None = 100
    offset: int = 0
    include_total: bool = True


@dataclass(frozen=True)
class Found:
    """An answer; `total` without limit and offset, `next_id` where the following page begins after (sorted by _id)."""

    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    total: int | None = None
    next_id: int | None = None
    ops: tuple[Mapping[str, Any], ...] = ()
    truncated: bool = False

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row by name."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Info:
    """How large a table is."""

    columns: tuple[Column, ...]
    count: int
    size: int


def columns(distribution: Distribution) -> tuple[Column, ...]:
    """The columns with `_id`, with what people said about them."""
    with store.opened(distribution.table) as table:
        return _columns(distribution, table)


def info(distribution: Distribution) -> Info:
    """Columns, rows and bytes of a table."""
    with store.opened(distribution.table) as table:
        count = table.all(f"SELECT count(*) FROM {table.data}")[0][0]  # noqa: S608 -- the name is the store's
        return Info(_columns(distribution, table), count, distribution.table.stat().st_size)


def search(distribution: Distribution, asked: Search) -> Found:
    """Find rows; a limit of None gives all (at most `MOST`)."""
    with store.opened(distribution.table) as table:
        known = _columns(distribution, table)
        made = _query(known, asked, table, distribution.table)
        limit = min(MOST if asked.limit is None else asked.limit, MOST)
        rows = []
        if limit:
            rows = table.all(f"{made.select(table.data)} LIMIT {limit} OFFSET {max(asked.offset, 0)}", made.values)
        total = _total(distribution.table, table, made) if asked.include_total else None
        shown = [column.name for column in made.columns]
        keyed = not asked.sort and KEY in shown and len(rows) == limit and rows
        next_id = rows[-1][shown.index(KEY)] if keyed else None
        return Found(made.columns, rows, total, next_id, made.ops)


def stream(distribution: Distribution, asked: Search) -> tuple[tuple[Column, ...], Iterator[list[tuple[Any, ...]]]]:
    """All rows that are asked for, batch by batch, and their columns; without a limit but the one asked for."""
    with store.opened(distribution.table) as table:
        shown = _query(_columns(distribution, table), asked, table, distribution.table).columns

    def batches() -> Iterator[list[tuple[Any, ...]]]:
        with store.opened(distribution.table, seconds=120) as table:
            made = _query(_columns(distribution, table), asked, table, distribution.table)
            if asked.sort or asked.distinct or asked.offset:
                yield from table.batches(f"{made.select(table.data)}{_limited(asked)}", made.values)
            else:
                yield from _by_key(table, made, asked.limit)

    return shown, batches()


def _by_key(table: store.Table, made: "_Made", limit: int | None) -> Iterator[list[tuple[Any, ...]]]:
    """In the order of `_id`, some at a time: to sort all of a large table would take the memory that it has."""
    first, last = table.all(f"SELECT min({KEY}), max({KEY}) FROM {table.data}")[0]  # noqa: S608 -- the name is the store's
    if first is None:
        return
    step, left = max(_STEP, (last - first) // 1_000 + 1), MOST**2 if limit is None else limit
    for start in range(first, last + 1, step):
        here = filtering.Condition(f"{quoted(KEY)} BETWEEN ? AND ?", (start, start + step - 1))
        part = replace(made, condition=filtering.both(made.condition, here))
        for batch in table.batches(f"{part.select(table.data)} LIMIT {left}", part.values):
            left -= len(batch)
            yield batch
        if left <= 0:
            return


def written(distribution: Distribution, asked: Search, into: Path, how: apart.Write) -> None:
    """Have another process write all rows that are asked for into a file; `how` is given the columns and the rows."""
    with store.opened(distribution.table) as table:
        made = _query(_columns(distribution, table), asked, table, distribution.table, data="data")
    query = f"{made.select('data')}{_limited(asked)}"
    apart.write(distribution.table, query, made.values, into=into, how=how, given=made.columns)


def _limited(asked: Search) -> str:
    limit = "" if asked.limit is None else f" LIMIT {asked.limit}"
    return f"{limit} OFFSET {max(asked.offset, 0)}"


def sql(query: str, find: Callable[[str], Path | None], *, seconds: float = SQL_SECONDS, most: int = MOST) -> Found:
    """Answer a stranger's SQL: one SELECT; `find` gives the file of each table named, or None where there is none.

    `find` is also where somebody without permission is refused (it may raise).
    """
    if len(query) > selecting.LONGEST:
        raise selecting.Forbidden("syntax", "")
    with store.parser() as parser:
        try:
            tree = json.loads(parser.all("SELECT json_serialize_sql(?)", [query])[0][0])
            asked = selecting.check(tree)
            written = parser.all("SELECT json_deserialize_sql(?::JSON)", [json.dumps(tree)])[0][0]
        except RecursionError:
            raise selecting.Forbidden("syntax", "nested too deeply") from None
    files: dict[str, Path] = {}
    for name in asked.tables:
        path = find(name)
        if path is None:
            raise selecting.Forbidden("table", name)
        files[name] = path
    described, rows = apart.ask(files, written, seconds=seconds, most=most + 1)
    shown = tuple(Column(column.name, column.type) for column in described)
    return Found(shown, rows[:most], truncated=len(rows) > most)


@dataclass(frozen=True)
class _Made:
    columns: tuple[Column, ...]
    names: str
    condition: filtering.Condition
    sorted: str
    distinct: bool

    def select(self, data: str) -> str:
        which = "DISTINCT " if self.distinct else ""
        ordered = f" ORDER BY {self.sorted}" if self.sorted else ""
        return f"SELECT {which}{self.names} FROM {data} WHERE {self.condition.sql}{ordered}"  # noqa: S608 -- names are checked

    @property
    def values(self) -> tuple[Any, ...]:
        return self.condition.values

    @property
    def ops(self) -> tuple[Mapping[str, Any], ...]:
        return self.condition.ops


def asked_of(
    known: Sequence[Column], asked: Search, table: store.Table, path: Path, *, data: str = ""
) -> filtering.Condition:
    """The condition in SQL of what is asked, of a table called `data` where it is run; raises filtering.Wrong."""
    words = filtering.EVERYTHING
    if asked.q:
        body = [column for column in known if column.name != KEY]
        repeated = _repeated(path, table, body)

        def held(name: str, word: str) -> list[str] | None:
            if not repeated.get(name):
                return None
            listed = f"SELECT v FROM (SELECT unnest(?::VARCHAR[]) AS v) WHERE {filtering.folded('v')}"  # noqa: S608 -- no names
            return [value for (value,) in table.all(listed, [list(repeated[name]), word, word])]

        read = None if asked.plain else tsquery.read
        words = filtering.words(asked.q, body, repeated=repeated, held=held, data=data or table.data, read=read)
    return filtering.both(filtering.where(asked.filters, known), words)


def _repeated(path: Path, table: store.Table, columns: Sequence[Column]) -> Mapping[str, tuple[str, ...]]:
    """The columns of text in which few values come again and again, with the values where they are very few."""
    names = [column.name for column in columns if column.type == "VARCHAR"]

    def values(name: str, few: int) -> tuple[str, ...]:
        if few > _FEW:
            return ()
        query = f"SELECT DISTINCT {quoted(name)} FROM {table.data} WHERE {quoted(name)} IS NOT NULL"  # noqa: S608 -- see below
        found = tuple(value for (value,) in table.all(f"{query} LIMIT {2 * _FEW}"))
        return found if len(found) < 2 * _FEW and sum(map(len, found)) < _LONG else ()

    def look() -> dict[str, tuple[str, ...]]:
        parts = ", ".join(f"approx_count_distinct({quoted(name)})" for name in names)
        found = table.all(f"SELECT count(*), {parts} FROM {table.data}")[0]  # noqa: S608 -- names are quoted
        most = min(found[0] / 20, 50_000)
        return {name: values(name, few) for name, few in zip(names, found[1:], strict=True) if few < most}

    if not names:
        return {}
    kept: Mapping[str, tuple[str, ...]] = remembered(path, ("repeated", *names), look)
    return kept


def _query(known: Sequence[Column], asked: Search, table: store.Table, path: Path, *, data: str = "") -> _Made:
    by_name = {column.name: column for column in known}
    if unknown := [name for name in asked.fields if name not in by_name]:
        raise filtering.Wrong("fields", "unknown", unknown[0])
    shown = tuple(by_name[name] for name in asked.fields) or tuple(
        column for column in known if not (asked.distinct and column.name == KEY)
    )
    if (asked.limit or 0) < 0:
        raise filtering.Wrong("limit", "value", asked.limit)
    if asked.offset < 0:
        raise filtering.Wrong("offset", "value", asked.offset)
    condition = asked_of(known, asked, table, path, data=data)
    order = [clause for name, clause in filtering.order(asked.sort, known) if not asked.distinct or name in
             {column.name for column in shown}]  # fmt: skip
    if not asked.distinct:
        order.append(quoted(KEY))
    elif not order:
        order = [str(position) for position in range(1, len(shown) + 1)]
    names = ", ".join(quoted(column.name) for column in shown)
    return _Made(shown, names, condition, ", ".join(order), asked.distinct)


def _columns(distribution: Distribution, table: store.Table) -> tuple[Column, ...]:
    return _described(tuple(table.columns()), json.dumps(distribution.table_schema, sort_keys=True))


def _described(found: Sequence[store.Column], schema: str) -> tuple[Column, ...]:
    said = schemas.infos(json.loads(schema))
    return tuple(Column(each.name, each.type, *said.get(each.name, ({}, ""))) for each in found)


_known: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_known_lock = threading.Lock()
_KEPT = 1_000
"""Answers about files that a process remembers: some megabytes."""


def remembered(path: Path, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
    """Work something out once for each file as it is."""
    seen = path.stat()
    whole = (str(path), seen.st_ino, seen.st_mtime_ns, *key)
    with _known_lock, suppress(KeyError, TypeError):
        _known.move_to_end(whole)
        return _known[whole]
    found = work()
    with _known_lock, suppress(TypeError):  # a value that is a list cannot be a key
        _known[whole] = found
        if len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def _total(path: Path, table: store.Table, made: _Made) -> int:
    """How many rows there are without limit."""

    def count() -> int:
        condition = f"FROM {table.data} WHERE {made.condition.sql}"
        if made.distinct:
            condition = f"FROM (SELECT DISTINCT {made.names} {condition})"
        return int(table.all(f"SELECT count(*) {condition}", made.values)[0][0])

    key = ("total", made.condition.sql, made.values, made.names if made.distinct else "")
    return int(remembered(path, key, count))


def counted(path: Path, table: store.Table, condition: filtering.Condition) -> int:
    """How many rows meet a condition; counted once for each file as it is."""

    def count() -> int:
        return int(table.all(f"SELECT count(*) FROM {table.data} WHERE {condition.sql}", condition.values)[0][0])  # noqa: S608 -- names are checked

    return int(remembered(path, ("counted", condition.sql, condition.values), count))
