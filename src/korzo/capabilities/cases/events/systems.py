"""What happens between us and the systems of others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SystemChanged:
    """Somebody changed how we talk to the system of an authority; `what` is changed, tested, key or deleted."""

    ref: str
    what: str


@dataclass(frozen=True)
class CaseSentToSystem:
    """The system of an authority has taken the case, under its own number."""

    ref: str
    forwarding: int
    number: str


@dataclass(frozen=True)
class CaseNotTaken:
    """The system of an authority did not take the case, or nobody knows whether it did."""

    ref: str
    forwarding: int
    state: str


@dataclass(frozen=True)
class CaseHeardOf:
    """The system of an authority wrote about the case; `sha256` proves what. `closed`: it is done with it."""

    ref: str
    forwarding: int
    update: int
    closed: bool
    sha256: str


@dataclass(frozen=True)
class CaseArrived:
    """The case was sent by the system of this authority."""

    ref: str
    authority: str
