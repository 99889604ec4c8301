"""Where rows lie, when they happen, what a filter means: as DuckDB understands it; and the grids of the region."""

import json
from datetime import datetime
from functools import partial
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.catalog.rules import cql, cql_text, grids, lying
from korzo.capabilities.catalog.rules.columns import Column
from korzo.capabilities.catalog.rules.filtering import Condition, Wrong
from korzo.capabilities.catalog.rules.placing import Place

COLUMNS = [
    Column("_id", "BIGINT"), Column("name", "VARCHAR"), Column("depth", "DOUBLE"), Column("open", "BOOLEAN"),
    Column("at", "TIMESTAMP"), Column("lat", "DOUBLE"), Column("long", "DOUBLE"), Column("shape", "VARCHAR"), Column("da y", "DATE"),
]  # fmt: skip
SQUARE = '{"type": "Polygon", "coordinates": [[[14.0, 45], [15.5,45.0], [15.5, 46], [14, 46], [14.0, 45]]]}'
ROWS = [
    (1, "Vodovod", 2.5, True, "2026-01-01 00:00", 45.3, 14.4, SQUARE, "2026-01-01"),
    (2, "O'Hara", 7, False, "2026-06-01 12:00", 45.8, 16.0, '{"type":"Point","coordinates":[16e0,-45.8,3]}', None),
    (3, None, None, None, None, None, 172.1, None, None),
    (
        4,
        "pol%",
        -1,
        True,
        "2026-12-31 23:59",
        0,
        179.9,
        '{"type":"LineString","coordinates":[[179,0],[179.9,1]]}',
        "2026-12-31",
    ),
]


def found(condition: Condition) -> list[int]:
    db = duckdb.connect()
    db.execute(
        'CREATE TABLE data (_id BIGINT, name VARCHAR, depth DOUBLE, open BOOLEAN, "at" TIMESTAMP, lat DOUBLE, long DOUBLE, shape VARCHAR, "da y" DATE)'
    )
    db.executemany("INSERT INTO data VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
    return [
        key
        for (key,) in db.execute(
            f"SELECT _id FROM data WHERE {condition.sql} ORDER BY 1", list(condition.values)
        ).fetchall()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("depth > 2.5", [2]), ("depth >= 2.5 AND open = TRUE", [1]), ("depth < 0 OR name = 'O''Hara'", [2, 4]),
        ("NOT depth > 0", [4]), ("NOT (depth > 0 AND open = true)", [2, 4]), ("name IS NULL", [3]), ("name IS NOT NULL AND depth <> 7", [1, 4]),
        ("name LIKE 'Vo%'", [1]), (r"name LIKE 'pol\%'", [4]), ("name NOT LIKE 'Vo%'", [2, 4]), ("depth BETWEEN 2 AND 7", [1, 2]),
        ("depth NOT BETWEEN 2 AND 7", [4]), ("name IN ('Vodovod', 'x')", [1]), ("depth NOT IN (7)", [1, 4]), ("depth IN (7, -1)", [2, 4]),
        ("at > TIMESTAMP('2026-05-01T00:00:00Z')", [2, 4]), ("at < DATE('2026-05-01')", [1]), ('"da y" = DATE(\'2026-12-31\')', [4]),
        ("depth = 7 OR depth = 2.5 AND open = FALSE", [2]), ("(depth = 7 OR depth = 2.5) AND open = TRUE", [1]), ("TRUE AND depth=7", [2]),
        ("S_INTERSECTS(geometry, BBOX(14, 45, 15, 46))", [1, 3]), ("_id = 3", [3]),
    ],
)  # fmt: skip
def test_filters_mean_what_the_standard_says(text: str, expected: list[int]) -> None:
    condition = cql.where(text, COLUMNS, lambda box: lying.boxed(Place(lat="lat", long="long"), box))
    assert found(condition) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"op": ">", "args": [{"property": "depth"}, 2.5]}, [2]), ({"op": "<", "args": [2.5, {"property": "depth"}]}, [2]),
        ({"op": "and", "args": [{"op": ">=", "args": [{"property": "depth"}, 2.5]}, {"op": "=", "args": [{"property": "open"}, True]}]}, [1]),
        ({"op": "not", "args": [{"op": "in", "args": [{"property": "depth"}, [7]]}]}, [1, 4]),
        ({"op": "or", "args": [{"op": "isNull", "args": [{"property": "name"}]}, {"op": "like", "args": [{"property": "name"}, "Vo%"]}]}, [1, 3]),
        ({"op": "between", "args": [{"property": "depth"}, 2, 7]}, [1, 2]), (True, [1, 2, 3, 4]), (False, []),
        ({"op": ">", "args": [{"property": "at"}, {"timestamp": "2026-05-01T00:00:00Z"}]}, [2, 4]),
        ({"op": "=", "args": [{"property": "da y"}, {"date": "2026-12-31"}]}, [4]),
        ({"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [14, 45, 15, 46]}]}, [1, 3]),
        ({"op": "=", "args": [{"property": "name"}, "\ud800\x00"]}, []),
    ],
)  # fmt: skip
def test_filters_in_json_mean_the_same(tree: Any, expected: list[int]) -> None:
    boxed = partial(lying.boxed, Place(lat="lat", long="long"))
    assert found(cql.where(json.dumps(tree), COLUMNS, boxed, language="cql2-json")) == expected


def test_text_is_read_into_the_json_of_the_standard() -> None:
    assert cql_text.read("NOT (a = 'b' OR \"c d\" IN (1, 2.5)) AND e >= DATE('2026-01-01')") == {
        "op": "and", "args": [
            {"op": "not", "args": [{"op": "or", "args": [
                {"op": "=", "args": [{"property": "a"}, "b"]}, {"op": "in", "args": [{"property": "c d"}, [1, 2.5]]},
            ]}]},
            {"op": ">=", "args": [{"property": "e"}, {"date": "2026-01-01"}]},
        ],
    }  # fmt: skip


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
    | st.sampled_from(["and", "not", "depth", "=", "in", "between", "like", "isNull", "s_intersects"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.fixed_dictionaries({"op": st.sampled_from(["and", "or", "not", "=", "<", "in", "between", "like", "isNull"]), "args": st.lists(inner, max_size=3)})
    | st.fixed_dictionaries({"property": st.sampled_from(["depth", "name", "at", "open", "x"])}),
))  # fmt: skip
def test_any_json_is_answered_or_refused(tree: Any) -> None:
    try:
        condition = cql.where(json.dumps(tree), COLUMNS, language="cql2-json")
    except Wrong:
        return
    found(condition)


@pytest.mark.parametrize(
    "written",
    [
        "", "{", "[]", "null", '"depth"', "{}", '{"op": "="}', '{"op": "and", "args": [true]}', '{"op": "=", "args": [1, 1]}', '{"op": "~", "args": [{"property": "depth"}, 1]}',
        '{"op": "=", "args": [{"property": "nothing"}, 1]}', '{"op": "=", "args": [{"property": "depth"}, "deep"]}', '{"op": "=", "args": [{"property": "depth"}, NaN]}',
        '{"op": "in", "args": [{"property": "depth"}, []]}', '{"op": "like", "args": [{"property": "name"}, "x\\\\"]}', '{"op": "not", "args": [' * 60 + "true" + "]}" * 60, "[" * 3_000,
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [1, 2, 3]}]}', '{"op": "=", "args": [{"property": {}}, 1]}', '{"op": "=", "args": [{"property": "depth"}, {"property": "depth"}]}',
    ],
)  # fmt: skip
def test_json_that_is_no_filter_is_refused(written: str) -> None:
    with pytest.raises(Wrong):
        cql.where(written, COLUMNS, language="cql2-json")


@pytest.mark.parametrize(
    "text",
    [
        "", "depth", "depth >", "depth > 'x'", "depth = 1 depth = 2", "nothing = 1", "(depth = 1", "depth = 1)", "name LIKE", "depth IN ()",
        "1 = 1; DROP TABLE data", "depth = 1 --", 'name = "x"', "S_INTERSECTS(geometry, BBOX(1, 2, 3))", "S_INTERSECTS(", "((" * 40 + "depth = 1",
        "NOT " * 60 + "depth = 1", "depth = 1 AND " * 400 + "depth = 1", "name = 'x", "depth BETWEEN 1", "open IS", "NOT", "depth NOT = 1", "DATE('2026')", "at = DATE()",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        cql.where(text, COLUMNS, lambda box: lying.boxed(Place(lat="lat", long="long"), box))


@pytest.mark.parametrize(
    ("box", "points", "shapes"),
    [
        ((14, 45, 15, 46), [1, 3], [1, 3]), ((15, 45.5, 17, 46), [2, 3], [1, 3]), ((15.6, -46, 17, -45), [3], [2, 3]),
        ((179.5, -1, -179, 2), [3, 4], [3, 4]), ((0, 0, 1, 1), [3], [3]), ((-180, -90, 180, 90), [1, 2, 3, 4], [1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_rows_without_a_place_lie_everywhere(box: tuple[float, ...], points: list[int], shapes: list[int]) -> None:
    assert found(lying.boxed(Place(lat="lat", long="long"), box)) == points
    assert found(lying.boxed(Place(geometry="shape"), box)) == shapes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T00:00:00Z", [1, 3]), ("2026-06-01T14:00:00+02:00", [2, 3]), ("2026-02-01T00:00:00Z/..", [2, 3, 4]),
        ("../2026-02-01T00:00:00Z", [1, 3]), ("/2026-02-01", [1, 3]), ("2026-02-01/2026-07-01", [2, 3]), ("2026-02-01/", [2, 3, 4]),
    ],
)  # fmt: skip
def test_rows_without_a_time_happen_always(text: str, expected: list[int]) -> None:
    assert found(lying.happened("at", lying.span(text))) == expected


@pytest.mark.parametrize(
    "text", ["", "..", "now", "2026-13-01", "2026-01-01/2026-02-01/2026-03-01", "2026-02-01/2026-01-01"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".?"):
        lying.span(text)


def test_open_spans_are_everything() -> None:
    assert lying.span("../..") == (None, None)
    assert lying.span("2026-01-01") == (datetime(2026, 1, 1),) * 2


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,x", "1,5,2,4", "nan,1,2,3", "1,2,3,4,5", "1,2,3,inf"])
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".?"):
        lying.numbers(text)


@pytest.mark.parametrize(
    ("code", "place", "expected"),
    [
        (3765, (14.4422, 45.3271), (338691.29342160525, 5022854.900252118)),
        (25833, (17.19, 44.77), (673295.0547960214, 4959733.855486345)),
        (25834, (20.4573, 44.7872), (457068.90192895796, 4959454.695550814)),
        (3794, (14.5, 46.05), (461307.13940388494, 101254.90189165343)),
        (5186, (126.978, 37.5665), (198056.36673702704, 551885.0305887164)),
        (3857, (20.4573, 44.7872), (2277296.2190052355, 5588082.463539066)),
        (4326, (20.4573, 44.7872), (44.7872, 20.4573)),
    ],
)  # fmt: skip
def test_grids_agree_with_proj_and_lead_back(code: int, place: Any, expected: tuple[float, float]) -> None:
    """The expected coordinates are PROJ's (pyproj 3.7)."""
    crs = f"{grids.EPSG}{code}"
    made = grids.projected({"type": "MultiPoint", "coordinates": [[*place, 120]]}, crs)["coordinates"][0]
    assert made == pytest.approx((*expected, 120), abs=1e-5)
    assert grids.unprojected((*made[:2], *made[:2]), crs)[:2] == pytest.approx(place, abs=1e-9)
