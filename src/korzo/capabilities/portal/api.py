"""Works and outages as JSON, for programs: reading needs no key; announcing needs one of somebody of the office."""

from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime

from korzo.capabilities.portal.models import Notice, NoticeUpdate
from korzo.capabilities.portal.operations import notices as operations
from korzo.capabilities.portal.operations.refusals import NotAllowed, Refused
from korzo.capabilities.portal.queries import notices
from korzo.kernel.people.api import key, person_of
from korzo.kernel.people.models import Organisation
from korzo.kernel.places.models import District, Street
from korzo.kernel.text import plain
from korzo.kernel.text.languages import OWN_NAME

router = Router()
MOST = 100


def _words(texts: dict[str, str]) -> dict[str, str]:
    if strange := set(texts) - set(OWN_NAME):
        raise ValueError(f"not a language of this site: {', '.join(sorted(strange))[:80]}")
    return {code: plain.clean(text, limit=4000) for code, text in texts.items()}


Words = Annotated[dict[str, str], AfterValidator(_words)]
Code = Annotated[str, Field(pattern=r"^[\w.:-]{1,80}$")]


class NoticeProblem(Schema):
    """Why something was not done; `field` names what to change."""

    detail: str
    field: str = ""


class NoticeUpdateOut(Schema):
    """Something that was said after it was announced."""

    what: str
    text: dict[str, str]
    at: AwareDatetime


class NoticeOut(Schema):
    """A notice as everybody may read it."""

    code: str
    kind: str
    severity: str
    state: str = Field(description="planned, running, ended or cancelled")
    is_late: bool = Field(description="Its planned end has passed without an all-clear")
    title: dict[str, str]
    text: dict[str, str]
    reason: dict[str, str]
    operator: str
    is_planned: bool
    begins_at: AwareDatetime
    ends_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    is_everywhere: bool
    streets: list[str]
    districts: list[str]
    area: dict[str, Any] | None
    version: int
    updates: list[NoticeUpdateOut]


class NoticesOut(Schema):
    """A page of notices."""

    items: list[NoticeOut]
    page: int
    more: bool


class NoticesWanted(Schema):
    """What a list is narrowed to."""

    when: str = Field("", description="running, coming or over; empty: what runs and what comes")
    kind: str = ""
    district: str = ""
    page: int = Field(1, ge=1, le=10_000)
    page_size: int = Field(20, ge=1, le=MOST)


class NoticeIn(Schema):
    """What is announced, in the name of an office. `identifier` is the sender's own: the same again is refused."""

    operator: Code
    kind: Notice.Kind
    severity: Notice.Severity = Notice.Severity.MODERATE
    title: Words = Field(description="By language code: at least one")
    text: Words = Field(default_factory=dict)
    reason: Words = Field(default_factory=dict)
    is_planned: bool = True
    begins_at: AwareDatetime
    ends_at: AwareDatetime | None = None
    is_everywhere: bool = False
    streets: list[Code] = Field(default_factory=list, max_length=200)
    districts: list[Code] = Field(default_factory=list, max_length=200)
    area: dict[str, Any] | None = Field(None, description="GeoJSON geometry, WGS 84")
    identifier: str = Field("", pattern=r"^[\w.:/-]{0,200}$")


class NoticeTellIn(Schema):
    """How it goes on; `ends_at` only when the planned end changes."""

    text: Words = Field(default_factory=dict)
    ends_at: AwareDatetime | None = None


class NoticeEndIn(Schema):
    """What is said with the all-clear."""

    text: Words = Field(default_factory=dict)


ANSWERS: Any = {200: NoticeOut, (400, 401, 403, 404, 422): NoticeProblem}


@router.get("/notices", response={200: NoticesOut, 422: NoticeProblem}, summary="Works and outages")
def list_notices(request: HttpRequest, wanted: Query[NoticesWanted]) -> Any:  # noqa: ARG001 -- ninja's signature
    """List notices: what runs, then what comes."""
    asked = notices.Asked.of({name: plain.clean(getattr(wanted, name)) for name in ("when", "kind", "district")})
    start, size = (wanted.page - 1) * wanted.page_size, wanted.page_size
    rows = list(notices.listed(asked, timezone.now()).prefetch_related("updates")[start : start + size + 1])
    return {"items": [_shown(each) for each in rows[:size]], "page": wanted.page, "more": len(rows) > size}


@router.get("/notices/{code}", response={200: NoticeOut, 404: NoticeProblem}, summary="One notice")
def get_notice(request: HttpRequest, code: str) -> Any:  # noqa: ARG001 -- ninja's signature
    """Show one notice."""
    found = notices.by_code(code)
    return _shown(found) if found else _unknown()


@router.post(
    "/notices",
    response={201: NoticeOut, (400, 401, 403, 422): NoticeProblem},
    auth=key,
    summary="Announce works or an outage",
)
def announce(request: HttpRequest, given: NoticeIn) -> Any:
    """Announce something in the name of one's office."""
    person, values = person_of(request), given.model_dump(exclude={"operator", "streets", "districts"})
    office = Organisation.objects.filter(code=given.operator).first()
    if office is None:
        return Status(422, {"detail": "There is no such office.", "field": "operator"})
    streets = list(Street.objects.filter(code__in=given.streets))
    districts = list(District.objects.filter(code__in=given.districts))
    for name, asked, known in (("streets", given.streets, streets), ("districts", given.districts, districts)):
        if unknown := set(asked) - {each.code for each in known}:
            return Status(422, {"detail": f"Unknown here: {min(unknown)}", "field": name})
    values |= {"sender": f"api:{office.code}" if given.identifier else ""}
    now = timezone.now()

    def act() -> Notice:
        return operations.announce(office, values, streets=streets, districts=districts, by=person, now=now)

    return _done(act, status=201)


@router.post("/notices/{code}/tell", response=ANSWERS, auth=key, summary="Say how it goes on")
def tell(request: HttpRequest, code: str, given: NoticeTellIn) -> Any:
    """Say what is new, and perhaps that it takes until another hour."""
    person = person_of(request)
    return _changed(
        code,
        lambda notice: operations.tell(notice, given.text, ends_at=given.ends_at, by=person, now=timezone.now()),
    )


@router.post("/notices/{code}/end", response=ANSWERS, auth=key, summary="Give the all-clear")
def end(request: HttpRequest, code: str, given: NoticeEndIn) -> Any:
    """Say that everything works again."""
    person = person_of(request)
    return _changed(code, lambda notice: operations.end(notice, given.text, by=person, now=timezone.now()))


def _changed(code: str, act: Callable[[Notice], NoticeUpdate]) -> Any:
    found = notices.by_code(code)
    return _done(lambda: act(found).notice) if found else _unknown()


def _done(act: Callable[[], Notice], *, status: int = 200) -> Any:
    try:
        code = act().code
    except NotAllowed:
        return Status(403, {"detail": "This key may not act for that office."})
    except Refused as refusal:
        return Status(422, {"detail": str(refusal), "field": refusal.field})
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        return Status(422, {"detail": problems[0], "field": field.replace("__all__", "")})
    found = notices.by_code(code)
    return Status(status, _shown(found)) if found else _unknown()


def _unknown() -> Any:
    return Status(404, {"detail": "There is no such notice."})


def _shown(notice: Notice) -> dict[str, Any]:
    now = timezone.now()
    same = ("code", "kind", "severity", "is_planned", "begins_at", "ends_at", "ended_at", "is_everywhere", "area")
    return {
        **{name: getattr(notice, name) for name in (*same, "version")},
        **{name: dict(getattr(notice, name)) for name in ("title", "text", "reason")},
        "state": notice.state(now),
        "is_late": notice.is_late(now),
        "operator": notice.operator.code,
        "streets": [each.code for each in notice.streets.all()],
        "districts": [each.code for each in notice.districts.all()],
        "updates": [{"what": each.what, "text": dict(each.text), "at": each.at} for each in notice.updates.all()],
    }
