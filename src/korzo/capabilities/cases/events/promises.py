"""What happens to promises: clocks that stand still, run on or move, and the rules they run by."""

from dataclasses import dataclass


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
