"""Counting methods against vectors, files with known results, and the answers of other people's programs."""

import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from bench.counting import agrees, ours
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.ballots.vectors import VOTING, needed, vector

from korzo.capabilities.ballots.cli import ballots
from korzo.capabilities.ballots.rules import methods
from korzo.capabilities.ballots.rules.methods import Candidate, Outcome, Paper, blt, ties
from korzo.capabilities.ballots.rules.methods.majority_judgment import medians
from korzo.capabilities.ballots.rules.methods.papers import Flaw
from korzo.capabilities.ballots.rules.methods.ties import By, For

TABLE = Path(__file__).with_name("profiles.json")
RANKED = [name for name, each in methods.METHODS.items() if each.marks is methods.Marks.RANKS]


def named(number: int) -> list[Candidate]:
    return [Candidate(str(at)) for at in range(1, number + 1)]


def counted(method: str, *papers: tuple[int, ...], seats: int = 1, limit: int = 0, seed: str | None = None) -> Outcome:
    return methods.count(
        method, [Paper(marks) for marks in papers], named(len(papers[0])), seats=seats, limit=limit, tie=seed
    )


def stages(outcome: Outcome) -> list[dict[str, str]]:
    return [
        {
            each.id: f"{float(total):.5f}"
            for each, total in zip(outcome.candidates, each_round.totals, strict=True)
            if total is not None
        }
        for each_round in outcome.rounds
    ]


@needed
@pytest.mark.parametrize("case", range(9))
def test_the_vectors(case: int) -> None:
    given = vector("counting")["cases"][case]
    method, options, told = given["method"], given["options"], given["result"]
    if method == "stv (scottish)":
        papers = []
        for weight, order in given["ballots"]:
            marks = [0] * options["candidates"]
            for rank, at in enumerate(order, 1):
                marks[at - 1] = rank
            papers.append(Paper(tuple(marks), weight))
        outcome = methods.count("scottish-stv", papers, named(options["candidates"]), seats=options["seats"])
        assert [at + 1 for at in outcome.winners] == told["elected"]
        assert (outcome.valid, outcome.quota) == (told["valid"], told["quota"])
        assert stages(outcome) == [each["totals"] for each in told["stages"]]
        meek = methods.count("meek-stv", papers, named(options["candidates"]), seats=options["seats"])
        assert sorted(at + 1 for at in meek.winners) == given["meek_elected"]
        return
    cast: list[tuple[int, ...]] = [tuple(marks) for marks in given["ballots"]]
    if method == "stv (belenios)":
        outcome = counted("belenios-stv", *cast, seats=options["nseats"])
        assert list(outcome.winners) == told["winners"]
        assert [list(each.paper.marks) for each in outcome.invalid] == told["invalid"]
        assert bool(outcome.ties) == any(event[0].startswith("Tie") for event in told["events"])
        return
    outcome = counted(method.replace(" ", "-"), *cast, limit=options.get("ngrades", 0))
    assert [list(group) for group in outcome.ranking] == told["winners"]
    assert (outcome.valid, outcome.blank) == (told["valid"], told.get("blank", 0))
    if method == "schulze":
        assert [list(row) for row in outcome.pairs] == told["raw"]
        assert [[list(path) for path in row] for row in outcome.paths] == told["beatpaths"]
    else:
        assert [list(row) for row in outcome.grades] == told["raw"]
        assert sorted(list(each.paper.marks) for each in outcome.invalid) == sorted(told["invalid"])


@needed
@pytest.mark.parametrize("name", ["atwood_so.blt", "gnome_26.blt", "maemo.blt"])
def test_files_with_known_results(name: str) -> None:
    told = json.loads((VOTING / "blt" / "expected.json").read_text())[name]
    document = blt.read((VOTING / "blt" / name).read_bytes())
    candidates, papers = document.standing()
    # What a lot would decide was decided by hand: in one file the lower number is excluded, in the other it goes first.
    order = range(len(candidates)) if name == "gnome_26.blt" else reversed(range(len(candidates)))
    outcome = methods.count("scottish-stv", papers, candidates, seats=document.seats, tie=ties.given(list(order)))
    ids = [int(each.id) for each in candidates]
    assert [ids[at] for at in outcome.winners] == told["elected"]
    assert (outcome.valid, outcome.blank, outcome.quota) == (told["valid"], told["empty_ballots"], told["quota"])
    assert stages(outcome) == [each["totals"] for each in told["stages"]]
    assert [[ids[at] for at in tie.among] for tie in outcome.ties if tie.by is By.GIVEN] == told["lots"]
    assert blt.read(blt.write(document).encode()).papers == document.papers


def test_profiles_that_others_counted() -> None:
    """pref_voting, votelib and the official tool; bench/counting.py makes the table and compares thousands."""
    found: Counter[str] = Counter()
    for asked, told in json.loads(TABLE.read_text()):
        for oracle, answer in told.items():
            if oracle == "scottish-lot" or answer is None:
                continue
            outcome = ours(asked, oracle.removesuffix("-votelib").removesuffix("-official"))
            lots = any(tie.by is not By.EARLIER for tie in outcome.ties)
            if agrees(oracle, outcome, answer, lots):
                found[oracle] += 1
            else:
                assert lots or (oracle == "scottish-stv" and told["scottish-lot"]), (oracle, asked, answer)
    assert found.total() > 1_400
    assert set(found.values()) != {0}


@st.composite
def profiles(draw: st.DrawFn) -> tuple[int, int, list[Paper]]:
    number = draw(st.integers(1, 5))
    marks: st.SearchStrategy[tuple[int, ...]] = st.lists(
        st.integers(0, number + 1), min_size=number, max_size=number
    ).map(tuple)
    papers = st.lists(st.builds(Paper, marks, st.integers(1, 9) | st.sampled_from([Fraction(1, 2)])), max_size=12)
    return number, draw(st.integers(1, 4)), draw(papers)


@given(profiles(), st.sampled_from(RANKED))
def test_every_count_is_whole(profile: tuple[int, int, list[Paper]], method: str) -> None:
    """Nobody is lost or elected twice, papers add up, votes never appear or vanish, and order of papers is nothing."""
    number, seats, papers = profile
    seats = 1 if method == "instant-runoff" else seats
    outcome = methods.count(method, papers, named(number), seats=seats, tie="seed")
    assert sorted(at for group in outcome.ranking for at in group) == list(range(number))
    assert len(set(outcome.winners)) == len(outcome.winners) == min(seats, number)
    assert outcome.cast == sum(each.weight for each in papers)
    for each in outcome.rounds:
        held = sum((Fraction(total) for total in each.totals if total is not None), start=Fraction(0))
        basis = outcome.valid + (outcome.blank if method == "belenios-stv" else 0)
        assert abs(held + each.exhausted - basis) < Fraction(1, 10**6)
        assert each.exhausted >= 0
    assert methods.count(method, papers[::-1], named(number), seats=seats, tie="seed") == outcome


@given(st.lists(st.integers(1, 6), max_size=15))
def test_medians_as_they_are_told(grades: list[int]) -> None:
    left, told = sorted(grades), []
    while left:
        told.append(left.pop((len(left) + 1) // 2 - 1))
    assert list(medians(Counter(grades))) == told


def test_invalid_and_blank_papers_are_shown() -> None:
    crossed = counted("plurality", (1, 0), (1, 1), (0, 0), (2, 0), (0, 1), (0, 1))
    assert (crossed.winners, crossed.scores, crossed.valid, crossed.blank, crossed.cast) == ((1,), (1, 2), 3, 1, 6)
    assert [(each.paper.marks, each.flaw) for each in crossed.invalid] == [((1, 1), Flaw.CROSSES), ((2, 0), Flaw.RANGE)]
    assert counted("approval", (1, 1, 0), (1, 1, 1), limit=2).invalid[0].flaw is Flaw.CROSSES
    assert counted("score", (5, 0), (6, 1), (0, 3), limit=5).scores == (5, 3)
    assert counted("scottish-stv", (1, 1, 2), (2, 3, 0), (1, 2, 2)).valid == 1
    with pytest.raises(ValueError, match="needs a limit"):
        counted("score", (1, 0))
    with pytest.raises(ValueError, match="one seat"):
        counted("instant-runoff", (1, 2), seats=2)


def test_totals_are_enough_for_crosses() -> None:
    outcome = methods.count_totals("approval", [4, 7, 7], named(3), valid=9, blank=1, seats=1, tie="2026-11-22")
    assert (outcome.ranking, outcome.cast) == (((1, 2), (0,)), 10)
    (tie,) = outcome.ties
    assert (tie.about, tie.among, tie.taken, tie.by) == (For.SEAT, (1, 2), outcome.winners, By.LOT)
    assert tie.taken[0] == min((1, 2), key=lambda at: ties.digest("2026-11-22", str(at + 1)))
    with pytest.raises(ValueError, match="totals are not enough"):
        methods.count_totals("borda", [1], named(1), valid=1)


def test_borda_with_and_without_the_rest() -> None:
    assert counted("borda", (1, 0, 0), (2, 1, 2)).scores == (Fraction(5, 2), Fraction(5, 2), 1)
    assert counted("borda-zero", (1, 0, 0)).scores == (2, 0, 0)


def test_a_circle_is_broken_at_its_weakest_and_the_draw_is_told() -> None:
    circle = [(1, 2, 3)] * 4 + [(3, 1, 2)] * 3 + [(2, 3, 1)] * 2
    outcome = counted("ranked-pairs", *circle)
    assert (outcome.ranking, outcome.locked, outcome.ties) == (((0,), (1,), (2,)), ((1, 2), (0, 1)), ())
    assert counted("schulze", *circle).ranking == outcome.ranking
    even = counted("ranked-pairs", (1, 2, 3), (3, 1, 2), (2, 3, 1))
    assert [tie.about for tie in even.ties] == [For.PAIR]
    assert even.winners == (0,)


def test_what_is_seen_in_the_wild() -> None:
    document = blt.read(b'\xef\xbb\xbf2 1 # two\r\n  -2\r\n(a 7) 1.5 1=2 0\r\n2 - 1 0 3 0\n0 "A #1"\n"B" "T"')
    assert [(each.marks, each.weight) for each in document.papers] == [
        ((1, 1), Fraction(3, 2)),
        ((2, 0), 2),
        ((0, 0), 3),
    ]
    assert (document.title, [each.name for each in document.candidates]) == ("T", ["A #1", "B"])
    assert document.withdrawn == {1}
    assert document.standing()[1][0].marks == (1,)
    assert blt.read(blt.write(document).encode()) == document


@needed
def test_the_text_format() -> None:
    custom = blt.read((VOTING / "blt" / "custom.stv").read_bytes())
    assert [(each.weight, each.marks) for each in custom.papers][:2] == [(31, (1, 5, 3, 4, 2)), (30, (2, 1, 0, 0, 3))]
    ordered = blt.read((VOTING / "blt" / "ordered.stv").read_bytes())
    assert [each.marks for each in ordered.papers] == [(1, 0, 2, 3, 0, 0)] * 2 + [(0, 0, 1, 2, 0, 0)]
    inside = blt.read(b'title=Mine\nballots=blt\n2 1\n1 2 0\n0\n"A"\n"B"\n"Theirs"\n')
    assert (inside.title, inside.papers[0].marks) == ("Mine", (0, 1))


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (b"", "the file", "is empty"),
        (b"2 x", "line 1, column 3: “x”", "whole number"),
        (b'2 1\n1 3 0\n0\n"A"\n"B"', "line 2, column 3: “3”", "not in this file"),
        (b'2 1\n1 1 2 1 0\n0\n"A"\n"B"', "line 2, column 7: “1”", "second time"),
        (b'2 1\n0.0 1 0\n0\n"A"\n"B"', "line 2, column 1: “0.0”", "no weight"),
        (b'2 1\n1 2\n0\n0\n"A"\n"B', "line 6, column 1: “B”", "does not end on its line"),
        (b'2 1\n1 2\n"A"\n"B"', "line 3, column 1: “A”", "its 0 is missing"),
        (b"2 1\n1 2 0\n", "the file", "ends before the 0"),
        (b'2 1\n-1 -2\n0\n"A" "B" "C" "D"', "line 4, column 13: “D”", "one name too many"),
        (b'1 1\n-1\n0\n"A"', "the file", "did not withdraw"),
        (b'1 1\n0\n"\xff"', "line 3, column 2: “byte 0xff”", "UTF-8"),
        (b"seats=1\ncandidate=a A\nballots=2\na\nend\n", "line 3, column 9: “2”", "1 lines of them"),
        (b"seats=1\ncandidate=a A\ncandidate=a B\nballots=0\nend\n", "line 3, column 11: “a B”", "came before"),
        (b"seats=1\nwhat\n", "line 2, column 1: “what”", "no line key=value"),
        (b"seats=1\ncandidate=a A\norder=a\nballots=1\n1 2\nend", "line 5, column 1: “1”", "2 ranks for 1"),
    ],
)
def test_every_problem_has_its_place(raw: bytes, place: str, reason: str) -> None:
    with pytest.raises(blt.Unreadable) as error:
        blt.read(raw)
    assert any(str(each).startswith(place) and reason in each.reason for each in error.value.problems), error.value


@given(st.binary(max_size=60) | st.text(alphabet='0123456789 -="()#\nab', max_size=60).map(str.encode))
def test_no_file_breaks_the_reader(raw: bytes) -> None:
    try:
        document = blt.read(b"2 1\n" + raw)
    except blt.Unreadable as error:
        assert error.problems
    else:
        assert blt.read(blt.write(document).encode()).papers == document.papers


@needed
@pytest.mark.parametrize("method", RANKED)
def test_the_command(method: str) -> None:
    seats = ["--seats", "1"] if method == "instant-runoff" else []
    path = str(VOTING / "blt" / "maemo.blt")
    ended = CliRunner().invoke(ballots, ["count", path, "--method", method, *seats])
    assert ended.exit_code == 0, ended.output
    assert re.search(r"^elected  Candidate 3", ended.output, re.MULTILINE)
    told: dict[str, Any] = json.loads(CliRunner().invoke(ballots, ["count", path, "--json", "--seed", "x"]).output)
    assert (told["winners"], told["quota"], told["draw"]["seed"]) == (["3", "1", "5"], 12, "x")
    assert told["rounds"][1]["totals"]["1"] == "15.5806"


def test_the_command_names_what_is_wrong(tmp_path: Path) -> None:
    (path := tmp_path / "bad.blt").write_text('2 1\n1 9 0\n0\n"A"\n"B"\n')
    ended = CliRunner().invoke(ballots, ["count", str(path)])
    assert ended.exit_code == 1
    assert "wrong: line 2, column 3: “9” names a candidate who is not in this file" in ended.output
