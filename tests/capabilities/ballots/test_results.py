"""What came out of votes: counts by question, pages, files, and tables in which nobody is recognised."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.ballots import boxes as made
from tests.city import City

from korzo.capabilities.ballots import datasets
from korzo.capabilities.ballots.models import Answer, Box, Vote
from korzo.capabilities.ballots.operations import answering, boxes
from korzo.capabilities.ballots.queries import results
from korzo.capabilities.ballots.queries.telling import Telling
from korzo.capabilities.ballots.rules import breakdowns, methods
from korzo.capabilities.ballots.rules.methods import blt
from korzo.kernel.people.models import Organisation
from korzo.kernel.places.models import District

GRADES = [{"en": "Good"}, {"en": "Fair"}, {"en": "Bad"}]
SAID: list[list[list[int]]] = [
    [[1, 0, 0], [1, 1, 0], [5, 5, 0], [1, 2, 3], [1, 2, 3]],
    [[1, 0, 0], [0, 1, 1], [9, 0, 1], [1, 0, 2], [1, 1, 3]],
    [[0, 1, 0], [0, 1, 0], [0, 10, 0], [3, 1, 2], [2, 1, 3]],
    [[], [1, 0, 0], [], [2, 1, 0], [3, 3, 3]],
]


def poll(now: datetime, *, results: str = Vote.Results.AFTER) -> Vote:
    vote = Vote.objects.create(
        code="2026-7",
        kind=Vote.Kind.POLL,
        step=Vote.Step.PUBLISHED,
        title={"en": "The square"},
        organiser=Organisation.objects.get(code="city"),
        made_at=now - timedelta(days=9),
        opens_at=now - timedelta(days=8),
        closes_at=now + timedelta(hours=1),
        audience=Vote.Audience.RESIDENTS,
        results=results,
    )
    options = ["Trees", "Benches", "Water"]
    made.ask(vote, "one", "Which one?", options)
    made.ask(vote, "some", "Which ones?", options, maximum=2)
    made.ask(vote, "points", "Ten points", options, points=10)
    made.ask(vote, "ranked", "In order", options, maximum=3, seats=2, method="scottish-stv")
    made.ask(vote, "grades", "Grades", options, grades=GRADES)
    return vote


def say(vote: Vote, said: Sequence[Sequence[Sequence[int]]], now: datetime, start: int = 0) -> None:
    for at, choices in enumerate(said, start):
        numbered = {str(number): values for number, values in enumerate(choices, 1)}
        answering.keep(vote, f"k{at}", numbered, channel=Answer.Channel.ONLINE, voter=None, person=None, now=now)


def over(vote: Vote, now: datetime) -> Vote:
    Vote.objects.filter(pk=vote.pk).update(closes_at=now - timedelta(minutes=1))
    return Vote.objects.get(pk=vote.pk)


@pytest.mark.django_db
def test_a_consultation_is_counted_question_by_question(town: City, now: datetime) -> None:
    vote = poll(now)
    say(vote, SAID, now)
    one, some, points, ranked, grades = (Telling(each) for each in results.of_vote(vote))
    assert (one.outcome.scores, one.outcome.blank, one.headline) == ((2, 1, 0), 1, "“Trees” came first with 66.7 %.")
    assert (some.outcome.scores, points.outcome.scores) == ((2, 3, 1), (14, 15, 1))
    assert (ranked.outcome.method, ranked.headline) == ("scottish-stv", "Chosen: Trees, Benches.")
    assert grades.lines[0].value == "Good"
    assert [[part.width for part in line.parts] for line in grades.lines if line.title == "Benches"] == [[50, 25, 25]]
    answering.keep(
        vote, "k0", {"1": [0, 1, 0], "5": [3, 3, 3]}, channel=Answer.Channel.ONLINE, voter=None, person=None, now=now
    )
    assert results.of_vote(vote)[0].outcome.scores == (1, 2, 0)  # whoever answers again counts anew, once


@pytest.mark.django_db
def test_the_page_and_the_files(town: City, client: Client) -> None:
    vote = poll(now := timezone.now())
    say(vote, SAID, now)
    page, files = "/en/ballots/2026-7/results/", ("protocol.pdf", "result.csv", "result.json")
    assert [client.get(page + each).status_code for each in ("", *files)] == [404] * 4  # nobody looks before the end
    over(vote, now)
    shown = client.get(page).content.decode()
    for words in ("came first with 66.7 %", "4 answers, 1 blank", "Round by round", "It is no secret ballot"):
        assert words in shown
    assert client.get(page + "protocol.pdf").content.startswith(b"%PDF-")
    rows = client.get(page + "result.csv").content.decode().splitlines()
    assert rows[0].startswith("vote,question,option,title,place,won,value")
    assert rows[1] == "2026-7,1,1,Trees,1,True,2.0,3,1,0,plurality"
    assert len(rows) == 1 + 15
    told = json.loads(client.get(page + "result.json").content)
    assert told["questions"][3]["rounds"][0]["totals"] == {"1": 2, "2": 2, "3": 0}
    feed = client.get("/en/ballots/votes.atom")
    assert b"The square" in feed.content
    year = str(timezone.localtime(now).year)
    assert list(datasets.years(None)) == [year]
    published = list(datasets.rows(year))
    assert len(published) == 15
    assert published[0]["won"] is True


@pytest.mark.django_db
def test_live_results_have_no_breakdown_and_closed_ones_recognise_nobody(town: City, client: Client) -> None:
    vote = poll(now := timezone.now(), results=Vote.Results.LIVE)
    say(vote, [[[1, 0, 0]] + [[]] * 4] * 12 + [[[0, 1, 0]] + [[]] * 4] * 9 + [[[0, 0, 1]] + [[]] * 4] * 7, now)
    districts = list(District.objects.order_by("pk")[:2])
    for at, answer in enumerate(Answer.objects.order_by("pk")):
        Answer.objects.filter(pk=answer.pk).update(district=districts[at % 2], age_band="30-44" if at else "65+")
    assert "By district" not in client.get("/en/ballots/2026-7/results/").content.decode()
    counted = results.of_vote(over(vote, now))[0]
    by_age = results.breakdown(counted, "age_band")
    assert by_age is not None
    assert [name for name, _cells in by_age.groups] == ["30-44", "65+"]
    assert all(cell is None for _name, cells in by_age.groups for cell in cells)  # one person of 65 could be worked out
    by_district = results.breakdown(counted, "district")
    assert by_district is not None
    assert [cells[0] for _name, cells in by_district.groups] == [6, 6]
    assert "By district" in client.get("/en/ballots/2026-7/results/").content.decode()


@pytest.mark.django_db
def test_a_secret_ballot_is_counted_from_what_was_decrypted(town: City, now: datetime, client: Client) -> None:
    vote = made.vote(now)
    made.ask(vote, "some", "Which?", ["A", "B", "C"], minimum=0, maximum=2, may_be_blank=False)
    Box.objects.create(vote=vote, uuid="KorzoResultsOf1", step=Box.Step.DECRYPTING)
    assert results.of_vote(vote) == ()
    assert client.get("/en/ballots/2026-1/results/").status_code == 404
    sealed = made.sealed(now, code="2026-2")
    sealed.cast(0, [[0, 1, 0], [1, 2, 3]], now)
    sealed.cast(1, [[1, 0, 0], [9, 9, 9]], now)
    sealed.cast(2, [[0, 1, 0], [2, 1, 0]], now)
    later = now + timedelta(hours=2)
    boxes.close(sealed.box, now=later)
    boxes.count(Box.objects.get(pk=sealed.box.pk))
    boxes.end_shuffles(Box.objects.get(pk=sealed.box.pk), by=None)
    for owner in (2, 4):
        sealed.decrypt(owner)
    assert boxes.reveal(sealed.box, now=later)
    choice, order = results.of_vote(Vote.objects.get(code="2026-2"))
    assert (choice.outcome.scores, choice.outcome.blank, choice.outcome.valid) == ((2, 0), 1, 2)
    assert (order.outcome.method, order.outcome.cast) == ("schulze", 3)
    assert b"Trees" in client.get("/en/ballots/2026-2/results/").content
    assert client.get("/en/ballots/2026-2/results/protocol.pdf").content.startswith(b"%PDF-")
    again = blt.read(client.get("/en/ballots/2026-2/results/2.blt").content)
    counted = methods.count("schulze", again.papers, again.candidates, tie=sealed.box.uuid)
    assert (counted.ranking, counted.cast) == (order.outcome.ranking, order.outcome.cast)
    assert client.get("/en/ballots/2026-2/results/1.blt").status_code == 404


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 3).map(list), min_size=1, max_size=5))
def test_no_hidden_cell_follows_from_a_sum(cells: list[list[int]]) -> None:
    grid = breakdowns.hidden(cells)
    for row, column in product(range(len(cells)), range(len(cells[0]))):
        assert grid[row][column] or cells[row][column] >= breakdowns.FEWEST
    lines = [list(zip(*pair, strict=True)) for pair in zip(cells, grid, strict=True)]
    columns = [list(each) for each in zip(*lines, strict=True)]
    for line in (*lines, *columns):
        hid = [cell for cell, is_hidden in line if is_hidden]
        assert not hid or len(hid) == len(line) or (len(hid) > 1 and sum(hid) >= breakdowns.FEWEST)
