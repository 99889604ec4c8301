"""What happens to rolls of voters: how many, never who."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RollMade:
    """A roll was made of a register (its file by hash) or of accounts."""

    ref: str
    source: str
    voters: int
    rejected: int


@dataclass(frozen=True)
class VoterMarked:
    """Who votes on paper was marked or unmarked; `number` is the voter's on the roll."""

    ref: str
    number: int
    channel: str


@dataclass(frozen=True)
class RollFrozen:
    """Nobody is added or taken off any more."""

    ref: str
    voters: int


@dataclass(frozen=True)
class CodesMade:
    """Codes for letters were made; only their hashes are kept."""

    ref: str
    letters: int


@dataclass(frozen=True)
class RollHandedOut:
    """Somebody took the list of voters for those who make credentials or send letters."""

    ref: str
    voters: int
    with_addresses: bool


@dataclass(frozen=True)
class RollForgotten:
    """All votes with it were long over: its voters are deleted, and only how many they were is kept."""

    ref: str
    voters: int


@dataclass(frozen=True)
class AppealMade:
    """Somebody says they should be on the roll."""

    ref: str
    appeal: int


@dataclass(frozen=True)
class AppealDecided:
    """An officer decided; the reason stands in the public log."""

    ref: str
    appeal: int
    granted: bool
