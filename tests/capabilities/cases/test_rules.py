"""The rules of cases, as a library: routing, states, cells, numbers, addresses."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.cases.rules import cells, handing_over, numbers, states
from korzo.capabilities.cases.rules.addresses import street
from korzo.capabilities.cases.rules.cells import Box
from korzo.capabilities.cases.rules.handing_over import Move
from korzo.capabilities.cases.rules.promises import Calendar
from korzo.capabilities.cases.rules.routing import Condition, Facts, Hours, Rule, Season, passed_over, place, route
from korzo.capabilities.cases.rules.states import CLOSED, OPEN, WORDS, Action, NotPossible, State

BELGRADE = ZoneInfo("Europe/Belgrade")
CITY = Calendar(BELGRADE)


def at(text: str, zone: ZoneInfo = BELGRADE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# Routing -------------------------------------------------------------------------------------------------------------
NAMES = st.sampled_from(["a", "b", "c"])
SOME = st.none() | NAMES
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
OF_YEAR = st.tuples(st.integers(1, 12), st.integers(1, 28))
RULES = st.lists(
    st.builds(
        Rule,
        office=NAMES,
        category=SOME,
        group=SOME,
        district=SOME,
        hours=st.none() | st.sampled_from(Hours),
        season=st.none() | st.builds(Season, OF_YEAR, OF_YEAR),
        since=st.none() | DAYS,
        until=st.none() | DAYS,
        order=st.integers(0, 2),
        key=st.integers(0, 99),
    ),
    max_size=8,
    unique_by=lambda rule: rule.key,
)
FACTS = st.builds(Facts, NAMES, NAMES, SOME, DAYS, st.sampled_from(Hours))
NOON = Facts("hole", "roads", "west", date(2026, 3, 11), Hours.OFFICE)


@given(FACTS, RULES, st.randoms(use_true_random=False))
def test_there_is_exactly_one_office_in_whatever_order_the_rules_come(
    facts: Facts, rules: list[Rule], random: object
) -> None:
    shuffled = list(rules)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = route(facts, rules, otherwise="intake")
    assert route(facts, shuffled, otherwise="intake") == found
    assert found.office == ("intake" if found.rule is None else found.rule.office)
    assert (found.rule is None) == (not any(rule.fits(facts) for rule in rules))


@given(FACTS, RULES)
def test_every_rule_before_the_one_that_decides_says_why_it_did_not_fit(facts: Facts, rules: list[Rule]) -> None:
    found, passed = route(facts, rules, otherwise="intake"), passed_over(facts, rules)
    assert all(why and not rule.fits(facts) for rule, why in passed)
    asked = [rule for rule, _why in passed] + ([found.rule] if found.rule else [])
    assert asked == sorted(rules, key=lambda rule: rule.turn)[: len(asked)]
    assert found.rule or len(passed) == len(rules)


@given(FACTS, RULES, RULES)
def test_a_new_rule_put_in_its_place_is_asked_before_what_is_less_special(
    facts: Facts, rules: list[Rule], new: list[Rule]
) -> None:
    """Rules that were each put in their place decide as the most special one would."""
    stored: list[Rule] = []
    for rule in [*rules, *new]:
        stored.insert(place(rule, stored), rule)
    numbered = [replace(rule, order=at, key=at) for at, rule in enumerate(stored)]
    found = route(facts, numbered, otherwise="intake").rule
    fitting = [rule for rule in numbered if rule.fits(facts)]
    assert (found is None) == (not fitting)
    assert found is None or found.weight == max(rule.weight for rule in fitting)


def test_the_first_rule_that_fits_decides() -> None:
    rules = [Rule("all", order=4), Rule("west", district="west", order=3), Rule("roads", group="roads", order=2)]
    assert route(NOON, rules, otherwise="intake").office == "roads"
    assert route(NOON, [*rules, Rule("holes", "hole", order=1)], otherwise="intake").office == "holes"
    assert route(NOON, [*rules, Rule("pipes", "pipe", order=1)], otherwise="intake").office == "roads"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule("x", "pipe", "water", "east"), {Condition.CATEGORY, Condition.GROUP, Condition.DISTRICT}),
        (Rule("x", hours=Hours.OUTSIDE), {Condition.HOURS}),
        (Rule("x", season=Season((11, 15), (3, 10))), {Condition.SEASON}),
        (Rule("x", season=Season((11, 15), (3, 11))), set()),  # winter passes over the new year, its last day included
        (Rule("x", season=Season((3, 12), (10, 31))), {Condition.SEASON}),
        (Rule("x", since=date(2026, 3, 12)), {Condition.DATES}),
        (Rule("x", until=date(2026, 3, 10)), {Condition.DATES}),
        (Rule("x", since=date(2026, 3, 11), until=date(2026, 3, 11)), set()),
        (Rule("x", "hole", "roads", "west", Hours.OFFICE), set()),
    ],
)
def test_a_rule_names_each_condition_that_is_not_met(rule: Rule, why: set[Condition]) -> None:
    assert set(rule.misfits(NOON)) == why


# Hand-overs ----------------------------------------------------------------------------------------------------------
@given(st.lists(st.sampled_from(Move), max_size=6))
def test_a_hand_over_has_one_owner_at_every_moment_and_ends_once(moves: list[Move]) -> None:
    state = handing_over.State.WAITING
    for move in moves:
        before = state
        try:
            state = handing_over.after(state, move)
        except handing_over.Settled:
            continue
        assert before in handing_over.UNDECIDED
        owns = handing_over.owner(state, giver="a", receiver="b", decided_for="c")
        assert owns == {Move.ACCEPT: "b", Move.DECIDE: "c"}.get(move, "a")
        assert (move is Move.DECIDE) <= (before in handing_over.TO_DECIDE)


@pytest.mark.parametrize(
    ("asked", "hours", "by"),
    [
        ("2026-03-11 10:30", 8, "2026-03-12 10:30"),  # a Wednesday, 8 to 16 h
        ("2026-03-13 15:00", 2, "2026-03-16 09:00"),  # over a weekend
        ("2026-03-14 12:00", 1, "2026-03-16 09:00"),
        ("2026-03-11 02:00", 8, "2026-03-11 16:00"),
        ("2026-03-27 15:00", 16, "2026-03-31 15:00"),  # the clocks change in between
    ],
)
def test_the_receiver_has_office_hours_to_answer(asked: str, hours: int, by: str) -> None:
    assert handing_over.accept_by(at(asked), hours, CITY) == at(by)


# States --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", State)
def test_what_is_possible_is_what_does_not_raise(state: State) -> None:
    for action in Action:
        if action in states.possible(state):
            assert states.after(state, action) in State
        else:
            with pytest.raises(NotPossible):
                states.after(state, action)


def test_every_state_is_open_or_closed_as_the_standards_are_told() -> None:
    assert set(State) == OPEN | CLOSED
    assert not OPEN & CLOSED
    assert {state for state in State if WORDS[state].open311 == "open"} == OPEN


def test_a_closed_case_is_left_only_by_reopening_or_splitting_and_no_state_is_a_trap() -> None:
    assert {state: states.possible(state) for state in CLOSED} == {
        state: {Action.SPLIT if state is State.DUPLICATE else Action.REOPEN} for state in CLOSED
    }
    for state in State:
        reached, frontier = {state}, {state}
        while frontier:
            frontier = {states.after(each, action) for each in frontier for action in states.possible(each)} - reached
            reached |= frontier
        assert reached >= {State.IN_PROGRESS, State.RESOLVED, State.DECLINED, State.WITHDRAWN}


# Cells ---------------------------------------------------------------------------------------------------------------
LATS, LONGS = st.floats(-90, 90), st.floats(-180, 180)
POINTS = st.lists(st.tuples(st.floats(42.3, 42.5), st.floats(18.3, 18.6)), max_size=40)


@given(LATS, LONGS)
def test_a_point_lies_in_one_cell_of_each_level_and_each_in_the_one_above(lat: float, long: float) -> None:
    finest = cells.cell(lat, long, cells.TILE_LEVEL)
    for level in cells.LEVELS:
        x, y = cells.cell(lat, long, level)
        assert 0 <= x < 1 << level
        assert 0 <= y < 1 << level
        assert (x, y) == tuple(part >> cells.TILE_LEVEL - level for part in finest)
    assert cells.tile(lat, long) == finest[0] << cells.TILE_LEVEL | finest[1]


@given(st.floats(-85, 85), st.floats(-180, 179.999), st.sampled_from(cells.LEVELS))
def test_a_cell_holds_the_point_between_its_corners(lat: float, long: float, level: int) -> None:
    x, y = cells.cell(lat, long, level)
    north, west = cells.corner(x, y, level)
    south, east = cells.corner(x + 1, y + 1, level)
    assert south - 1e-9 <= lat <= north + 1e-9
    assert west - 1e-9 <= long <= east + 1e-9


@given(POINTS, st.floats(42.3, 42.4), st.floats(18.3, 18.4), st.floats(0.001, 0.2), st.sampled_from(cells.LEVELS))
def test_the_cells_of_a_box_count_every_point_in_it(
    points: list[tuple[float, float]], south: float, west: float, size: float, level: int
) -> None:
    box = Box(west, south, west + size, south + size)
    left, top, right, bottom = cells.span(box, level)
    counted = Counter(cells.cell(lat, long, level) for lat, long in points)
    inside = sum(count for (x, y), count in counted.items() if left <= x <= right and top <= y <= bottom)
    brute = sum(box.south <= lat <= box.north and box.west <= long <= box.east for lat, long in points)
    assert inside >= brute
    touched = [
        point
        for point in points
        if left <= cells.cell(*point, level)[0] <= right and top <= cells.cell(*point, level)[1] <= bottom
    ]
    assert len(touched) == inside


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "3,2,1,4",
        "1,4,3,2",
        "nan,0,1,1",
        "0,0,inf,1",
        "-181,0,0,1",
        "0,-91,1,0",
        "1,1,1,1",
    ],
)
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- float() and we say different things
        Box.parse(text)


@given(st.floats(-5, 30))
def test_there_is_a_level_for_every_zoom_and_finer_ones_for_nearer(zoom: float) -> None:
    assert cells.level_for(zoom) in cells.LEVELS
    assert cells.level_for(zoom) <= cells.level_for(zoom + 1)


# Numbers and addresses -----------------------------------------------------------------------------------------------
@given(st.integers(1000, 9999), st.integers(1, 10**9 - 1))
def test_a_number_is_read_as_it_was_written(year: int, number: int) -> None:
    written = numbers.code(year, number)
    for spoken in (
        written,
        written.lower(),
        written.replace("K", "К"),
        written.replace("K", "к"),
        f" {written} ",
        written[2:],
    ):
        assert numbers.parse(spoken) == written


@pytest.mark.parametrize(
    "text", ["K-2026-123", "к 2026 123", "k2026-000123", "2026-123", "K-2026-000123", "  К - 2026 - 123"]
)
def test_numbers_as_people_type_them(text: str) -> None:
    assert numbers.parse(text) == "K-2026-000123"


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = numbers.parse(text)
    assert found is None or numbers.parse(found) == found


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("Mlinska ulica 7", "Mlinska ulica"),
        ("Ulica lipa 5a", "Ulica lipa"),
        ("Трг слободе бр. 12/3", "Трг слободе"),
        ("Mlinska 7 A", "Mlinska"),
        ("Млинска 7 а, Галебиње", "Млинска, Галебиње"),
        ("Mlinska br.7 stan 12, 21000 Galebinje", "Mlinska, Galebinje"),
        ("Bulevar 27. marta 14b", "Bulevar 27. marta"),
        ("27. marta 14. ulaz 3", "27. marta"),
        ("Mlinska 12. Galebinje", "Mlinska Galebinje"),
        ("Ulica 29. Novembra 3", "Ulica 29. Novembra"),
        ("12 Main Street", "Main Street"),
        ("221B Baker Street, 5th floor", "Baker Street, 5th floor"),
        ("세종대로110길 25", "세종대로110길"),
        ("Put E75 kod pumpe", "Put E75 kod pumpe"),
        ("12", ""),
        ("", ""),
    ],
)
def test_house_numbers_are_left_out(address: str, public: str) -> None:
    assert street(address) == public


@given(st.text(), st.integers(1, 999), st.sampled_from(["", "a", " B", "/3", "-5"]), st.text())
def test_no_house_number_is_left_wherever_it_stands(before: str, house: int, suffix: str, after: str) -> None:
    public = street(f"{before} {house}{suffix}, {after}")
    assert (
        not re.search(rf"(?<!\S){house}{re.escape(suffix)}(?!\S)", public.replace(",", ""))
        or str(house) in before + after
    )
