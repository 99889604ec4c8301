"""What happens to cases. Only references, codes and numbers: words and names can be erased, the trail cannot."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseReported:
    """Somebody reported a problem."""

    ref: str
    category: str
    office: str
    channel: str
    promised: str | None


@dataclass(frozen=True)
class CaseValidated:
    """The report was checked; the promise began to run."""

    ref: str
    office: str
    promised: str | None


@dataclass(frozen=True)
class CaseAssigned:
    """Another office, or another person in it, now owns the case."""

    ref: str
    office: str
    before: str
    to_person: bool


@dataclass(frozen=True)
class CaseStarted:
    """Work began."""

    ref: str


@dataclass(frozen=True)
class CaseCommented:
    """Somebody wrote about the case; `sha256` proves what was written as long as it is kept."""

    ref: str
    update: int
    public: bool
    sha256: str


@dataclass(frozen=True)
class CaseResolved:
    """The problem was solved."""

    ref: str
    update: int
    sha256: str
    on_time: bool | None


@dataclass(frozen=True)
class CaseDeclined:
    """The city will not do it, for a named reason."""

    ref: str
    update: int
    sha256: str
    reason: str


@dataclass(frozen=True)
class CaseReopened:
    """It was not solved after all."""

    ref: str
    update: int
    promised: str | None


@dataclass(frozen=True)
class CaseWithdrawn:
    """The person who reported it took it back."""

    ref: str


@dataclass(frozen=True)
class CaseHidden:
    """A case was taken out of public view, or put back."""

    ref: str
    hidden: bool


@dataclass(frozen=True)
class CasesImported:
    """A batch of cases came from a file; `sha256` is over the rows as they were stored."""

    ref: str
    source: str
    rows: int
    first: str
    last: str
    sha256: str


@dataclass(frozen=True)
class ContactErased:
    """The reporter's name and addresses were deleted."""

    ref: str
