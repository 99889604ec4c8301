"""The door of budgeting: what journeys may ask and do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from korzo.capabilities.budgeting import permissions
from korzo.capabilities.budgeting.events import IdeaProposed, IdeaWon
from korzo.capabilities.budgeting.models import (
    Coauthor,
    Comment,
    Cycle,
    Idea,
    Photo,
    Progress,
    Support,
    Track,
    Volunteer,
)
from korzo.capabilities.budgeting.models.idea import IdeaQuerySet
from korzo.capabilities.budgeting.operations import proposing, supporting
from korzo.capabilities.budgeting.operations import voting as receiving
from korzo.capabilities.budgeting.operations.origins import Origin, grows_from
from korzo.capabilities.budgeting.operations.voting import Invalid
from korzo.capabilities.budgeting.queries import ballots as ballots_in_words
from korzo.capabilities.budgeting.queries import calendar, voting
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.rules.validity import Flaw, Slate, flaws
from korzo.kernel import files, people, refs
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.phases import Phase
from korzo.kernel.places import queries as places
from korzo.kernel.places.around import Happening, Where, tells
from korzo.kernel.places.geometry import Point, distance_m
from korzo.kernel.text.languages import HTML_LANG

__all__ = [
    "BallotView",
    "ChoiceView",
    "Flaw",
    "IdeaProposed",
    "IdeaWon",
    "Invalid",
    "Origin",
    "Slate",
    "WinnerView",
    "ballot",
    "ballots",
    "begin_address",
    "cycles_to_vote_on",
    "flaws_of",
    "grows_from",
    "receive",
    "slate",
    "takes_ideas",
    "votes_at",
    "winner",
]
LIVING = states.BEFORE_SHORTLIST | {states.State.SHORTLISTED} | states.CHOSEN
"""States of ideas of which something may still come."""
BESIDE_M = 100.0
"""How far beside a street's box an idea may lie that belongs to the street."""


def takes_ideas(now: datetime | None = None) -> bool:
    """Say whether somebody can propose an idea now."""
    return bool(calendar.open_for("propose", now=now or timezone.now()))


def begin_address(ref: str) -> str:
    """Where a POST makes a draft from a reference that `grows_from` knows; who signs in first finds it there."""
    return f"{reverse('budgeting:begin')}?{urlencode({'from': ref})}"


@dataclass(frozen=True)
class ChoiceView:
    """What can be voted for; `cost` as it is at the time of the vote, in the ballot's currency."""

    number: int
    ref: str
    title: str
    cost: Decimal
    theme: str


@dataclass(frozen=True)
class BallotView:
    """The ballot of a track and what makes it valid; None: no limit. Panels by code; none: all votes are one."""

    ref: str
    title: dict[str, str]
    currency: str
    envelope: Decimal
    way: str
    minimum: int
    maximum: int
    points: int | None
    theme_minimum: int | None
    theme_maximum: int | None
    district: str
    choices: tuple[ChoiceView, ...]
    panels: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class WinnerView:
    """A chosen idea, for who will build it. Position in degrees WGS 84, None where unknown."""

    ref: str
    title: str
    text: str
    cost: Decimal
    currency: str
    lat: float | None
    long: float | None
    from_ref: str


def ballots(cycle: str) -> tuple[BallotView, ...]:
    """The ballots of a cycle, by its reference (`cycle:2026`), in the order of its envelopes."""
    found = Cycle.objects.filter(code=refs.parse(cycle)[1]).first()
    return tuple(_ballot(track) for track in voting.tracks_with_ballots(found)) if found else ()


def cycles_to_vote_on(now: datetime) -> tuple[str, ...]:
    """Cycles, by reference, whose ballots are made and whose vote has not ended."""
    found = Cycle.objects.filter(tracks__candidates__isnull=False).distinct().order_by("code")
    planned = Phase.objects.filter(name="vote", ends_at__gt=now).values_list("process__ref", flat=True)
    return tuple(each.ref for each in found if each.ref in set(planned))


def ballot(track: str) -> BallotView | None:
    """The ballot of a track, by its reference (`track:2026/city`); None when it is not made."""
    found = _track(track)
    return _ballot(found) if found and found.candidates.exists() else None


def slate(cycle: str, district: str) -> Slate:
    """On which tracks (by code) somebody of a district votes. Raises Cycle.DoesNotExist."""
    return ballots_in_words.slate_of(Cycle.objects.get(code=refs.parse(cycle)[1]), district)


def flaws_of(track: str, choices: Mapping[int, int]) -> tuple[Flaw, ...]:
    """What is wrong with a ballot (numbers with what they are given); nothing: it can be cast."""
    return flaws(choices, voting.form_of(_track(track) or Track()))


def receive(track: str, cast: Iterable[tuple[Mapping[int, int], str]], *, key: str, now: datetime) -> int:
    """Take the opened, anonymous ballots of an electronic vote: pairs of choices and code of the panel (or nothing).

    Whoever calls twice with the same `key` brings them once. Raises Invalid when one breaks the rules (then none is
    taken), Refused and NotNow when votes cannot come in any more.
    """
    found = _track(track)
    if found is None:
        raise Invalid(f"there is no {track}")
    return receiving.receive(found, cast, key=key, now=now)


def votes_at(door: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Register a function that tells, for a track's reference, the address where one votes on it now."""
    ballots_in_words.doors.append(door)
    return door


def winner(ref: str) -> WinnerView | None:
    """A chosen idea, by its reference; None when it was not chosen or not approved."""
    idea = Idea.objects.select_related("cycle", "candidate").filter(code=refs.parse(ref)[1]).first()
    if idea is None or idea.step not in states.CHOSEN:
        return None
    cost = idea.candidate.cost if hasattr(idea, "candidate") else idea.cost or Decimal(0)
    return WinnerView(idea.ref, idea.title, idea.body, cost, idea.cycle.currency, idea.lat, idea.long, idea.from_ref)


def _track(ref: str) -> Track | None:
    cycle, _slash, code = refs.parse(ref)[1].partition("/")
    rows = Track.objects.select_related("cycle", "district").defer("district__geometry")
    return rows.filter(cycle__code=cycle, code=code).first()


def _ballot(track: Track) -> BallotView:
    form = voting.form_of(track)
    when = Phase.objects.filter(process__ref=track.cycle.ref, name="vote").first()
    return BallotView(
        ref=track.ref,
        title=dict(track.name),
        currency=track.cycle.currency,
        envelope=track.envelope,
        way=form.way.value,
        minimum=form.minimum,
        maximum=form.most,
        points=form.points,
        theme_minimum=form.theme_minimum,
        theme_maximum=form.theme_maximum,
        district=track.district.code if track.district else "",
        choices=tuple(
            ChoiceView(each.number, each.idea.ref, each.idea.title, each.cost, each.idea.theme.code)
            for each in voting.candidates(track)
        ),
        panels=tuple(track.panels.values_list("code", flat=True)),
        opens_at=when.starts_at if when else None,
        closes_at=when.ends_at if when else None,
    )


@refs.describes("idea")
def describe(code: str) -> refs.Described | None:
    """Show an idea to other capabilities."""
    idea = Idea.objects.public().filter(code=code).first()
    return refs.Described(idea.ref, f"{idea.title} · {code}", reverse("budgeting:idea", args=[code])) if idea else None


@tells("idea", gettext_lazy("Ideas and projects"), icon="project", order=50)
def going_on(where: Where, now: datetime, limit: int) -> Sequence[Happening]:
    """Public ideas that are decided, voted on or built, the newest first; an office's are those that it built last."""
    del now
    found = Idea.objects.public().filter(state__in=LIVING).order_by("-proposed_at", "-pk")
    if where.office:
        found = found.filter(reviews__office=where.office).distinct()
    elif where.district:
        found = found.filter(district=where.district)
    elif where.box is not None:
        west, south, east, north = where.box.grown(0 if where.radius else BESIDE_M)
        found = found.filter(lat__range=(south, north), long__range=(west, east))
    elif not where.is_everywhere:
        return []
    return [_happening(idea) for idea in _within(found, where, limit)]


def _within(found: IdeaQuerySet, where: Where, limit: int) -> list[Idea]:
    """Of those in a box the ones in the circle, or beside the street."""
    if where.radius and where.lat is not None and where.long is not None:
        middle = Point(where.lat, where.long)
        near = (idea for idea in found if distance_m(middle, Point(idea.lat or 0, idea.long or 0)) <= where.radius)
        return list(near)[:limit]
    if where.street:
        ideas = list(found)
        streets = places.streets_of([(idea.lat, idea.long) for idea in ideas])
        return [idea for idea, street in zip(ideas, streets, strict=True) if street == where.street][:limit]
    return list(found[:limit])


def _happening(idea: Idea) -> Happening:
    return Happening(
        idea.ref,
        idea.title,
        reverse("budgeting:idea", args=[idea.code]),
        idea.proposed_at or idea.made_at,
        note=str(idea.get_state_display()),
        place=idea.address,
        lat=idea.lat,
        long=idea.long,
        lang=HTML_LANG.get(idea.language, ""),
    )


@files.guards("idea")
def may_see_photo(person: Person | None, upload: Upload) -> bool:
    """Pictures are shown like the idea."""
    photo = Photo.objects.select_related("idea__cycle").filter(upload=upload).first()
    if photo is not None:
        return permissions.can_see(person, photo.idea)
    step = Progress.objects.select_related("idea__cycle").filter(photo=upload).first()
    return step is not None and permissions.can_see(person, step.idea)


@people.exports("ideas")
def export(person: Person) -> dict[str, Any]:
    """What a person proposed, supports, wrote, and said when they volunteered."""
    return {
        "proposed": [
            {
                "code": idea.code,
                "state": idea.state,
                "title": idea.title,
                "body": idea.body,
                "benefits": idea.benefits,
                "address": idea.address,
                "lat": idea.lat,
                "long": idea.long,
                "estimated_cost": str(idea.estimated_cost) if idea.estimated_cost is not None else None,
                "made_at": idea.made_at.isoformat(),
            }
            for idea in Idea.objects.filter(author=person).order_by("pk")
        ],
        "co_author_of": list(Coauthor.objects.filter(person=person).values_list("idea__code", flat=True)),
        "supported": list(Support.objects.filter(person=person).order_by("pk").values_list("idea__code", flat=True)),
        "comments": [
            {"idea": row.idea.code, "at": row.at.isoformat(), "text": row.text}
            for row in Comment.objects.filter(person=person).select_related("idea")
        ],
        "volunteered": [
            {name: getattr(row, name) for name in ("number", "age", "sex")}
            | {"cycle": row.cycle.code, "district": row.district.code}
            for row in Volunteer.objects.filter(person=person).select_related("cycle", "district")
        ],
    }


@people.erases("ideas")
def forget(person: Person, now: datetime) -> None:
    """Delete drafts, support and what a volunteer said; ideas and comments stay without a name."""
    del now
    for idea in Idea.objects.filter(author=person, state=states.State.DRAFT):
        proposing.delete_draft(idea)
    supported = list(Idea.objects.filter(supports__person=person))
    Support.objects.filter(person=person).delete()
    for idea in supported:
        supporting.recount(idea)
    Volunteer.objects.filter(person=person).delete()
