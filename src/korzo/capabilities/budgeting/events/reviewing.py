"""What happens while offices check ideas."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReviewAsked:
    """An office is to check an idea by a day (ISO 8601)."""

    ref: str
    review: int
    office: str
    due_on: str


@dataclass(frozen=True)
class ReviewFinished:
    """The office is done; a second person has to look at it. Nothing of it is public yet."""

    ref: str
    review: int


@dataclass(frozen=True)
class ReviewSentBack:
    """The second person wants the check done better."""

    ref: str
    review: int


@dataclass(frozen=True)
class IdeaChecked:
    """The check is confirmed and public: feasible, infeasible or returned; `cost` in the cycle's currency."""

    ref: str
    review: int
    verdict: str
    cost: str | None
    sha256: str
