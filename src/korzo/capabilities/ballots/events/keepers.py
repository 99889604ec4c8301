"""What happens to the keys of a secret ballot: keepers by their number, never by name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeepersNamed:
    """So many keepers were named anew; `needed` of them open the result (none: all)."""

    ref: str
    keepers: int
    needed: int | None


@dataclass(frozen=True)
class KeeperLinked:
    """A keeper got a new link; the old one no longer opens."""

    ref: str
    keeper: int


@dataclass(frozen=True)
class KeysDropped:
    """All keys made so far were thrown away."""

    ref: str


@dataclass(frozen=True)
class KeeperActed:
    """A keeper's device handed something in: `step` is what, `message` its SHA-256."""

    ref: str
    keeper: int
    step: str
    message: str
