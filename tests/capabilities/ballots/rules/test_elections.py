"""Elections from the first key to the result, in our code alone."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.ballots.elections import Cast, Made, make

from korzo.capabilities.ballots.rules import archive, ballot, digests, groups, jsons, shuffle, steps, verifying
from korzo.capabilities.ballots.rules.answers import BadProof
from korzo.capabilities.ballots.rules.groups import NotInGroup
from korzo.capabilities.ballots.rules.proofs import Ciphertext
from korzo.capabilities.ballots.rules.questions import Homomorphic, NonHomomorphic, Question

BOTH: list[Question] = [
    Homomorphic("Choose", ("A", "B", "C"), 1, 2),
    Homomorphic("Or nothing", ("A", "B"), 1, 1, blank=True),
    NonHomomorphic("Rank", ("A", "B", "C")),
]


def allowed(asked: Homomorphic) -> st.SearchStrategy[list[int]]:
    count = len(asked.answers)
    chosen = st.sets(st.integers(0, count - 1), min_size=asked.least, max_size=asked.most)
    votes = chosen.map(lambda found: [int(at in found) for at in range(count)])
    if not asked.blank:
        return votes
    return st.one_of(votes.map(lambda vote: [0, *vote]), st.just([1, *[0] * count]))


@st.composite
def casts(draw: st.DrawFn, asked: list[Question], voters: int) -> list[Cast]:
    ranks = st.lists(st.integers(0, 255), min_size=3, max_size=3)
    vote = st.tuples(*(allowed(each) if isinstance(each, Homomorphic) else ranks for each in asked))
    return [
        Cast(voter, votes) for voter, votes in draw(st.lists(st.tuples(st.integers(0, voters - 1), vote), max_size=5))
    ]


def expected(asked: list[Question], given: list[Cast], weights: list[int]) -> list[object]:
    last = {each.voter: each.votes for each in given}
    found: list[object] = []
    for at, each in enumerate(asked):
        rows = [(votes[at], weights[voter]) for voter, votes in last.items()]
        if isinstance(each, Homomorphic):
            found.append([sum(vote[place] * weight for vote, weight in rows) for place in range(each.choices)])
        else:
            found.append(sorted(list(vote) for vote, _ in rows))
    return found


def sorted_ballots(result: list[object]) -> list[object]:
    return [sorted(each) if isinstance(each, list) and each and isinstance(each[0], list) else each for each in result]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_voted_is_what_comes_out(tmp_path: Path, data: st.DataObject) -> None:
    shuffled = data.draw(st.booleans())
    asked = BOTH if shuffled else BOTH[:2]
    weights = [1, 1, 1, 1] if shuffled else data.draw(st.lists(st.integers(1, 40), min_size=4, max_size=4))
    members = data.draw(st.sampled_from([None, (3, 2), (2, 2)]))
    made = make(tmp_path, "Ed25519", asked, weights=weights, members=members)
    given = data.draw(casts(asked, len(weights)))
    made.cast(*given)
    assert sorted_ballots(made.count(shuffles=2)) == expected(asked, given, weights)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    made = make(tmp_path_factory.mktemp("small"), "Ed25519", BOTH, weights=[1, 1, 1], members=(3, 2))
    made.cast(Cast(0, [[1, 0, 0], [0, 1, 0], [1, 2, 3]]), Cast(1, [[0, 1, 1], [1, 0, 0], [0, 0, 0]]))
    made.cast(Cast(0, [[0, 0, 1], [0, 0, 1], [3, 2, 1]]))
    assert sorted_ballots(made.count()) == [[0, 1, 2], [1, 0, 1], [[0, 0, 0], [3, 2, 1]]]
    return made


def rebuilt(found: archive.Archive, event: int, change: bytes, at: int) -> bytes:
    """The archive with one data record changed and every name, link and hash mended."""
    raw, head = archive.start(found.timestamp)
    for number, each in enumerate(found.events):
        data = [found.content(stored) for stored in each.data]
        if number == event:
            old, data[at] = digests.hex_of(data[at]), change
            data = [part.replace(old.encode(), digests.hex_of(change).encode()) for part in data]
        more, head = archive.event(head, each.kind, *data)
        raw += more
    return raw


def leaves(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    if isinstance(value, dict):
        return [path] + [leaf for name, each in value.items() for leaf in leaves(each, (*path, name))]
    if isinstance(value, list):
        return [path] + [leaf for at, each in enumerate(value) for leaf in leaves(each, (*path, at))]
    return [path]


def changed(value: object, choose: random.Random) -> bytes:
    """One leaf of the JSON replaced by something near it or by something else altogether."""
    *before, last = choose.choice([leaf for leaf in leaves(value) if leaf])
    holder: object = value
    for step in before:
        holder = holder[step]  # type: ignore[index]
    old = holder[last]  # type: ignore[index]
    near: list[object] = [None, True, -1, 2**70, "", "0", [], {}, [old], "00" * 32, "\n", "01"]
    if isinstance(old, str):
        near += [old[:-1], old + "0", "0" + old, old[:-1] + ("1" if old[-1:] == "2" else "2")]
    if isinstance(old, list) and old:
        near += [old[:-1], [*old, old[-1]], old[::-1]]
    if isinstance(old, int):
        near += [old + 1]
    holder[last] = choose.choice([each for each in near if each != old or type(each) is not type(old)])  # type: ignore[index]
    return jsons.write(value)


@pytest.mark.parametrize("seed", range(80))
def test_no_change_goes_through_and_none_breaks_the_verifier(small: Made, tmp_path: Path, seed: int) -> None:
    choose = random.Random(seed)
    found = archive.read(small.path)
    event = choose.choice([at for at, each in enumerate(found.events) if each.data])
    at = choose.randrange(len(found.events[event].data))
    before = found.content(found.events[event].data[at])
    change = changed(json.loads(before), choose)
    path = tmp_path / "changed.bel"
    path.write_bytes(rebuilt(found, event, change, at))
    assert (verifying.verify(path).holds) is (change == before)


def test_votes_that_are_not_allowed_are_not_made(small: Made) -> None:
    election = verifying.verify(small.path).election
    assert election
    fine = [[1, 0, 0], [0, 1, 0], [1, 2, 3]]
    for at, vote in (
        (0, [1, 1, 1]),
        (0, [0, 0, 0]),
        (0, [2, 0, 0]),
        (1, [1, 1, 0]),
        (1, [0, 0, 0]),
        (2, [256, 0, 0]),
        (2, [1, 2]),
    ):
        bad = [*fine[:at], vote, *fine[at + 1 :]]
        with pytest.raises(ValueError, match=r"question|ciphertext"):
            ballot.make(election, small.secrets[0], bad)


def test_steps_out_of_turn_are_refused(tmp_path: Path) -> None:
    made = make(tmp_path, "Ed25519", BOTH, weights=[1, 1])
    report = made.report()
    for step in (steps.count, steps.end_shuffles, steps.reveal):
        with pytest.raises(steps.OutOfTurn, match="last event is Setup"):
            step(report)
    made.append(steps.close(report))
    made.append(steps.count(made.report()))
    with pytest.raises(steps.OutOfTurn, match="shuffle is needed"):
        steps.decrypt(made.report(), 1, made.keys[0])
    with pytest.raises(steps.OutOfTurn, match="trustees 1 to 2"):
        steps.mix(made.report(), 3)
    made.append(steps.mix(made.report(), 2))
    made.append(steps.end_shuffles(made.report()))
    with pytest.raises(steps.OutOfTurn, match="not the key"):
        steps.decrypt(made.report(), 1, made.keys[1])


@pytest.mark.parametrize("name", groups.NAMES)
def test_powers_and_products_by_every_way(name: str) -> None:
    group, choose = groups.named(name), random.Random(7)
    scalars = [choose.randrange(group.q) for _ in range(20)] + [0, 1, group.q - 1]
    bases = [group.of(each) for each in scalars]
    plain = group.product(group.power(base, each) for base, each in zip(bases, reversed(scalars), strict=True))
    assert group.combine(bases, scalars[::-1]) == plain
    base = bases[3]
    assert group.powers(base, [*scalars[:4], 0, group.q - 1], check=True) == [
        group.power(base, each) for each in [*scalars[:4], 0, -1]
    ]
    assert group.fixed(base)(scalars[5]) == group.power(base, scalars[5])
    assert group.multiply(base, group.inverse(base)) == group.identity
    assert group.read(group.write(base)) == base


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048"])
def test_strangers_in_finite_groups_are_refused(name: str) -> None:
    group = groups.named(name)
    minus_one = int(group.write(group.inverse(group.identity))) - 1 or group.p - 1  # type: ignore[attr-defined]
    for text in (str(minus_one), "0", "", "01", "+1", "-1", "1.0", " 1", str(group.p + 1), None, 5):  # type: ignore[attr-defined]
        with pytest.raises(NotInGroup):
            group.read(text)
    with pytest.raises(NotInGroup):
        group.powers(group.read(str(minus_one), member=False), [2, 4], check=True)


def test_a_shuffle_that_swaps_a_ballot_is_refused() -> None:
    group = groups.named("Ed25519")
    setting = shuffle.Setting(group, group.of(77), "phi")
    before = [Ciphertext(group.of(at), group.of(at * 77 + 5)) for at in range(1, 6)]
    made = shuffle.shuffle(setting, before, shuffle.permutation(5), digests.drawing(group.q))
    shuffle.check(setting, before, made)
    stranger = Ciphertext(group.of(9), group.of(1000))
    with pytest.raises(BadProof):
        shuffle.check(setting, [stranger, *before[1:]], made)


def test_several_cores_count_the_same(tmp_path: Path) -> None:
    made = make(tmp_path, "Ed25519", [Homomorphic("?", ("A", "B"), 0, 1)], weights=[1] * 50)
    made.cast(*(Cast(voter, [[voter % 2, 0]]) for voter in range(50)))
    assert made.count() == [[25, 0]]
    alone, together = verifying.verify(made.path), verifying.verify(made.path, cores=2)
    assert (alone.result, alone.counted) == (together.result, together.counted) == ([[25, 0]], 50)
