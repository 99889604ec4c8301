"""What a verification says: how far it is, what is wrong, and what was found."""

from dataclasses import dataclass, field
from typing import Any

from korzo.capabilities.ballots.rules.archive import Archive
from korzo.capabilities.ballots.rules.decryption import Factors
from korzo.capabilities.ballots.rules.questions import Election
from korzo.capabilities.ballots.rules.tally import Tally
from korzo.capabilities.ballots.rules.trustees import Trustees


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that is not as it has to be: where, and what."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Setup:
    """The first event: the election, who decrypts, and who may vote with what weight."""

    election: Election
    raw: bytes
    trustees: Trustees
    weights: dict[str, int]


@dataclass(slots=True)
class Report:
    """What was found. `failures` empty: everything that the archive holds is right.

    `tally` is what the next step works on: that of the ballots, or what the last shuffle made of it; `factors` are by
    owner.
    """

    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    election: Election | None = None
    archive: Archive | None = None
    voters: int = 0
    ballots: int = 0
    counted: int = 0
    weight: int = 0
    shuffles: int = 0
    decryptions: int = 0
    result: list[Any] | None = None
    setup: Setup | None = None
    tally: Tally | None = None
    factors: dict[int, Factors] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures
