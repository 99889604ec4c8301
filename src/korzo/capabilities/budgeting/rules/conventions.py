"""Every choice that can change who wins, by its published name. A rule is published only with all of them."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from korzo.capabilities.budgeting.rules.support import Utility
from korzo.capabilities.budgeting.rules.ties import Ties


class Rule(StrEnum):
    """How winners are found."""

    GREEDY = "greedy"
    NO_SKIP = "greedy-no-skip"
    THRESHOLD = "greedy-threshold"
    POZNAN = "greedy-poznan"
    EXCLUSIVE = "greedy-exclusive"
    CATEGORIES = "greedy-category"
    COMPOSITE = "composite"
    EQUAL_SHARES = "equal-shares"
    PHRAGMEN = "phragmen"
    MAXIMIN = "maximin-support"


class Completion(StrEnum):
    """What is done with money that Equal Shares leaves over.

    `add1`: everybody's endowment grows by the increment, and all is counted again; `add1u`: then what still fits,
    by votes;
    `votes`: only what still fits, by votes; `none`: nothing.
    """

    NONE = "none"
    ADD1 = "add1"
    ADD1U = "add1u"
    VOTES = "votes"


class Start(StrEnum):
    """What endowments grow from: the whole part of budget / voters, or the fraction itself."""

    INTEGRAL = "integral"
    FRACTION = "fraction"


class Stop(StrEnum):
    """When they stop growing: when the next run would cost too much, or as soon as nothing more fits."""

    OVERSPEND = "overspend"
    EXHAUSTIVE = "exhaustive"


class Comparison(StrEnum):
    """Whether more voters must not prefer the greedy result.

    `votes`: a voter prefers the result with more projects of her ballot; `exclusion`: the one that has at least one
    of them, if the other has none.
    """

    NONE = "none"
    VOTES = "votes"
    EXCLUSION = "exclusion"


class Normalisation(StrEnum):
    """How votes of panels of different size are made comparable."""

    VOTES = "votes"
    VOTERS = "voters"
    RANKS = "ranks"


@dataclass(frozen=True, slots=True)
class Conventions:
    """A rule with everything that it leaves open. `utility` None: the usual one of the ballots' shape."""

    rule: Rule = Rule.EQUAL_SHARES
    completion: Completion = Completion.ADD1
    start: Start = Start.INTEGRAL
    stop: Stop = Stop.OVERSPEND
    increment: Fraction = Fraction(1)
    utility: Utility | None = None
    comparison: Comparison = Comparison.NONE
    normalisation: Normalisation = Normalisation.VOTES
    reserve_share: Fraction = Fraction(4, 5)
    """Of the cost of the first project that does not fit, what must be left to fund it from the reserve (Poznań)."""
    empty_ballots_count: bool = True
    threshold_everywhere: bool = False
    """Whether the election's least score holds for rules that share money too; for greedy rules it always does."""
    ties: Ties = Ties.LOT
    seed: str = ""
