"""The part of Lucene's query language that clients of catalogues use, read into a tree.

Two dialects: `simple` for words as people type them, `parse` for the full language. Blanks mean AND and bind loosest,
so that `a OR b c` is `(a OR b) AND c`, which is what harvesters mean who glue their terms together.
Source: Lucene's query parser syntax; the subset and the limits are Korzo's.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

_MOST_CHARACTERS, _MOST_TERMS, _DEEPEST = 20_000, 1024, 40
_END_OF_WORD = re.compile(r'[\s()\[\]{}"^~:]')
_OPERATORS = {"AND": "and", "&&": "and", "OR": "or", "||": "or"}
_RANGE = re.compile(r'\s*("(?:\\.|[^"\\])*"|[^\s\]}]+)\s+TO\s+("(?:\\.|[^"\\])*"|[^\s\]}]+)\s*([\]}])')
_FUZZY = re.compile(r"~(\d*(?:\.\d+)?)")
_BOOST = re.compile(r"\^\d+(?:\.\d+)?")
_SIMPLE = re.compile(r'(?<!\S)([+-]?)(?:"([^"]*)"?|(\S+))')
_MATHS = re.compile(r"/(?P<floor>[A-Z]+)|(?P<sign>[+-])(?P<many>\d{1,6})(?P<unit>[A-Z]+)")
_UNITS = {
    "MILLISECOND": "ms", "MILLI": "ms", "SECOND": "s", "MINUTE": "m", "HOUR": "h", "DAY": "d", "DATE": "d",
    "WEEK": "w", "MONTH": "mo", "YEAR": "y",
}  # fmt: skip
_STEPS = {
    "ms": timedelta(milliseconds=1), "s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1),
    "d": timedelta(days=1), "w": timedelta(weeks=1),
}  # fmt: skip
TEXT = "text"


class Unreadable(ValueError):
    """A query cannot be read; `place` counts characters from 0."""

    def __init__(self, what: str, place: int = 0) -> None:
        self.what, self.place = what, place
        super().__init__(f"{what} (character {place + 1})")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase in a field; `slips` is how many letters may be wrong, a pattern has `*` and `?`."""

    field: str
    value: str
    is_phrase: bool = False
    is_pattern: bool = False
    slips: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, None without an end; the ends themselves belong to it or not."""

    field: str
    low: str | None
    high: str | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Has:
    """The field has a value; `*` stands for any document."""

    field: str


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of this."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody typed: enough of `wanted`, all of `needed`, none of `banned`."""

    wanted: tuple[Term, ...] = ()
    needed: tuple[Term, ...] = ()
    banned: tuple[Term, ...] = ()


Node = Term | Range | Has | And | Or | Not | Words
EVERYTHING = Has("*")


def read(query: str) -> Node:
    """Read what stands in `q`: the full language when a colon is in it, else words; raises Unreadable."""
    if query.strip() in ("", '""', "*", "*:*"):
        return EVERYTHING
    return parse(query) if ":" in query else simple(query)


def simple(query: str) -> Node:
    """Read words, `+word`, `-word` and `"phrase"`; other signs mean nothing."""
    kinds: dict[str, list[Term]] = {"": [], "+": [], "-": []}
    for sign, phrase, word in _SIMPLE.findall(query[:_MOST_CHARACTERS]):
        value = phrase or word.strip('"')
        if any(map(str.isalnum, value)):
            kinds[sign].append(Term(TEXT, value, is_phrase=bool(phrase)))
    found = Words(*(tuple(kinds[sign][:_MOST_TERMS]) for sign in ("", "+", "-")))
    return found if found != Words() else EVERYTHING


def parse(query: str) -> Node:
    """Read the full language; raises Unreadable."""
    if len(query) > _MOST_CHARACTERS:
        raise Unreadable("the query is too long", _MOST_CHARACTERS)
    return _Reader(query).whole()


@dataclass
class _Reader:
    """Reads from left to right; `at` is where it has come to."""

    query: str
    at: int = 0
    terms: int = 0
    depth: int = field(default=0)

    def whole(self) -> Node:
        found = self.sequence(TEXT)
        if self.at < len(self.query):
            self.fail(f"“{self.query[self.at]}” does not belong here")
        return found

    def sequence(self, within: str) -> Node:
        """Clauses with blanks between, which mean AND."""
        parts: list[Node] = []
        while not self.ends():
            parts.append(self.either(within))
        if not parts:
            if self.query.strip():
                self.fail("something to look for is missing")
            return EVERYTHING
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def either(self, within: str) -> Node:
        parts = [self.both(within)]
        while self.operator("or"):
            parts.append(self.both(within))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, within: str) -> Node:
        parts = [self.clause(within)]
        while self.operator("and"):
            parts.append(self.clause(within))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def clause(self, within: str) -> Node:
        self.blanks()
        negated = False
        while True:
            if self.take("-") or self.take("!") or self.word("NOT"):
                negated = not negated
            elif not self.take("+"):
                break
            self.blanks()
        found = self.atom(within)
        if boost := _BOOST.match(self.query, self.at):
            self.at = boost.end()
        return Not(found) if negated else found

    def atom(self, within: str) -> Node:
        self.terms += 1
        if self.terms > _MOST_TERMS:
            self.fail("the query has too many terms")
        if self.ends() or self.word("AND") or self.word("OR") or self.query.startswith(("&&", "||"), self.at):
            self.fail("something to look for is missing")
        if self.take("("):
            return self.group(within)
        if self.peek() == '"':
            return self.phrase(within)
        if self.peek() in "[{":
            return self.range(within)
        start = self.at
        value, is_pattern = self.run()
        if value and self.take(":"):
            return self.named(value, start)
        if not value:
            self.fail(f"“{self.peek()}” does not belong here" if self.peek() else "something to look for is missing")
        return self.term(within, value, is_pattern=is_pattern)

    def named(self, name: str, start: int) -> Node:
        """What follows the name of a field."""
        if name == "_query_":
            self.fail("nested queries are not spoken here", start)
        self.blanks()
        if self.take("("):
            return self.group(name)
        if self.peek() == '"':
            return self.phrase(name)
        if self.peek() and self.peek() in "[{":
            return self.range(name)
        value, is_pattern = self.run()
        if not value:
            self.fail("a value is missing")
        if value == "*" and is_pattern:
            return Has(name)
        if name == "*":
            self.fail("“*” as a field needs “*” as its value", start)
        return self.term(name, value, is_pattern=is_pattern)

    def group(self, within: str) -> Node:
        opened = self.at - 1
        self.depth += 1
        if self.depth > _DEEPEST:
            self.fail("too many brackets in one another")
        found = self.sequence(within)
        self.depth -= 1
        if not self.take(")"):
            self.fail("this bracket is not closed", opened)
        return found

    def phrase(self, within: str) -> Node:
        opened, out = self.at, []
        self.at += 1
        while (sign := self.peek()) != '"':
            if sign == "\\":
                self.at += 1
            if not self.peek():
                self.fail("this quotation is not closed", opened)
            out.append(self.peek())
            self.at += 1
        self.at += 1
        if slop := _FUZZY.match(self.query, self.at):
            self.at = slop.end()
        return Term(within, "".join(out), is_phrase=True)

    def range(self, within: str) -> Node:
        opened, bracket = self.at, self.query[self.at]
        found = _RANGE.match(self.query, self.at + 1)
        if found is None:
            if self.query.startswith("{!", self.at):
                self.fail("local parameters are not spoken here")
            self.fail("a range is written [from TO until]", opened)
        self.at = found.end()
        low, high = (None if each == "*" else _unquoted(each) for each in found.group(1, 2))
        return Range(within, low, high, with_low=bracket == "[", with_high=found[3] == "]")

    def term(self, within: str, value: str, *, is_pattern: bool) -> Node:
        slips = 0
        if fuzzy := _FUZZY.match(self.query, self.at):
            self.at = fuzzy.end()
            slips = min(int(float(fuzzy[1] or 2)), 2) or 1
        if is_pattern and value == "*":
            return Has(within if within != TEXT else "*")
        return Term(within, value, is_pattern=is_pattern, slips=slips)

    def run(self) -> tuple[str, bool]:
        """The signs up to the next that means something; whether one of them stands for others."""
        out, is_pattern = [], False
        while (sign := self.peek()) and not _END_OF_WORD.match(sign):
            if sign == "\\":
                self.at += 1
                if not (sign := self.peek()):
                    self.fail("nothing follows “\\”")
                out.append(f"\\{sign}" if sign in "*?\\" else sign)
            else:
                is_pattern = is_pattern or sign in "*?"
                out.append(sign)
            self.at += 1
        value = "".join(out)
        return (value, True) if is_pattern else (re.sub(r"\\(.)", r"\1", value), False)

    # Single signs ----------------------------------------------------------------------------------------------------
    def peek(self) -> str:
        return self.query[self.at : self.at + 1]

    def blanks(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def ends(self) -> bool:
        """Whether nothing more belongs to this sequence."""
        self.blanks()
        return self.peek() in ("", ")")

    def take(self, sign: str) -> bool:
        taken = self.peek() == sign
        self.at += taken
        return taken

    def word(self, word: str) -> bool:
        """Take a word in capitals that stands for itself."""
        end = self.at + len(word)
        taken = self.query.startswith(word, self.at) and self.query[end : end + 1] in ("", " ", "\t", "\n", "\r", "(")
        self.at = end if taken else self.at
        return taken

    def operator(self, kind: str) -> bool:
        self.blanks()
        for written, meant in _OPERATORS.items():
            if meant == kind and (self.word(written) if written.isalpha() else self.query.startswith(written, self.at)):
                self.at += 0 if written.isalpha() else len(written)
                return True
        return False

    def fail(self, what: str, place: int | None = None) -> NoReturn:
        raise Unreadable(what, self.at if place is None else place)


def moment(text: str, now: datetime) -> datetime:
    """Read a time: ISO 8601 (UTC where it has no zone) or NOW, with date maths after it; raises ValueError."""
    if text.startswith("NOW"):
        at, rest = now.astimezone(UTC), text[3:]
    else:
        # A day has two hyphens of its own, so maths can begin only after the Z or after NOW.
        written, z, rest = text.partition("Z")
        at = datetime.fromisoformat(written + ("+00:00" if z and "T" in written else ""))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    place = 0
    while place < len(rest):
        step = _MATHS.match(rest, place)
        if step is None:
            raise ValueError(f"“{rest[place:]}” is no step in time")
        place = step.end()
        at = _floor(at, _unit(step["floor"])) if step["floor"] else _moved(at, step)
    return at


def _unit(written: str) -> str:
    unit = _UNITS.get(written) or _UNITS.get(written.removesuffix("S"))
    if unit is None:
        raise ValueError(f"“{written}” is no unit of time")
    return unit


def _moved(at: datetime, step: re.Match[str]) -> datetime:
    unit, many = _unit(step["unit"]), int(step["sign"] + step["many"])
    try:
        if unit in _STEPS:
            return at + many * _STEPS[unit]
        year, month = divmod(at.year * 12 + at.month - 1 + many * (12 if unit == "y" else 1), 12)
        first = at.replace(day=1).replace(year=year, month=month + 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(at.day, last.day))
    except OverflowError as far:
        raise ValueError("too far away") from far


def _floor(at: datetime, unit: str) -> datetime:
    """The beginning of the unit in which a moment lies."""
    if unit == "ms":
        return at.replace(microsecond=at.microsecond // 1000 * 1000)
    if unit in ("s", "m", "h"):
        at = at.replace(microsecond=0)
        return at - timedelta(seconds=at.second * (unit != "s"), minutes=at.minute * (unit == "h"))
    at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "w":
        return at - timedelta(days=at.weekday())
    return at.replace(month=1, day=1) if unit == "y" else at.replace(day=1) if unit == "mo" else at


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1] if text.startswith('"') else text)
