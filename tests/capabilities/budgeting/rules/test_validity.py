"""What makes a ballot valid, for every way to vote; and ballots as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.budgeting.rules import sheets
from korzo.capabilities.budgeting.rules.validity import Choice, Form, Slate, Way, Wrong, flaws, shuffled, slate

CHOICES = tuple(Choice(number, Decimal(number * 10), "even" if number % 2 == 0 else "odd") for number in range(1, 7))


def form(way: Way, **more: int) -> Form:
    return Form(way, CHOICES, Decimal(100), **more)


@pytest.mark.parametrize(
    ("rules", "ballot", "wrong"),
    [
        (form(Way.APPROVAL, maximum=2), {1: 1, 2: 1}, []),
        (form(Way.APPROVAL, maximum=2), {1: 1, 2: 1, 3: 1}, [Wrong.TOO_MANY]),
        (form(Way.APPROVAL, minimum=2), {1: 1}, [Wrong.TOO_FEW]),
        (form(Way.APPROVAL), {}, []),
        (form(Way.APPROVAL), {7: 1}, [Wrong.UNKNOWN]),
        (form(Way.APPROVAL), {1: 2}, [Wrong.BAD_AMOUNT]),
        (form(Way.CHOOSE_ONE), {1: 1, 2: 1}, [Wrong.TOO_MANY]),
        (form(Way.KNAPSACK), {4: 1, 6: 1}, []),
        (form(Way.KNAPSACK), {4: 1, 6: 1, 1: 1}, [Wrong.TOO_DEAR]),
        (form(Way.CUMULATIVE, points=5), {1: 3, 2: 2}, []),
        (form(Way.CUMULATIVE, points=5), {1: 3, 2: 3}, [Wrong.TOO_MANY_POINTS]),
        (form(Way.CUMULATIVE, points=5), {1: 0}, [Wrong.BAD_AMOUNT]),
        (form(Way.SCORE, points=3), {1: 0, 2: 3}, []),
        (form(Way.SCORE, points=3), {1: 4}, [Wrong.BAD_AMOUNT]),
        (form(Way.RANKED), {3: 1, 1: 2}, []),
        (form(Way.RANKED), {3: 1, 1: 3}, [Wrong.BAD_PLACES]),
        (form(Way.RANKED), {3: 1, 1: 1}, [Wrong.BAD_PLACES]),
        (form(Way.APPROVAL, theme_maximum=1), {1: 1, 3: 1, 2: 1}, [Wrong.TOO_MANY_OF_THEME]),
        (form(Way.APPROVAL, theme_minimum=1), {1: 1}, [Wrong.TOO_FEW_OF_THEME]),
    ],
)
def test_every_limit_is_told(rules: Form, ballot: dict[int, int], wrong: list[Wrong]) -> None:
    assert [flaw.wrong for flaw in flaws(ballot, rules)] == wrong


def test_a_theme_with_fewer_projects_than_the_least_asks_for_all_of_them() -> None:
    rules = Form(Way.APPROVAL, (*CHOICES, Choice(7, Decimal(1), "rare")), Decimal(100), theme_minimum=2)
    assert flaws(dict.fromkeys((1, 2, 3, 4, 7), 1), rules) == ()


@given(st.sampled_from(list(Way)), st.dictionaries(st.integers(1, 99), st.integers(0, 9), max_size=8))
def test_what_is_shown_is_typed_again_as_it_was(way: Way, given: dict[int, int]) -> None:
    if way is Way.RANKED:
        given = {number: place for place, number in enumerate(given, 1)}
    elif way not in {Way.CUMULATIVE, Way.SCORE}:
        given = dict.fromkeys(given, 1)
    assert sheets.typed(sheets.shown(given, way), way) == given


@pytest.mark.parametrize(("text", "way"), [("3 3", "approval"), ("x", "approval"), ("3:2", "approval"), ("3", "score")])
def test_slips_are_not_guessed_at(text: str, way: str) -> None:
    with pytest.raises(sheets.Unreadable):
        sheets.typed(text, Way(way))


@given(st.sets(st.integers(1, 500), max_size=60), st.text(max_size=12))
def test_a_shuffled_order_holds_everything_and_comes_again(numbers: set[int], seed: str) -> None:
    order = shuffled(numbers, seed)
    assert sorted(order) == sorted(numbers)
    assert order == shuffled(sorted(numbers, reverse=True), seed)


def test_own_district_the_city_and_some_of_choice() -> None:
    tracks = [("city", ""), ("west", "w"), ("east", "e"), ("north", "n")]
    assert slate(tracks, "w", of_choice=1) == Slate(("city", "west"), ("east", "north"), 1)
    assert slate(tracks, "", of_choice=9) == Slate(("city",), ("west", "east", "north"), 3)


def test_files_are_read_with_line_and_column_whatever_their_shape() -> None:
    rules = form(Way.CUMULATIVE, points=5)
    data = b'\xef\xbb\xbfvoter_id,vote,points\r\n1,"1,2","3,2"\r\n\r\n2,"1,2","3"\r\n3,1\r\n4,1,9\r\n'
    rows = list(sheets.rows(data, rules, {}))
    assert rows[0] == sheets.Taken(2, {1: 3, 2: 2})
    told = [(row.line, row.column, row.reason) for row in rows[1:] if isinstance(row, sheets.Rejected)]
    assert told == [(4, "points", "uneven"), (5, "", "cells"), (6, "vote", "")]
    with pytest.raises(sheets.NoBallots):
        list(sheets.rows(b"a;b\n1;2\n", rules, {}))
    with pytest.raises(sheets.NoBallots):
        list(sheets.rows("vote\nü\n".encode("latin-1"), rules, {}))
