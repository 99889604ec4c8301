"""Cases as JSON, for programs that want more than Open311 gives. Reading needs no key; writing needs one."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Status

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.api import working
from korzo.capabilities.cases.api.shapes import (
    CaseOut,
    CasesOut,
    CategoryOut,
    Problem,
    ReportIn,
    ReportOut,
    SuggestionOut,
    Wanted,
    WordsIn,
    shown,
)
from korzo.capabilities.cases.models import Category
from korzo.capabilities.cases.queries import lists, polling, suggested
from korzo.kernel.people.api import key, person_of

router = Router()


@router.get("/categories", response=list[CategoryOut], summary="Kinds of problems")
def categories(request: HttpRequest) -> Any:  # noqa: ARG001 -- ninja's signature
    """List what can be reported."""
    return [
        {"code": each.code, "name": dict(each.name), "group": each.group, "is_private": each.is_private}
        for each in Category.objects.filter(is_active=True)
    ]


@router.get("/", response={200: CasesOut, 422: Problem}, summary="Public cases, newest first")
def list_cases(request: HttpRequest, wanted: Query[Wanted]) -> Any:  # noqa: ARG001 -- ninja's signature
    """List public cases."""
    filters = lists.Filters(**wanted.model_dump(exclude={"page", "page_size", "cursor", "updated_after"}))
    cases = lists.public(filters).prefetch_related("merge__root", "moves")
    if wanted.cursor or wanted.updated_after:
        try:
            found = polling.since(cases, after=wanted.updated_after, cursor=wanted.cursor, most=wanted.page_size)
        except polling.BadCursor:
            return Status(422, {"detail": "This cursor was not made here.", "field": "cursor"})
        return {"items": map(shown, found.cases), "page": 1, "more": found.more, "next": found.cursor}
    start = (wanted.page - 1) * wanted.page_size
    rows = list(cases[start : start + wanted.page_size + 1])
    return {"items": map(shown, rows[: wanted.page_size]), "page": wanted.page, "more": len(rows) > wanted.page_size}


@router.post(
    "/suggestions",
    response={200: list[SuggestionOut], (400, 401, 422): Problem},
    auth=key,
    summary="What words are about, as a proposal",
)
def suggestions(request: HttpRequest, given: WordsIn) -> Any:  # noqa: ARG001 -- ninja's signature
    """Propose kinds, likeliest first; none when the words say too little. A POST, so that no log keeps the words."""
    return [{"category": each.code, "percent": each.percent} for each in suggested.kinds(given.text)]


@router.get("/{code}", response={200: CaseOut, 404: Problem}, summary="One public case")
def get_case(request: HttpRequest, code: str) -> Any:  # noqa: ARG001 -- ninja's signature
    """Show one case."""
    found = lists.by_code(code)
    if found is None or not found.is_public:
        return Status(404, {"detail": "There is no such case."})
    return shown(found)


@router.post(
    "/", response={201: ReportOut, 200: ReportOut, (400, 401, 422): Problem}, auth=key, summary="Report a problem"
)
def report(request: HttpRequest, given: ReportIn) -> Any:
    """Take a report; 200 instead of 201 when `client_key` was used before."""
    person = person_of(request)
    fields = given.model_dump(exclude={"client_key"})
    client_key = operations.once(f"{person.pk.hex}:{given.client_key}") if given.client_key else None
    what = operations.Report(**fields, language=get_language() or "", channel="api", client_key=client_key)
    try:
        receipt = operations.report(what, by=person, now=timezone.now())
    except operations.ReportRefused as refusal:
        return Status(422, {"detail": str(refusal), "field": refusal.field})
    case = receipt.case
    body = {
        "code": case.code,
        "office": case.office.code,
        "due_at": case.due_at,
        "follow": receipt.follow,
        "is_new": receipt.is_new,
    }
    return Status(201 if receipt.is_new else 200, body)


router.add_router("", working.router)
