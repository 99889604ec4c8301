"""What is done about promises: asking the reporter, telling who stands on the ladder, and counting anew."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Escalation, Pause, Update
from korzo.capabilities.cases.operations import clocks, intake
from korzo.capabilities.cases.operations.stepping import changing, needed, worker
from korzo.capabilities.cases.queries import deciding, promised
from korzo.capabilities.cases.rules.promises_ladder import Rung, Which, steps
from korzo.kernel import jobs, trail
from korzo.kernel.messages import sending
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Person
from korzo.kernel.text.dates import day

LONGEST_WAIT = timedelta(days=14)
_BATCH = 500
_MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class Recounted:
    """How many open cases were looked at, and how many promised days moved."""

    looked: int
    moved: int


def ask(case: Case, *, text: str, by: Person, now: datetime, version: int | None = None) -> None:
    """Ask the reporter something; the clock stands still until they answer on their own page, or for two weeks."""
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        text = needed(text, _("Write what you want to know."))
        if not step.case.is_open:
            raise intake.ReportRefused("text", _("The case is closed."))
        if not (hasattr(step.case, "contact") and step.case.contact.follow_nonce):
            raise intake.ReportRefused(
                "text", _("Nobody can be asked: the person who reported it left no way to them.")
            )
        if step.case.pauses.filter(until=None).exists():
            raise intake.ReportRefused("text", _("One question waits for an answer already."))
        made = step.log(Update.Kind.ASKED, by=by, text=text, public=False)
        Pause.objects.create(case=step.case, question=made, since=now)
        clocks.answered(step)
        clocks.pause(step)
        happened = events.CaseAsked(step.case.ref, made.pk, intake.hashed(text), step.case.waiting_since is not None)
        trail.record(happened, by=by, now=now)


def go_on(case: Case, *, by: Person | None, now: datetime, version: int | None = None) -> None:
    """Wait no longer for the reporter; the clock runs on. Without `by`, because they were silent for too long."""
    with changing(case, now=now, version=version) as step:
        if by is not None:
            worker(by, step.case)
        if not clocks.go_on(step):
            raise intake.ReportRefused("text", _("Nobody was asked."))
        trail.record(events.CaseWentOn(step.case.ref, _iso(step.case.due_at)), by=by, now=now)


def end_long_waits(*, now: datetime) -> int:
    """Let the clocks run on of all cases whose reporters were silent for too long; returns how many."""
    silent = Case.objects.filter(pauses__until=None, pauses__since__lte=now - LONGEST_WAIT)
    for case in (found := list(silent)):
        go_on(case, by=None, now=now)
    return len(found)


def recompute(*, by: Person | None, now: datetime) -> Recounted:
    """Count the promises of all open cases anew, after rules, holidays or office hours changed.

    Closed cases keep the promise that they were measured by, imported ones that of the other system. Each day that
    moves is noted for the resident and recorded.
    """
    deciding.forget()
    keys = list(Case.objects.open().exclude(promised_from=None).order_by("pk").values_list("pk", flat=True))
    moved = 0
    for first in range(0, len(keys), _BATCH):
        cases = Case.objects.filter(pk__in=keys[first : first + _BATCH]).select_related("category")
        for case in cases.prefetch_related("pauses", "escalations", "repeated__case"):
            fresh = clocks.dates(case, clocks.stored(case), told=clocks.told(case))
            if any(getattr(case, name) != value for name, value in fresh.items()):
                moved += _recount(case, by, now)
    with transaction.atomic():
        trail.record(events.PromisesRecounted("promises:all", len(keys), moved), by=by, now=now)
    return Recounted(len(keys), moved)


@jobs.job(retries=1)
def recompute_later(by: str, now: str) -> None:
    """Count them anew in the background, for the administrator (their key) who asked for it then."""
    recompute(by=Person.objects.filter(pk=by).first(), now=datetime.fromisoformat(now))


def _recount(case: Case, by: Person | None, now: datetime) -> bool:
    with changing(case, now=now) as step:
        if not step.case.is_open:
            return False
        before, waiting = step.case.due_at, step.case.waiting_since is not None
        clocks.recount(step, None)
        moved = not waiting and clocks.note(step, before, clocks.Reason.RULES)
        if moved:
            after, reason = _iso(step.case.due_at), clocks.Reason.RULES.value
            trail.record(events.PromiseMoved(step.case.ref, _iso(before), after, reason), by=by, now=now)
        return moved


def escalate(*, now: datetime) -> int:
    """Tell everybody who stands on a rung that a case has reached; each rung once. Returns how many were reached."""
    ready = Case.objects.filter(escalate_at__lte=now).order_by("escalate_at", "pk").values_list("pk", flat=True)
    return sum(_escalate(key, now) for key in ready[:_MOST_AT_ONCE])


def _escalate(key: int, now: datetime) -> int:
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("category", "office").get(pk=key)
        if not case.is_open or case.escalate_at is None or case.escalate_at > now:
            return 0
        told, running = clocks.told(case), clocks.stored(case)
        reached = [step for step in steps(running, deciding.ladder(case.category)) if step.rung not in told]
        due = [step.rung for step in reached if step.at <= now]
        case.escalate_at = min((step.at for step in reached if step.at > now), default=None)
        case.save(update_fields=["escalate_at"])
        for rung in due:
            _tell(case, rung, now)
        return len(due)


def _tell(case: Case, rung: Rung, now: datetime) -> None:
    """Tell the people on one rung, and write down that it was reached."""
    people = promised.people(case, rung.to)
    Escalation.objects.create(
        case=case, round=case.reopened, which=rung.which, percent=rung.percent, to=rung.to, at=now, told=len(people)
    )
    end = case.due_at if rung.which is Which.RESOLUTION else case.answer_due_at
    for person in people:
        with translation.override(language_of(person)):
            context = {
                "code": case.code,
                "category": str(case.category.name),
                "office": str(case.office.name),
                "percent": rung.percent,
                "is_answer": rung.which is Which.ANSWER,
                "is_over": rung.percent >= 100,  # noqa: PLR2004 -- per cent
                "due": day(end, "SHORT_DATETIME_FORMAT"),
            }
        key = f"escalation:{case.code}:{case.reopened}:{rung.which}:{rung.percent}:{rung.to}"
        sending.send(
            to=sending.Recipient(person), template="cases/escalated", context=context, ref=case.ref, key=key, now=now
        )
    happened = events.CaseEscalated(case.ref, rung.which, rung.percent, rung.to, len(people))
    trail.record(happened, by=None, now=now)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
