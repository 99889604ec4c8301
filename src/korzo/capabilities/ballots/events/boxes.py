"""What happens to the box of a secret ballot. Hashes are those of the archive's last event, as on the board."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BoxSealed:
    """Questions, trustees and credentials are fixed; `head` proves which."""

    ref: str
    uuid: str
    credentials: int
    head: str


@dataclass(frozen=True)
class BoardGrew:
    """Where the board stood at some moment, so that nobody can take a ballot off it later without a trace."""

    ref: str
    height: int
    head: str


@dataclass(frozen=True)
class BoxClosed:
    """No ballot comes in any more."""

    ref: str
    height: int
    head: str


@dataclass(frozen=True)
class BoxCounted:
    """The result stands in the archive."""

    ref: str
    ballots: int
    head: str
