"""What happens to statements in consultations: numbers only; what anybody thinks of them is not on the trail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StatementMade:
    """Somebody wrote a statement; `sha256` proves how it read."""

    ref: str
    number: int
    sha256: str


@dataclass(frozen=True)
class StatementJudged:
    """A moderator shows a statement, or does not, with a reason that its author reads."""

    ref: str
    number: int
    shown: bool
