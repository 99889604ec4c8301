"""What happens to cases. Only references, codes and numbers: words and names can be erased, the trail cannot."""

from dataclasses import dataclass

from korzo.capabilities.cases.events.channels import CaseSorted, ReportConfirmed, ReportForgotten, ReportWaits
from korzo.capabilities.cases.events.inspecting import InspectionDone, InspectionKept
from korzo.capabilities.cases.events.owning import (
    CaseForwarded,
    CaseForwardingEnded,
    CaseHandOverAnswered,
    CaseHandOverAsked,
    CaseHandOverDecided,
    CaseHandOverOverdue,
    CaseHandOverTakenBack,
    CaseLooseEndsTied,
    CasePartAnswered,
    CasePartAsked,
    CasePartDropped,
)
from korzo.capabilities.cases.events.promises import (
    CaseAsked,
    CaseEscalated,
    CaseWentOn,
    DayOffChanged,
    LadderChanged,
    OfficeHoursChanged,
    PromiseMoved,
    PromiseRulesChanged,
    PromisesRecounted,
)
from korzo.capabilities.cases.events.rounds import CasePutOnRound, CaseWorkedOn, MaterialKept
from korzo.capabilities.cases.events.systems import (
    CaseArrived,
    CaseHeardOf,
    CaseNotTaken,
    CaseSentToSystem,
    SystemChanged,
)
from korzo.capabilities.cases.events.watching import SubscriptionBegun, SubscriptionEnded
from korzo.capabilities.cases.events.writing import ReadyTextDeleted, ReadyTextKept

__all__ = [
    "CaseArrived",
    "CaseAsked",
    "CaseAssigned",
    "CaseCommented",
    "CaseDeclined",
    "CaseEscalated",
    "CaseFollowed",
    "CaseForwarded",
    "CaseForwardingEnded",
    "CaseHandOverAnswered",
    "CaseHandOverAsked",
    "CaseHandOverDecided",
    "CaseHandOverOverdue",
    "CaseHandOverTakenBack",
    "CaseHeardOf",
    "CaseHidden",
    "CaseJoined",
    "CaseJudged",
    "CaseLooseEndsTied",
    "CaseMerged",
    "CaseNotTaken",
    "CasePartAnswered",
    "CasePartAsked",
    "CasePartDropped",
    "CaseParted",
    "CasePutOnRound",
    "CaseReopened",
    "CaseReported",
    "CaseResolved",
    "CaseSentToSystem",
    "CaseSorted",
    "CaseSplit",
    "CaseStarted",
    "CaseUnfollowed",
    "CaseValidated",
    "CaseWentOn",
    "CaseWithdrawn",
    "CaseWorkedOn",
    "CasesImported",
    "CategoryChanged",
    "ContactErased",
    "DayOffChanged",
    "InspectionDone",
    "InspectionKept",
    "LadderChanged",
    "MaterialKept",
    "OfficeHoursChanged",
    "PromiseMoved",
    "PromiseRulesChanged",
    "PromisesRecounted",
    "ReadyTextDeleted",
    "ReadyTextKept",
    "ReportConfirmed",
    "ReportForgotten",
    "ReportWaits",
    "RoutingChanged",
    "SubscriptionBegun",
    "SubscriptionEnded",
    "SystemChanged",
]


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


@dataclass(frozen=True)
class RoutingChanged:
    """Somebody changed which office owns what; `what` is added, changed, moved or deleted."""

    ref: str
    what: str
    office: str


@dataclass(frozen=True)
class CategoryChanged:
    """Somebody changed what can be reported."""

    ref: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CaseMerged:
    """A case turned out to be the same problem as another, `into`; what happens there is told to its reporter too."""

    ref: str
    into: str


@dataclass(frozen=True)
class CaseJoined:
    """Others had reported the same problem; the earliest promise holds."""

    ref: str
    others: tuple[str, ...]
    promised: str | None


@dataclass(frozen=True)
class CaseSplit:
    """A case was not the same problem as `from_` after all, and is worked on by itself again."""

    ref: str
    from_: str


@dataclass(frozen=True)
class CaseParted:
    """One of the others was about something else."""

    ref: str
    other: str
    promised: str | None


@dataclass(frozen=True)
class CaseFollowed:
    """Somebody wants to hear of a case; `follower` is a number that means nothing once they have left."""

    ref: str
    follower: int


@dataclass(frozen=True)
class CaseUnfollowed:
    """Somebody does not want to hear of a case any more."""

    ref: str
    follower: int


@dataclass(frozen=True)
class CaseJudged:
    """The reporter said whether it was solved: yes, partly, no."""

    ref: str
    answer: str
