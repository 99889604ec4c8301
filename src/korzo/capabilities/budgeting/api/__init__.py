"""Cycles and ideas as JSON, for programs. Reading needs no key."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from korzo.capabilities.budgeting.api import voting
from korzo.capabilities.budgeting.models import Cycle, Idea
from korzo.capabilities.budgeting.queries import calendar, checking, lists

router = Router()
router.add_router("", voting.router)
MOST = 100


class Problem(Schema):
    """Why something was not done."""

    detail: str


class PhaseOut(Schema):
    """A phase of a cycle."""

    code: str
    starts_at: datetime
    ends_at: datetime | None


class TrackOut(Schema):
    """An envelope."""

    code: str
    name: dict[str, str]
    envelope: Decimal
    scope: str
    ballot: str
    rule: str


class CycleOut(Schema):
    """A cycle with its calendar and envelopes; amounts in `currency` (ISO 4217)."""

    code: str
    name: dict[str, str]
    currency: str
    phase: str | None = Field(None, description="The phase that runs now")
    phases: list[PhaseOut]
    tracks: list[TrackOut]


class ReviewOut(Schema):
    """What an office found; only confirmed checks are told."""

    office: str
    verdict: str
    reason: str
    confirmed_at: datetime


class IdeaOut(Schema):
    """An idea, as everybody may read it."""

    code: str
    cycle: str
    track: str
    theme: str
    state: str
    title: str
    body: str
    benefits: str
    language: str
    lat: float | None
    long: float | None
    estimated_cost: Decimal | None
    cost: Decimal | None
    yearly_cost: Decimal | None
    supporters: int
    merged_into: str | None
    proposed_at: datetime
    reviews: list[ReviewOut]


class IdeasOut(Schema):
    """A page of ideas."""

    items: list[IdeaOut]
    page: int
    more: bool


class Wanted(Schema):
    """What a list is narrowed to."""

    q: str = Field("", max_length=200)
    track: str = ""
    theme: str = ""
    district: str = ""
    state: Literal["", "waiting", "feasible", "ballot", "chosen", "out"] = ""
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(20, ge=1, le=MOST)


@router.get("/cycles", response=list[CycleOut], summary="Cycles, newest first")
def cycles(request: HttpRequest) -> Any:  # noqa: ARG001 -- ninja's signature
    """List published cycles."""
    now = timezone.now()
    return [_cycle(cycle, now) for cycle in Cycle.objects.filter(is_published=True).prefetch_related("tracks")]


@router.get(
    "/cycles/{code}/ideas", response={200: IdeasOut, (404, 422): Problem}, summary="Ideas of a cycle, newest first"
)
def ideas(request: HttpRequest, code: str, wanted: Query[Wanted]) -> Any:  # noqa: ARG001 -- ninja's signature
    """List public ideas."""
    cycle = Cycle.objects.filter(code=code, is_published=True).first()
    if cycle is None:
        return Status(404, {"detail": "There is no such cycle."})
    filters = lists.Filters.read(wanted.model_dump(exclude={"page", "page_size"}))
    found = lists.public(cycle, filters).order_by("-proposed_at", "-pk").select_related("track", "theme", "cycle")
    start = (wanted.page - 1) * wanted.page_size
    rows = list(found[start : start + wanted.page_size + 1])
    return {
        "items": [_idea(idea) for idea in rows[: wanted.page_size]],
        "page": wanted.page,
        "more": len(rows) > wanted.page_size,
    }


@router.get("/ideas/{code}", response={200: IdeaOut, 404: Problem}, summary="One public idea")
def idea(request: HttpRequest, code: str) -> Any:  # noqa: ARG001 -- ninja's signature
    """Show one idea."""
    found = Idea.objects.public().select_related("track", "theme", "cycle", "merged_into").filter(code=code).first()
    return _idea(found) if found else Status(404, {"detail": "There is no such idea."})


def _cycle(cycle: Cycle, now: datetime) -> dict[str, Any]:
    stages = calendar.stages(cycle, now=now)
    return {
        "code": cycle.code,
        "name": dict(cycle.name),
        "currency": cycle.currency,
        "phase": next((stage.kind.code for stage in stages if stage.state == "now"), None),
        "phases": [
            {"code": stage.kind.code, "starts_at": stage.starts_at, "ends_at": stage.ends_at} for stage in stages
        ],
        "tracks": [
            {
                "code": track.code,
                "name": dict(track.name),
                "envelope": track.envelope,
                "scope": track.scope,
                "ballot": track.ballot,
                "rule": track.rule,
            }
            for track in cycle.tracks.all()
        ],
    }


def _idea(idea: Idea) -> dict[str, Any]:
    plain = ("code", "state", "title", "body", "benefits", "language", "lat", "long", "supporters", "proposed_at")
    return {
        **{name: getattr(idea, name) for name in (*plain, "estimated_cost", "cost", "yearly_cost")},
        "cycle": idea.cycle.code,
        "track": idea.track.code,
        "theme": idea.theme.code,
        "merged_into": idea.merged_into.code if idea.merged_into and not idea.merged_into.is_hidden else None,
        "reviews": [
            {"office": row.office.code, "verdict": row.verdict, "reason": row.reason, "confirmed_at": row.confirmed_at}
            for row in checking.public_reviews(idea)
        ],
    }
