"""A file's rows as a table of text (`staged`), from which types are found and the table is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from korzo.capabilities.catalog.rules import guessing, reading
from korzo.capabilities.catalog.rules.reading import Reading, Unreadable, encodings
from korzo.kernel.publishing import store

BATCH = 20_000
MOST_REJECTED = 10_000
Told = Callable[[float], None]


@dataclass(frozen=True)
class Rejected:
    """A value because of which a row is not in the table; `reason` is a kind that it is not, or `cells`."""

    line: int
    column: str
    value: str
    reason: str


@dataclass
class Staged:
    """What was staged: rows, those that had fewer cells than headings, and what came without a place in the table."""

    rows: int = 0
    short: int = 0
    long: int = 0
    first: int = 0
    """Line of the first row; 0 where each row brings its own."""


def fill(writing: store.Writing, path: Path, how: Reading, *, told: Told) -> Staged:
    """Stage a file: DuckDB's own reader does the bulk where the text is regular, ours does the rest."""
    if how.kind == "csv":
        if not how.is_plain:
            encodings.plain(path, how.encoding, writing.aside)
        staged = _fast(writing, path if how.is_plain else writing.aside, path, how, told)
        if staged:
            return staged
    return _careful(writing, path, how, told)


def _fast(writing: store.Writing, source: Path, path: Path, how: Reading, told: Told) -> Staged | None:
    """Let DuckDB read; None where it finds anything irregular."""
    width = len(how.names)
    found = next(iter(reading.rows(path, how)), None)
    if found is None:
        return None
    first = found[0]
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    cells = ", ".join(f"nullif(trim(c{at}), '') AS c{at}" for at in range(width))
    delimiter = "\\t" if how.delimiter == "\t" else how.delimiter
    quoted = str(source).replace("'", "''")
    options = f"auto_detect=false, header=false, skip={first - 1}, quote='\"', escape='\"', columns={{{columns}}}"
    query = f"read_csv('{quoted}', {options}, delim=E'{delimiter}', max_line_size=2000000, buffer_size=16000000)"
    try:
        writing.run(
            f"CREATE TEMP TABLE staged AS SELECT {cells}, NULL::BIGINT AS line FROM {query}",  # noqa: S608 -- names are numbers
            progress=lambda share: told(share * 0.5),
        )
    except store.Wrong:
        return None
    empty = " AND ".join(f"c{at} IS NULL" for at in range(width))
    if writing.run(f"SELECT count(*) FROM staged WHERE {empty}")[0][0]:  # noqa: S608 -- see above
        writing.run("DROP TABLE staged")  # blank rows: ours leaves them out and knows the lines
        return None
    count: int = writing.run("SELECT count(*) FROM staged")[0][0]
    return Staged(rows=count, first=first)


def _careful(writing: store.Writing, path: Path, how: Reading, told: Told) -> Staged:
    import pyarrow as pa  # slow import, needed only here

    width = len(how.names)
    columns = ", ".join(f"c{at} VARCHAR" for at in range(width))
    writing.run(f"CREATE TEMP TABLE staged ({columns}, line BIGINT)")
    writing.run("CREATE TEMP TABLE overlong (line BIGINT, cell VARCHAR)")
    staged, size = Staged(), max(path.stat().st_size, 1)
    listed = reading.rows(path, how)
    while batch := list(islice(listed, BATCH)):
        kept, extra = [], []
        for line, cells in batch:
            if len(cells) > width and any(cells[width:]):
                extra.append((line, str(next(cell for cell in cells[width:] if cell))[:200]))
                continue
            staged.short += len(cells) < width
            kept.append((line, cells))
        staged.long += len(extra)
        arrays = [pa.array([_cell(cells, at) for _line, cells in kept], pa.string()) for at in range(width)]
        arrays.append(pa.array([line for line, _cells in kept], pa.int64()))
        _insert(writing, "staged", pa.table(arrays, names=[*(f"c{at}" for at in range(width)), "line"]))
        if extra:
            _insert(writing, "overlong", pa.table({"line": [e[0] for e in extra], "cell": [e[1] for e in extra]}))
        staged.rows += len(kept)
        told(min(0.5, 0.5 * batch[-1][0] * 60 / size))
    return staged


def _insert(writing: store.Writing, name: str, rows: Any) -> None:
    writing.connection.register("incoming", rows)
    writing.run(f"INSERT INTO {name} SELECT * FROM incoming")  # noqa: S608 -- a name of ours
    writing.connection.unregister("incoming")


def _cell(cells: list[str | None], at: int) -> str | None:
    cell = cells[at] if at < len(cells) else None
    return cell.strip() or None if cell else None


def misfits(kinds: list[str]) -> str:
    """SQL that is true for a row that does not fit its kinds."""
    return " OR ".join(guessing.misfit(at, kind) for at, kind in enumerate(kinds) if kind != "text") or "FALSE"


def rejected(writing: store.Writing, path: Path, how: Reading, kinds: list[str], staged: Staged) -> Iterator[Rejected]:
    """Every value that keeps its row out of the table, with its line, at most `MOST_REJECTED` rows."""
    wrong = misfits(kinds)
    tested = [at for at, kind in enumerate(kinds) if kind != "text"]
    if wrong != "FALSE":
        flags = ", ".join(f"CASE WHEN {guessing.misfit(at, kinds[at])} THEN c{at} END" for at in tested)
        numbered = "SELECT row_number() OVER () AS n, * FROM staged"
        found = writing.run(f"SELECT n, line, {flags} FROM ({numbered}) WHERE {wrong} LIMIT {MOST_REJECTED}")  # noqa: S608
        lines = _lines(path, how, staged, {row[0] for row in found})
        for number, line, *cells in found:
            for at, cell in zip(tested, cells, strict=True):
                if cell is not None:
                    yield Rejected(line or lines[number], how.names[at], str(cell)[:200], kinds[at])
    if staged.long:
        for line, cell in writing.run(f"SELECT line, cell FROM overlong LIMIT {MOST_REJECTED}"):  # noqa: S608
            yield Rejected(line, "", cell, "cells")


def _lines(path: Path, how: Reading, staged: Staged, numbers: set[int]) -> dict[int, int]:
    """The line on which each row begins: rows may be longer than a line."""
    if not numbers or not staged.first:
        return {}
    last, found = max(numbers), {}
    try:
        for number, (line, _cells) in enumerate(reading.rows(path, how), start=1):
            if number in numbers:
                found[number] = line
            if number >= last:
                break
    except Unreadable:
        found |= {number: number + staged.first - 1 for number in numbers - set(found)}
    return found


def parquet(writing: store.Writing, paths: list[Path]) -> int:
    """Make the table from Parquet directly, types and all; what nests becomes JSON. Returns the rows."""
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    source = f"read_parquet([{listed}], union_by_name=true)"
    described = writing.run(f"DESCRIBE SELECT * FROM {source}")  # noqa: S608 -- paths are ours
    parts = []
    for name, kind, *_rest in described:
        column = '"' + name.replace('"', '""') + '"'
        nests = "(" in kind or kind.endswith("[]")
        if kind.startswith("DECIMAL"):
            parts.append(f"CAST({column} AS DOUBLE) AS {column}")
        elif kind == "TIMESTAMP WITH TIME ZONE":
            parts.append(f"{column} AT TIME ZONE 'UTC' AS {column}")
        elif kind.startswith("TIMESTAMP"):
            parts.append(f"CAST({column} AS TIMESTAMP) AS {column}")
        elif kind in ("BLOB", "GEOMETRY") or nests:
            parts.append(
                f"CAST(to_json({column}) AS VARCHAR) AS {column}" if nests else f"CAST({column} AS VARCHAR) AS {column}"
            )
        elif name.lower() != "_id":
            parts.append(column)
    writing.run(f"CREATE TABLE data AS SELECT row_number() OVER () AS _id, {', '.join(parts)} FROM {source}")  # noqa: S608
    count: int = writing.run("SELECT count(*) FROM data")[0][0]
    return count
