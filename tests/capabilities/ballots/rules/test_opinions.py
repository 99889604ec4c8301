"""Opinion maps: what the Polis server found in a real consultation, and what has to hold in any."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.ballots.vectors import VOTING, needed

from korzo.capabilities.ballots.rules import opinions
from korzo.capabilities.ballots.rules.opinions import grouping, mapping

FOLDER = VOTING / "polis" / "below-100-ptpts"


def told(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@needed
def test_what_the_server_found() -> None:
    """From the server's own groups (its axes point the other way): the same consensus, lists and priorities."""
    server, votes = told("math-pca2"), sorted(told("votes"), key=lambda each: int(each["modified"]))
    table = opinions.table(
        ((each["pid"], each["tid"], each["vote"]) for each in votes), statements=server["tids"], out=server["mod-out"]
    )
    assert table.votes.shape == (35, 44)
    components = mapping.positions(table)[0]
    theirs = np.array(server["pca"]["comps"])
    turned = (components * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1)
    assert np.abs(turned) == pytest.approx([1, 1])
    centres = -np.array([each["center"] for each in server["group-clusters"]]) * np.sign(turned)
    kept = np.isin(list(map(str, table.people)), list(map(str, server["in-conv"])))
    found = opinions.mapped(table, kept=kept, centres=centres)
    assert found.groups == 3

    def row(name: str) -> list[float]:
        return [server[name][str(each)] for each in table.statements]

    assert found.shared == pytest.approx(row("group-aware-consensus"), rel=1e-12)
    assert found.priority == pytest.approx(row("comment-priorities"), rel=1e-12)
    for at, saying in enumerate(found.speaking):
        listed = [(each["tid"], each["repful-for"] == "agree") for each in server["repness"][str(at)]]
        assert [(each.statement, each.agrees) for each in saying] == listed
    assert [each.statement for each in found.agreed] == [each["tid"] for each in server["consensus"]["agree"]]
    assert [each.statement for each in found.refused] == [each["tid"] for each in server["consensus"]["disagree"]]
    assert opinions.mapped(table).groups == 3


def test_camps_are_found_and_speak() -> None:
    """Three camps of 40: each has its own statement, all share one, nobody wants another."""
    rng, votes = np.random.default_rng(3), []
    for person in range(120):
        camp = person % 3
        for statement in range(12):
            opinion = 1 if statement == 3 else -1 if statement == 4 else 1 if statement % 3 == camp else -1
            if rng.random() < 0.9:
                votes.append((f"p{person}", statement, opinion if rng.random() < 0.95 else 0))
    table = opinions.table(votes, out=[11])
    found = opinions.mapped(table)
    assert found.groups == 3
    camps = [
        {int(str(person)[1:]) % 3 for person, group in zip(table.people, found.group, strict=True) if group == at}
        for at in range(3)
    ]
    assert sorted(map(len, camps)) == [1, 1, 1]
    for (camp,), saying in zip(camps, found.speaking, strict=True):
        assert all(each.statement % 3 == camp for each in saying if each.agrees)
        assert 11 not in {each.statement for each in saying}
    assert [each.statement for each in found.agreed] == [3]
    assert found.refused[0].statement == 4
    assert found.shared.argmax() == 3
    again = opinions.mapped(opinions.table(reversed(votes), out=[11]))
    assert (again.group == found.group).all()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([-1, 0, 1])), max_size=100))
def test_any_votes_give_a_map(votes: list[tuple[int, int, int]]) -> None:
    table = opinions.table(votes)
    found = opinions.mapped(table)
    assert np.isfinite(found.people).all()
    assert np.isfinite(found.statements).all()
    assert ((found.shared > 0) & (found.shared <= 1)).all()
    assert (found.priority > 0).all()
    assert all(len(each) <= 5 for each in (*found.speaking, found.agreed, found.refused))
    assert set(found.group) <= set(range(-1, found.groups))
    latest = {(person, statement): vote for person, statement, vote in votes}
    assert np.nansum(table.votes) == sum(latest.values())


def test_silhouettes_by_hand() -> None:
    """Two pairs, 1 wide and 10 apart: (b - a) / b with b = 10.5 for the outer two and 9.5 for the inner two."""
    points = np.array([[0.0, 0], [1, 0], [10, 0], [11, 0]])
    worth = grouping.silhouette(points, np.array([0, 0, 1, 1]))
    assert worth == pytest.approx(((10.5 - 1) / 10.5 + (9.5 - 1) / 9.5) / 2)
    assert list(grouping.grouped(points, most=3)) == [0, 0, 1, 1]
