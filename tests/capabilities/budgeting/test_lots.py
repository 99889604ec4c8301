"""Drawing by lot: the same for everybody, fair to the groups, and not to be bent."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.budgeting.rules import lots
from korzo.capabilities.budgeting.rules.lots import Entry

numbers = st.lists(st.integers(100_000, 999_999).map(str), min_size=1, max_size=60, unique=True)
groups = st.tuples(st.sampled_from(["a1", "a2", "a3"]), st.sampled_from(["s1", "s2"]))
lists = numbers.flatmap(lambda found: st.tuples(*(st.builds(Entry, st.just(each), groups) for each in found)))
quotas = st.dictionaries(st.sampled_from(["a1", "a2", "a3", "s1", "s2"]), st.integers(0, 20))


@given(lists, st.integers(1, 30), quotas, st.text(min_size=1, max_size=20))
def test_everybody_has_one_place_and_all_seats_are_filled(
    entries: tuple[Entry, ...], seats: int, most: dict[str, int], seed: str
) -> None:
    drawn = lots.draw(entries, seats=seats, most=most, seed=seed)
    assert sorted(each.number for each in drawn) == sorted(each.number for each in entries)
    assert [each.place for each in drawn] == list(range(1, len(entries) + 1))
    assert sum(each.is_seated for each in drawn) == min(seats, len(entries))


@given(lists, st.integers(1, 30), quotas)
def test_no_group_has_more_than_its_seats_unless_seats_would_stay_empty(
    entries: tuple[Entry, ...], seats: int, most: dict[str, int]
) -> None:
    groups_of = {each.number: each.groups for each in entries}
    drawn = lots.draw(entries, seats=seats, most=most, seed="x")
    by_quota = Counter(group for each in drawn if each.is_seated and not each.full for group in groups_of[each.number])
    assert all(count <= most.get(group, seats) for group, count in by_quota.items())


@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(entries: tuple[Entry, ...], random: object) -> None:
    mixed = list(entries)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    given = {"seats": 5, "most": {"a1": 2, "s1": 3}}
    assert lots.draw(mixed, **given, seed="x") == lots.draw(entries, **given, seed="x")  # type: ignore[arg-type]
    assert lots.fingerprint(mixed, **given) == lots.fingerprint(entries, **given)  # type: ignore[arg-type]


def test_a_person_with_pen_and_paper_draws_the_same() -> None:
    entries = [Entry("111111", ("s1",)), Entry("222222", ("s1",)), Entry("333333", ("s2",))]
    by_hand = sorted(
        ["111111", "222222", "333333"], key=lambda n: hashlib.sha256(f"2026-03-01 7 12 39:{n}".encode()).hexdigest()
    )
    free = lots.draw(entries, seats=3, most={}, seed="2026-03-01 7 12 39")
    assert [each.number for each in free] == by_hand
    tight = lots.draw(entries, seats=2, most={"s1": 1}, seed="2026-03-01 7 12 39")
    seated = {each.number for each in tight if each.is_seated}
    assert "333333" in seated
    assert len(seated) == 2
    assert next(each for each in tight if not each.is_seated).full == ("s1",)


def test_another_seed_is_another_lot_and_none_is_none() -> None:
    entries = [Entry(f"{number}") for number in range(100_000, 100_050)]
    assert lots.draw(entries, seats=10, most={}, seed="a") != lots.draw(entries, seats=10, most={}, seed="b")
    with pytest.raises(ValueError, match="seed"):
        lots.draw(entries, seats=1, most={}, seed="")
    with pytest.raises(ValueError, match="twice"):
        lots.draw([*entries, entries[0]], seats=1, most={}, seed="a")


def test_the_fingerprint_shows_any_change() -> None:
    entries = [Entry("111111", ("a1", "s1")), Entry("222222", ("a2", "s2"))]
    first = lots.fingerprint(entries, seats=2, most={"a1": 1})
    assert lots.fingerprint(entries[:1], seats=2, most={"a1": 1}) != first
    assert lots.fingerprint(entries, seats=3, most={"a1": 1}) != first
    assert lots.fingerprint(entries, seats=2, most={"a1": 2}) != first


def test_quotas_leave_room_for_everybody() -> None:
    assert lots.quotas({"woman": 1, "man": 1}, 15) == {"woman": 8, "man": 8}
    assert lots.quotas({"big": 9000, "small": 10}, 10) == {"big": 10, "small": 1}
