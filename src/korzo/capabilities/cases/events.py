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
class CaseAsked:
    """The office asked the person who reported it; `sha256` proves the question. The clock may stand still."""

    ref: str
    update: int
    sha256: str
    stands_still: bool


@dataclass(frozen=True)
class CaseWentOn:
    """Nobody waits for the reporter any more; the clock runs on."""

    ref: str
    promised: str | None


@dataclass(frozen=True)
class PromiseMoved:
    """The promised moment of a case moved, for a named reason."""

    ref: str
    before: str | None
    after: str | None
    reason: str


@dataclass(frozen=True)
class CaseEscalated:
    """So many per cent of the promised time are used; so many people who stand on that rung were told."""

    ref: str
    which: str
    percent: int
    to: str
    told: int


@dataclass(frozen=True)
class PromiseRulesChanged:
    """The rules of a category's promises changed, to these."""

    ref: str
    rules: dict[str, str | int | bool | None]


@dataclass(frozen=True)
class LadderChanged:
    """Who is told when time runs out changed, for a category or for all."""

    ref: str
    rungs: list[str]


@dataclass(frozen=True)
class OfficeHoursChanged:
    """When an office works changed; None: it works when the city does."""

    ref: str
    hours: str | None


@dataclass(frozen=True)
class DayOffChanged:
    """A day was made a day off or a working day; None: the public holidays count again."""

    ref: str
    is_working: bool | None


@dataclass(frozen=True)
class PromisesRecounted:
    """The promises of all open cases were counted anew."""

    ref: str
    looked: int
    moved: int


@dataclass(frozen=True)
class CaseJudged:
    """The reporter said whether it was solved: yes, partly, no."""

    ref: str
    answer: str
