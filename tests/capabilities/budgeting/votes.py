"""A ballot for tests: the city's track with the toy example of four projects, votes on it, and its count."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.capabilities.budgeting import cycles

from korzo.capabilities.budgeting.models import Count, Cycle, Idea, Theme, Track
from korzo.capabilities.budgeting.operations import counting, voting
from korzo.kernel.people.models import Person

COSTS = {"Avenue": 50_000, "Bridge": 40_000, "Court": 40_000, "Drinking fountain": 12_000}
TOY = (("Avenue", "123456"), ("Bridge", "12345"), ("Court", "6789"), ("Drinking fountain", "789X"))
"""Who approves what among ten voters 1 to 9 and X."""


def stand(now: datetime, by: Person, **track: Any) -> Track:
    """A cycle in its vote, with a ballot of four ideas in the city's track of 100 000."""
    cycle = cycles.build(now, "vote")
    Track.objects.filter(cycle=cycle, code="city").update(**track)
    return fill(Track.objects.select_related("cycle").get(cycle=cycle, code="city"), by=by, now=now)


def fill(track: Track, *, by: Person, now: datetime, first: int = 1) -> Track:
    """Four shortlisted ideas, numbered from `first`, and the ballot."""
    themes = [Theme.objects.get(code="parks"), Theme.objects.get(code="streets")]
    for number, (title, cost) in enumerate(COSTS.items(), first):
        Idea.objects.create(
            code=f"I-2026-{number:04d}",
            cycle=track.cycle,
            track=track,
            theme=themes[number % 2],
            state=Idea.State.SHORTLISTED,
            title=title,
            cost=Decimal(cost),
            made_at=now - timedelta(days=90),
            proposed_at=now - timedelta(days=90),
            changed_at=now,
            author=by,
        )
    voting.make_ballot(track, by=by, now=now)
    return track


def numbers(track: Track) -> dict[str, int]:
    """The numbers of the ideas on the ballot, by title."""
    return {each.idea.title: each.number for each in track.candidates.select_related("idea")}


def toy(track: Track) -> list[dict[int, int]]:
    """The ten ballots of the toy example."""
    number = numbers(track)
    return [{number[title]: 1 for title, voters in TOY if voter in voters} for voter in "123456789X"]


def csv_of(ballots: list[dict[int, int]]) -> bytes:
    """Ballots as a file."""
    lines = ["voter_id;vote", *(f"{at};{','.join(map(str, ballot))}" for at, ballot in enumerate(ballots, 1))]
    return ("\n".join(lines) + "\n").encode()


def counted(track: Track, *, by: Person, now: datetime, seed: str = "lottery 7 12 33") -> Count:
    """Votes of the toy example, sealed and counted; the cycle is in its count."""
    voting.take_file(track, csv_of(toy(track)), name="toy.csv", good_ones=False, by=by, now=now)
    cycles.turn(Cycle.objects.get(pk=track.cycle_id), "count", now)
    voting.seal(track, seed=seed, by=by, now=now)
    return counting.work(counting.begin(track, by=by, now=now), now=now)
