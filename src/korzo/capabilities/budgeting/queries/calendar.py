"""The phases of a cycle: what they are called, who acts in them, what they switch on, and where the cycle stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models import Cycle
from korzo.kernel.phases import Phase, Process


@dataclass(frozen=True)
class Kind:
    """A kind of phase: its code and name, who acts, what happens, and the abilities that it switches on."""

    code: str
    label: Any
    who: Any
    text: Any
    abilities: tuple[str, ...]


KINDS = (
    Kind("announce", _("Announcement"), _("The city"), _("Money and dates are told."), ("volunteer",)),
    Kind(
        "propose",
        _("Proposals"),
        _("Residents"),
        _("Everybody can propose, support and discuss ideas."),
        ("propose", "support", "comment", "improve", "volunteer", "review"),
    ),
    Kind(
        "check",
        _("Check"),
        _("Offices"),
        _("Offices say whether an idea can be done and what it costs, always with a reason."),
        ("review", "support", "comment", "improve", "volunteer"),
    ),
    Kind(
        "improve",
        _("Improvement"),
        _("Authors and offices"),
        _("Authors answer and improve; ideas that are alike are joined."),
        ("improve", "review", "support", "comment"),
    ),
    Kind(
        "shortlist",
        _("Shortlist"),
        _("Citizens’ committee"),
        _("The committee looks at the places and chooses what will be voted on."),
        ("shortlist", "review", "comment"),
    ),
    Kind("vote", _("Vote"), _("Residents"), _("Residents vote."), ("vote", "comment")),
    Kind("count", _("Counting"), _("The city"), _("The votes are counted, and everybody can count again."), ("count",)),
    Kind("decide", _("Decision"), _("City council"), _("The council decides about the money."), ("decide",)),
    Kind("build", _("Building"), _("Offices"), _("What was chosen is built."), ("build", "report")),
    Kind("report", _("Final report"), _("The city"), _("What was built, and what it cost."), ("report",)),
)
BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True)
class Stage:
    """A phase of a cycle as the calendar shows it; `state` is done, now or next."""

    kind: Kind
    starts_at: datetime
    ends_at: datetime | None
    state: str


@dataclass(frozen=True)
class Running:
    """A cycle and the phase that it is in."""

    cycle: Cycle
    stage: Stage


_QUIET = ("build", "report")
"""In these phases the front page says nothing of a cycle."""


def stages(cycle: Cycle, *, now: datetime) -> list[Stage]:
    """The calendar of a cycle, in order of time."""
    phases = Phase.objects.filter(process__ref=cycle.ref)
    return [Stage(BY_CODE[phase.name], phase.starts_at, phase.ends_at, _state(phase, now)) for phase in phases]


def current(cycle: Cycle, *, now: datetime) -> Stage | None:
    """The phase that runs; None between phases and before the first."""
    return next((stage for stage in stages(cycle, now=now) if stage.state == "now"), None)


def may(cycle: Cycle, ability: str, *, now: datetime) -> bool:
    """Say whether the cycle's phase at `now` switches an ability on."""
    process = Process.objects.filter(ref=cycle.ref).first()
    return process is not None and process.may(ability, now=now)


def open_for(ability: str, *, now: datetime) -> list[Cycle]:
    """The published cycles in which something can be done now, newest first."""
    running = Phase.objects.filter(process__ref__startswith="cycle:", starts_at__lte=now).exclude(ends_at__lte=now)
    refs = {phase.process.ref for phase in running.select_related("process") if ability in phase.abilities}
    return [cycle for cycle in Cycle.objects.filter(is_published=True) if cycle.ref in refs]


def running(*, now: datetime) -> list[Running]:
    """The published cycles that are in one of their phases, newest first."""
    found = [(cycle, current(cycle, now=now)) for cycle in Cycle.objects.filter(is_published=True)]
    return [Running(cycle, stage) for cycle, stage in found if stage is not None and stage.kind.code not in _QUIET]


def phases(dates: Iterable[tuple[str, datetime, datetime | None]]) -> list[Phase]:
    """Phases as `kernel.phases.plan` wants them, from (code, start, end)."""
    return [
        Phase(name=code, starts_at=start, ends_at=end, abilities=list(BY_CODE[code].abilities))
        for code, start, end in dates
    ]


def _state(phase: Phase, now: datetime) -> str:
    if phase.ends_at is not None and phase.ends_at <= now:
        return "done"
    return "now" if phase.starts_at <= now else "next"
