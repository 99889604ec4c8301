"""What the JSON API takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator, field_validator

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import whereabouts

MOST = 100


def _written(day: object) -> date:
    """A date as ISO 8601 writes it; a number would be taken for seconds since 1970."""
    return date.fromisoformat(str(day))


def _moment(moment: object) -> object:
    """A moment as ISO 8601 writes it; a number would be taken for seconds since 1970."""
    return datetime.fromisoformat(moment) if isinstance(moment, str) else moment


Day = Annotated[date, BeforeValidator(_written)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


class Problem(Schema):
    """Why something was not done; `field` names what to change."""

    detail: str
    field: str = ""
    version: int | None = Field(None, description="Somebody was faster (409): the version that the case has now")


class CategoryOut(Schema):
    """A kind of problem."""

    code: str
    name: dict[str, str]
    group: str
    is_private: bool


class WordsIn(Schema):
    """What somebody would report."""

    text: str = Field(max_length=4000)


class SuggestionOut(Schema):
    """A kind that words point to, and how likely, in per cent."""

    category: str
    percent: int


class MoveOut(Schema):
    """The promised date moved: from when to when, and why."""

    at: datetime
    before: datetime | None
    after: datetime | None
    reason: str


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
    due_at: datetime | None = Field(description="By when it is promised to be solved")
    answer_due_at: datetime | None = Field(description="By when somebody is promised to answer")
    answered_at: datetime | None
    is_waiting: bool = Field(description="The clock stands still, because the person who reported it was asked")
    moves: list[MoveOut] = Field(description="How the promised date moved, in order of time")
    closed_at: datetime | None
    updated_at: datetime
    version: int = Field(description="Send it with a change, and nothing that you have not seen is overwritten")
    reopened: int
    duplicate_of: str | None = Field(description="The number of the case that this one repeats")


class CasesOut(Schema):
    """A page of cases; `more` says whether another follows, `next` is the cursor behind the last one."""

    items: list[CaseOut]
    page: int
    more: bool
    next: str | None = Field(
        None, description="Only when asked by `cursor` or `updated_after`: keep it, also at the end"
    )


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


class VersionIn(Given):
    """The version of the case that was seen; without it nothing is compared."""

    version: int | None = None


class TextIn(VersionIn):
    """Some words, and the version of the case that they were written for."""

    text: str = Field(max_length=4000)


class CommentIn(TextIn):
    """A comment, for everybody or for colleagues."""

    public: bool = True


class ValidateIn(VersionIn):
    """Whether everybody may read the reporter's words from now on."""

    publish_text: bool = True


class GiveIn(VersionIn):
    """An office, by its code, and a note for it."""

    office: str = Field(max_length=40)
    note: str = Field("", max_length=4000)


class HandOverIn(VersionIn):
    """An office, by its code, and why it should take the case over."""

    office: str = Field(max_length=40)
    reason: str = Field(max_length=4000)


class ReasonIn(VersionIn):
    """Why not."""

    reason: str = Field(max_length=4000)


class MergeIn(VersionIn):
    """The number of the case that this one repeats."""

    into: str = Field(max_length=24)


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
    updated_after: Moment | None = Field(
        None, description="All that changed since, oldest change first, by cursor; changes settle for ten seconds"
    )
    cursor: str = Field("", max_length=200, description="`next` of the page before: goes on from there, without gaps")
    page: int = Field(1, ge=1, le=1000)
    page_size: int = Field(20, ge=1, le=MOST)


def shown(case: Case) -> dict[str, Any]:
    """What everybody may read of a case."""
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
        "answer_due_at": case.answer_due_at,
        "answered_at": case.answered_at,
        "is_waiting": case.waiting_since is not None,
        "moves": [
            {"at": each.at, "before": each.before, "after": each.after, "reason": each.reason}
            for each in case.moves.all()
        ],
        "closed_at": case.closed_at,
        "updated_at": case.updated_at,
        "version": case.version,
        "reopened": case.reopened,
        "duplicate_of": case.merge.root.code if hasattr(case, "merge") and case.merge.root.is_public else None,
    }
