"""What the systems of others say about cases that we sent them, and what we tell them later."""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Arrival, Case, Dispatch, Forwarding, System, Update
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.operations import asking_systems, intake
from korzo.capabilities.cases.operations.stepping import changing
from korzo.capabilities.cases.rules import georeport
from korzo.kernel import trail
from korzo.kernel.outside import sealed
from korzo.kernel.text import plain

OVERLAP = timedelta(hours=1)
SPAN = timedelta(days=30)
MOST_A_TURN = 200


def read(system: System, *, now: datetime) -> int:
    """Read what is new in a system about the cases we sent it; returns how much was."""
    followed = {
        each.number: each
        for each in Dispatch.objects.filter(
            system=system, state=Dispatch.State.SENT, forwarding__state=Forwarding.State.WAITING
        )
        .exclude(number="")
        .select_related("forwarding__case", "forwarding__authority")
        .order_by("sent_at")[:MOST_A_TURN]
    }
    trouble, heard = "", 0
    try:
        if followed and system.speaks_updates:
            heard = _by_updates(system, followed, now)
        elif followed:
            heard = _by_looking(system, followed, now)
    except (ConnectionError, ValueError) as error:
        trouble = str(error)[:300]
    System.objects.filter(pk=system.pk).update(trouble=trouble, **({} if trouble else {"read_at": now}))
    return heard


def _by_updates(system: System, followed: dict[str, Dispatch], now: datetime) -> int:
    start = max((system.read_at or now - SPAN) - OVERLAP, now - SPAN)
    found = asking_systems.pages(
        system, "servicerequestupdates", georeport.updates, api_key=sealed.unseal(system.key),
        start_date=start.isoformat(timespec="seconds"), end_date=(now + OVERLAP).isoformat(timespec="seconds"),
    )  # fmt: skip
    heard = 0
    for news in found:
        if dispatch := followed.get(news.about):
            heard += _heard(dispatch, news.number, news.status, news.text, now)
    return heard


def _by_looking(system: System, followed: dict[str, Dispatch], now: datetime) -> int:
    """Look at each request; that it was opened, and looks as before, is no news."""
    heard = 0
    for number, dispatch in followed.items():
        answer = asking_systems.get(system, f"requests/{quote(number, safe='')}")
        seen = next(iter(georeport.requests(answer.body)), None) if answer.is_fine else None
        if seen is None:
            continue
        status = "CLOSED" if seen.is_closed else "OPEN"
        if (status, seen.notes) != (dispatch.status or "OPEN", dispatch.notes):
            heard += _heard(dispatch, intake.once(f"{status}:{seen.notes}")[:16], status, seen.notes, now)
    return heard


def _heard(dispatch: Dispatch, number: str, status: str, text: str, now: datetime) -> bool:
    """Put one piece of news into the case's story, once; colleagues read it, and say themselves what all may read."""
    case, letter = dispatch.forwarding.case, dispatch.forwarding
    key = intake.once(f"system:{dispatch.system_id}:{dispatch.pk}:{number}")
    if Update.objects.filter(client_key=key).exists():
        return False
    closed = status in georeport.SOLVED | georeport.REFUSED
    words = plain.clean(text[:TEXT_LIMIT])[:TEXT_LIMIT]
    with changing(case, now=now) as step:
        if Update.objects.filter(client_key=key).exists():
            return False
        made = step.log(Update.Kind.HEARD, by=None, text=words or status, public=False, toward=letter.authority)
        Update.objects.filter(pk=made.pk).update(client_key=key)
        dispatch.status, dispatch.notes = status[:40], words
        if closed:
            dispatch.state, dispatch.solved = Dispatch.State.ANSWERED, status in georeport.SOLVED
        dispatch.save(update_fields=["status", "notes", "state", "solved"])
        proof = intake.hashed(words)
        trail.record(events.CaseHeardOf(case.ref, letter.pk, made.pk, closed, proof), by=None, now=now)
    return True


def tell(dispatch: Dispatch, update: Update) -> None:
    """Pass a public note on to the system that has the case; the same one again changes nothing there.

    Raises ConnectionError when it did not take it.
    """
    _say(dispatch, f"{update.pk}", update.text, update.at)


def tell_back(dispatch: Dispatch) -> None:
    """Tell the system that we go on with the case ourselves; raises ConnectionError."""
    letter = dispatch.forwarding
    _say(dispatch, f"back-{letter.pk}", _("We go on with this case ourselves."), letter.ended_at or letter.forwarded_at)


def _say(dispatch: Dispatch, number: str, text: str, at: datetime) -> None:
    given = {
        "update_id": f"korzo-{number}",
        "service_request_id": dispatch.number,
        "status": "OPEN",
        "updated_datetime": at.isoformat(timespec="seconds"),
        "description": text,
    }
    answer = asking_systems.post(dispatch.system, "servicerequestupdates", given)
    if not answer.is_fine:
        raise ConnectionError(asking_systems.problem(answer))


def arrive(case: Case, system: System, *, number: str, now: datetime) -> None:
    """Note which system sent a case, and its number there."""
    with transaction.atomic():
        _row, is_new = Arrival.objects.get_or_create(
            case=case, defaults={"system": system, "number": plain.clean(number[:80], lines=False)[:80]}
        )
        if is_new:
            trail.record(events.CaseArrived(case.ref, system.authority.code), by=None, now=now)
