"""Filters, sorting, schemas and the tree of a query, without a table."""

import json

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.catalog.rules import filtering, guessing, schemas, selecting
from korzo.capabilities.catalog.rules.columns import Column, Unfit, fitted, is_name, plain, quoted

COLUMNS = [Column("a", "VARCHAR"), Column("B c", "BIGINT"), Column('q"x', "DATE")]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$or", "$and", "a", "B c", 'q"x', "gt", "in", "eq", "$$a", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(JUNK)
def test_whatever_is_sent_as_filters_runs_or_is_wrong(sent: object) -> None:
    try:
        made = filtering.where(sent, COLUMNS)  # type: ignore[arg-type]
    except filtering.Wrong:
        return
    listed = ", ".join(f"{quoted(column.name)} {column.type}" for column in COLUMNS)
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE data ({listed})")
        assert db.execute(f"SELECT count(*) FROM data WHERE {made.sql}", list(made.values)).fetchone() == (0,)


@given(st.text(max_size=30))
def test_whatever_is_sent_as_sorting_is_a_column_or_wrong(sent: str) -> None:
    try:
        found = filtering.order(sent, COLUMNS)
    except filtering.Wrong:
        return
    assert {name for name, _sql in found} <= {column.name for column in COLUMNS}


def test_filters_too_deep_are_refused() -> None:
    deep: dict[str, object] = {"a": 1}
    for _turn in range(20):
        deep = {"$or": [deep]}
    with pytest.raises(filtering.Wrong) as refused:
        filtering.where(deep, COLUMNS)
    assert refused.value.problem == "deep"
    with pytest.raises(filtering.Wrong):
        filtering.where({"$or": [{"a": 1}] * 200}, COLUMNS)


@given(st.text(max_size=70))
def test_names_that_are_taken_can_be_columns(name: str) -> None:
    if is_name(name):
        with duckdb.connect() as db:
            db.execute(f"CREATE TABLE data ({quoted(name)} INTEGER)")


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()), st.sampled_from(
    ["VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIME", "TIMESTAMP", "JSON", "VARCHAR[]"]
))  # fmt: skip
def test_values_fit_or_not_and_come_back_as_json(value: object, kind: str) -> None:
    try:
        found = fitted(value, kind)
    except Unfit:
        return
    json.dumps(plain(found), allow_nan=False)


def test_fields_match_as_the_standard_says() -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "date", "kind": "date_mdy"}]}
    expected = {"exact": ["ab"], "equal": ["ab", "ba"], "subset": ["ab", "ba", "abc"], "superset": ["ab", "ba", "a"], "partial": ["ab", "ba", "abc", "a", "bx"]}  # fmt: skip
    for how, fits in expected.items():
        for names in ("ab", "ba", "abc", "a", "bx", "xy"):
            assert bool(schemas.matched({**schema, "fieldsMatch": how}, list(names))) == (names in fits), (how, names)
    assert schemas.kind(schema["fields"][1]) == "date_mdy"
    assert schemas.primary_key({"primaryKey": "a"}) == ["a"]


def tree(query: str) -> dict[str, object]:
    with duckdb.connect() as db:
        row = db.execute("SELECT json_serialize_sql(?)", [query]).fetchone()
        assert row is not None
        found: dict[str, object] = json.loads(row[0])
        return found


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ("SELECT 1", ()),
        ('SELECT * FROM "0f-1" a JOIN data b USING (x)', ("data", "0f-1")),
        ("WITH t AS (SELECT * FROM data) SELECT * FROM t, unnest([1, 2])", ("data",)),
        ("SELECT sum(x) OVER (ORDER BY y), list_transform([1], lambda z: z + 1) FROM data", ("data",)),
        ("SELECT x FROM data WHERE x IN (SELECT y FROM other) ORDER BY 1", ("data", "other")),
        ("SELECT date_trunc('month', d), count(*) FILTER (WHERE x) FROM data GROUP BY ALL", ("data",)),
    ],
)
def test_queries_name_their_tables(query: str, tables: tuple[str, ...]) -> None:
    assert set(selecting.check(tree(query)).tables) == set(tables)


@given(
    st.lists(st.sampled_from(["1", "007", "1,5", "1.5", "", "-", "01/02/2024", "31/01/2024", "x", "10:00"]), max_size=6)
)
def test_a_kind_fits_every_value_or_is_text(values: list[str]) -> None:
    with duckdb.connect() as db:
        db.execute("CREATE TABLE staged (c0 VARCHAR)")
        if values:
            db.executemany("INSERT INTO staged VALUES (nullif(?, ''))", [[value] for value in values])

        def ask(query: str) -> list[tuple[object, ...]]:
            return db.execute(query).fetchall()

        (found,) = guessing.guess(ask, ["v"])
        assert ask(f"SELECT count(*) FROM staged WHERE {guessing.misfit(0, found.kind)}") == [(0,)]
        if "007" in values:
            assert found.kind == "text"
