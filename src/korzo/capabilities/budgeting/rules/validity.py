"""What makes a ballot valid: one model for all ways to vote, over all and by theme.

A ballot maps numbers of projects to what it gives them: 1 where one ticks, points or marks where one gives them, and
the place (1: best) where one ranks. What is wrong with it is said as data; pages make sentences of it.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

Ballot = Mapping[int, int]


class Way(StrEnum):
    """How one votes."""

    APPROVAL = "approval"
    KNAPSACK = "knapsack"
    CUMULATIVE = "cumulative"
    RANKED = "ranked"
    SCORE = "score"
    CHOOSE_ONE = "choose-one"


class Wrong(StrEnum):
    """What can be wrong with a ballot."""

    UNKNOWN = "unknown"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    TOO_DEAR = "too-dear"
    TOO_MANY_POINTS = "too-many-points"
    BAD_AMOUNT = "bad-amount"
    BAD_PLACES = "bad-places"
    TOO_FEW_OF_THEME = "too-few-of-theme"
    TOO_MANY_OF_THEME = "too-many-of-theme"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong: `about` is a project's number or a theme's code, `found` what stands there, `limit` what may."""

    wrong: Wrong
    found: str
    limit: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one can vote for."""

    number: int
    cost: Decimal
    theme: str = ""


@dataclass(frozen=True)
class Form:
    """The rules of a ballot. `points`: to share out, or the best mark; None means no limit."""

    way: Way
    choices: tuple[Choice, ...]
    envelope: Decimal
    minimum: int = 0
    maximum: int | None = None
    points: int | None = None
    theme_minimum: int | None = None
    theme_maximum: int | None = None

    @property
    def most(self) -> int:
        """How many projects a ballot may name."""
        if self.way is Way.CHOOSE_ONE:
            return 1
        return min(len(self.choices) if self.maximum is None else self.maximum, len(self.choices))

    @property
    def gives(self) -> bool:
        """Whether one gives numbers: points or marks."""
        return self.way in {Way.CUMULATIVE, Way.SCORE}

    @cached_property
    def known(self) -> Mapping[int, Choice]:
        """What one can vote for, by number."""
        return {choice.number: choice for choice in self.choices}

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes of its projects, each once."""
        return tuple(dict.fromkeys(choice.theme for choice in self.choices))


def flaws(ballot: Ballot, form: Form) -> tuple[Flaw, ...]:
    """Find everything that is wrong with a ballot; nothing: it is valid."""
    unknown = [Flaw(Wrong.UNKNOWN, str(number), about=str(number)) for number in ballot if number not in form.known]
    if unknown:
        return tuple(unknown)
    chosen = [form.known[number] for number in ballot]
    return (*_how_many(len(ballot), form), *_amounts(ballot, form), *_money(chosen, form), *_themes(chosen, form))


def _how_many(found: int, form: Form) -> Iterable[Flaw]:
    if found > form.most:
        yield Flaw(Wrong.TOO_MANY, str(found), str(form.most))
    if found < min(form.minimum, len(form.choices)):
        yield Flaw(Wrong.TOO_FEW, str(found), str(form.minimum))


def _amounts(ballot: Ballot, form: Form) -> Iterable[Flaw]:
    """Look at what is given: points above nothing, marks up to the best, places without a gap, else ticks."""
    given = list(ballot.values())
    if form.way is Way.RANKED:
        if sorted(given) != list(range(1, len(given) + 1)):
            yield Flaw(Wrong.BAD_PLACES, ", ".join(map(str, given)), str(len(given)))
        return
    least, most = (0 if form.way is Way.SCORE else 1), (form.points if form.gives else 1)
    for number, amount in ballot.items():
        if amount < least or (most is not None and amount > most):
            yield Flaw(Wrong.BAD_AMOUNT, str(amount), "" if most is None else str(most), str(number))
    if form.way is Way.CUMULATIVE and form.points is not None and sum(given) > form.points:
        yield Flaw(Wrong.TOO_MANY_POINTS, str(sum(given)), str(form.points))


def _money(chosen: Sequence[Choice], form: Form) -> Iterable[Flaw]:
    cost = sum((choice.cost for choice in chosen), Decimal(0))
    if form.way is Way.KNAPSACK and cost > form.envelope:
        yield Flaw(Wrong.TOO_DEAR, str(cost), str(form.envelope))


def _themes(chosen: Sequence[Choice], form: Form) -> Iterable[Flaw]:
    """Hold each theme's limits; of a theme with fewer projects than the least, all are enough."""
    if form.theme_minimum is None and form.theme_maximum is None:
        return
    for theme in form.themes:
        found = sum(choice.theme == theme for choice in chosen)
        least = min(form.theme_minimum or 0, sum(choice.theme == theme for choice in form.choices))
        if form.theme_maximum is not None and found > form.theme_maximum:
            yield Flaw(Wrong.TOO_MANY_OF_THEME, str(found), str(form.theme_maximum), theme)
        if found < least:
            yield Flaw(Wrong.TOO_FEW_OF_THEME, str(found), str(least), theme)


@dataclass(frozen=True, slots=True)
class Slate:
    """The envelopes somebody votes on: all of `always`, and up to `most` of `choice`."""

    always: tuple[str, ...]
    choice: tuple[str, ...]
    most: int


def slate(tracks: Iterable[tuple[str, str]], own_district: str, *, of_choice: int) -> Slate:
    """Say on which envelopes somebody of a district votes; tracks are (code, code of the district or nothing)."""
    rows = list(tracks)
    others = tuple(code for code, district in rows if district not in {"", own_district})
    always = tuple(code for code, district in rows if district in {"", own_district})
    return Slate(always, others, min(of_choice, len(others)))


def shuffled(numbers: Collection[int], seed: str) -> tuple[int, ...]:
    """An order that nobody chose and that is the same again for the same seed."""
    return tuple(sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}\n{number}".encode()).digest()))
