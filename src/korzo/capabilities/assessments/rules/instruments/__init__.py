"""Instruments: what an assessment asks for, as data: modules, tables with their lines and columns, questions, packs.

An instrument is a file (`*.toml` here, or one that an association adds), with an `id` and a `version`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from korzo.capabilities.assessments.rules import expressions, names
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.packs import BadPack, formula, loaded, shipped

HERE = Path(__file__).parent
KINDS = ("money", "count", "share", "rate", "year", "date", "text", "choice")
NUMBERS = frozenset({"money", "count", "share", "rate", "year"})


@dataclass(frozen=True, slots=True)
class Column:
    """What a register asks of each row; `yearly`: once for every year.

    Numbers are published with their table. Words may name a lender, a company or a person: they are published only
    where the column says `public`.
    """

    id: str
    name: dict[str, str]
    kind: str = "money"
    yearly: bool = False
    choices: tuple[str, ...] = ()
    help: dict[str, str] | None = None
    public: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is counted with."""
        return self.kind in NUMBERS

    @property
    def is_public(self) -> bool:
        """Whether it is published with its table."""
        return self.public or self.is_number


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; with a `formula` it is a total, which can be typed as published and then has to agree."""

    id: str
    name: dict[str, str]
    formula: Expression | None = None
    kind: str = "money"
    help: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` make it a register: rows are added by people; else it has fixed `rows` by year and phase."""

    id: str
    module: str
    name: dict[str, str]
    help: dict[str, str]
    phases: tuple[Phase, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    optional: bool

    @property
    def is_register(self) -> bool:
        """Whether people add its rows."""
        return bool(self.columns)

    def row(self, key: str) -> Row | None:
        """A line by its id."""
        return next((each for each in self.rows if each.id == key), None)

    def column(self, key: str) -> Column | None:
        """A register's column by its id."""
        return next((each for each in self.columns if each.id == key), None)

    def kind(self, cell: Cell) -> str | None:
        """Of what kind a cell is; None: this table has no such cell."""
        if self.is_register:
            column = self.column(cell.column)
            return column.kind if column and column.yearly == (cell.year is not None) else None
        row = self.row(cell.row)
        return row.kind if row and not cell.column and cell.year is not None and cell.phase in self.phases else None


@dataclass(frozen=True, slots=True)
class Module:
    """A chapter of an assessment."""

    id: str
    name: dict[str, str]
    help: dict[str, str]


@dataclass(frozen=True, slots=True)
class Derived:
    """A line that is the sum of a register's column, over rows where each of `where` holds."""

    line: str
    table: str
    column: str
    where: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Two ways to one amount; an error has to be put right or accepted as published, a warning explained."""

    id: str
    name: dict[str, str]
    left: Expression
    right: Expression
    level: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A version of what is asked. `packs` and `questions` name what is computed and answered."""

    id: str
    version: str
    title: dict[str, str]
    source: str
    confirmed: bool
    packs: tuple[str, ...]
    questions: str
    modules: tuple[Module, ...]
    tables: tuple[Table, ...]
    derived: tuple[Derived, ...]
    checks: tuple[Check, ...]

    def table(self, key: str) -> Table | None:
        """A table by its id."""
        return next((each for each in self.tables if each.id == key), None)

    def kind(self, cell: Cell) -> str | None:
        """Of what kind a cell is; None: nothing asks for it."""
        table = self.table(cell.table)
        return table.kind(cell) if table else None

    def lines(self) -> Iterator[tuple[Table, Row]]:
        """All lines of all tables."""
        return ((table, row) for table in self.tables for row in table.rows)


@cache
def named(name: str) -> Instrument:
    """An instrument that comes with Korzo; BadPack if there is none."""
    return read(shipped(HERE, "instrument", name))


def read(text: str) -> Instrument:
    """Read an instrument; BadPack with the place."""
    found = loaded(text)
    reader = _Reader()
    try:
        return reader.instrument(found)
    except (KeyError, TypeError, ValueError) as error:
        raise error if isinstance(error, BadPack) else BadPack(f"{reader.place}: {error}") from error


class _Reader:
    """Reads tables; `place` is where it is, for its complaints."""

    def __init__(self) -> None:
        self.place = "the file"

    def instrument(self, found: dict[str, Any]) -> Instrument:
        modules = tuple(Module(**_texts(each)) for each in found["modules"])
        tables = tuple(self.table(each) for each in found["tables"])
        if len({each.id for each in tables}) < len(tables):
            raise BadPack("two tables have the same id")
        if strange := {each.module for each in tables} - {each.id for each in modules}:
            raise BadPack(f"there is no module {min(strange)}")
        return Instrument(
            id=found["id"],
            version=found["version"],
            title=names.spread(found["title"]),
            source=found["source"],
            confirmed=found["confirmed"],
            packs=tuple(found["packs"]),
            questions=found.get("questions", ""),
            modules=modules,
            tables=tables,
            derived=tuple(self.derived(each, tables) for each in found.get("derived", ())),
            checks=tuple(self.check(each) for each in found.get("checks", ())),
        )

    def table(self, value: dict[str, Any]) -> Table:
        self.place = f"table {value['id']}"
        given = _texts(value)
        return Table(
            id=given["id"],
            module=given["module"],
            name=given["name"],
            help=given["help"],
            phases=tuple(Phase(each) for each in given.get("phases", ["actual"])),
            rows=tuple(self.row(each, value["id"]) for each in given.get("lines", ())),
            columns=tuple(self.column(each, value["id"]) for each in given.get("columns", ())),
            optional=given.get("optional", False),
        )

    def row(self, value: dict[str, Any], table: str) -> Row:
        self.place = f"table {table}, line {value['id']}"
        given = _texts(value)
        if "is" in given:
            given["formula"] = formula(self.place, given.pop("is"))
        return Row(**self.kind(given))

    def column(self, value: dict[str, Any], table: str) -> Column:
        self.place = f"table {table}, column {value['id']}"
        given = _texts(value)
        given["choices"] = tuple(given.get("choices", ()))
        return Column(**self.kind(given))

    def kind(self, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("kind", "money") not in KINDS:
            raise BadPack(f"{self.place}: a kind is one of {', '.join(KINDS)}")
        return given

    def derived(self, value: dict[str, Any], tables: tuple[Table, ...]) -> Derived:
        self.place = f"derived line {value['line']}"
        table = next((each for each in tables if each.id == value["table"]), None)
        if table is None or table.column(value["column"]) is None:
            raise BadPack(f"{self.place}: there is no such column")
        return Derived(value["line"], value["table"], value["column"], tuple(value.get("where", {}).items()))

    def check(self, value: dict[str, Any]) -> Check:
        self.place = f"check {value['id']}"
        return Check(
            value["id"],
            names.spread(value["name"]),
            formula(self.place, value["left"]),
            formula(self.place, value["right"]),
            value.get("level", "error"),
        )


def _texts(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "name": names.spread(value["name"]), "help": names.spread(value.get("help", {}))}


def totals(instrument: Instrument) -> dict[str, Expression]:
    """The lines that are made of others."""
    return {row.id: row.formula for _table, row in instrument.lines() if row.formula is not None}


def terms(instrument: Instrument, line: str) -> list[str]:
    """The lines that a total is made of."""
    made = totals(instrument).get(line)
    return [] if made is None else [each.name for each in expressions.lines(made)]
