"""Updates of requests, in and out, as FixMyStreet exchanges them.

Source: the mySociety extension (`open311/open311.github.io` pull request 55, `mysociety/open311-adapter`). Out go
public steps of public cases. Whoever works on a case may write as staff, and whoever sent the report as its reporter.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.models import Case, Update
from korzo.capabilities.cases.open311 import reading, views, wire
from korzo.capabilities.cases.open311.wire import Document, Problem
from korzo.capabilities.cases.rules.states import WORDS, NotPossible, State
from korzo.kernel.files import links
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

_AFTER: dict[str, State] = {
    Update.Kind.VALIDATED: State.VALIDATED,
    Update.Kind.STARTED: State.IN_PROGRESS,
    Update.Kind.RESOLVED: State.RESOLVED,
    Update.Kind.DECLINED: State.DECLINED,
    Update.Kind.WITHDRAWN: State.WITHDRAWN,
    Update.Kind.MERGED: State.DUPLICATE,
}
_SOLVED = {"FIXED", "CLOSED"}
_REFUSED = {"NO_FURTHER_ACTION": "other", "NOT_COUNCILS_RESPONSIBILITY": "not_ours"}
_CHECKED = {"INVESTIGATING", "ACTION_SCHEDULED"}
_AGAIN = {"REOPEN", "OPEN"}
KNOWN = {
    *_SOLVED,
    *_REFUSED,
    *_CHECKED,
    *_AGAIN,
    "IN_PROGRESS",
    "FOR_TRIAGE",
    "INTERNAL_REFERRAL",
    "DUPLICATE",
    "CANCELLED",
}


@csrf_exempt  # programs authenticate with a key, not with a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@views.speaks
def updates(request: HttpRequest, *, form: str) -> HttpResponse:
    """What happened to requests since a time, or one more thing that did."""
    now = timezone.now()
    rows = [_taken(request, now)] if request.method == "POST" else [_described(each) for each in _asked(request, now)]
    return wire.answer(Document("service_request_updates", rows, "request_update"), form)


def _asked(request: HttpRequest, now: datetime) -> list[Update]:
    given = request.GET.dict()
    reading.check_jurisdiction(given)
    start, end = reading.moment(given, "start_date"), reading.moment(given, "end_date")
    if (start is None) != (end is None):
        raise Problem(400, "start_date and end_date belong together")
    end = end or now
    start = max(start or end - reading.SPAN, end - reading.SPAN)
    found = Update.objects.filter(is_public=True, case__is_public=True, at__range=(start, end))
    wanted = reading.page(given)
    return list(found.select_related("case").prefetch_related("photos__upload").order_by("at", "pk")[wanted.rows])


def _described(update: Update) -> dict[str, Any]:
    photo = next(iter(update.photos.all()), None)
    state = _AFTER.get(update.kind) or update.case.step
    is_again = update.kind in (Update.Kind.REOPENED, Update.Kind.SPLIT)
    return {
        "update_id": str(update.pk),
        "service_request_id": update.case.code,
        "status": "REOPEN" if is_again else _word(state, update.case),
        "external_status_code": update.kind,
        "description": update.text or None,
        "updated_datetime": update.at,
        "media_url": settings.KORZO.base_url + links.url(photo.upload) if photo else None,
    }


def _word(state: State, case: Case) -> str:
    """The status word; a case that another authority answered was not the city's to solve."""
    is_others = state is State.DECLINED and case.reason == "not_ours"
    return "NOT_COUNCILS_RESPONSIBILITY" if is_others else WORDS[state].mysociety


def _taken(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Write what was sent into the case, once; `update_id` is the sender's own number."""
    given = {
        name: value.replace("\x00", "") for name, value in reading.form_of(request).items() if isinstance(value, str)
    }
    reading.check_jurisdiction(given)
    person = reading.caller(given, now)
    case = Case.objects.select_related("category", "office").filter(code=given.get("service_request_id", "")).first()
    if case is None or not permissions.can_see(person, case):
        raise Problem(404, "service_request_id provided was not found")
    theirs, status = given.get("update_id", "").strip(), given.get("status", "").strip().upper().replace(" ", "_")
    if not theirs:
        raise Problem(400, "update_id was not provided")
    if status not in KNOWN:
        raise Problem(400, f"status is one of {', '.join(sorted(KNOWN))}")
    at = reading.moment(given, "updated_datetime")
    if at and at > now + timedelta(minutes=10):
        raise Problem(400, "updated_datetime lies in the future")
    key = operations.once(f"update:{person.pk.hex}:{theirs}")
    try:
        with transaction.atomic():
            twin = Update.objects.filter(client_key=key).first()
            if twin is None:
                _written(
                    case, status, given.get("description", ""), by=person, now=now, photos=views.photos(request, now)
                )
                twin = Update.objects.filter(case=case).latest("pk")
                Update.objects.filter(pk=twin.pk).update(client_key=key)
    except IntegrityError:  # the same update at the same moment
        twin = Update.objects.get(client_key=key)
    except (operations.ReportRefused, NotPossible) as refusal:
        raise Problem(400, str(refusal)) from refusal
    except operations.NotAllowed as refusal:
        raise Problem(403, str(refusal)) from refusal
    return {"update_id": str(twin.pk)}


def _written(case: Case, status: str, text: str, *, by: Person, now: datetime, photos: tuple[Upload, ...]) -> None:
    """Do what a status word asks for, if it changes anything; else it is a comment."""
    if not permissions.can_work_on(by, case):
        _from_reporter(case, status, text, by=by, now=now, photos=photos)
    elif status in _SOLVED and case.is_open:
        operations.resolve(case, text=text, by=by, now=now, photos=photos)
    elif status in _REFUSED and case.is_open:
        operations.decline(case, reason=_REFUSED[status], text=text, by=by, now=now)
    elif status in _AGAIN and not case.is_open:
        operations.reopen(case, text=text, by=by, now=now, photos=photos)
    else:
        if status in (*_CHECKED, "IN_PROGRESS") and case.step is State.RECEIVED:
            operations.validate(case, by=by, now=now)
        if status == "IN_PROGRESS" and case.step is State.VALIDATED:
            operations.start(case, by=by, now=now)
        if text.strip() or status not in (*_CHECKED, "IN_PROGRESS"):
            operations.comment(case, text=text, public=True, by=by, now=now, photos=photos)


def _from_reporter(
    case: Case, status: str, text: str, *, by: Person, now: datetime, photos: tuple[Upload, ...]
) -> None:
    """Write as the one who sent the report; what they write goes to the office, not to the public."""
    sent = Entry.objects.filter(ref=case.ref, event="cases.CaseReported", by=by.ref)
    if not sent.exists():
        raise Problem(403, "this api_key belongs neither to the office of the request nor to its sender")
    if status in _AGAIN and not case.is_open:
        operations.reopen(case, text=text, by=by, now=now, photos=photos, as_reporter=True)
    else:
        operations.comment(case, text=text, public=False, by=by, now=now, photos=photos, as_reporter=True)
