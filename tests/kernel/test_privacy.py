"""Small counts cannot be read, nor computed from the total of any line."""

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.kernel.publishing import privacy

TABLE = [
    {"district": "a", "kind": "x", "n": 2}, {"district": "a", "kind": "y", "n": 9}, {"district": "a", "kind": "z", "n": 30},
    {"district": "b", "kind": "x", "n": 7}, {"district": "b", "kind": "y", "n": 8}, {"district": "b", "kind": "z", "n": 0},
]  # fmt: skip


def shown(rows: list[dict[str, Any]]) -> list[int | None]:
    return [row["n"] for row in privacy.suppress(rows, keys=("district", "kind"), counts=("n",))]


def test_what_is_small_and_what_would_give_it_away_is_hidden() -> None:
    assert shown(TABLE) == [None, None, 30, None, None, 0]
    assert shown(TABLE[1:]) == [9, 30, 7, 8, 0]
    assert shown([{"district": "a", "kind": "x", "n": 3}]) == [
        None
    ]  # nothing stands beside it: its total must stay unsaid


CELLS = st.lists(st.integers(0, 30), min_size=4, max_size=4)


@given(st.lists(CELLS, min_size=2, max_size=4))
def test_no_line_gives_a_small_count_away(table: list[list[int]]) -> None:
    rows = [
        {"district": one, "kind": two, "n": value} for one, cells in enumerate(table) for two, value in enumerate(cells)
    ]
    kept = privacy.suppress(rows, keys=("district", "kind"), counts=("n",))
    lines: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        lines["district", row["district"]].append(index)
        lines["kind", row["kind"]].append(index)
    for index, row in enumerate(rows):
        assert kept[index]["n"] in (None, row["n"])
        assert not (0 < row["n"] < privacy.K and kept[index]["n"] is not None)
    for line in lines.values():
        gone = [index for index in line if kept[index]["n"] is None]
        if gone and any(rows[index]["n"] for index in line if index not in gone):
            assert len(gone) >= 2
            assert sum(rows[index]["n"] for index in gone) >= privacy.K


def test_a_declaration_hides_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from korzo.kernel.publishing import Column, Dataset

    columns = (
        Column("district", "string", "", public=True),
        Column("kind", "string", "", public=True),
        Column("n", "integer", "", public=True),
    )
    declared = Dataset(
        "counts",
        "",
        "",
        columns,
        lambda since: ["all"],
        lambda part: iter(TABLE),
        counts=("n",),
        cells=("district", "kind"),
    )
    assert [row["n"] for row in declared.published("all")] == [None, None, 30, None, None, 0]
