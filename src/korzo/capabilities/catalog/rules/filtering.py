"""CKAN's filters, search words and sorting, made into SQL of DuckDB with the values beside it.

Only names of columns that are there get into the SQL; every value is a parameter.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from korzo.capabilities.catalog.rules.columns import Column, Unfit, fitted, quoted

COMPARED = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
DEEPEST = 10
MOST = 100


class Wrong(ValueError):
    """A `field` of the request is not understood: `problem` is unknown, value, shape or deep, `what` the culprit."""

    def __init__(self, field: str, problem: str, what: Any = "") -> None:
        self.field, self.problem, self.what = field, problem, what
        super().__init__(f"{field}: {problem}: {what}")


@dataclass(frozen=True)
class Condition:
    """A condition in SQL, its values, and what CKAN shows of it (`filterops`)."""

    sql: str
    values: tuple[Any, ...] = ()
    ops: tuple[Mapping[str, Any], ...] = ()


EVERYTHING = Condition("TRUE")


def both(*conditions: Condition) -> Condition:
    """All of them."""
    real = [each for each in conditions if each is not EVERYTHING]
    if not real:
        return EVERYTHING
    return Condition(
        " AND ".join(f"({each.sql})" for each in real),
        tuple(value for each in real for value in each.values),
        tuple(op for each in real for op in each.ops),
    )


def where(filters: Mapping[str, Any], columns: Sequence[Column]) -> Condition:
    """Read filters as CKAN 2.12 has them; raises Wrong."""
    if not isinstance(filters, Mapping):
        raise Wrong("filters", "shape", filters)
    if not filters:
        return EVERYTHING
    reader = _Reader({column.name: column for column in columns})
    ops = tuple(reader.ops(filters, 0))
    return Condition(*reader.joined(ops, " AND "), ops)


class _Reader:
    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns, self.left = columns, MOST

    def ops(self, filters: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
        """The filters as a list of {op, field, value} or {op: $or/$and, value: [...]}."""
        if depth > DEEPEST:
            raise Wrong("filters", "deep")
        for name, value in filters.items():
            if name in ("$or", "$and"):
                if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
                    raise Wrong("filters", "shape", name)
                yield {"op": name, "value": [self.grouped(each, depth + 1) for each in value]}
                continue
            field = name[1:] if name.startswith("$$") else name
            if field not in self.columns:
                raise Wrong("filters", "unknown", field)
            yield from self.compared(field, value, depth)

    def grouped(self, filters: Mapping[str, Any], depth: int) -> dict[str, Any]:
        listed = list(self.ops(filters, depth))
        return listed[0] if len(listed) == 1 else {"op": "$and", "value": listed}

    def compared(self, field: str, value: Any, depth: int) -> Iterator[dict[str, Any]]:
        self.left -= 1
        if self.left < 0:
            raise Wrong("filters", "deep")
        if isinstance(value, Mapping):
            for op, given in value.items():
                if op != "in" and op not in COMPARED:
                    raise Wrong("filters", "shape", op)
                if op == "in" and not isinstance(given, list):
                    raise Wrong("filters", "shape", op)
                yield {"op": op, "field": field, "value": given}
        elif isinstance(value, list):
            if any(isinstance(each, Mapping) for each in value):
                each_op = [list(self.compared(field, each, depth + 1)) for each in value]
                parts = [ops[0] if len(ops) == 1 else {"op": "$and", "value": ops} for ops in each_op]
                yield {"op": "$or", "value": parts}
            else:
                yield {"op": "in", "field": field, "value": value}
        else:
            yield {"op": "eq", "field": field, "value": value}

    def joined(self, ops: Sequence[Mapping[str, Any]], by: str) -> tuple[str, tuple[Any, ...]]:
        parts: list[str] = []
        values: list[Any] = []
        for op in ops:
            if op["op"] in ("$or", "$and"):
                inner, given = self.joined(op["value"], " OR " if op["op"] == "$or" else " AND ")
            else:
                inner, given = self.one(op["field"], op["op"], op["value"])
            parts.append(f"({inner})")
            values += given
        return by.join(parts) or ("FALSE" if by == " OR " else "TRUE"), tuple(values)

    def one(self, field: str, op: str, value: Any) -> tuple[str, tuple[Any, ...]]:
        column, name = self.columns[field], quoted(field)
        if op == "in":
            given = [self.value(column, each) for each in value if each is not None]
            parts = [f"{name} IN ({', '.join('?' * len(given))})"] if given else []
            parts += [f"{name} IS NULL"] if None in value else []
            return " OR ".join(parts) or "FALSE", tuple(given)
        if value is None:
            return {"eq": f"{name} IS NULL", "gte": f"{name} IS NOT NULL"}.get(op, "FALSE"), ()
        return f"{name} {COMPARED[op]} ?", (self.value(column, value),)

    def value(self, column: Column, value: Any) -> Any:
        if isinstance(value, Mapping | list) and column.type != "JSON" and not column.type.endswith("[]"):
            raise Wrong("filters", "value", column.name)
        try:
            return fitted(value, column.type)
        except Unfit:
            raise Wrong("filters", "value", column.name) from None


Held = Callable[[str, str], Sequence[str] | None]
Read = Callable[[str, Callable[[str], Condition]], Condition]


def words(
    q: str | Mapping[str, str],
    columns: Sequence[Column],
    *,
    repeated: Collection[str] = (),
    held: Held = lambda _name, _word: None,
    data: str = "data",
    read: Read | None = None,
) -> Condition:
    """Rows that hold every word, somewhere in a row or in the columns named ("": all); without diacritics and case.

    `read` makes a condition of a text in another language, from what a single word means.

    Columns with few different values (`repeated`) are looked through once a value instead of once a row; of very few
    values `held` says without looking which of a column's hold a word, None where it does not know.
    """
    holder = _Holder(repeated, held, data, read)
    if isinstance(q, Mapping):
        by_name = {column.name: [column] for column in columns} | {"": list(columns)}
        if unknown := [name for name in q if name not in by_name]:
            raise Wrong("q", "unknown", unknown[0])
        return both(*(holder.words(str(text), by_name[name]) for name, text in q.items()))
    return holder.words(str(q), columns)


class _Holder:
    def __init__(self, repeated: Collection[str], held: Held, data: str, read: Read | None) -> None:
        self.repeated, self.held, self.data, self.read = repeated, held, data, read

    def words(self, text: str, columns: Sequence[Column]) -> Condition:
        if self.read and text.strip():
            return self.read(text, lambda word: self.word(word, columns))
        return both(*(self.word(word, columns) for word in text.replace('"', " ").split()[:20]))

    def word(self, word: str, columns: Sequence[Column]) -> Condition:
        parts: list[str] = []
        given: list[str] = []
        for column in columns:
            values = self.held(column.name, word) if column.type == "VARCHAR" else None
            if values is None:
                part = self.holding(column, word)
                values = (word,) * part.count("?")
            else:
                part = f"{quoted(column.name)} IN ({', '.join('?' * len(values))})" if values else ""
            if part:
                parts.append(part)
                given += values
        return Condition(" OR ".join(parts) or "FALSE", tuple(given))

    def holding(self, column: Column, word: str) -> str:
        name = quoted(column.name)
        if column.type == "VARCHAR":
            if column.name in self.repeated:
                listed = f"SELECT DISTINCT {name} AS v FROM {self.data}"  # noqa: S608 -- a name of a column, quoted
                return f"{name} IN (SELECT v FROM ({listed}) WHERE {folded('v')})"  # noqa: S608 -- see above
            return folded(name)
        if column.type == "JSON":
            return f"contains(lower(CAST({name} AS VARCHAR)), lower(?))"
        if column.type == "BOOLEAN" or not re.fullmatch(r"[\d.:+-]*\d[\d.:+-]*", word):
            return ""
        return f"contains(CAST({name} AS VARCHAR), ?)"


def folded(text: str) -> str:
    """SQL that looks for a word, given to it twice; taking diacritics off is slow, so plain ASCII is spared it."""
    small, word = f"lower({text})", "strip_accents(lower(?))"
    found = f"contains({small}, {word}) ELSE contains(strip_accents({small}), {word})"
    return f"CASE WHEN strlen({text}) = length({text}) THEN {found} END"


_SORTED = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"]|"")+)"|(?P<bare>[^,"]*?))(?:\s+(?P<way>asc|desc))?(?:\s+nulls\s+(?P<nulls>first|last))?\s*(?:,|$)',
    re.IGNORECASE,
)


def order(sort: str | Sequence[str], columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Read `a, b desc nulls last` into [(name, SQL)]; raises Wrong."""
    written = sort if isinstance(sort, str) else ", ".join(sort)
    names = {column.name for column in columns}
    found, position = [], 0
    while position < len(written):
        part = _SORTED.match(written, position)
        if part is None or part.end() == position:
            raise Wrong("sort", "value", written[position:])
        name = (part["quoted"] or "").replace('""', '"') or part["bare"].strip()
        if name not in names:
            raise Wrong("sort", "value", name)
        way = (part["way"] or "asc").upper()
        nulls = part["nulls"] or ("last" if way == "ASC" else "first")
        found.append((name, f"{quoted(name)} {way} NULLS {nulls.upper()}"))
        position = part.end()
    return found
