"""Sending a forwarded case to the system of an authority: once, whatever happens on the way.

A dispatch is marked before it is sent. When the answer is lost, a system that recognises repeated requests gets the
same one again under the same Idempotency-Key; any other is asked whether a request with our number is there. Where that
cannot be told, a person decides.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Dispatch, Forwarding, System
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.operations import asking_systems, intake
from korzo.capabilities.cases.operations.stepping import worker
from korzo.capabilities.cases.rules import georeport
from korzo.kernel import jobs, outside, trail
from korzo.kernel.files import links
from korzo.kernel.outside import sealed
from korzo.kernel.people.models import Organisation, Person

State = Dispatch.State
PAUSES = tuple(timedelta(seconds=each) for each in (30, 120, 600, 1800, 3600, 7200, 14400, 28800))
LOOKS = 4
_SLACK = timedelta(minutes=15)  # clocks of others
_DIED_AFTER = timedelta(minutes=2)
_NOT_NOW = (408, 425, 429, 503)


def system_for(authority: Organisation, case: Case) -> System | None:
    """The system that takes this kind of case for an authority; None: it gets a letter."""
    system = System.objects.filter(authority=authority, is_active=True).first()
    return system if system and case.category.code in system.kinds else None


def queue(forwarding: Forwarding, system: System, *, now: datetime) -> Dispatch:
    """Have a forwarded case sent to a system as soon as the transaction is through."""
    made = Dispatch.objects.create(
        forwarding=forwarding, system=system, service=system.kinds[forwarding.case.category.code], next_at=now
    )
    send.enqueue(dispatch=made.pk)
    return made


def again(dispatch: Dispatch, *, by: Person, now: datetime) -> None:
    """Send once more what was not taken, or what nobody knows about; raises NotAllowed, ReportRefused."""
    worker(by, dispatch.forwarding.case)
    stuck = Dispatch.objects.filter(pk=dispatch.pk, state__in=(State.FAILED, State.UNCERTAIN), next_at=None)
    with transaction.atomic():
        if not stuck.update(state=State.WAITING, attempts=0, next_at=now, error=""):
            raise intake.ReportRefused("text", translation.gettext("This was settled meanwhile."))
        send.enqueue(dispatch=dispatch.pk)


@jobs.job(retries=0)
def send(dispatch: int) -> None:
    """Try one dispatch now; what fails is tried again when its pause is over."""
    advance(dispatch, now=timezone.now())  # the worker is the edge where the clock is read


def due(now: datetime) -> list[int]:
    """What has to be tried now."""
    return list(Dispatch.objects.filter(next_at__lte=now).order_by("next_at").values_list("pk", flat=True)[:100])


def advance(key: int, *, now: datetime) -> None:
    """Take a dispatch one step further, if it is its turn and nobody else has it."""
    before = Dispatch.objects.filter(pk=key, next_at__lte=now).values_list("state", "token").first()
    if before is None:
        return
    state, token = before
    if state == State.SENT:
        if token:
            _redeem(Dispatch.objects.select_related("system").get(pk=key), now)
        return
    mine = Dispatch.objects.filter(pk=key, state=state, next_at__lte=now)
    if not Forwarding.objects.filter(pk=key, state=Forwarding.State.WAITING).exists():
        mine.update(next_at=None)  # taken back, or closed meanwhile
        return
    if not mine.update(state=State.SENDING, attempts=F("attempts") + 1, next_at=now + _DIED_AFTER):
        return
    dispatch = Dispatch.objects.select_related("system", "forwarding__case__category", "forwarding__case__office").get(
        pk=key
    )
    may_be_there = state in (State.UNCERTAIN, State.SENDING)
    if may_be_there and not dispatch.system.repeats_safely:
        _look(dispatch, now)
    else:
        _post(dispatch, now)


def _post(dispatch: Dispatch, now: datetime) -> None:
    if dispatch.sent_at is None:
        dispatch.sent_at = now
        dispatch.save(update_fields=["sent_at"])
    try:
        answer = asking_systems.post(dispatch.system, "requests", _form(dispatch), once=_once(dispatch))
        taken = georeport.receipt(answer.body) if answer.is_fine else None
        told = georeport.errors(answer.body)
    except (outside.Forbidden, sealed.Unreadable) as error:
        _failed(dispatch, str(error), now)
    except outside.NotReached as error:
        _later(dispatch, State.WAITING, str(error), now)
    except (outside.Lost, georeport.Unreadable) as error:
        _later(dispatch, State.UNCERTAIN, str(error), now)
    else:
        if taken and (taken.number or taken.token or not told):
            _taken(dispatch, taken.number, taken.token, now)
        elif answer.status in _NOT_NOW:
            _later(dispatch, State.WAITING, asking_systems.problem(answer), now)
        elif answer.status >= 500:  # noqa: PLR2004 -- HTTP
            _later(dispatch, State.UNCERTAIN, asking_systems.problem(answer), now)
        else:
            _failed(dispatch, asking_systems.problem(answer), now)


def _look(dispatch: Dispatch, now: datetime) -> None:
    """Ask whether a request with our number is there already."""
    since, until = (dispatch.sent_at or now) - _SLACK, now + _SLACK
    code = dispatch.forwarding.case.code
    try:
        found = asking_systems.pages(
            dispatch.system, "requests", georeport.requests, service_code=dispatch.service,
            start_date=since.isoformat(timespec="seconds"), end_date=until.isoformat(timespec="seconds"),
        )  # fmt: skip
    except (ConnectionError, ValueError) as error:
        _later(dispatch, State.UNCERTAIN, str(error), now)
        return
    theirs = next((each.number for each in found if code in each.description), "")
    if theirs:
        _taken(dispatch, theirs, "", now)
    else:
        _later(dispatch, State.UNCERTAIN, "no request with our number was found there", now)


def _redeem(dispatch: Dispatch, now: datetime) -> None:
    """Ask which number a token has become."""
    number, attempts = "", dispatch.attempts + 1
    try:
        answer = asking_systems.get(dispatch.system, f"tokens/{quote(dispatch.token, safe='')}")
        number = georeport.receipt(answer.body).number if answer.is_fine else ""
    except (ConnectionError, ValueError) as error:
        dispatch.error = str(error)[:300]
    dispatch.number, dispatch.attempts = number, attempts
    dispatch.next_at = None if number or attempts > len(PAUSES) else now + PAUSES[attempts - 1]
    dispatch.save(update_fields=["number", "attempts", "next_at", "error"])


@transaction.atomic
def _taken(dispatch: Dispatch, number: str, token: str, now: datetime) -> None:
    dispatch.state, dispatch.number, dispatch.token = State.SENT, number[:200], token[:200]
    dispatch.attempts, dispatch.error = 0, ""
    dispatch.next_at = now + PAUSES[0] if token and not number else None
    dispatch.save(update_fields=["state", "number", "token", "attempts", "error", "next_at"])
    ref = dispatch.forwarding.case.ref
    trail.record(events.CaseSentToSystem(ref, dispatch.pk, dispatch.number[:80]), by=None, now=now)


def _later(dispatch: Dispatch, state: str, error: str, now: datetime) -> None:
    """Try again after a pause that grows; in the end a person decides."""
    is_over = dispatch.attempts >= (len(PAUSES) if state == State.WAITING or dispatch.system.repeats_safely else LOOKS)
    if is_over:
        _failed(dispatch, error, now, state=State.FAILED if state == State.WAITING else state)
        return
    dispatch.state, dispatch.error = state, error[:300]
    dispatch.next_at = now + PAUSES[dispatch.attempts - 1]
    dispatch.save(update_fields=["state", "error", "next_at"])


@transaction.atomic
def _failed(dispatch: Dispatch, error: str, now: datetime, *, state: str = State.FAILED) -> None:
    dispatch.state, dispatch.error, dispatch.next_at = state, error[:300], None
    dispatch.save(update_fields=["state", "error", "next_at"])
    trail.record(events.CaseNotTaken(dispatch.forwarding.case.ref, dispatch.pk, str(state)), by=None, now=now)


def _once(dispatch: Dispatch) -> str:
    return f"korzo-{intake.once(f'{settings.KORZO.base_url}:forwarding:{dispatch.pk}')[:32]}"


def _form(dispatch: Dispatch) -> dict[str, str | list[str]]:
    """The case as GeoReport v2 wants it; nothing about who reported it, the office stands in their place."""
    letter, case = dispatch.forwarding, dispatch.forwarding.case
    with translation.override(letter.language):
        page = settings.KORZO.base_url + reverse("cases:case", args=[case.code])
    ours = f"{case.code} {page}" if case.is_public else case.code
    words = "\n\n".join(filter(None, [letter.text, case.description]))[: TEXT_LIMIT - len(ours) - 2]
    form: dict[str, str | list[str]] = {
        "service_code": dispatch.service,
        "description": f"{words}\n\n{ours}",
        "lat": "" if case.lat is None else f"{case.lat:.6f}",
        "long": "" if case.long is None else f"{case.long:.6f}",
        "address_string": case.address,
        "first_name": settings.KORZO.city_name,
        "last_name": "-",
        "email": case.office.email,
        "attribute[external_id]": case.code,
    }
    for code, value in case.attributes.items():
        form[f"attribute[{code}][]" if isinstance(value, list) else f"attribute[{code}]"] = value
    if case.is_public and case.text_is_public:
        shown = case.photos.filter(update=None).select_related("upload")
        form["media_url"] = [settings.KORZO.base_url + links.url(photo.upload) for photo in shown]
    return form
