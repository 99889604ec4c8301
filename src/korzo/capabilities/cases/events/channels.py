"""What happens on the way in: reports that wait for a yes, letters, and cases that are sorted later."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportWaits:
    """A report came with an e-mail address; it becomes a case when the owner of the address says yes."""

    ref: str
    category: str


@dataclass(frozen=True)
class ReportConfirmed:
    """The owner of the address said yes; the report is a case now."""

    ref: str
    case: str


@dataclass(frozen=True)
class ReportForgotten:
    """A report did not become a case: its sender took it back, or never said yes."""

    ref: str
    revoked: bool


@dataclass(frozen=True)
class CaseSorted:
    """The kind or the place of a case was set right, and so perhaps its office."""

    ref: str
    category: str
    before: str
    office: str
    promised: str | None
