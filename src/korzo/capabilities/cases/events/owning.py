"""What happens when offices hand a case over, share its work, or write to an authority about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseHandOverAsked:
    """One office asked another to take the case over; `sha256` proves the reason. The giver owns it until then."""

    ref: str
    hand_over: int
    giver: str
    receiver: str
    accept_by: str
    sha256: str


@dataclass(frozen=True)
class CaseHandOverAnswered:
    """The receiver took the case over, or refused; `office` owns it now."""

    ref: str
    hand_over: int
    accepted: bool
    office: str
    sha256: str


@dataclass(frozen=True)
class CaseHandOverOverdue:
    """The receiver did not answer in time: an arbiter decides."""

    ref: str
    hand_over: int


@dataclass(frozen=True)
class CaseHandOverTakenBack:
    """The giver keeps the case after all."""

    ref: str
    hand_over: int


@dataclass(frozen=True)
class CaseHandOverDecided:
    """An arbiter decided which office owns the case."""

    ref: str
    hand_over: int
    office: str
    before: str
    sha256: str


@dataclass(frozen=True)
class CasePartAsked:
    """The owner asked another office for a part of the work."""

    ref: str
    part: int
    office: str
    required: bool
    sha256: str


@dataclass(frozen=True)
class CasePartAnswered:
    """The office that was asked reported its part done, or not possible."""

    ref: str
    part: int
    done: bool
    sha256: str


@dataclass(frozen=True)
class CasePartDropped:
    """The owner no longer needs a part of the work."""

    ref: str
    part: int


@dataclass(frozen=True)
class CaseForwarded:
    """A letter went to an authority outside the city."""

    ref: str
    forwarding: int
    authority: str
    sha256: str


@dataclass(frozen=True)
class CaseForwardingEnded:
    """The authority answered, or the case was taken back without an answer."""

    ref: str
    forwarding: int
    answered: bool
    sha256: str


@dataclass(frozen=True)
class CaseLooseEndsTied:
    """The case was closed, and with it ended so many hand-overs, parts of the work and letters."""

    ref: str
    hand_overs: int
    parts: int
    letters: int
