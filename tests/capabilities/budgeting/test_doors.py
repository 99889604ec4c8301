"""What must not happen to ideas: between two people at once, behind an author's back, or outside the calendar."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.budgeting import cycles
from tests.city import MIDDLE, City

from korzo.capabilities.budgeting import datasets
from korzo.capabilities.budgeting.models import Coauthor, Cycle, Idea, Review, Support, Track, Visit, Vote
from korzo.capabilities.budgeting.operations import building, paper, planning, proposing, reviewing, supporting, voting
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused
from korzo.capabilities.budgeting.queries import people as names
from korzo.capabilities.budgeting.rules.states import NotPossible
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role

People = dict[str, Person]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def cycle(town: City, now: datetime) -> Cycle:
    return cycles.build(now)


@pytest.fixture
def idea(cycle: Cycle, people: People, now: datetime) -> Idea:
    return cycles.proposed(cycle, by=people["resident"], now=now, point=MIDDLE)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# Two at once ----------------------------------------------------------------------------------------------------------
def test_words_stand_still_once_an_office_has_the_idea(idea: Idea, people: People, now: datetime) -> None:
    seen = Idea.objects.get(pk=idea.pk)
    cycles.asked(idea, by=people["arbiter"], now=now)
    with pytest.raises(NotPossible):
        proposing.write(seen, cycles.words("Something else"), by=people["resident"], now=now)
    assert Idea.objects.get().title == "Shade at the bus stop"


def test_deleting_a_draft_that_was_sent_meanwhile_takes_it_back(cycle: Cycle, people: People, now: datetime) -> None:
    draft = proposing.begin(cycle, cycles.words(), by=people["resident"], now=now)
    seen = Idea.objects.get(pk=draft.pk)
    proposing.send(draft, by=people["resident"], now=now)
    proposing.withdraw(seen, by=people["resident"], now=now)
    assert Idea.objects.get().state == "withdrawn"


def test_support_does_not_come_too_late_for_a_joined_idea(
    cycle: Cycle, idea: Idea, people: People, now: datetime
) -> None:
    other = cycles.proposed(cycle, by=people["elected"], now=now, title="Trees for the stop")
    seen = Idea.objects.get(pk=idea.pk)
    planning.merge(idea, into=other, by=people["arbiter"], now=now)
    with pytest.raises(Refused, match="no longer be supported"):
        supporting.support(seen, yes=True, by=people["agent"], now=now)


def test_a_check_of_an_idea_that_was_taken_back_cannot_be_finished(idea: Idea, people: People, now: datetime) -> None:
    review = cycles.asked(idea, by=people["arbiter"], now=now)
    proposing.withdraw(idea, by=people["resident"], now=now)
    with pytest.raises(Refused, match="changed"):
        reviewing.write(review, reviewing.Findings(reason="x"), by=people["officer"], now=now)


def test_two_officers_do_not_write_over_each_other(idea: Idea, people: People, now: datetime) -> None:
    review = cycles.asked(idea, by=people["arbiter"], now=now)
    client = signed_in(people["officer"])
    address = f"/en/budgeting/desk/checks/{review.pk}/"
    seen = re.search('name="version" value="([0-9]+)"', client.get(address).content.decode())
    assert seen
    reviewing.write(review, reviewing.Findings(reason="A colleague's"), by=people["officer"], now=now)
    answer = client.post(address, {"reason": "Mine", "save": "1", "version": seen[1]})
    assert answer.status_code == 422
    assert "just changed this check" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    review.refresh_from_db()
    assert review.reason == "A colleague's"
    now_known = re.search('name="version" value="([0-9]+)"', answer.content.decode())
    assert now_known
    assert client.post(address, {"reason": "Mine", "save": "1", "version": now_known[1]}).status_code == 302
    review.refresh_from_db()
    assert review.reason == "Mine"


def test_the_shortlist_stays_once_votes_have_come_in(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    planner, track = people["arbiter"], cycle.tracks.get(code="city")
    cycles.checked(idea, people, now)
    cycles.turn(cycle, "shortlist", now)
    planning.shortlist(track, [idea.code], by=planner, now=now)
    voting.make_ballot(track, by=planner, now=now)
    cycles.turn(cycle, "vote", now)
    voting.receive(track, [({1: 1}, "")], key="x", now=now)
    cycles.turn(cycle, "shortlist", now)
    with pytest.raises(Refused, match="Votes have come in"):
        planning.shortlist(track, [], by=planner, now=now)
    page = "/en/budgeting/2026/shortlist/city/"
    assert " disabled" in signed_in(planner).get(page).content.decode()
    Vote.objects.all().delete()
    track.batches.all().delete()
    assert " disabled" not in signed_in(planner).get(page).content.decode()


def test_another_shortlist_takes_the_ballot_away(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    planner, track = people["arbiter"], cycle.tracks.get(code="city")
    cycles.checked(idea, people, now)
    cycles.turn(cycle, "shortlist", now)
    planning.shortlist(track, [idea.code], by=planner, now=now)
    voting.make_ballot(track, by=planner, now=now)
    planning.shortlist(track, [idea.code], by=planner, now=now)
    assert track.candidates.count() == 1
    planning.shortlist(track, [], by=planner, now=now)
    assert track.candidates.count() == 0


def test_a_batch_on_paper_does_not_keep_electronic_votes_out_unseen(
    cycle: Cycle, idea: Idea, people: People, now: datetime
) -> None:
    planner, track = people["arbiter"], cycle.tracks.get(code="city")
    cycles.checked(idea, people, now)
    cycles.turn(cycle, "shortlist", now)
    planning.shortlist(track, [idea.code], by=planner, now=now)
    voting.make_ballot(track, by=planner, now=now)
    cycles.turn(cycle, "vote", now)
    paper.open_batch(track, paper.Bundle("election:1", 10), by=planner, now=now)
    with pytest.raises(Refused):
        voting.receive(track, [({1: 1}, "")], key="election:1", now=now)


# Names and what is hidden ---------------------------------------------------------------------------------------------
def test_who_did_not_sign_stays_unnamed_when_the_idea_is_joined(
    cycle: Cycle, idea: Idea, people: People, now: datetime
) -> None:
    other = cycles.proposed(cycle, by=people["elected"], now=now, title="Trees for the stop")
    proposing.price(other, proposing.Cost(other.track, is_signed=True), by=people["elected"], now=now)
    planning.merge(idea, into=other, by=people["arbiter"], now=now)
    other.refresh_from_db()
    assert names.authors(other) == ["Elected", "A resident"]
    assert "Resident</" not in Client().get(f"/en/budgeting/ideas/{other.code}/").content.decode()


def test_the_title_of_a_hidden_idea_is_nowhere(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    rude = cycles.proposed(cycle, by=people["elected"], now=now, title="Something rude")
    planning.merge(idea, into=rude, by=people["arbiter"], now=now)
    page = f"/en/budgeting/ideas/{idea.code}/"
    assert "Something rude" in Client().get(page).content.decode()
    planning.hide(rude, hidden=True, why="Rude.", by=people["agent"], now=now)
    assert "Something rude" not in Client().get(page).content.decode()
    assert Client().get(f"/api/v1/budgeting/ideas/{idea.code}").json()["merged_into"] is None


def test_open_data_are_written_anew_when_an_idea_is_hidden(idea: Idea, people: People, now: datetime) -> None:
    planning.hide(idea, hidden=True, why="Rude.", by=people["agent"], now=now)
    since = now - timedelta(minutes=1)
    assert list(datasets.partitions(since)) == [f"{timezone.localtime(now):%Y}"]
    assert list(datasets.rows(f"{timezone.localtime(now):%Y}")) == []


def test_the_years_of_open_data_are_those_of_the_city(idea: Idea) -> None:
    Idea.objects.update(proposed_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))  # half past midnight in the city
    assert [len(list(datasets.rows(year))) for year in datasets.partitions(None)] == [1]


# Who may not ----------------------------------------------------------------------------------------------------------
def test_nobody_checks_an_idea_of_their_own(cycle: Cycle, people: People, now: datetime) -> None:
    own = cycles.proposed(cycle, by=people["officer"], now=now)
    review = cycles.asked(own, by=people["arbiter"], now=now)
    found = reviewing.Findings(**cycles.YES, cost=Decimal(1), verdict="feasible", reason="Mine.")
    with pytest.raises(NotAllowed):
        reviewing.finish(review, found, by=people["officer"], now=now)
    colleague = Person.objects.create_user("colleague@example.org", "a-long-password", name="Colleague")
    Membership.objects.create(person=colleague, organisation=Organisation.objects.get(code="roads"), role=Role.OFFICER)
    reviewing.finish(review, found, by=colleague, now=now)
    with pytest.raises(NotAllowed):
        reviewing.confirm(review, by=people["officer"], now=now)
    reviewing.confirm(review, by=people["arbiter"], now=now)
    assert Review.objects.get().state == "confirmed"


def test_nobody_is_asked_to_stand_behind_a_draft(cycle: Cycle, people: People, now: datetime) -> None:
    draft = proposing.begin(cycle, cycles.words(), by=people["resident"], now=now)
    with pytest.raises(Refused):
        supporting.invite(draft, email="other@example.org", by=people["resident"], now=now)
    assert Coauthor.objects.count() == 0


def test_a_full_list_of_invitations_does_not_tell_who_has_an_account(idea: Idea, people: People, now: datetime) -> None:
    for number in range(supporting.MOST_COAUTHORS):
        supporting.invite(idea, email=f"nobody{number}@example.org", by=people["resident"], now=now)
    for name in ("officer", "agent", "arbiter", "elected", "administrator", "other"):
        supporting.invite(idea, email=f"{name}@example.org", by=people["resident"], now=now)
    rows = list(Coauthor.objects.select_related("idea"))
    with pytest.raises(Refused, match="At most"):
        for row in rows:
            supporting.answer_invitation(row, yes=True, by=row.person, now=now)
    assert Coauthor.objects.filter(agreed_at__isnull=False).count() == supporting.MOST_COAUTHORS


def test_a_supporter_who_becomes_an_author_supports_no_more(idea: Idea, people: People, now: datetime) -> None:
    supporting.support(idea, yes=True, by=people["other"], now=now)
    supporting.invite(idea, email="other@example.org", by=people["resident"], now=now)
    supporting.answer_invitation(Coauthor.objects.get(), yes=True, by=people["other"], now=now)
    assert (Support.objects.count(), Idea.objects.get().supporters) == (0, 0)


# What people send -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["bbox=nan,nan,nan,nan", "bbox=18,42,19,43&zoom=nan", "bbox=-inf,-inf,inf,inf"])
def test_numbers_that_are_none_draw_no_map(idea: Idea, query: str) -> None:
    assert Client().get(f"/en/budgeting/2026/map.json?{query}").status_code == 400


def test_a_calendar_can_be_emptied(cycle: Cycle, people: People) -> None:
    client = signed_in(people["administrator"])
    assert client.post("/en/budgeting/2026/set-up/calendar/", {"end": ""}).status_code == 302
    assert client.post("/en/budgeting/2026/set-up/calendar/", {"end": "2026-06-01T00:00"}).status_code == 302


def test_codes_stay_once_they_are_given(cycle: Cycle, people: People) -> None:
    client = signed_in(people["administrator"])
    given = {"code": "1999", "name_0": "Budget", "name_en": "Budget", "currency": "EUR", "shortlist_factor": "1.3"}
    client.post("/en/budgeting/2026/set-up/", {**given, "districts_of_choice": "0"})
    assert Cycle.objects.get().code == "2026"
    client.post("/en/budgeting/2026/set-up/envelopes/city/", {"code": "other"})
    assert set(Track.objects.values_list("code", flat=True)) == {"city", "west", "green"}


def test_a_decision_of_today_counts_where_the_sun_rises_early(idea: Idea, people: People) -> None:
    early = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
    cycles.turn(idea.cycle, "decide", early)
    Idea.objects.update(state="won")
    with timezone.override("Asia/Seoul"):
        today = timezone.localdate(early)
        made = building.decide(idea, endorsed=True, reason="", on=today, by=people["elected"], now=early)
    assert made.decided_on == datetime(2026, 3, 2, tzinfo=UTC).date()


def test_a_visit_of_today_counts_where_the_sun_rises_early(idea: Idea, people: People) -> None:
    early = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
    with timezone.override("Asia/Seoul"):
        today = timezone.localdate(early)
        planning.visit(idea, on=today, text="We looked.", people=3, by=people["arbiter"], now=early)
    assert Visit.objects.get().on == datetime(2026, 3, 2, tzinfo=UTC).date()
