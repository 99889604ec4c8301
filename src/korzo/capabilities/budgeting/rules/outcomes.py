"""What a count found, complete enough to explain every decision and to count again."""

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from korzo.capabilities.budgeting.rules.conventions import Conventions


class Why(StrEnum):
    """By what a project was funded."""

    RULE = "rule"
    FREE = "free"  # costs nothing and somebody wants it
    FILLED = "filled"  # by votes, from what Equal Shares left
    RESERVE = "reserve"  # from reserve money, as the first that did not fit
    CATEGORY = "category"  # from its category's budget
    LEFTOVER = "leftover"  # from what the categories left


class Reason(StrEnum):
    """Why a project was not funded."""

    WITHDRAWN = "withdrawn"
    THRESHOLD = "threshold"  # below the least score
    UNSUPPORTED = "unsupported"  # nobody's ballot supports it
    EXCLUDED = "excluded"  # another project of its group won
    NO_ROOM = "no-room"  # cost more than was left at its turn
    STOPPED = "stopped"  # the list ended before it
    CATEGORY_FULL = "category-full"  # its category's budget was spent
    POOR = "poor"  # its supporters had too little money left


@dataclass(frozen=True, slots=True)
class Round:
    """One project funded.

    `effective` is its effective support (for approvals: votes); `payment` what each supporter paid who could (for
    points: per point; for Phragmén: the time it was bought). `full` voters paid it, `short` gave all they had left,
    which was less.
    `left` is the money of the budget after it; `margin` the relative lead over the next (None: there was no other).
    """

    project: str
    cost: Fraction
    left: Fraction
    why: Why = Why.RULE
    votes: int = 0
    score: Fraction | None = None
    effective: Fraction | None = None
    payment: Fraction | None = None
    full: int = 0
    short: int = 0
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """One project not funded: after how many rounds it was out, and what was `left` of the budget then.

    `held` is what its supporters had together; `by` is the project that excluded it.
    """

    project: str
    reason: Reason
    after: int
    left: Fraction | None = None
    held: Fraction | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What voters prefer: the result of Equal Shares, or that of greedy by votes."""

    utilitarian: tuple[str, ...]
    prefer_equal_shares: int
    prefer_utilitarian: int
    indifferent: int

    @property
    def keeps(self) -> bool:
        """Whether Equal Shares stays: equal numbers keep it."""
        return self.prefer_utilitarian <= self.prefer_equal_shares


@dataclass(frozen=True, slots=True)
class PanelScore:
    """What one panel gave to a project, out of 1, before weighting."""

    panel: str
    project: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Outcome:
    """Winners in the order they were funded, and how it came to that.

    `endowment` is what each voter was given in the run that counts, `share` the budget divided by the voters;
    `runs` is how often the rule was run, the run that cost too much included.
    """

    conventions: Conventions
    budget: Fraction
    voters: int
    winners: tuple[str, ...]
    cost: Fraction
    rounds: tuple[Round, ...]
    losses: tuple[Loss, ...]
    share: Fraction | None = None
    endowment: Fraction | None = None
    runs: int = 1
    compared: Compared | None = None
    panels: tuple[PanelScore, ...] = ()

    @property
    def strained(self) -> bool:
        """Whether endowments grew so far (by half) that voters' influence is no longer about equal."""
        return bool(self.share and self.endowment and self.endowment > self.share * Fraction(3, 2))

    def as_json(self) -> dict[str, Any]:
        """Give plain data: fractions as text `7` or `7/3`, exactly."""
        written: dict[str, Any] = plain(self)
        return written

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Outcome":
        """Read what `as_json` gave."""
        outcome: Outcome = read(cls, plain)
        return outcome


def plain(value: Any) -> Any:
    """Give plain data of anything made of dataclasses, tuples, fractions and names."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, (Fraction, StrEnum)) else value


def read(kind: Any, plain: Any) -> Any:
    """Read what `plain` gave, as the kind that it was."""
    if get_origin(kind) is UnionType:
        if plain is None:
            return None
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if get_origin(kind) is tuple:
        return tuple(read(get_args(kind)[0], each) for each in plain)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: read(hints[name], each) for name, each in plain.items()})  # type: ignore[operator]
    if kind is float:
        return float(plain)
    return kind(plain)
