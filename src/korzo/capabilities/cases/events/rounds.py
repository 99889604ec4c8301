"""What crews in the street do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CasePutOnRound:
    """Somebody goes there on that day."""

    ref: str
    day: str


@dataclass(frozen=True)
class CaseWorkedOn:
    """Work in the street was reported: started, done, not_done or noted; minutes times people."""

    ref: str
    outcome: str
    reason: str
    minutes: int
    people: int


@dataclass(frozen=True)
class MaterialKept:
    """A material was added or changed."""

    ref: str
    is_active: bool
