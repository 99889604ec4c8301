"""The calls of GeoReport v2."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, OperationalError, transaction
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Category, System, Unconfirmed
from korzo.capabilities.cases.open311 import describing, narrowing, reading, wire
from korzo.capabilities.cases.open311.wire import Document, Problem
from korzo.capabilities.cases.operations import hearing, intake, picturing
from korzo.capabilities.cases.queries import confirming, systems
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.files.pictures import UnusablePicture

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
EXTENSIONS = "idempotency-key, servicerequestupdates, paging, updated_after, citysdk"
SAME = ("service_code", "description", "lat", "long", "address_string", "address_id", "email")
SAME_SECONDS = 300
View = Callable[..., HttpResponse]
log = structlog.get_logger()


def speaks(view: View) -> View:
    """Turn problems into the standard's errors, in the form that the address asks for, and let every site read."""

    @wraps(view)
    def answered(request: HttpRequest, *, form: str, rehearsal: bool = False, **parts: Any) -> HttpResponse:
        try:
            answer = (rehearsed(view) if rehearsal else view)(request, form=form, **parts)
        except Problem as problem:
            answer = wire.refuse([problem], form)
        except (TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig, MultiPartParserError):
            answer = wire.refuse([Problem(400, "the request is too large or not well formed")], form)
        except (OperationalError, InterfaceError, InternalError):
            log.exception("database unavailable")
            answer = wire.refuse([Problem(503, "not possible just now; try again later")], form)
            answer["Retry-After"] = "30"
        except OSError:
            log.exception("photo not stored")
            answer = wire.refuse([Problem(503, "the photo could not be stored just now; try again without it")], form)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return answered


def rehearsed(view: View) -> View:
    """Answer as the view would, and keep nothing of it: the endpoint against which others test their programs."""

    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        request.FILES.clear()  # files are not part of the transaction
        with transaction.atomic():
            answer = view(request, **parts)
            transaction.set_rollback(True)
        return answer

    return answered


@require_safe
@speaks
def discovery(_request: HttpRequest, *, form: str) -> HttpResponse:
    """Call 0: where the production endpoint is and which forms it speaks."""
    changed = (Category.objects.aggregate(at=Max("changed_at"))["at"] or timezone.now()).replace(microsecond=0)
    endpoints = [
        {
            "specification": SPECIFICATION,
            "url": settings.KORZO.base_url + reverse(name, args=["json"]).removesuffix("/services.json"),
            "changeset": changed,
            "type": kind,
            "formats": ["text/xml", "application/json"],
        }
        for kind, name in (("production", "open311-services"), ("test", "open311-test-services"))
    ]
    content = {
        "changeset": changed,
        "contact": f"{settings.KORZO.city_name}, {settings.KORZO.mail_from}",
        "key_service": f"{settings.KORZO.base_url}{reverse('account_login')}",
        "endpoints": endpoints,
    }
    answer = wire.answer(Document("discovery", content), form)
    answer["X-Open311-Extensions"] = EXTENSIONS  # the document itself has only the standard's elements
    return answer


@require_safe
@speaks
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """Call 1: what can be reported."""
    reading.check_jurisdiction(request.GET.dict())
    active = Category.objects.filter(is_active=True).annotate(questions=Count("attributes")).order_by("order", "code")
    return wire.answer(Document("services", [describing.service(each) for each in active], "service"), form)


@require_safe
@speaks
def definition(request: HttpRequest, *, form: str, service_code: str) -> HttpResponse:
    """Call 2: the questions about one kind of problem."""
    reading.check_jurisdiction(request.GET.dict())
    category = Category.objects.prefetch_related("attributes").filter(code=service_code, is_active=True).first()
    if category is None:
        raise Problem(404, "service_code provided was not found")
    return wire.answer(Document("service_definition", describing.definition(category)), form)


@csrf_exempt  # programs authenticate with a key, not with a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@speaks
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """Calls 3 and 5: take a report, or list public ones."""
    now = timezone.now()
    return _create(request, form, now) if request.method == "POST" else _list(request, form, now)


def _list(request: HttpRequest, form: str, now: datetime) -> HttpResponse:
    given = request.GET.dict()
    reading.check_jurisdiction(given)
    wanted = reading.page(given)
    cases = narrowing.narrowed(reading.chosen(given, now), given)
    extended = given.get("extensions") == "true"
    if given.get("just_count", "").strip().lower() == "true":
        return wire.answer(Document("service_requests", [{"count": cases.order_by().count()}], "request"), form)
    if extended:
        cases = cases.prefetch_related(*describing.EXTENDED)
    rows = [describing.request(case, extended=extended) for case in cases[wanted.rows]]
    answer = wire.answer(Document("service_requests", rows, "request"), form)
    if given.get("page") or given.get("page_size"):
        total = cases.order_by().count()
        answer["X-Total-Count"] = str(total)
        if wanted.page * wanted.size < total:
            query = request.GET.copy()
            query["page"] = str(wanted.page + 1)
            answer["Link"] = f'<{settings.KORZO.base_url}{request.path}?{query.urlencode()}>; rel="next"'
    return answer


def _create(request: HttpRequest, form: str, now: datetime) -> HttpResponse:
    given = reading.form_of(request)
    flat = {name: value.replace("\x00", "") for name in given if (value := given.get(name)) is not None}
    reading.check_jurisdiction(flat)
    person = reading.caller(flat, now)
    service_code = flat.get("service_code", "")
    if not service_code:
        raise Problem(400, "service_code was not provided")
    address = flat.get("address_string", "")
    if flat.get("address_id", reading.NOT_PINPOINTED) != reading.NOT_PINPOINTED and not address:
        address = flat["address_id"]
    uploads, told = photos(request, now), reading.attributes(given)
    system = systems.of(person)
    hand_in = intake.report if system else operations.hand_in  # who is asked is a resident, not a neighbouring city
    try:
        taken = hand_in(
            operations.Report(
                category=service_code,
                description=flat.get("description", ""),
                lat=reading.number(flat, "lat"),
                long=reading.number(flat, "long"),
                address=address,
                attributes=told,
                photos=uploads,
                name=" ".join(
                    part
                    for name in ("first_name", "last_name")
                    if (part := flat.get(name, "").strip()) not in ("", "-")
                ),
                email=flat.get("email", ""),
                phone=flat.get("phone", ""),
                language=get_language() or "",
                channel="open311",
                client_key=_once(request, person.pk.hex, flat, now),
            ),
            by=person,
            now=now,
        )
    except operations.ReportRefused as refusal:
        if refusal.field == "category":
            raise Problem(404, "service_code provided was not found") from refusal
        raise Problem(400, str(refusal)) from refusal
    if isinstance(taken, Unconfirmed):
        row = {"token": str(taken.pk), "service_notice": describing.WAITS, "account_id": None}
        return wire.answer(Document("service_requests", [row], "request"), form)
    if taken.is_new:
        _came(taken.case, system, told, [] if uploads else given.getlist("media_url"), now)
    return wire.answer(Document("service_requests", [_receipt(taken.case)], "request"), form)


def _came(case: Case, system: System | None, told: dict[str, Any], pictures: list[str], now: datetime) -> None:
    """Note which system sent a case, and have the pictures fetched that it only names."""
    if system:
        hearing.arrive(case, system, number=str(told.get("external_id") or told.get("fixmystreet_id") or ""), now=now)
    if wanted := [url for url in pictures if url.startswith(("https://", "http://"))]:
        picturing.fetch_later.enqueue(code=case.code, urls=wanted[: operations.MOST_PHOTOS])


def _receipt(case: Case) -> dict[str, Any]:
    """The number at once, a token, or neither, as the category says; never both."""
    made: dict[str, Any] = {"service_notice": describing.notice(case), "account_id": None}
    category = case.category
    if category.answers == Category.Answers.REALTIME:
        return {"service_request_id": case.code, **made}
    return {"token": case.code, **made} if category.answers == Category.Answers.BATCH else made


def _once(request: HttpRequest, who: str, given: dict[str, str], now: datetime) -> str | None:
    """The key under which a POST that is sent again is recognised.

    A program that gives none and sends the same words about the same place within minutes has lost our answer.
    """
    if key := request.headers.get("Idempotency-Key", "")[:200]:
        return operations.once(f"{who}:{key}")
    if not given.get("description", "").strip():
        return None
    same = "\0".join(given.get(name, "") for name in SAME)
    turn = int(now.timestamp()) // SAME_SECONDS
    before, this = (operations.once(f"{who}:{each}:{same}") for each in (turn - 1, turn))
    return before if intake.is_known(before) else this


def photos(request: HttpRequest, now: datetime) -> tuple[Upload, ...]:
    """Photos that came with the same POST (`media`, or any other file field)."""
    kept = []
    for name in request.FILES:
        for file in request.FILES.getlist(name)[: operations.MOST_PHOTOS]:
            try:
                kept.append(files.add(file, owner=f"{files.DRAFT}open311", now=now))
            except UnusablePicture as reason:
                raise Problem(400, f"media: {reason}") from reason
    return tuple(kept)


@require_safe
@speaks
def token(request: HttpRequest, *, form: str, given: str) -> HttpResponse:
    """Call 4: the number that a token became."""
    reading.check_jurisdiction(request.GET.dict())
    waiting = confirming.by_token(given)
    case = waiting.case if waiting else Case.objects.filter(code=given, channel="open311").first()
    if case is None and waiting is None:
        raise Problem(404, "token provided was not found")
    row = {"service_request_id": case.code if case else None, "token": given}
    return wire.answer(Document("service_requests", [row], "request"), form)


@require_safe
@speaks
def single(request: HttpRequest, *, form: str, service_request_id: str) -> HttpResponse:
    """Call 6: one request, as a list of one."""
    reading.check_jurisdiction(request.GET.dict())
    cases = Case.objects.public().select_related("category", "office").prefetch_related("photos__upload")
    case = cases.filter(code=service_request_id).first()
    if case is None:
        raise Problem(404, "service_request_id provided was not found")
    row = describing.request(case, extended=request.GET.get("extensions") == "true")
    return wire.answer(Document("service_requests", [row], "request"), form)
