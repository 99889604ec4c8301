"""Ballots and results as JSON, for programs. Reading needs no key."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from korzo.capabilities.budgeting.models import Cycle, Track
from korzo.capabilities.budgeting.queries import exporting, results, voting
from korzo.capabilities.budgeting.queries.results import Result

router = Router()
NO_CYCLE = {"detail": "There is no such cycle."}


class NotThere(Schema):
    """Why there is no answer."""

    detail: str


class CandidateOut(Schema):
    """What can be voted for."""

    number: int
    idea: str = Field(description="Number of the idea")
    title: str
    theme: str
    cost: Decimal = Field(description="At the time of the vote; it does not change any more")


class BallotOut(Schema):
    """A ballot and what makes it valid; None: no limit."""

    track: str
    way: str = Field(description=", ".join(Track.Ballot.values))
    envelope: Decimal
    minimum_projects: int
    maximum_projects: int
    points: int | None
    theme_minimum: int | None
    theme_maximum: int | None
    candidates: list[CandidateOut]


class ProjectOut(Schema):
    """A project of a result."""

    number: int
    idea: str
    title: str
    cost: float
    votes: int
    score: float
    place: int
    won: bool
    how: str = Field(description="By what it won, or why it did not")


class ResultOut(Schema):
    """An official result; counting the `.pb` file again by `settings` gives the same."""

    cycle: str
    track: str
    currency: str
    made_at: datetime
    ballots: int
    envelope: float
    spent: float
    input_sha256: str
    tie_seed: str
    software: str
    settings: dict[str, Any]
    groups_passed_over: int = Field(description="Violations of EJR+ up to one project, for cost")
    projects: list[ProjectOut]


def _cycle(code: str) -> Cycle | None:
    return Cycle.objects.filter(code=code, is_published=True).first()


@router.get(
    "/cycles/{code}/ballots", response={200: list[BallotOut], 404: NotThere}, summary="What stands on the ballots"
)
def ballots(request: HttpRequest, code: str) -> Any:  # noqa: ARG001 -- ninja's signature
    """List the ballots of a cycle."""
    cycle = _cycle(code)
    return [_ballot(each) for each in voting.tracks_with_ballots(cycle)] if cycle else Status(404, NO_CYCLE)


@router.get("/cycles/{code}/results", response={200: list[ResultOut], 404: NotThere}, summary="Official results")
def official_results(request: HttpRequest, code: str) -> Any:  # noqa: ARG001 -- ninja's signature
    """List the official results of a cycle."""
    cycle = _cycle(code)
    if cycle is None:
        return Status(404, NO_CYCLE)
    found = (results.official(track) for track in results.declared(cycle))
    return [_result(each) for each in found if each]


def _ballot(track: Track) -> dict[str, Any]:
    form = voting.form_of(track)
    return {
        "track": track.code,
        "way": form.way.value,
        "envelope": form.envelope,
        "minimum_projects": form.minimum,
        "maximum_projects": form.most,
        "points": form.points,
        "theme_minimum": form.theme_minimum,
        "theme_maximum": form.theme_maximum,
        "candidates": [
            {
                "number": each.number,
                "idea": each.idea.code,
                "title": each.idea.title,
                "theme": each.idea.theme.code,
                "cost": each.cost,
            }
            for each in voting.candidates(track)
        ],
    }


def _result(result: Result) -> dict[str, Any]:
    whole = exporting.as_json(result)
    names = ("cycle", "track", "currency", "made_at", "input_sha256", "tie_seed", "software", "settings", "projects")
    return {
        **{name: whole[name] for name in names},
        "ballots": result.data["ballots"],
        "envelope": float(result.outcome.budget),
        "spent": float(result.outcome.cost),
        "groups_passed_over": len(result.certificate.witnesses),
    }
