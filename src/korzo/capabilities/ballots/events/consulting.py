"""What happens to votes that the office or residents set up, and to consultations. No names, no words, no answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VoteMade:
    """Somebody began to prepare a vote."""

    ref: str
    kind: str


@dataclass(frozen=True)
class VotePublished:
    """Everybody sees it; `sha256` proves how its words and options read."""

    ref: str
    opens_at: str
    closes_at: str
    sha256: str


@dataclass(frozen=True)
class VoteChanged:
    """It was written anew when everybody saw it already, before it opened."""

    ref: str
    sha256: str


@dataclass(frozen=True)
class VoteClosedEarly:
    """It ends before the day that was announced; the reason stands on its page."""

    ref: str
    closes_at: str


@dataclass(frozen=True)
class VoteAnswered:
    """The office said what it does with the result."""

    ref: str
    sha256: str


@dataclass(frozen=True)
class AnswerGiven:
    """Somebody answered, or answered anew; whoever reads this does not learn who or what."""

    ref: str
    channel: str
    is_change: bool


@dataclass(frozen=True)
class VoteProposed:
    """A resident proposes a consultation."""

    ref: str
    sha256: str


@dataclass(frozen=True)
class ProposalJudged:
    """A moderator let a proposal gather supporters, or refused it with a reason that its proposer reads."""

    ref: str
    allowed: bool


@dataclass(frozen=True)
class ProposalSupported:
    """How many support it now."""

    ref: str
    supporters: int


@dataclass(frozen=True)
class ProposalCarried:
    """It has the supporters that it needs: the office has to open it."""

    ref: str
    supporters: int
