"""The round of a crew: what is on it, in which order, and what was done at each stop."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Case, Material, Stop, Used, Work
from korzo.capabilities.cases.operations import intake, work
from korzo.capabilities.cases.operations.stepping import CaseChanged, NotAllowed
from korzo.capabilities.cases.rules import route
from korzo.capabilities.cases.rules.states import Action, possible
from korzo.kernel import trail
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.text import plain

MOST_STOPS = 60
MOST_MINUTES, MOST_PEOPLE = 24 * 60, 50


@dataclass(frozen=True)
class Done:
    """What somebody reports from the street.

    `text` is read by the resident, `note` by colleagues only; `materials` by key; `version` of the case that the person
    saw; `key` is the report's own number, by which it is taken once.
    """

    outcome: str
    text: str = ""
    note: str = ""
    reason: str = ""
    minutes: int = 0
    people: int = 1
    materials: tuple[tuple[int, Decimal], ...] = ()
    photos: tuple[Upload, ...] = ()
    version: int | None = None
    key: str | None = None


def put_on_round(case: Case, *, by: Person, now: datetime) -> Stop:
    """Put a case at the end of somebody's round of today; one that was skipped comes back."""
    if not permissions.can_work_on(by, case):
        raise NotAllowed(_("Only the office that owns the case can do this."))
    if not case.is_open:
        raise intake.ReportRefused("case", _("This case is closed."))
    day = timezone.localtime(now).date()
    with transaction.atomic():
        mine = Stop.objects.filter(person=by, day=day)
        if stop := mine.filter(case=case).first():
            Stop.objects.filter(pk=stop.pk, state=Stop.State.SKIPPED).update(state=Stop.State.WAITING)
            return stop
        if mine.count() >= MOST_STOPS:
            raise intake.ReportRefused(
                "case", _("A round has at most %(most)d stops. Skip one first.") % {"most": MOST_STOPS}
            )
        last = mine.aggregate(last=Max("order"))["last"] or 0
        stop = Stop.objects.create(person=by, day=day, case=case, order=last + 1)
        trail.record(events.CasePutOnRound(case.ref, day.isoformat()), by=by, now=now)
    return stop


def arrange(
    *, day: date, start: route.Place | None = None, urgent_first: bool = False, by: Person, now: datetime
) -> int:
    """Put what is left of a round in the order of a short way; returns how many stops have a place.

    What has no place comes after it; what was done keeps standing first.
    """
    stops = list(Stop.objects.select_related("case").filter(person=by, day=day))
    left = [stop for stop in stops if stop.is_left]
    placed = [(stop, (stop.case.lat, stop.case.long)) for stop in left]
    known = [(stop, (lat, long)) for stop, (lat, long) in placed if lat is not None and long is not None]
    places = [place for _stop, place in known]
    late = [urgent_first and stop.case.is_late(now) for stop, _place in known]
    way = [known[at][0] for at in route.urgent_first(places, late, start)]
    _number([*(each for each in stops if not each.is_left), *way, *(each for each in left if each not in way)])
    return len(way)


def move(stop: Stop, *, up: bool, by: Person) -> None:
    """Exchange a stop with the one before or after it that is left."""
    _own(stop, by)
    stops = list(Stop.objects.filter(person=by, day=stop.day))
    left = [at for at, each in enumerate(stops) if each.is_left]
    here = next((at for at, each in enumerate(stops) if each.pk == stop.pk), None)
    if here not in left:
        return
    there = left.index(here) + (-1 if up else 1)
    if 0 <= there < len(left):
        stops[here], stops[left[there]] = stops[left[there]], stops[here]
        _number(stops)


def skip(stop: Stop, *, back: bool, by: Person) -> None:
    """Leave a stop out today, or take it in again; the case stays as it is."""
    _own(stop, by)
    before, then = (Stop.State.SKIPPED, Stop.State.WAITING) if back else (Stop.State.WAITING, Stop.State.SKIPPED)
    Stop.objects.filter(pk=stop.pk, state=before).update(state=then)


def do_stop(stop: Stop, what: Done, *, by: Person, now: datetime) -> tuple[Work, bool]:
    """Take what was done at a stop, once; says whether it is new.

    Raises CaseChanged when somebody else changed the case since the person saw it, ReportRefused, NotPossible,
    NotAllowed. What the same person reported meanwhile from the same round is no change by somebody else.
    """
    _own(stop, by)
    if known := _twin(what.key, by):
        return known, False
    try:
        with transaction.atomic():
            return _done(stop, what, by=by, now=now), True
    except IntegrityError:
        if known := _twin(what.key, by):  # it came twice at once
            return known, False
        raise


def _done(stop: Stop, what: Done, *, by: Person, now: datetime) -> Work:
    case = Case.objects.select_for_update(of=("self",)).select_related("category", "office").get(pk=stop.case_id)
    if known := _twin(what.key, by):
        return known
    if what.version is not None and _followed(case, what.version, by) != case.version:
        raise CaseChanged(_("Somebody else has just changed this case. Look at it again."))
    materials = _checked(what)
    found = case.version
    if what.outcome == Work.Outcome.STARTED and Action.START in possible(case.step):
        work.start(case, by=by, now=now)
    note = "\n".join(filter(None, [_why(what), plain.clean(what.note)]))
    if note or (what.photos and what.outcome != Work.Outcome.DONE):
        photos = () if what.outcome == Work.Outcome.DONE else what.photos
        work.comment(case, text=note or _("Photo from the street"), public=False, photos=photos, by=by, now=now)
    if what.outcome == Work.Outcome.DONE:
        work.resolve(case, text=what.text, photos=what.photos, by=by, now=now)
    row = Work.objects.create(
        case=case,
        office=case.office,
        person=by,
        outcome=what.outcome,
        reason=what.reason if what.outcome == Work.Outcome.NOT_DONE else "",
        minutes=what.minutes,
        people=what.people,
        at=now,
        found=found,
        left=case.version,
        client_key=what.key or None,
    )
    Used.objects.bulk_create(Used(work=row, material=each, quantity=quantity) for each, quantity in materials)
    if what.outcome != Work.Outcome.NOTED:
        Stop.objects.filter(pk=stop.pk).update(state=what.outcome)
    trail.record(events.CaseWorkedOn(case.ref, row.outcome, row.reason, row.minutes, row.people), by=by, now=now)
    return row


def _followed(case: Case, version: int, by: Person) -> int:
    """The version to which a person's own reports led from the one that they saw."""
    steps = dict(Work.objects.filter(case=case, person=by, left__gt=version).values_list("found", "left"))
    while (then := steps.get(version, version)) > version:
        version = then
    return version


def _checked(what: Done) -> list[tuple[Material, Decimal]]:
    if what.outcome not in Work.Outcome:
        raise intake.ReportRefused("outcome", _("Say how it ended."))
    if what.outcome == Work.Outcome.NOT_DONE and what.reason not in Work.Reason:
        raise intake.ReportRefused("reason", _("Choose the reason."))
    if not (0 <= what.minutes <= MOST_MINUTES and 1 <= what.people <= MOST_PEOPLE):
        raise intake.ReportRefused("minutes", _("This is more time than a day has."))
    if what.outcome == Work.Outcome.NOTED and not (what.note.strip() or what.minutes or what.materials or what.photos):
        raise intake.ReportRefused("note", _("Write something first."))
    rows = Material.objects.in_bulk([key for key, _quantity in what.materials])
    found = [(rows[key], quantity) for key, quantity in what.materials if key in rows]
    if len({row.pk for row, _quantity in found}) < len(what.materials):
        raise intake.ReportRefused("materials", _("Name each material once."))
    return found


def _why(what: Done) -> str:
    if what.outcome != Work.Outcome.NOT_DONE:
        return ""
    return f"{Work.Outcome.NOT_DONE.label}: {Work.Reason(what.reason).label}"


def _twin(key: str | None, by: Person) -> Work | None:
    return Work.objects.filter(client_key=key, person=by).first() if key else None


def _own(stop: Stop, by: Person) -> None:
    if stop.person_id != by.pk:
        raise NotAllowed(_("This is somebody else's round."))


def _number(stops: Iterable[Stop]) -> None:
    rows = list(stops)
    for at, stop in enumerate(rows, start=1):
        stop.order = at
    Stop.objects.bulk_update(rows, ["order"])


def keep_material(row: Material, *, by: Person, now: datetime) -> Material:
    """Add a material that crews use, or change it; one that was used is not deleted, but chosen no more."""
    if not permissions.can_set_up(by):
        raise NotAllowed(_("Materials are kept by administrators."))
    row.full_clean()
    with transaction.atomic():
        row.save()
        trail.record(events.MaterialKept(f"material:{row.pk}", row.is_active), by=by, now=now)
    return row
