"""`.pb` files: every quirk, every error with its place, and what is written."""

# mypy: disable-error-code="comparison-overlap"

import gzip
import io
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.budgeting.rules.test_expected import EXPECTED, FOLDER
from tests.capabilities.budgeting.rules.toys import TOY, election, toy

from korzo.capabilities.budgeting.rules import pabulib
from korzo.capabilities.budgeting.rules.conventions import Completion, Rule
from korzo.capabilities.budgeting.rules.elections import Election, Shape
from korzo.capabilities.budgeting.rules.pabulib import cells, declaring

POINTS = (
    TOY.replace("vote_type;approval", "vote_type;cumulative")
    .replace("num_votes;10", "num_votes;1")
    .partition("VOTES")[0]
)


def read(text: str | bytes, **named: int) -> pabulib.Reading:
    return pabulib.read(io.BytesIO(text.encode() if isinstance(text, str) else text), keep=True, **named)


def refused(text: str | bytes, **named: int) -> pabulib.Problem:
    with pytest.raises(pabulib.Unreadable) as raised:
        read(text, **named)
    return raised.value.problems[0]


def notes(text: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.reason) for each in read(text).problems]


# Reading -------------------------------------------------------------------------------------------------------------
def test_a_file_is_read() -> None:
    found = read(TOY)
    assert [(each.id, each.cost, each.name) for each in found.election.projects] == [
        ("A", 50, "Bench"),
        ("B", 40, "Swing"),
        ("C", 40, "Fountain"),
        ("D", 12, "Tree"),
    ]
    assert sorted(found.election.ballots.weights.tolist()) == [1, 1, 3, 5]
    assert (found.election.votes, found.election.budget, found.declared, found.problems) == (
        (6, 5, 4, 4),
        100,
        None,
        (),
    )


@pytest.mark.parametrize(
    "changed",
    [
        TOY.replace("\n", "\r\n"),
        "\ufeff" + TOY,
        TOY.rstrip("\n"),
        TOY.replace("PROJECTS", "projects").replace("VOTES\n", "Votes\n\n"),
        TOY.replace("100", "100.00").replace(";50;", ";50.0;"),
        TOY.replace("key;value\n", ""),
    ],
    ids=["line ends", "byte order mark", "no last line end", "small letters and empty lines", "decimals", "no head"],
)
def test_harmless_differences_make_none(changed: str) -> None:
    assert read(changed).election.votes == (6, 5, 4, 4)
    assert read(changed).election.budget == 100
    assert read(changed).problems == ()


def test_packed_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "toy.pb.gz"
    path.write_bytes(gzip.compress(TOY.encode()))
    assert pabulib.read(path).election.votes == (6, 5, 4, 4)
    assert pabulib.read(str(path)).document.votes == ()


def test_names_hold_semicolons_and_quotation_marks() -> None:
    assert read(TOY.replace("Bench", '"A ""red"" bench; new"')).election.projects[0].name == 'A "red" bench; new'


def test_a_comma_before_a_blank_does_not_part_categories() -> None:
    changed = TOY.replace("votes;name", "votes;category").replace("Bench", "Streets, Sidewalks & Transit,green")
    assert read(changed).election.projects[0].categories == ("Streets, Sidewalks & Transit", "green")
    assert [(line, column) for line, column, _reason in notes(changed)] == [(16, "category")]


def test_a_project_named_twice_counts_once_and_is_noted() -> None:
    changed = TOY.replace("6;A,C", "6;A,A,C")
    assert read(changed).election.votes == (6, 5, 4, 4)
    assert [each[:2] for each in notes(changed)] == [(27, "vote"), (0, "votes")]


def test_points_of_a_project_named_twice_are_those_of_the_first() -> None:
    found = read(POINTS + "VOTES\nvoter_id;vote;points\n1;A,B,A;3,2,1\n")
    assert found.election.scores == (3, 2, 0, 0)


def test_decimal_points_are_exact() -> None:
    found = read(POINTS + "VOTES\nvoter_id;vote;points\n1;A,B;0.5,1.25\n")
    assert found.election.scores == (Fraction(1, 2), Fraction(5, 4), 0, 0)


def test_withdrawn_projects_are_noted() -> None:
    found = read(TOY.replace("A;50", "A;999999999"))
    assert [each.withdrawn for each in found.election.projects] == [True, False, False, False]
    assert found.problems[0].column == "cost"


def test_the_old_name_of_a_column_is_known() -> None:
    found = read(TOY.replace("votes;name", "votes;target"))
    assert found.document.project_columns[-1] == "beneficiaries"
    assert "April 2026" in found.problems[0].reason


def test_ballots_beyond_the_limits_count_and_are_noted() -> None:
    changed = TOY.replace("rule;unknown", "rule;unknown\nmax_length;1\nmax_sum_cost;89.5")
    assert read(changed).election.votes == (6, 5, 4, 4)
    assert {line for line, _column, reason in notes(changed) if "length" in reason} == {24, 29, 30}
    assert {line for line, _column, reason in notes(changed) if "sum_cost" in reason} == {24, 29}


def test_blanks_around_are_left_out_and_noted() -> None:
    changed = TOY.replace("Bench", "Bench ").replace("10;D", "10; D")
    assert read(changed).election.projects[0].name == "Bench"
    assert {(line, column) for line, column, _reason in notes(changed)} == {(16, "name"), (31, "vote")}


def test_numbers_of_votes_that_differ_from_the_ballots_are_noted() -> None:
    assert [each.reason for each in read(TOY.replace("A;50;6", "A;50;7")).problems] == [
        "of project A: the ballots give it 6"
    ]


def test_ballots_may_be_empty() -> None:
    found = read(TOY.replace("10;D", "10;").replace("D;12;4", "D;12;3"))
    assert (found.election.ballots.empty, found.election.ballots.cast) == (1, 10)


def test_budgets_of_categories_and_thresholds_are_read() -> None:
    changed = TOY.replace(
        "rule;unknown",
        "rule;greedy-threshold\nmin_project_score_threshold;5\ncategories;green,grey\nbudget_per_category;60.5,40",
    )
    assert read(changed).election.purses == {"green": Fraction(121, 2), "grey": 40}
    assert read(changed).election.threshold == 5


# What is refused -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "line", "column", "reason"),
    [
        ("META\n", "", 1, "", "META has to begin"),
        ("PROJECTS\n", "", 14, "project_id", "cells where there are two"),
        ("VOTES\n", "", 20, "", "2 cells where there are 4"),
        (TOY[TOY.index("VOTES") :], "", 0, "VOTES", "missing"),
        ("num_votes;10", "num_votes;11", 0, "num_votes", "there are 10"),
        ("num_projects;4", "num_projects;3", 0, "num_projects", "there are 4"),
        ("num_votes;10\n", "", 0, "num_votes", "missing"),
        ("num_votes;10", "num_votes;ten", 8, "num_votes", "whole number"),
        ("budget;100", "budget;100,50", 9, "budget", "no amount"),
        ("budget;100", "budget;-100", 9, "budget", "no amount"),
        ("budget;100", "budget;1e5", 9, "budget", "no amount"),
        ("budget;100", "budget;100\nbudget;200", 10, "budget", "second time"),
        ("vote_type;approval", "vote_type;star", 0, "vote_type", "none of"),
        ("A;50", "A;-50", 16, "cost", "no amount"),
        ("A;50", "A;", 16, "cost", "no amount"),
        ("A;50", "A;1" + "0" * 16, 16, "cost", "no amount"),
        ("A;50", "A;" + "9" * 5000, 16, "cost", "no amount"),
        ("B;40", "A;40", 17, "project_id", "second time"),
        ("B;40", ";40", 17, "project_id", "no id"),
        ("B;40;5;Swing", "B;40;5", 17, "", "3 cells where there are 4"),
        ("project_id;cost", "project_id;price", 15, "cost", "has to be in PROJECTS"),
        ("voter_id;vote", "voter_id;choice", 21, "vote", "has to be in VOTES"),
        ("2;A,B", "2;A,X", 23, "vote", "no project"),
        ("2;A,B", "1;A,B", 23, "voter_id", "voted before"),
        ("2;A,B", "2;A,B;C", 23, "", "3 cells where there are 2"),
        ("Swing", '"Swing', 17, "", "quotation mark"),
        ("Swing", "Sw\0ing", 17, "", "zero byte"),
    ],
)
def test_what_is_not_sure_is_refused_with_its_place(old: str, new: str, line: int, column: str, reason: str) -> None:
    assert old in TOY
    problem = refused(TOY.replace(old, new, 1))
    assert reason in problem.reason
    assert (problem.line, problem.column) == (line, column)


def test_other_encodings_are_refused_with_their_place() -> None:
    problem = refused(TOY.replace("Swing", "Schaukel für alle").encode("cp1250"))
    assert (problem.line, problem.column, problem.value, problem.reason) == (17, "byte 18", "\\xfc", "is not UTF-8")
    assert "UTF-16" in refused(TOY.encode("utf-16")).reason


@pytest.mark.parametrize(
    ("row", "column"),
    [("1;A,B;3", "points"), ("1;A,B;3,x", "points"), ("1;A;99999999999", "points"), ("1;A,B;3,,1", "points")],
)
def test_points_have_to_go_with_the_projects(row: str, column: str) -> None:
    problem = refused(POINTS + "VOTES\nvoter_id;vote;points\n" + row + "\n")
    assert (problem.line, problem.column) == (22, column)


def test_damaged_packages_are_refused() -> None:
    packed = gzip.compress(TOY.encode() * 3)
    assert "damaged" in refused(packed[: len(packed) // 2]).reason


def test_all_that_is_wrong_is_named_but_not_without_end() -> None:
    several = TOY.replace("A;50", "A;x").replace("B;40", "B;y")
    with pytest.raises(pabulib.Unreadable) as raised:
        read(several)
    assert [each.line for each in raised.value.problems] == [16, 17]
    hopeless = TOY.partition("voter_id")[0] + "voter_id;vote\n" + "".join(f"{each};X{each}\n" for each in range(5000))
    with pytest.raises(pabulib.Unreadable) as raised:
        read(hopeless)
    assert len(raised.value.problems) == 200


class Endless(io.RawIOBase):
    """A file of votes that never ends; it counts what was asked of it."""

    def __init__(self, chunk: bytes) -> None:
        self.start, self.chunk, self.given = io.BytesIO(TOY.encode()), chunk, 0

    def read(self, size: int = -1) -> bytes:
        block = self.start.read(size) or (self.chunk * (size // len(self.chunk) + 1))[:size]
        self.given += len(block)
        return block

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.start.seek(offset, whence)


def test_a_file_without_end_is_left_at_the_limit() -> None:
    endless = Endless(b"7;A,B\n")
    with pytest.raises(pabulib.Unreadable, match="the limit"):
        pabulib.read(endless, limit=1_000_000)  # type: ignore[arg-type]
    assert endless.given <= 1_000_010


def test_a_line_without_end_is_left() -> None:
    endless = Endless(b"7;" + b"A," * 2_000_000)
    with pytest.raises(pabulib.Unreadable, match="longer than"):
        pabulib.read(endless)  # type: ignore[arg-type]
    assert endless.given < 3_000_000


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.integers(0, len(TOY)))
def test_nothing_makes_it_stumble(noise: bytes, at: int) -> None:
    whole = TOY.encode()
    for text in (noise, whole[:at] + noise + whole[at:], whole[:at] + noise):
        try:
            assert read(text).election.ballots.cast == 10
        except pabulib.Unreadable as error:
            assert error.problems[0].grave


# Writing ----------------------------------------------------------------------------------------------------------
def again(document: pabulib.Document) -> pabulib.Reading:
    return read("".join(pabulib.write(document)))


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the real elections in ../shared, which are not here")
def test_what_is_read_and_written_and_read_is_the_same(name: str) -> None:
    path = FOLDER / name
    first = pabulib.read(path if path.exists() else path.with_name(name + ".gz"), keep=True)
    second = again(first.document)
    assert second.document == first.document
    assert list(second.document.meta) == list(first.document.meta)
    assert second.election.scores == first.election.scores


def test_fields_are_written_in_the_order_of_the_checker() -> None:
    text = "".join(
        pabulib.write(read(TOY.replace("key;value\n", "key;value\ncurrency;EUR\nx_own;1\nmax_length;3\n")).document)
    )
    assert [line.partition(";")[0] for line in text.partition("PROJECTS")[0].splitlines()[2:]] == [
        *[
            "description",
            "country",
            "unit",
            "instance",
            "num_projects",
            "num_votes",
            "budget",
            "vote_type",
            "rule",
            "date_begin",
            "date_end",
        ],
        "max_length",
        "currency",
        "x_own",
    ]


@pytest.mark.parametrize(
    "votes",
    [
        toy(),
        election(10, "A 5, B 5", "2x A=3 B=1", "B=4", "1x ", shape=Shape.CUMULATIVE),
        election(10, "A 5, B 5", "2x B A", "A B", shape=Shape.ORDINAL, threshold=Fraction(3)),
        election(10, "A 5.5, B 5", "2x A", "B", shape=Shape.CHOOSE_ONE),
    ],
    ids=lambda votes: votes.ballots.shape,
)
def test_own_elections_are_written_and_read_back(votes: Election) -> None:
    meta = {
        "description": "d",
        "country": "Serbia",
        "unit": "u",
        "instance": "2026",
        "rule": "greedy",
        "date_begin": "2026",
        "date_end": "2026",
    }
    found = again(pabulib.document_of(votes, meta, selected={"A": 1}))
    assert found.problems == ()
    assert found.declared == {"A": 1}
    assert (found.election.projects, found.election.budget, found.election.threshold) == (
        votes.projects,
        votes.budget,
        votes.threshold,
    )
    assert (found.election.scores, found.election.votes) == (votes.scores, votes.votes)
    assert sorted(found.election.ballots.weights.tolist()) == sorted(votes.ballots.weights.tolist())


@given(st.fractions(min_value=-(10**9), max_value=10**9).map(lambda each: Fraction(round(each * 1000), 1000)))
def test_amounts_are_written_exactly(amount: Fraction) -> None:
    assert cells.amount(cells.shown(amount)) == amount


def test_amounts_without_an_end_are_refused() -> None:
    with pytest.raises(ValueError, match="no decimal writing"):
        cells.shown(Fraction(1, 3))


# What files say of their own count ----------------------------------------------------------------------------------
def test_rules_are_known_by_their_names_in_files() -> None:
    custom = TOY.replace("rule;unknown", "rule;greedy-custom")
    assert declaring.rule(read(TOY)) is None
    assert declaring.rule(read(custom)) is None
    poznan = declaring.rule(read(custom.replace("unit;Toytown", "unit;Poznań")))
    assert poznan is not None
    assert poznan.rule is Rule.POZNAN
    shares = declaring.rule(read(TOY.replace("rule;unknown", "rule;equalshares/add1")))
    assert shares is not None
    assert (shares.rule, shares.completion) == (Rule.EQUAL_SHARES, Completion.ADD1)


def test_only_the_first_code_is_by_the_rule() -> None:
    text = (
        TOY.replace("votes;name", "votes;selected")
        .replace("Bench", "1")
        .replace("Swing", "2")
        .replace("Fountain", "0")
        .replace("Tree", "3")
    )
    assert declaring.winners(read(text)) == {"A"}
    poznan = text.replace("rule;unknown", "rule;greedy-custom").replace("unit;Toytown", "unit;Poznań")
    assert declaring.winners(read(poznan)) == {"A", "B"}
    assert declaring.winners(read(TOY)) is None
