"""Votes from the ballot to the sealed urn and the official result, on a real database."""

from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.capabilities.budgeting import cycles, votes

from korzo.capabilities.budgeting import operations, public
from korzo.capabilities.budgeting.jobs import counting as jobs
from korzo.capabilities.budgeting.models import Batch, Count, Cycle, Idea, Track, Vote
from korzo.capabilities.budgeting.operations import counting, panels, paper, setting_up, voting
from korzo.capabilities.budgeting.queries import ballots, results
from korzo.capabilities.budgeting.queries import paper as typed
from korzo.capabilities.budgeting.queries import voting as votes_of
from korzo.capabilities.budgeting.rules import pabulib
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

People = dict[str, Person]


def test_the_ballot_is_numbered_by_a_lot_and_stands_once_votes_are_in(now: datetime, people: People) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss)
    first = votes.numbers(track)
    assert sorted(first.values()) == [1, 2, 3, 4]
    voting.make_ballot(track, by=boss, now=now)
    assert votes.numbers(track) == first
    voting.take_file(track, b"vote\n1\n", name="a.csv", good_ones=False, by=boss, now=now)
    with pytest.raises(operations.Refused):
        voting.make_ballot(track, by=boss, now=now)
    with pytest.raises(operations.NotAllowed):
        voting.make_ballot(track, by=people["resident"], now=now)


def test_a_file_tells_line_column_and_value_of_what_it_rejects(now: datetime, people: People) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss, maximum_projects=2)
    data = b"voter_id;vote\nann;1,2\nbob;9\nann;3\ncid;1,2,3\ndee;1,1\neve;x\nfay;I-2026-0001\n"
    report = voting.take_file(track, data, name="v.csv", good_ones=False, by=boss, now=now)
    assert (report.taken, report.saved) == (2, False)
    told = [(row.line, row.column, row.value, row.reason or row.flaws[0].wrong) for row in report.rejected]
    assert told == [
        (3, "vote", "9", "unknown"),
        (4, "voter_id", "ann", "twice"),
        (5, "vote", "1,2,3", "too-many"),
        (6, "vote", "1", "repeated"),
        (7, "vote", "x", "unknown"),
    ]
    assert not Vote.objects.exists()
    assert voting.take_file(track, data, name="v.csv", good_ones=True, by=boss, now=now).saved
    number = Idea.objects.get(code="I-2026-0001").candidate.number
    assert sorted(map(sorted, Vote.objects.values_list("choices", flat=True))) == sorted([["1", "2"], [str(number)]])
    with pytest.raises(operations.Refused):
        voting.take_file(track, data, name="again.csv", good_ones=True, by=boss, now=now)


def test_paper_is_typed_by_two_and_settled_by_a_third(now: datetime, people: People) -> None:
    boss, ann, bob = people["administrator"], people["officer"], people["agent"]
    track = votes.stand(now, boss)
    batch = paper.open_batch(track, paper.Bundle("B-1", 3, "Town hall"), by=boss, now=now)
    for number, text in enumerate(("1 2", "3", "")):
        reading = paper.Reading(text, is_spoilt=number == 2)
        paper.enter(batch, number + 1, reading, by=ann, now=now)
    with pytest.raises(operations.Refused):
        paper.enter(batch, 2, paper.Reading("3"), by=bob, now=now)
    for number, text in enumerate(("2 1", "4", "")):
        done = paper.enter(batch, number + 1, paper.Reading(text, is_spoilt=number == 2), by=bob, now=now)
    assert done.state == Batch.State.COMPARED
    assert [each.number for each in typed.differences(done)] == [2]
    for clerk in (ann, bob):
        with pytest.raises(operations.NotAllowed):
            paper.settle(batch, 2, paper.Reading("3"), by=clerk, now=now)
    done = paper.settle(batch, 2, paper.Reading("3"), by=people["arbiter"], now=now)
    assert (done.state, done.rejected) == (Batch.State.ACCEPTED, 1)
    assert sorted(map(sorted, Vote.objects.values_list("choices", flat=True))) == [["1", "2"], ["3"]]


def test_a_third_clerk_types_nothing_and_sees_nothing(now: datetime, people: People) -> None:
    track = votes.stand(now, people["administrator"])
    batch = paper.open_batch(track, paper.Bundle("B-1", 2), by=people["administrator"], now=now)
    for name in ("officer", "agent"):
        paper.enter(batch, 1, paper.Reading("1"), by=people[name], now=now)
    batch.refresh_from_db()
    assert typed.typing(people["other"], batch) is None
    with pytest.raises(operations.Refused):
        paper.enter(batch, 1, paper.Reading("1"), by=people["other"], now=now)
    with pytest.raises(operations.Refused, match="no number 9"):
        paper.enter(batch, 2, paper.Reading("9"), by=people["officer"], now=now)


def test_the_official_result_is_sealed_counted_and_can_be_counted_again(now: datetime, people: People) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss)
    count = votes.counted(track, by=boss, now=now)
    number = votes.numbers(track)
    assert count.result["outcome"]["winners"] == [str(number["Avenue"]), str(number["Drinking fountain"])]
    sealed = Entry.objects.get(event="budgeting.VotesSealed")
    assert sealed.data["sha256"] == count.input_hash == votes_of.fingerprint(track)
    assert sealed.data["tie_seed"] == count.tie_seed == "lottery 7 12 33"
    with pytest.raises(operations.Refused):
        voting.take_file(track, b"vote\n1\n", name="late.csv", good_ones=True, by=boss, now=now)
    counting.declare(count, by=boss, now=now)
    assert set(Idea.objects.filter(state="won").values_list("title", flat=True)) == {"Avenue", "Drinking fountain"}
    assert Idea.objects.filter(state="lost").count() == 2
    assert Entry.objects.filter(event="budgeting.IdeaWon").count() == 2
    with pytest.raises(operations.Refused):
        counting.declare(counting.work(counting.begin(track, by=boss, now=now), now=now), by=boss, now=now)
    result = results.official(track)
    assert result is not None
    assert result.certificate.holds
    assert [line.candidate.idea.title for line in result.winners] == ["Avenue", "Drinking fountain"]
    assert {other.rule for other in result.others} == {"greedy", "phragmen"}
    greedy = next(other for other in result.others if other.rule == "greedy")
    assert [witness.project for witness in greedy.certificate.witnesses] == [str(number["Drinking fountain"])]


def test_nothing_is_counted_before_it_is_sealed_or_while_people_vote(now: datetime, people: People) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss)
    with pytest.raises(operations.NotNow):
        voting.seal(track, seed="", by=boss, now=now)
    cycles.turn(Cycle.objects.get(), "count", now)
    with pytest.raises(operations.Refused, match="Seal"):
        counting.begin(track, by=boss, now=now)
    paper.open_batch(track, paper.Bundle("B-1", 2), by=boss, now=now)
    with pytest.raises(operations.Refused, match="not finished"):
        voting.seal(track, seed="", by=boss, now=now)


def test_an_electronic_ballot_brings_its_votes_once(now: datetime, people: People) -> None:
    track = votes.stand(now, people["administrator"])
    cast = [({1: 1, 2: 1}, ""), ({3: 1}, "")]
    assert voting.receive(track, cast, key="ballot:B-1", now=now) == 2
    assert voting.receive(track, cast, key="ballot:B-1", now=now) == 2
    assert Vote.objects.count() == 2
    with pytest.raises(voting.Invalid):
        voting.receive(track, [({9: 1}, "")], key="ballot:B-2", now=now)


@pytest.mark.parametrize(
    ("ballot", "rows"),
    [
        ("approval", "voter_id;vote\n1;1,2\n2;\n3;3\n"),
        ("cumulative", "voter_id;vote;points\n1;1,2;3,2\n2;4;5\n"),
        ("ranked", "voter_id;vote\n1;3,1,2\n2;1,3\n"),
        ("score", "voter_id;vote;points\n1;1,2;0,5\n"),
        ("choose-one", "voter_id;vote\n1;4\n2;4\n"),
        ("knapsack", "voter_id;vote\n1;1,2\n"),
    ],
)
def test_the_file_of_a_track_is_read_as_it_was_voted(now: datetime, people: People, ballot: str, rows: str) -> None:
    track = votes.stand(now, people["administrator"], ballot=ballot, points=5, minimum_projects=0)
    boss = people["administrator"]
    report = voting.take_file(track, rows.encode(), name="v", good_ones=False, by=boss, now=now)
    assert not report.rejected
    text = "".join(votes_of.text(track))

    reading = pabulib.read(BytesIO(text.encode()))
    assert not reading.problems
    election = votes_of.election_of(track)
    assert reading.election.ballots.cast == election.ballots.cast == rows.count("\n") - 1
    assert reading.election.scores == election.scores
    assert reading.election.projects[0].cost == election.projects[0].cost


def test_the_door_shows_ballots_takes_votes_and_names_winners(now: datetime, people: People) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss, maximum_projects=2)
    (seen,) = public.ballots("cycle:2026")
    assert seen == public.ballot("track:2026/city")
    assert (seen.way, seen.maximum, len(seen.choices)) == ("approval", 2, 4)
    assert {choice.ref: choice.cost for choice in seen.choices}["idea:I-2026-0004"] == votes.COSTS["Drinking fountain"]
    assert [flaw.wrong for flaw in public.flaws_of(seen.ref, {1: 1, 2: 1, 3: 1})] == ["too-many"]
    assert public.slate("cycle:2026", "west") == public.Slate(("city",), (), 0)
    assert public.receive(seen.ref, [({1: 1}, "")], key="box", now=now) == 1
    with pytest.raises(public.Invalid):
        public.receive("track:2026/nowhere", [], key="box", now=now)
    assert public.winner("idea:I-2026-0001") is None
    count = votes.counted(track, by=boss, now=now)
    counting.declare(count, by=boss, now=now)
    winners = {choice.ref for choice in seen.choices if str(choice.number) in count.result["outcome"]["winners"]}
    assert {choice.ref for choice in seen.choices if public.winner(choice.ref)} == winners != set()


def test_the_page_leads_to_the_electronic_vote_where_there_is_one(
    now: datetime, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    track = votes.stand(now, people["administrator"])
    assert ballots.door_of(track) == ""
    monkeypatch.setattr(ballots, "doors", [])
    public.votes_at(lambda ref: "/vote/here/" if ref == track.ref else None)
    assert ballots.door_of(track) == "/vote/here/"


def test_what_is_voted_on_stands_still_once_votes_are_in(now: datetime, people: People, client: Client) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss)
    client.force_login(boss)
    page = f"/en/budgeting/2026/votes/{track.code}/panels/"
    given = {"code": "all", "weight": "1"} | {f"name_{code}": "All" for code in ("en", "sr")}
    client.post(page, given)
    panel = track.panels.get()
    votes.counted(track, by=boss, now=now)
    with pytest.raises(operations.Refused):
        panels.delete(panel, by=boss, now=now)
    track.refresh_from_db()
    track.rule = Track.Rule.GREEDY
    with pytest.raises(operations.Refused):
        setting_up.keep_track(track, by=boss, now=now)


def test_a_count_that_is_not_done_at_once_is_done_by_a_job(now: datetime, people: People) -> None:
    boss = people["administrator"]
    track = votes.stand(now, boss)
    voting.take_file(track, votes.csv_of(votes.toy(track)), name="x", good_ones=False, by=boss, now=now)
    cycles.turn(Cycle.objects.get(), "count", now)
    voting.seal(track, seed="1", by=boss, now=now)
    begun = counting.begin(track, by=boss, now=now)
    jobs.count_soon(Entry.objects.get(event="budgeting.CountBegun"))
    assert DBTaskResult.objects.get(task_path__endswith="count_votes").args_kwargs["kwargs"] == {"count_id": begun.pk}
    for _again in range(2):
        jobs.count_votes.func(count_id=begun.pk)
    begun.refresh_from_db()
    assert begun.state == Count.State.DONE
    assert Entry.objects.filter(event="budgeting.VotesCounted").count() == 1


def test_the_calendar_makes_ballots_that_nobody_has_made(people: People) -> None:
    track = votes.stand(timezone.now(), people["administrator"])
    track.candidates.all().delete()
    jobs.make_ballots.func()
    assert track.candidates.count() == len(votes.COSTS)
    assert Entry.objects.filter(event="budgeting.BallotMade").latest("seq").by == ""
