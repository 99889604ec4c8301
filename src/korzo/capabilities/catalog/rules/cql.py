"""Filters in CQL2 text, made into SQL of DuckDB with the values beside it (OGC 21-065r2, basic CQL2 and a little more).

    where("depth > 2.5 AND (kind IN ('well', 'spring') OR name LIKE 'Vo%') AND NOT closed IS NULL", columns)

Only names of columns that are there get into the SQL; every value is a parameter. Raises filtering.Wrong.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from korzo.capabilities.catalog.rules.columns import Column, Unfit, fitted, quoted
from korzo.capabilities.catalog.rules.filtering import Condition, Wrong

LONGEST = 4_000
DEEPEST = 30
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<quoted>"(?:[^"]|"")+")"""
    r"""|(?P<word>[^\W\d][\w.]*)|(?P<sign><>|<=|>=|[=<>(),]))"""
)
_COMPARED = {"=", "<>", "<", ">", "<=", ">="}
_KEYWORDS = {"AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE"}
Boxed = Callable[[Sequence[float]], Condition]


def where(text: str, columns: Sequence[Column], boxed: Boxed | None = None) -> Condition:
    """Read a filter; `boxed` gives the condition that a row meets a box (`S_INTERSECTS(geometry, BBOX(…))`)."""
    if len(text) > LONGEST:
        raise Wrong("filter", "deep")
    reader = _Reader(text, {column.name: column for column in columns}, boxed)
    found = reader.either(0)
    if reader.ahead()[0]:
        raise Wrong("filter", "shape", reader.ahead()[1])
    return found


class _Reader:
    """Reads from left to right; `at` is where it has come to."""

    def __init__(self, text: str, columns: dict[str, Column], boxed: Boxed | None) -> None:
        self.columns, self.boxed, self.at = columns, boxed, 0
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while text[position:].strip():
            found = _TOKEN.match(text, position)
            if found is None:
                raise Wrong("filter", "shape", text[position : position + 20])
            kind = found.lastgroup or ""
            word = found[kind]
            self.tokens.append(("key" if kind == "word" and word.upper() in _KEYWORDS else kind, word))
            position = found.end()

    def ahead(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def took(self, *wanted: str) -> bool:
        """Whether the next is one of these words or signs; it is behind us then."""
        kind, text = self.ahead()
        if kind in ("key", "sign") and text.upper() in wanted:
            self.at += 1
            return True
        return False

    def need(self, wanted: str) -> None:
        if not self.took(wanted):
            raise Wrong("filter", "shape", self.ahead()[1] or wanted)

    def either(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise Wrong("filter", "deep")
        parts = [self.all(depth)]
        while self.took("OR"):
            parts.append(self.all(depth))
        return _joined(parts, " OR ")

    def all(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.took("AND"):
            parts.append(self.one(depth))
        return _joined(parts, " AND ")

    def one(self, depth: int) -> Condition:
        if self.took("NOT"):
            part = self.one(depth + 1) if depth < DEEPEST else self.either(DEEPEST + 1)
            return Condition(f"NOT ({part.sql})", part.values)
        if self.took("("):
            found = self.either(depth + 1)
            self.need(")")
            return found
        if self.took("TRUE"):
            return Condition("(TRUE)")
        if self.took("FALSE"):
            return Condition("(FALSE)")
        if self.ahead()[1].upper() == "S_INTERSECTS":
            return self.place()
        return self.compared()

    def compared(self) -> Condition:
        column, name = self.column()
        turned = self.took("NOT")
        before = f"{name} NOT" if turned else name
        if self.took("BETWEEN"):
            low = self.value(column)
            self.need("AND")
            return Condition(f"{before} BETWEEN ? AND ?", (low, self.value(column)))
        if self.took("IN"):
            values = self.listed(column)
            return Condition(f"{before} IN ({', '.join('?' * len(values))})", tuple(values))
        if self.took("LIKE"):
            return Condition(f"CAST({name} AS VARCHAR) {'NOT ' * turned}LIKE ? ESCAPE '\\'", (str(self.value(None)),))
        if not turned and self.took("IS"):
            empty = "IS NOT NULL" if self.took("NOT") else "IS NULL"
            self.need("NULL")
            return Condition(f"{name} {empty}")
        sign = self.ahead()[1]
        if turned or not self.took(*_COMPARED):
            raise Wrong("filter", "shape", sign)
        return Condition(f"{name} {sign} ?", (self.value(column),))

    def column(self) -> tuple[Column, str]:
        kind, text = self.ahead()
        self.at += 1
        name = text[1:-1].replace('""', '"') if kind == "quoted" else text
        if kind not in ("quoted", "word"):
            raise Wrong("filter", "shape", text)
        if name not in self.columns:
            raise Wrong("filter", "unknown", name)
        return self.columns[name], quoted(name)

    def listed(self, column: Column) -> list[Any]:
        self.need("(")
        values = [self.value(column)]
        while self.took(","):
            values.append(self.value(column))
        self.need(")")
        return values

    def value(self, column: Column | None) -> Any:
        """A value of a column's type."""
        kind, text = self.ahead()
        self.at += 1
        given: Any = text
        if kind == "text":
            given = text[1:-1].replace("''", "'")
        elif kind == "word" and text.upper() in ("DATE", "TIMESTAMP"):
            self.need("(")
            given = self.value(None)
            self.need(")")
        elif kind == "number":
            given = float(text) if re.search(r"[.eE]", text) else int(text)
        elif not (kind == "key" and text.upper() in ("TRUE", "FALSE")):
            raise Wrong("filter", "shape", text)
        try:
            return fitted(given, column.type) if column else given
        except Unfit:
            raise Wrong("filter", "value", text) from None

    def place(self) -> Condition:
        """`S_INTERSECTS(geometry, BBOX(west, south, east, north))`."""
        self.at += 1
        self.need("(")
        self.at += 1  # there is but one geometry, whatever it is called
        self.need(",")
        if self.ahead()[1].upper() != "BBOX" or self.boxed is None:
            raise Wrong("filter", "shape", self.ahead()[1])
        self.at += 1
        self.need("(")
        numbers = [self.number()]
        while self.took(","):
            numbers.append(self.number())
        self.need(")")
        self.need(")")
        if len(numbers) != 4:  # noqa: PLR2004 -- a box
            raise Wrong("filter", "shape", "BBOX")
        return self.boxed(numbers)

    def number(self) -> float:
        value = self.value(None)
        if isinstance(value, str):
            raise Wrong("filter", "value", value)
        return float(value)


def _joined(parts: list[Condition], by: str) -> Condition:
    if len(parts) == 1:
        return parts[0]
    return Condition(
        by.join(f"({each.sql})" for each in parts), tuple(value for each in parts for value in each.values)
    )
