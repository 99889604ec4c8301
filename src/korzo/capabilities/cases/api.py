"""Cases as JSON, for programs that want more than Open311 gives. Reading needs no key; writing needs one."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema, Status
from pydantic import BeforeValidator, field_validator

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.models import Case, Category
from korzo.capabilities.cases.queries import lists, whereabouts
from korzo.capabilities.cases.rules.states import NotPossible
from korzo.kernel.people.api import key, person_of

router = Router()
MOST = 100


def _written(day: object) -> date:
    """A date as ISO 8601 writes it; a number would be taken for seconds since 1970."""
    return date.fromisoformat(str(day))


Day = Annotated[date, BeforeValidator(_written)]


class Problem(Schema):
    """Why something was not done; `field` names what to change."""

    detail: str
    field: str = ""


class CategoryOut(Schema):
    """A kind of problem."""

    code: str
    name: dict[str, str]
    group: str
    is_private: bool


class CaseOut(Schema):
    """A case as everybody may see it. Position in degrees WGS 84."""

    code: str
    category: str
    state: str
    is_open: bool
    office: str
    district: str | None
    address: str = Field(
        description="Until the report is checked, only what the city calls the place; as a rule without house number"
    )
    lat: float | None
    long: float | None
    description: str | None = Field(description="The reporter's words, once they were checked")
    outcome: str | None
    reported_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    reopened: int
    duplicate_of: str | None = Field(description="The number of the case that this one repeats")


class CasesOut(Schema):
    """A page of cases; `more` says whether another follows."""

    items: list[CaseOut]
    page: int
    more: bool


class Given(Schema):
    """What a program sends."""

    @field_validator("*", mode="before")
    @classmethod
    def without_zero_bytes(cls, value: Any) -> Any:
        """Drop what no database keeps."""
        return value.replace("\x00", "") if isinstance(value, str) else value


class ReportIn(Given):
    """A report. A place is a point, an address, or both."""

    category: str = Field(max_length=60)
    description: str = Field("", max_length=4000)
    lat: float | None = Field(None, ge=-90, le=90)
    long: float | None = Field(None, ge=-180, le=180)
    address: str = Field("", max_length=200)
    attributes: dict[str, str | list[str]] = Field(default_factory=dict)
    name: str = Field("", max_length=120)
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    client_key: str = Field(
        "", max_length=200, description="Your own number of this report; sent again, it is not reported again"
    )


class ReportOut(Schema):
    """The receipt: the number, and the secret path with which the reporter follows the case."""

    code: str
    office: str
    due_at: datetime | None
    follow: str
    is_new: bool


class TextIn(Given):
    """Some words, and the version of the case that they were written for."""

    text: str = Field(max_length=4000)
    version: int | None = None


class DeclineIn(TextIn):
    """A reason code and the explanation."""

    reason: Literal["not_ours", "no_money", "no_defect", "not_found", "private_ground", "other"]


class Wanted(Schema):
    """What a list is narrowed to."""

    q: str = Field("", max_length=200)
    category: str = ""
    status: Literal["", "open", "closed"] = ""
    district: str = ""
    office: str = ""
    since: Day | None = None
    until: Day | None = None
    page: int = Field(1, ge=1, le=1000)
    page_size: int = Field(20, ge=1, le=MOST)


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
    given = wanted.model_dump(exclude={"page", "page_size"})
    start = (wanted.page - 1) * wanted.page_size
    cases = lists.public(lists.Filters(**given)).prefetch_related("merge__root")
    found = list(cases[start : start + wanted.page_size + 1])
    return {
        "items": [_shown(case) for case in found[: wanted.page_size]],
        "page": wanted.page,
        "more": len(found) > wanted.page_size,
    }


@router.get("/{code}", response={200: CaseOut, 404: Problem}, summary="One public case")
def get_case(request: HttpRequest, code: str) -> Any:  # noqa: ARG001 -- ninja's signature
    """Show one case."""
    found = lists.by_code(code)
    if found is None or not found.is_public:
        return Status(404, {"detail": "There is no such case."})
    return _shown(found)


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


@router.post("/{code}/resolve", response={200: CaseOut, (400, 401, 403, 404, 409, 422): Problem}, auth=key)
def resolve(request: HttpRequest, code: str, given: TextIn) -> Any:
    """Close a case as solved."""
    return _done(
        request, code, lambda case, who: operations.resolve(case, text=given.text, version=given.version, **who)
    )


@router.post("/{code}/decline", response={200: CaseOut, (400, 401, 403, 404, 409, 422): Problem}, auth=key)
def decline(request: HttpRequest, code: str, given: DeclineIn) -> Any:
    """Close a case without solving it, with a reason."""
    return _done(
        request,
        code,
        lambda case, who: operations.decline(case, reason=given.reason, text=given.text, version=given.version, **who),
    )


def _done(request: HttpRequest, code: str, act: Any) -> Any:
    case = lists.by_code(code)
    if case is None or not permissions.can_see(person_of(request), case):
        return Status(404, {"detail": "There is no such case."})
    try:
        act(case, {"by": person_of(request), "now": timezone.now()})
    except operations.NotAllowed as refusal:
        return Status(403, {"detail": str(refusal)})
    except (operations.CaseChanged, NotPossible) as conflict:
        return Status(409, {"detail": str(conflict)})
    except operations.ReportRefused as refusal:
        return Status(422, {"detail": str(refusal), "field": refusal.field})
    return _shown(lists.by_code(code) or case)


def _shown(case: Case) -> dict[str, Any]:
    return {
        "code": case.code,
        "category": case.category.code,
        "state": case.state,
        "is_open": case.is_open,
        "office": case.office.code,
        "district": case.district.code if case.district else None,
        "address": whereabouts.public(case),
        "lat": case.lat,
        "long": case.long,
        "description": case.description if case.text_is_public else None,
        "outcome": case.outcome if case.outcome_is_public and not case.is_open else None,
        "reported_at": case.reported_at,
        "due_at": case.due_at,
        "closed_at": case.closed_at,
        "updated_at": case.updated_at,
        "reopened": case.reopened,
        "duplicate_of": case.merge.root.code if hasattr(case, "merge") and case.merge.root.is_public else None,
    }
