"""An idea's life: sent, supported, checked in secret, confirmed in public, improved, joined, shortlisted."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.capabilities.budgeting import cycles
from tests.city import MIDDLE, OUTSIDE, City

from korzo.capabilities.budgeting.models import Coauthor, Comment, Cycle, Idea, Review, Theme
from korzo.capabilities.budgeting.operations import (
    NotAllowed,
    NotNow,
    Refused,
    planning,
    proposing,
    reviewing,
    supporting,
)
from korzo.capabilities.budgeting.queries import checking, lists, similar, story
from korzo.capabilities.budgeting.rules.states import NotPossible
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail.models import Entry

People = dict[str, Person]


@pytest.fixture
def cycle(town: City, now: datetime) -> Cycle:
    return cycles.build(now)


@pytest.fixture
def idea(cycle: Cycle, people: People, now: datetime) -> Idea:
    return cycles.proposed(cycle, by=people["resident"], now=now, point=MIDDLE)


def test_a_draft_is_nobodys_business_until_it_is_sent(cycle: Cycle, people: People, now: datetime) -> None:
    draft = proposing.begin(cycle, cycles.words(), by=people["resident"], now=now)
    assert draft.code == "I-2026-0001"
    assert list(Idea.objects.public()) == []
    assert not Entry.objects.filter(ref=draft.ref).exists()
    with pytest.raises(NotAllowed):
        proposing.send(draft, by=people["other"], now=now)
    proposing.send(draft, by=people["resident"], now=now)
    assert list(lists.public(cycle, lists.Filters(q="shade"))) == [draft]
    assert "Three trees" not in Entry.objects.get(ref=draft.ref).payload


def test_place_and_envelope_fit_together(cycle: Cycle, people: People, now: datetime) -> None:
    resident = people["resident"]
    draft = proposing.begin(cycle, cycles.words(), by=resident, now=now)
    with pytest.raises(Refused, match="outside"):
        proposing.place(draft, proposing.Place(lat=OUTSIDE[0], long=OUTSIDE[1]), by=resident, now=now)
    west = cycle.tracks.get(code="west")
    proposing.price(draft, proposing.Cost(west, Decimal(500)), by=resident, now=now)
    with pytest.raises(Refused, match="another district"):
        proposing.send(draft, by=resident, now=now)
    proposing.place(draft, proposing.Place(lat=MIDDLE[0], long=MIDDLE[1]), by=resident, now=now)
    assert {track.code for track in proposing.tracks_for(draft)} == {"city", "west", "green"}
    proposing.send(draft, by=resident, now=now)
    with pytest.raises(Refused, match="at most"):
        proposing.price(draft, proposing.Cost(cycle.tracks.get(code="city"), Decimal(60_001)), by=resident, now=now)


def test_the_calendar_decides(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    cycles.turn(cycle, "vote", now)
    with pytest.raises(NotNow):
        proposing.begin(cycle, cycles.words(), by=people["resident"], now=now)
    with pytest.raises(NotNow):
        supporting.support(idea, yes=True, by=people["other"], now=now)
    with pytest.raises(NotNow):
        cycles.asked(idea, by=people["arbiter"], now=now)
    with pytest.raises(NotNow):
        planning.shortlist(idea.track, [], by=people["arbiter"], now=now)


def test_support_counts_each_once_and_never_the_author(idea: Idea, people: People, now: datetime) -> None:
    for _twice in range(2):
        assert supporting.support(idea, yes=True, by=people["other"], now=now) == 1
    with pytest.raises(Refused):
        supporting.support(idea, yes=True, by=people["resident"], now=now)
    assert supporting.support(idea, yes=False, by=people["other"], now=now) == 0
    assert not Entry.objects.filter(event="budgeting.IdeaSupported").exclude(by="").exists()


def test_a_check_is_secret_until_somebody_else_confirms_it(idea: Idea, people: People, now: datetime) -> None:
    review = cycles.asked(idea, by=people["arbiter"], now=now)
    found = reviewing.Findings(**cycles.YES, cost=Decimal(4000), verdict="feasible", reason="There is room.")
    reviewing.write(review, found, by=people["officer"], now=now)
    with pytest.raises(NotAllowed):
        reviewing.write(review, found, by=people["other"], now=now)
    reviewing.finish(review, found, by=people["officer"], now=now)
    idea.refresh_from_db()
    assert (idea.state, idea.cost, checking.public_reviews(idea)) == ("in_check", None, [])
    for nobody in ("officer", "other", "elected", "resident"):
        with pytest.raises(NotAllowed):
            reviewing.confirm(review, by=people[nobody], now=now)
    reviewing.confirm(review, by=people["arbiter"], now=now)
    idea.refresh_from_db()
    assert (idea.state, idea.cost) == ("feasible", Decimal(4000))
    steps = story.steps(idea, checking.public_reviews(idea))
    assert [(step.title, step.text) for step in steps][-1] == ("It can be done", "There is room.")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"verdict": ""}, "verdict"),
        ({"cost": None}, "cost"),
        ({"legality": ""}, "legality"),
        ({"legality": "conditions"}, "legality_why"),
        ({"legality": "no", "legality_why": "A law."}, "verdict"),
    ],
)
def test_a_check_is_finished_only_when_it_is_whole(
    idea: Idea, people: People, now: datetime, changes: dict[str, object], field: str
) -> None:
    review = cycles.asked(idea, by=people["arbiter"], now=now)
    given: dict[str, Any] = {**cycles.YES, "cost": Decimal(1), "verdict": "feasible", "reason": "Yes.", **changes}
    with pytest.raises(Refused) as refusal:
        reviewing.finish(review, reviewing.Findings(**given), by=people["officer"], now=now)
    assert refusal.value.field == field


def test_sent_back_and_done_better(idea: Idea, people: People, now: datetime) -> None:
    review = cycles.asked(idea, by=people["arbiter"], now=now)
    found = reviewing.Findings(verdict="returned", reason="Where exactly?")
    reviewing.finish(review, found, by=people["officer"], now=now)
    reviewing.send_back(review, why="Friendlier, please.", by=people["arbiter"], now=now)
    review.refresh_from_db()
    assert (review.state, review.sent_back_why) == ("open", "Friendlier, please.")
    with pytest.raises(Refused):
        reviewing.confirm(review, by=people["arbiter"], now=now)


def test_the_author_answers_and_the_same_office_looks_again(
    cycle: Cycle, idea: Idea, people: People, now: datetime
) -> None:
    cycles.checked(idea, people, now, verdict="returned")
    cycles.turn(cycle, "improve", now)
    proposing.write(idea, cycles.words("Shade at both bus stops"), by=people["resident"], now=now)
    again = proposing.improve(idea, answer="Both stops now.", by=people["resident"], now=now)
    assert (idea.state, again.office.code, again.state) == ("in_check", "roads", "open")
    assert [row.answer for row in checking.public_reviews(idea)] == ["Both stops now."]
    with pytest.raises(NotPossible):
        proposing.write(idea, cycles.words("Another"), by=people["resident"], now=now)


def test_joined_ideas_keep_all_authors_and_supporters(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    twin = cycles.proposed(cycle, by=people["elected"], now=now, title="Shade for the bus stop", point=MIDDLE)
    assert similar.found(twin) == [idea]
    supporting.support(twin, yes=True, by=people["other"], now=now)
    supporting.support(twin, yes=True, by=people["agent"], now=now)
    supporting.support(idea, yes=True, by=people["agent"], now=now)
    supporting.support(idea, yes=True, by=people["elected"], now=now)
    with pytest.raises(NotAllowed):
        planning.merge(twin, into=idea, by=people["officer"], now=now)
    with pytest.raises(Refused):
        planning.merge(twin, into=twin, by=people["arbiter"], now=now)
    planning.merge(twin, into=idea, by=people["arbiter"], now=now)
    idea.refresh_from_db()
    assert (twin.state, twin.merged_into) == ("merged", idea)
    assert idea.supporters == 2  # the agent once, the other officer; not who is an author now
    assert Coauthor.objects.get(idea=idea).person == people["elected"]
    with pytest.raises(Refused):
        planning.merge(idea, into=twin, by=people["arbiter"], now=now)


def test_the_shortlist_costs_at_most_its_factor(cycle: Cycle, people: People, now: datetime) -> None:
    ideas = [cycles.proposed(cycle, by=people["resident"], now=now, title=f"Idea {n}") for n in range(4)]
    for each, cost in zip(ideas, (60_000, 50_000, 20_000, 1), strict=True):
        cycles.checked(each, people, now, cost=cost)
    cycles.turn(cycle, "shortlist", now)
    track = cycle.tracks.get(code="city")
    codes = [each.code for each in ideas]
    planning.shortlist(track, codes[:3], by=people["arbiter"], now=now)  # exactly 130 % of 100,000
    with pytest.raises(planning.OverLimit):
        planning.shortlist(track, codes, by=people["arbiter"], now=now)
    sheet = checking.sheet(track)
    assert (sheet.spent, sheet.percent, sheet.is_over) == (Decimal(130_000), 130, False)
    assert [each.state for each in Idea.objects.order_by("code")] == ["shortlisted"] * 3 + ["not_shortlisted"]
    planning.shortlist(track, codes[3:], by=people["arbiter"], now=now)
    assert [each.state for each in Idea.objects.order_by("code")] == ["not_shortlisted"] * 3 + ["shortlisted"]
    with pytest.raises(Refused, match="cannot be shortlisted"):
        planning.shortlist(track, ["I-2026-9999"], by=people["arbiter"], now=now)


def test_comments_with_links_wait_and_so_do_those_of_which_several_complain(
    idea: Idea, people: People, now: datetime
) -> None:
    spam = supporting.comment(idea, text="Buy at https://example.org", by=people["other"], now=now)
    assert spam.state == "held"
    rude = supporting.comment(idea, text="You fools!", by=people["other"], now=now)
    for name in ("resident", "agent", "elected"):
        supporting.complain(idea, rude, why="Rude", by=people[name], now=now)
        supporting.complain(idea, rude, why="Rude", by=people[name], now=now)
    rude.refresh_from_db()
    assert rude.state == "held"
    assert set(checking.held()) == {spam, rude}
    with pytest.raises(Refused):
        supporting.judge(rude, show=False, why="", by=people["agent"], now=now)
    with pytest.raises(NotAllowed):
        supporting.judge(rude, show=True, why="", by=people["officer"], now=now)
    supporting.judge(rude, show=True, why="", by=people["agent"], now=now)
    supporting.complain(idea, rude, why="Still", by=people["arbiter"], now=now)
    assert Comment.objects.get(pk=rude.pk).state == "shown"  # a moderator has judged it


def test_hiding_takes_an_idea_out_of_list_and_search(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    planning.hide(idea, hidden=True, why="It names a neighbour.", by=people["agent"], now=now)
    assert list(lists.public(cycle, lists.Filters(q="shade"))) == list(lists.public(cycle, lists.Filters())) == []
    planning.hide(idea, hidden=False, why="", by=people["agent"], now=now)
    assert list(lists.public(cycle, lists.Filters(q="shade"))) == [idea]


def test_co_authors_are_asked(idea: Idea, people: People, now: datetime) -> None:
    supporting.invite(idea, email="NOBODY@example.org", by=people["resident"], now=now)
    supporting.invite(idea, email=people["elected"].email, by=people["resident"], now=now)
    row = Coauthor.objects.get()
    with pytest.raises(NotAllowed):
        proposing.write(idea, cycles.words("Mine now"), by=people["elected"], now=now)
    with pytest.raises(NotAllowed):
        supporting.answer_invitation(row, yes=True, by=people["other"], now=now)
    supporting.answer_invitation(row, yes=True, by=people["elected"], now=now)
    proposing.write(idea, cycles.words("Ours now"), by=people["elected"], now=now)
    with pytest.raises(NotAllowed):
        proposing.withdraw(idea, by=people["elected"], now=now)


def test_an_order_is_fair_and_stays_the_same_for_a_reader(cycle: Cycle, people: People, now: datetime) -> None:
    for number in range(12):
        cycles.proposed(cycle, by=people["resident"], now=now + timedelta(minutes=number), title=f"Idea {number}")

    def order(seed: str, wanted: str = "shuffled") -> list[str]:
        page = lists.Shuffled(lists.public(cycle, lists.Filters()), order=wanted, seed=seed).page(1)
        return [idea.code for idea in page]

    assert order("ana") == order("ana")
    assert order("ana") != order("luka")
    assert sorted(order("ana")) == sorted(order("luka"))
    assert order("ana", "newest")[0] == "I-2026-0012"


def test_deadlines_come_first_for_the_office(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    later = cycles.proposed(cycle, by=people["resident"], now=now, title="A bridge")
    office = Organisation.objects.get(code="roads")
    with pytest.raises(Refused):
        reviewing.ask(idea, office=office, due_on=(now - timedelta(days=1)).date(), by=people["arbiter"], now=now)
    reviewing.ask(idea, office=office, due_on=(now + timedelta(days=9)).date(), by=people["arbiter"], now=now)
    reviewing.ask(later, office=office, due_on=(now + timedelta(days=2)).date(), by=people["arbiter"], now=now)
    assert [row.idea for row in checking.reviews(people["officer"])] == [later, idea]
    assert list(checking.reviews(people["other"])) == []
    assert Review.objects.count() == len(checking.reviews(people["arbiter"]))
    assert Theme.objects.count() == 2
