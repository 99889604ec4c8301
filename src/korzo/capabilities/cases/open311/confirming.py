"""CitySDK's confirmation: the secret of the letter, sent by a program that its reader uses, makes a report a case.

Source: CitySDK as Rostock's Klarschiff speaks it (`bfpi/klarschiff-backoffice`, `CitySDK_API.md`).
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.open311 import describing, reading, views, wire
from korzo.capabilities.cases.open311.wire import Document, Problem
from korzo.capabilities.cases.queries import confirming
from korzo.kernel.places import queries as places


@csrf_exempt  # the secret is the permission
@require_http_methods(["PUT"])
@views.speaks
def confirm(request: HttpRequest, *, form: str, secret: str) -> HttpResponse:
    """Make a case of the report; a second time it is the same one."""
    reading.check_jurisdiction(request.GET.dict())
    found = confirming.find(secret)
    if found is None:
        raise Problem(404, "there is no report to confirm under this hash")
    try:
        case = operations.confirm_report(found, now=timezone.now()).case
    except operations.ReportRefused as refusal:
        raise Problem(400, str(refusal)) from refusal
    row = {"service_request_id": case.code, "service_notice": describing.notice(case), "account_id": None}
    return wire.answer(Document("service_requests", [row], "request"), form)


@csrf_exempt  # see above
@require_http_methods(["PUT"])
@views.speaks
def revoke(request: HttpRequest, *, form: str, secret: str) -> HttpResponse:
    """Forget the report; one that is a case already is withdrawn on its reporter's own page."""
    reading.check_jurisdiction(request.GET.dict())
    found = confirming.find(secret)
    if found is None:
        raise Problem(404, "there is no report to revoke under this hash")
    if not operations.revoke_report(found, now=timezone.now()):
        raise Problem(400, "this report is a case already")
    return wire.answer(Document("service_requests", [], "request"), form)


@require_safe
@views.speaks
def coverage(request: HttpRequest, *, form: str) -> HttpResponse:
    """Say whether a point lies in the city."""
    given = request.GET.dict()
    lat, long = reading.number(given, "lat"), reading.number(given, "long")
    if lat is None or long is None or abs(lat) > 90 or abs(long) > 180:  # noqa: PLR2004 -- degrees
        raise Problem(400, "lat and long of a point are needed")
    return wire.answer(Document("coverage", {"result": places.locate(lat, long).inside}), form)
