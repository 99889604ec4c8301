"""Formulas, written once: computed exactly, shown with their terms, and turned into formulas of a spreadsheet.

    sum      = product (("+" | "-") product)*
    product  = factor (("*" | "/") factor)*
    factor   = "-" factor | number | line | call | "(" sum ")"
    line     = letters, digits and "_", or any code in brackets: [III/1.]
    call     = ("sum" | "min" | "max" | "abs") "(" sum ("," sum)* ")" | ("lag" | "mean") "(" line "," whole number ")"

`lag(x, n)` is the line n years ago, `mean(x, n)` its average over this year and the n − 1 before.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import add, mul, sub, truediv
from typing import NoReturn

from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z]\w*)|\[(?P<code>[^\]\[]+)\]|(?P<sign>[-+*/(),−×÷]))"
)
_SIGNS = {"−": "-", "×": "*", "÷": "/"}
_MANY = ("sum", "min", "max")
_YEARS = ("lag", "mean")
_DEEPEST = 60

Figures = Callable[[str, int], Value]
"""A line in a year."""
Cells = Callable[[str, int], str]
"""The address of a line in a year, in a spreadsheet."""


class BadFormula(ValueError):
    """A formula that cannot be read: what, and at which character (from 1)."""


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tables, `back` years ago."""

    name: str
    back: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """`+ - * /`, `neg`, `sum`, `min`, `max`, `abs`, over its terms."""

    sign: str
    terms: tuple["Expression", ...]


Expression = Number | Line | Operation


# Reading -------------------------------------------------------------------------------------------------------------
def parse(text: str) -> Expression:
    """Read a formula; BadFormula with the place."""
    reader = _Reader(text)
    found = reader.sum(0)
    if reader.sign or reader.token:
        reader.fail("an operator is expected")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at, self.place = text, 0, 0
        self.sign, self.token = "", ("", "")
        self.next()

    def next(self) -> None:
        rest = self.text[self.at :]
        self.sign, self.token, self.place = "", ("", ""), self.at
        if not rest.strip():
            self.token = None  # type: ignore[assignment]
            return
        found = _TOKEN.match(rest)
        if found is None:
            self.place = self.at + len(rest) - len(rest.lstrip())
            self.fail(f"{rest.lstrip()[0]!r} is not understood")
        self.place = self.at + found.start(found.lastgroup or 0)
        self.at += found.end()
        kind, value = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "sign":
            self.sign, self.token = _SIGNS.get(value, value), None  # type: ignore[assignment]
        else:
            self.token = (kind, value)

    def fail(self, reason: str) -> NoReturn:
        raise BadFormula(f"character {self.place + 1}: {reason}")

    def take(self, sign: str) -> None:
        if self.sign != sign:
            self.fail(f"{sign!r} is expected")
        self.next()

    def sum(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            self.fail("brackets are too deep")
        left = self.product(depth)
        while self.sign in {"+", "-"}:
            sign = self.sign
            self.next()
            left = Operation(sign, (left, self.product(depth)))
        return left

    def product(self, depth: int) -> Expression:
        left = self.factor(depth)
        while self.sign in {"*", "/"}:
            sign = self.sign
            self.next()
            left = Operation(sign, (left, self.factor(depth)))
        return left

    def factor(self, depth: int) -> Expression:
        if self.sign == "-":
            self.next()
            return Operation("neg", (self.factor(depth + 1),))
        if self.sign == "(":
            self.next()
            inner = self.sum(depth + 1)
            self.take(")")
            return inner
        if not self.token:
            self.fail("a number or a line is expected")
        kind, value = self.token
        self.next()
        if kind == "number":
            return Number(Decimal(value))
        if kind == "name" and self.sign == "(":
            return self.call(value, depth)
        return Line(value)

    def call(self, name: str, depth: int) -> Expression:
        if name not in {*_MANY, *_YEARS, "abs"}:
            self.fail(f"there is no function {name}")
        self.next()
        terms = [self.sum(depth + 1)]
        while self.sign == ",":
            self.next()
            terms.append(self.sum(depth + 1))
        self.take(")")
        if name in _YEARS:
            return self.years(name, terms)
        if name == "abs" and len(terms) != 1:
            self.fail("abs has one term")
        return Operation(name, tuple(terms))

    def years(self, name: str, terms: list[Expression]) -> Expression:
        match terms:
            case [Line(line, 0), Number(count)] if count == int(count) and 0 < count <= 30:  # noqa: PLR2004 -- years
                if name == "lag":
                    return Line(line, int(count))
                lines = tuple(Line(line, back) for back in range(int(count)))
                return Operation("/", (Operation("sum", lines), Number(count)))
        return self.fail(f"{name} has a line and a number of years")


# What can be done with it --------------------------------------------------------------------------------------------
def lines(expression: Expression) -> Iterator[Line]:
    """The lines it is made of, as they come."""
    match expression:
        case Line():
            yield expression
        case Operation(_, terms):
            for term in terms:
                yield from lines(term)


def evaluate(expression: Expression, figures: Figures, year: int) -> Value:
    """Compute it for a year, exactly where that is possible (28 digits); the first thing unknown makes all unknown."""
    match expression:
        case Number(constant):
            return constant
        case Line(name, back):
            return figures(name, year - back)
    known: list[Decimal] = []
    for term in expression.terms:
        value = evaluate(term, figures, year)
        if isinstance(value, Unknown):
            return value
        known.append(value)
    if expression.sign == "/" and known[1] == 0:
        first = next(lines(expression.terms[1]), Line(""))
        return Unknown(Reason.ZERO_DENOMINATOR, first.name, year - first.back)
    return _compute(expression.sign, known)


def _compute(sign: str, known: list[Decimal]) -> Decimal:
    if sign in _PAIRS:
        return _PAIRS[sign](*known)
    return _LISTS[sign](known)


_PAIRS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {"+": add, "-": sub, "*": mul, "/": truediv}
_LISTS: dict[str, Callable[[list[Decimal]], Decimal]] = {
    "neg": lambda known: -known[0],
    "abs": lambda known: abs(known[0]),
    "min": min,
    "max": max,
    "sum": lambda known: sum(known, Decimal(0)),
}


_LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3}


def formula(expression: Expression, cells: Cells, year: int) -> str:
    """The formula of a spreadsheet, with English names and commas; an error there where a value is unknown here."""
    used = sorted({cells(each.name, year - each.back) for each in lines(expression)})
    inner = _spell(expression, lambda line: cells(line.name, year - line.back), _EXCEL)
    if not used:
        return f"={inner}"
    return f"=IF(COUNT({','.join(used)})<{len(used)},NA(),{inner})"


def readable(expression: Expression, name: Callable[[str], str]) -> str:
    """The formula in words: `(Current revenue − Current expenditure) ÷ Current revenue`."""
    return _spell(expression, lambda line: name(line.name) + (f" ({-line.back})" if line.back else ""), _WORDS)


_EXCEL = {
    ",": ",",
    "+": "+",
    "-": "-",
    "*": "*",
    "/": "/",
    "neg": "-",
    "sum": "SUM",
    "min": "MIN",
    "max": "MAX",
    "abs": "ABS",
}
_WORDS = {
    ",": ", ",
    "+": " + ",
    "-": " − ",
    "*": " × ",
    "/": " ÷ ",
    "neg": "−",
    "sum": "sum",
    "min": "min",
    "max": "max",
    "abs": "abs",
}


def _spell(expression: Expression, line: Callable[[Line], str], signs: dict[str, str], level: int = 0) -> str:
    match expression:
        case Number(value):
            return f"{value:f}"
        case Line():
            return line(expression)
    sign, terms = expression.sign, expression.terms
    if sign not in _LEVEL:
        return f"{signs[sign]}({signs[','].join(_spell(term, line, signs) for term in terms)})"
    mine = _LEVEL[sign]
    if sign == "neg":
        spelled = signs[sign] + _spell(terms[0], line, signs, mine)
    else:
        # on the right brackets at its own level too: 2 × (1 ÷ 3) is rounded differently from 2 × 1 ÷ 3
        right = mine + 1
        spelled = _spell(terms[0], line, signs, mine) + signs[sign] + _spell(terms[1], line, signs, right)
    return f"({spelled})" if mine < level else spelled
