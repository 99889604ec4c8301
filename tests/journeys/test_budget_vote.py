"""The ballots of a residents' budget are voted on in secret, and the budget counts the papers."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.ballots import boxes as made
from tests.capabilities.budgeting import cycles, votes
from tests.city import City

from korzo.capabilities.ballots import public as ballots
from korzo.capabilities.ballots.models import Box, Roll, Vote, Voter
from korzo.capabilities.ballots.operations import boxes, making
from korzo.capabilities.ballots.rules import ceremony, credentials, groups, trustees
from korzo.capabilities.budgeting import public as budgeting
from korzo.capabilities.budgeting.models import Cycle, Track
from korzo.capabilities.budgeting.models import Vote as Paper
from korzo.capabilities.budgeting.operations import counting, voting
from korzo.journeys import budget_vote
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

PLANNER = "/en/budgeting/2026/ballot/city/"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def sealed(vote: Vote, by: Person, now: datetime) -> made.Sealed:
    """What the desk does: a roll, two keepers, codes, the seal, publishing."""
    roll = Roll.objects.create(code="2026", name={"en": "Residents"}, as_of=now.date(), made_at=now)
    Voter.objects.bulk_create(Voter(roll=roll, number=at, key=f"{at:064}") for at in range(20))
    making.keep(vote, {"audience": "roll", "roll": roll}, by=by, now=now)
    box = Box.objects.get(vote=vote)
    group = groups.named(box.group)
    outcome, keys = ceremony.whole(group, 2, 2)
    codes = [credentials.make() for _ in range(20)]
    listed = credentials.listed({credentials.public(group, box.uuid, each): 1 for each in codes})
    box = boxes.seal(box, trustees.write(box.server, outcome), listed, by=by, now=now)
    making.publish(Vote.objects.get(pk=vote.pk), by=by, now=now)
    return made.Sealed(Box.objects.get(pk=box.pk), codes, dict(enumerate(keys, 2)))


def cast(box: made.Sealed, papers: Sequence[Sequence[int]], now: datetime) -> None:
    for voter, paper in enumerate(papers):
        box.cast(voter, [paper], now)


def count(box: made.Sealed, now: datetime) -> None:
    boxes.close(box.box, now=now)
    boxes.count(Box.objects.get(pk=box.box.pk))
    boxes.end_shuffles(Box.objects.get(pk=box.box.pk), by=None)
    for owner in box.keys:
        box.decrypt(owner)
    assert boxes.reveal(box.box, now=now)


def test_from_the_ballot_to_the_winners(town: City, people: dict[str, Person], now: datetime) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss)
    votes.fill(Track.objects.select_related("cycle").get(code="west"), by=boss, now=now, first=5)
    delivery.start_at_head()
    desk = Client()
    desk.force_login(boss)
    assert "Residents’ budget 2026: the vote" in desk.get("/en/ballots/desk/").content.decode()
    assert desk.post("/en/ballots/desk/orders/", {"ref": "cycle:2026"}).status_code == 302
    assert "cycle:2026" not in desk.get("/en/ballots/desk/").content.decode()
    assert budget_vote.open_votes("cycle:2026", organiser="city", by=boss, now=now) == []
    vote, _west = Vote.objects.order_by("pk")  # one for the city, one for the district with an envelope of its own
    question = vote.questions.get()
    assert all(str(each.title).endswith("EUR)") for each in question.options.all())
    assert "Vote now" not in Client().get(PLANNER).content.decode()
    box = sealed(vote, boss, now)
    assert f'href="/en/ballots/{vote.code}/booth/"' in Client().get(PLANNER).content.decode()

    numbers = [each.number for each in budgeting.ballots("cycle:2026")[0].choices]
    toy = [[ballot.get(number, 0) for number in numbers] for ballot in votes.toy(track)]
    cast(box, [*toy, [0, 0, 0, 0], [2, 0, 0, 0]], now)  # one blank, one that no device of ours makes
    Vote.objects.filter(pk=vote.pk).update(closes_at=now)
    cycles.turn(Cycle.objects.get(), "count", now)
    count(box, now)
    delivery.deliver_news()
    delivery.deliver_news()
    kept = [{int(number): mark for number, mark in paper.choices.items()} for paper in Paper.objects.order_by("pk")]
    assert sorted(map(sorted, kept)) == sorted(map(sorted, votes.toy(track)))

    voting.seal(track, seed="lottery 7 12 33", by=boss, now=now)
    done = counting.work(counting.begin(track, by=boss, now=now), now=now)
    assert done.state == "done"
    assert "Vote now" not in Client().get(PLANNER).content.decode()


def test_marks_are_asked_as_grades_and_come_back_as_marks(town: City, people: dict[str, Person], now: datetime) -> None:
    track = votes.stand(now, people["administrator"], ballot=Track.Ballot.SCORE, points=5)
    [view] = [each for each in budgeting.ballots("cycle:2026") if each.ref == track.ref]
    first, second, third, fourth = (each.number for each in view.choices)
    assert budget_vote.choices_of(view, (1, 6, 3, 5)) == {first: 5, third: 3, fourth: 1}
    assert second not in budget_vote.choices_of(view, (1, 6, 3, 5))
    assert budgeting.flaws_of(view.ref, budget_vote.choices_of(view, (1, 1, 1, 1, 7)))


def test_a_long_ballot_gets_a_group_that_carries_it(town: City, people: dict[str, Person], now: datetime) -> None:
    def group(options: int) -> str:
        names = tuple(f"Project {at}" for at in range(options))
        asked = (ballots.Ordered({"en": "Which?"}, ballots.TICKS, names, maximum=5),)
        when = {"opens_at": None, "closes_at": None}
        ballots.commission({"en": "B"}, {}, asked, organiser="city", by=people["administrator"], now=now, **when)
        return Box.objects.order_by("-pk")[0].group

    assert [group(30), group(31)] == ["Ed25519", "RFC-3526-2048"]
    with pytest.raises(ValueError, match="too many"):
        group(300)
