"""The clocks of one case: set going, stopped, and counted anew, always by the same rules."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from korzo.capabilities.cases.models import Case, Move
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.cases.rules import promises
from korzo.capabilities.cases.rules.promises import Pause
from korzo.capabilities.cases.rules.promises_ladder import Run, Rung, To, Which, coming

if TYPE_CHECKING:
    from korzo.capabilities.cases.operations.stepping import Step

Reason = Move.Reason


def runs(case: Case, *, pauses: Sequence[Pause] = (), cap: datetime | None = None) -> dict[Which, Run]:
    """The clocks of a case that run: until an answer in words, and until it is solved.

    The answer's clock runs from the report and nothing stops it but an answer; a question to the reporter is one.
    """
    calendar, found = deciding.calendar(case.office_id), {}
    answer, resolution = case.category.answer_promise, case.category.promise
    if answer and case.answered_at is None:
        start = (case.promised_from or case.reported_at) if case.reopened else case.reported_at
        found[Which.ANSWER] = Run(start, answer, calendar)
    if resolution and case.promised_from and case.waiting_since is None:
        found[Which.RESOLUTION] = Run(case.promised_from, resolution, calendar, pauses, cap)
    return found


def dates(case: Case, running: dict[Which, Run], *, told: Collection[Rung] = ()) -> dict[str, Any]:
    """What a case's row keeps of its clocks. Dates that another system promised stay as they are."""
    found: dict[str, Any] = {}
    if case.promised_from:
        found["due_at"] = running[Which.RESOLUTION].due if Which.RESOLUTION in running else None
    if case.answered_at is None:
        found["answer_due_at"] = running[Which.ANSWER].due if Which.ANSWER in running else None
    found["escalate_at"] = coming(running, deciding.ladder(case.category), told) if case.is_open else None
    return found


def start(case: Case) -> None:
    """Set the clocks of a new case going, from its report; a date that counts from a check is a first estimate."""
    case.promised_from = case.reported_at
    for name, value in dates(case, runs(case)).items():
        setattr(case, name, value)


def recount(step: "Step", reason: Reason | None, *, since: datetime | None = None) -> None:
    """Count the clocks of a stored case anew; when its day moves, note from when to when and why."""
    case, before = step.case, step.case.due_at
    if since:
        step.set(promised_from=since)
    step.set(**dates(case, stored(case), told=told(case)))
    if reason:
        note(step, before, reason)


def stored(case: Case) -> dict[Which, Run]:
    """The clocks of a stored case, with its pauses and the earlier end that a merged case brought along."""
    pauses = [pause.ended for pause in case.pauses.all() if pause.until]
    cap = promises.earliest(*(merge.case.due_at for merge in case.repeated.all()))
    return runs(case, pauses=pauses, cap=cap)


def told(case: Case) -> set[Rung]:
    """The rungs that a case has reached since its promise runs."""
    rows = (row for row in case.escalations.all() if row.round == case.reopened)
    return {Rung(row.percent, To(row.to), Which(row.which)) for row in rows}


def note(step: "Step", before: datetime | None, reason: Reason) -> bool:
    """Write down that the day moved, if it did; minutes are not worth a line. Says whether it did."""
    after = step.case.due_at
    if _day(before) == _day(after):
        return False
    Move.objects.create(case=step.case, at=step.now, before=before, after=after, reason=reason)
    return True


def keep_earlier(step: "Step", *dues: datetime | None) -> None:
    """Take over the earliest promise of cases that were merged into this one; later counts keep it by themselves."""
    before = step.case.due_at
    earliest = promises.earliest(before, *dues)
    if earliest and earliest != before and step.case.waiting_since is None:
        Move.objects.create(case=step.case, at=step.now, before=before, after=earliest, reason=Reason.MERGED)
        step.set(due_at=earliest)
        recount(step, None)


def pause(step: "Step") -> None:
    """Let the clock stand still until the reporter answers, unless the law lets nothing stop it."""
    if step.case.category.pauses:
        step.set(waiting_since=step.now)
        recount(step, None)


def go_on(step: "Step") -> bool:
    """Let the clock run on after a pause, later by its length; says whether it had stood still."""
    case = step.case
    open_ = case.pauses.filter(until=None).first()
    if open_ is None:
        return False
    before = _resolution(case)
    open_.until = step.now
    open_.save(update_fields=["until"])
    if case.waiting_since is None:
        return True
    step.set(waiting_since=None)
    recount(step, None)
    note(step, before, Reason.ANSWER)
    return True


def answered(step: "Step") -> None:
    """Stop the clock that runs until an answer, at the first one."""
    if step.case.answered_at is None:
        step.set(answered_at=step.now)
        if step.case.answer_due_at:
            recount(step, None)


def stop(step: "Step") -> None:
    """Stop everything, because the case is closed; whoever stood still until now is counted as if answered now."""
    go_on(step)
    step.set(escalate_at=None)


def _resolution(case: Case) -> datetime | None:
    """When a waiting case would be due had nobody been asked this time."""
    waiting, case.waiting_since = case.waiting_since, None
    try:
        running = stored(case).get(Which.RESOLUTION)
    finally:
        case.waiting_since = waiting
    return running.due if running else None


def _day(moment: datetime | None) -> object:
    return timezone.localdate(moment) if moment else None
