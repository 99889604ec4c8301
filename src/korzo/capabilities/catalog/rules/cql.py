"""Filters in CQL2 (OGC 21-065r2: basic, more comparisons, the box), made into SQL of DuckDB with the values beside it.

    where("depth > 2.5 AND (kind IN ('well', 'spring') OR name LIKE 'Vo%')", columns)
    where('{"op": ">", "args": [{"property": "depth"}, 2.5]}', columns, language="cql2-json")

CQL2's JSON is the syntax tree, into which text is read too (`cql_text`). Only names of columns that are there get into
the SQL; every value is a parameter. Raises filtering.Wrong.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from korzo.capabilities.catalog.rules import cql_text
from korzo.capabilities.catalog.rules.columns import Column, Unfit, fitted, quoted
from korzo.capabilities.catalog.rules.filtering import Condition, Wrong

LANGUAGES = ("cql2-text", "cql2-json")
LONGEST = 4_000
_COMPARED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""Signs, and what they are when the sides change places."""
Boxed = Callable[[Sequence[float]], Condition]


def where(
    written: str, columns: Sequence[Column], boxed: Boxed | None = None, *, language: str = LANGUAGES[0]
) -> Condition:
    """Read a filter; `boxed` gives the condition that a row meets a box (`S_INTERSECTS(geometry, BBOX(…))`)."""
    if len(written) > LONGEST:
        raise Wrong("filter", "deep")
    tree = cql_text.read(written) if language == LANGUAGES[0] else _loaded(written)
    return _Maker({column.name: column for column in columns}, boxed).condition(tree, 0)


def _loaded(written: str) -> Any:
    try:
        return json.loads(written, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Wrong("filter", "shape", written[:20]) from None


def _no_number(written: str) -> None:
    raise ValueError(written)


class _Maker:
    def __init__(self, columns: Mapping[str, Column], boxed: Boxed | None) -> None:
        self.columns, self.boxed = columns, boxed

    def condition(self, tree: Any, depth: int) -> Condition:  # noqa: C901, PLR0911 -- a line for each kind of node
        if depth > cql_text.DEEPEST:
            raise Wrong("filter", "deep")
        if isinstance(tree, bool):
            return Condition("(TRUE)" if tree else "(FALSE)")
        match tree:
            case {"op": "and" | "or" as op, "args": [_one, _other, *_more] as parts}:
                return _joined([self.condition(part, depth + 1) for part in parts], f" {op.upper()} ")
            case {"op": "not", "args": [part]}:
                found = self.condition(part, depth + 1)
                return Condition(f"NOT ({found.sql})", found.values)
            case {"op": "isNull", "args": [named]}:
                return Condition(f"{quoted(self.column(named).name)} IS NULL")
            case {"op": "between", "args": [named, low, high]}:
                return self.compared(named, "{} BETWEEN ? AND ?", low, high)
            case {"op": "in", "args": [named, [_first, *_more] as values]}:
                return self.compared(named, f"{{}} IN ({', '.join('?' * len(values))})", *values)
            case {"op": "like", "args": [named, str(pattern)]}:
                return self.like(named, pattern)
            case {"op": "s_intersects", "args": [{"property": str()}, {"bbox": [_w, _s, _e, _n] as box}]}:
                return self.met(box)
            case {"op": str(sign), "args": [one, other]} if sign in _COMPARED:
                if _is_property(other) and not _is_property(one):
                    one, other, sign = other, one, _COMPARED[sign]
                return self.compared(one, f"{{}} {sign} ?", other)
        raise Wrong("filter", "shape", str(tree)[:40])

    def column(self, named: Any) -> Column:
        if not _is_property(named):
            raise Wrong("filter", "shape", str(named)[:40])
        if named["property"] not in self.columns:
            raise Wrong("filter", "unknown", named["property"])
        return self.columns[named["property"]]

    def compared(self, named: Any, form: str, *given: Any) -> Condition:
        column = self.column(named)
        return Condition(form.format(quoted(column.name)), tuple(_value(each, column) for each in given))

    def like(self, named: Any, pattern: str) -> Condition:
        column = self.column(named)
        if (len(pattern) - len(pattern.rstrip("\\"))) % 2:
            raise Wrong("filter", "value", pattern)
        return Condition(f"CAST({quoted(column.name)} AS VARCHAR) LIKE ? ESCAPE '\\'", (_storable(pattern),))

    def met(self, box: Sequence[Any]) -> Condition:
        """There is but one geometry, whatever it is called."""
        if self.boxed is None or not all(isinstance(side, int | float) and abs(side) < 1e9 for side in box):  # noqa: PLR2004 -- no degree
            raise Wrong("filter", "value", "bbox")
        return self.boxed([float(side) for side in box])


def _is_property(given: Any) -> bool:
    return isinstance(given, Mapping) and isinstance(given.get("property"), str)


def _value(given: Any, column: Column) -> Any:
    """A value of a column's type."""
    match given:
        case {"date": str(text)} | {"timestamp": str(text)}:
            given = text
    if not isinstance(given, str | int | float):
        raise Wrong("filter", "shape", str(given)[:40])
    try:
        return fitted(_storable(given) if isinstance(given, str) else given, column.type)
    except Unfit:
        raise Wrong("filter", "value", given) from None


def _storable(text: str) -> str:
    """The text without halves of characters, which JSON can spell and no table holds."""
    return text.encode(errors="ignore").decode()


def _joined(parts: list[Condition], by: str) -> Condition:
    return Condition(
        by.join(f"({each.sql})" for each in parts), tuple(value for each in parts for value in each.values)
    )
