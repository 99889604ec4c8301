"""Tables that programs fill and strangers ask: rows, filters, sorting, SQL that must not get out."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog.models import Change, Distribution
from korzo.capabilities.catalog.operations import NotAllowed, Refused, rows
from korzo.capabilities.catalog.queries import tables
from korzo.capabilities.catalog.queries.tables import Search
from korzo.capabilities.catalog.rules import filtering, selecting
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import store

People = dict[str, Person]
CITIES = [
    {"code": "ZG", "name": "Zagreb", "people": 767131, "founded": None, "flat": True},
    {"code": "RI", "name": "Rijeka", "people": 108622, "founded": "1868-01-01", "flat": False},
    {"code": "ŠI", "name": "Šibenik", "people": 42599, "founded": "1066-12-25", "flat": None},
]
FIELDS = [
    rows.Field("code", "text"),
    rows.Field("name", "text", {"label": "Town"}),
    rows.Field("people", "int"),
    rows.Field("founded", "date"),
    rows.Field("flat", "bool"),
]


@pytest.fixture
def cities(people: People, now: datetime) -> Distribution:
    return sets.table(sets.made(now), now, CITIES, fields=FIELDS, primary_key=["code"])


def names(distribution: Distribution, **asked: Any) -> list[Any]:
    return [record["name"] for record in tables.search(distribution, Search(**asked)).records()]


def test_a_table_comes_back_as_it_was_sent(cities: Distribution, now: datetime) -> None:
    found = tables.search(cities, Search())
    assert found.total == 3
    assert [(column.name, column.type_name) for column in found.columns] == [
        ("_id", "int"), ("code", "text"), ("name", "text"), ("people", "int4"), ("founded", "date"), ("flat", "bool"),
    ]  # fmt: skip
    assert [record["people"] for record in found.records()] == [767131, 108622, 42599]
    assert found.columns[2].info == {"label": "Town"}
    assert cities.has_table
    assert Change.objects.filter(dataset_id=cities.dataset_id).count() >= 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"name": "Rijeka"}, ["Rijeka"]),
        ({"code": ["ZG", "RI"]}, ["Zagreb", "Rijeka"]),
        ({"people": {"gt": 100000, "lte": "108622"}}, ["Rijeka"]),
        ({"people": "42599"}, ["Šibenik"]),
        ({"founded": None}, ["Zagreb"]),
        ({"founded": {"lt": "1500-01-01"}}, ["Šibenik"]),
        ({"flat": "true"}, ["Zagreb"]),
        ({"$or": [{"code": "ZG"}, {"people": {"lt": 50000}}]}, ["Zagreb", "Šibenik"]),
        ({"code": []}, []),
        ({"_id": {"gt": 2}}, ["Šibenik"]),
        ({"people": [108622, {"gt": 700000}]}, ["Zagreb", "Rijeka"]),
    ],
)
def test_filters(cities: Distribution, filters: dict[str, Any], expected: list[str]) -> None:
    assert names(cities, filters=filters) == expected
    assert tables.search(cities, Search(filters=filters, limit=0)).total == len(expected)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"filters": {"nope": 1}}, "filters"),
        ({"filters": {"people": "many"}}, "filters"),
        ({"filters": {"people": {"like": 1}}}, "filters"),
        ({"filters": {'name" OR 1=1 --': 1}}, "filters"),
        ({"sort": "nope"}, "sort"),
        ({"sort": "name; DROP TABLE data"}, "sort"),
        ({"fields": ["nope"]}, "fields"),
        ({"limit": -1}, "limit"),
        ({"offset": -1}, "offset"),
        ({"q": {"nope": "x"}}, "q"),
        ({"filters": {"$or": "x"}}, "filters"),
    ],
)
def test_what_is_not_understood_names_its_field(cities: Distribution, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(filtering.Wrong) as refused:
        tables.search(cities, Search(**asked))
    assert refused.value.field == field


def test_words_sorting_and_pages(cities: Distribution) -> None:
    assert names(cities, q="sibenik") == ["Šibenik"]
    assert names(cities, q="108622") == ["Rijeka"]
    assert names(cities, q={"code": "zg"}) == ["Zagreb"]
    assert names(cities, sort="people") == ["Šibenik", "Rijeka", "Zagreb"]
    assert names(cities, sort='"founded" desc nulls last, name') == ["Rijeka", "Šibenik", "Zagreb"]
    assert names(cities, limit=1, offset=1) == ["Rijeka"]
    first = tables.search(cities, Search(limit=2))
    assert (first.total, first.next_id) == (3, 2)
    assert tables.search(cities, Search(fields=["flat"], distinct=True)).total == 3


def test_rows_are_added_changed_and_deleted_by_key(cities: Distribution, people: People, now: datetime) -> None:
    by = sets.admin()
    count = rows.upsert(cities, [{"code": "RI", "people": 1}, {"code": "PU", "name": "Pula"}], by=by, now=now)
    assert count == 4
    assert names(cities, sort="_id") == ["Zagreb", "Rijeka", "Šibenik", "Pula"]
    assert tables.search(cities, Search(filters={"code": "RI"})).rows[0][3] == 1
    with pytest.raises(rows.BadRecord) as refused:
        rows.upsert(cities, [{"code": "PU"}, {"code": "XX", "name": "?"}], method="update", by=by, now=now)
    assert refused.value.row == 1
    with pytest.raises(Refused):
        rows.upsert(cities, [{"code": "ZG", "name": "twice"}], method="insert", by=by, now=now)
    assert rows.upsert(cities, [{"code": "YY"}], dry_run=True, by=by, now=now) == 5
    assert tables.info(cities).count == 4
    assert rows.delete(cities, {"people": {"lt": 10}}, by=by, now=now) == 1
    rows.create(cities, fields=[rows.Field("area", "numeric")], by=by, now=now)
    assert tables.columns(cities)[-1].type_name == "numeric"
    rows.drop(cities, by=by, now=now)
    with pytest.raises(store.Missing):
        tables.search(cities, Search())


def test_many_rows_are_changed_at_once_and_the_last_word_counts(cities: Distribution, now: datetime) -> None:
    by = sets.admin()
    many = [{"code": f"C{at % 3000}", "people": at} for at in range(6000)] + [{"code": "C7", "name": "seven"}]
    assert rows.upsert(cities, many, by=by, now=now) == 3003
    assert tables.search(cities, Search(filters={"code": "C7"})).rows[0][2:4] == ("seven", 3007)
    ids = [{"_id": 1, "people": 5}]
    cities.table_schema = {**cities.table_schema, "primaryKey": []}
    assert rows.upsert(cities, ids, method="update", by=by, now=now) == 3003
    assert names(cities, filters={"people": 5, "_id": 1}) == ["Zagreb"]
    with pytest.raises(rows.BadRecord):
        rows.upsert(cities, [{"_id": 99999, "people": 5}], by=by, now=now)


@pytest.mark.parametrize(
    "record", [{"people": "x"}, {"extra": 1}, {"founded": "31.12.2020"}, {"people": 2**31}, {"flat": 7}, "text"]
)
def test_a_record_that_does_not_fit_stops_all(cities: Distribution, now: datetime, record: Any) -> None:
    with pytest.raises(rows.BadRecord) as refused:
        rows.upsert(cities, [{"code": "OK"}, record], method="insert", by=sets.admin(), now=now)
    assert refused.value.row == 1
    assert tables.info(cities).count == 3


def test_others_change_nothing(cities: Distribution, people: People, now: datetime) -> None:
    for person in (people["resident"], people["other"], people["agent"]):
        with pytest.raises(NotAllowed):
            rows.upsert(cities, [{"code": "X"}], by=person, now=now)
        with pytest.raises(NotAllowed):
            rows.drop(cities, by=person, now=now)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM file_0.main.data",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM pg_catalog.pg_class",
        "SELECT * FROM sqlite_master",
        "SELECT current_setting('memory_limit')",
        "SELECT getvariable('x')",
        "SELECT * FROM query('select 1')",
        "SELECT 1; SELECT 2",
        "ATTACH '/tmp/x.db'",
        "COPY (SELECT 1) TO '/tmp/korzo-x.csv'",
        "PRAGMA database_list",
        "INSTALL spatial",
        "LOAD spatial",
        "SET memory_limit='9GB'",
        "DELETE FROM data",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO data VALUES (1)",
        "SHOW TABLES",
        "DESCRIBE data",
        "CALL pragma_version()",
        "EXPORT DATABASE '/tmp/x'",
        "WITH x AS (SELECT * FROM read_parquet('/x')) SELECT * FROM x",
        "SELECT (SELECT max(x) FROM read_blob('/etc/passwd') t(x))",
        "SELECT json_execute_serialized_sql('x')",
        "SELEKT",
        "",
    ],
)
def test_a_strangers_sql_does_not_get_out(cities: Distribution, query: str) -> None:
    with pytest.raises((selecting.Forbidden, store.Wrong)):
        tables.sql(query, {str(cities.pk): cities.table}.get)


def test_a_strangers_sql_ends(cities: Distribution) -> None:
    find = {str(cities.pk): cities.table}.get
    with pytest.raises(store.TooSlow):
        tables.sql("SELECT count(*) FROM range(100000000000) a, range(100000) b", find, seconds=0.3)
    with pytest.raises((store.TooLarge, store.TooSlow)):
        tables.sql("SELECT list(a.range) FROM range(1000000000) a", find, seconds=5)
    assert tables.sql("SELECT * FROM range(100)", find, most=10).truncated


def test_sql_reads_the_tables_it_names(cities: Distribution) -> None:
    find = {str(cities.pk): cities.table}.get
    found = tables.sql(
        f'WITH big AS (SELECT * FROM "{cities.pk}" WHERE people > 50000) SELECT count(*) AS n, sum(people) FROM big -- why',
        find,
    )
    assert found.rows == [(2, 875753)]
    assert found.columns[0].name == "n"
    with pytest.raises(selecting.Forbidden) as refused:
        tables.sql('SELECT * FROM "another"', find)
    assert (refused.value.problem, refused.value.what) == ("table", "another")


def test_sql_sees_a_table_that_was_replaced_since(cities: Distribution, now: datetime) -> None:
    find = {"data": cities.table}.get
    for left in ([(3,)], [(2,)]):
        assert tables.sql("SELECT count(*) FROM data", find).rows == left
        rows.delete(cities, {"code": "ZG"}, by=sets.admin(), now=now)


def test_words_are_found_where_few_values_come_again_and_again(people: People, now: datetime) -> None:
    towns = ["Šibenik", "Rijeka", None]
    records = [{"code": f"c{n}", "name": towns[n % 3], "kind": f"k{n % 40}"} for n in range(900)]
    made = sets.table(sets.made(now), now, records)
    assert tables.search(made, Search(q="SIBENIK", limit=0)).total == 300
    assert tables.search(made, Search(q="sib k7", limit=0)).total == sum(n % 40 == 7 for n in range(0, 900, 3))
    assert tables.search(made, Search(q={"name": "e", "kind": "k39"}, limit=0)).total == sum(
        n % 40 == 39 and n % 3 < 2 for n in range(900)
    )
    assert tables.search(made, Search(q="nowhere", limit=0)).total == 0
    rows.upsert(made, [{"code": "x", "name": "Nowhere", "kind": "k1"}], method="insert", by=sets.admin(), now=now)
    assert tables.search(made, Search(q="nowhere", limit=0)).total == 1


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("rijeka", ["Rijeka"]), ("rije:* | zagreb", ["Zagreb", "Rijeka"]), ("!rijeka", ["Zagreb", "Šibenik"]), ("r & !(rijeka | x)", ["Zagreb"]),
        ("'sibenik'", ["Šibenik"]), ("zg & zagreb", ["Zagreb"]), ("zg <-> zagreb", []), ("!!rijeka", ["Rijeka"]), ("ri & 108622 | zg", ["Zagreb", "Rijeka"]),
    ],
)  # fmt: skip
def test_words_in_the_language_of_postgresql(cities: Distribution, q: str, expected: list[str]) -> None:
    assert names(cities, q=q, plain=False) == expected


@pytest.mark.parametrize(
    "q", ["a &", "& a", "a b", "(a", "a)", "!", "'", "a <-> (b)", "(" * 20 + "a" + ")" * 20, "a|" * 60 + "a"]
)
def test_what_is_not_in_the_language_of_postgresql_is_refused(cities: Distribution, q: str) -> None:
    with pytest.raises(filtering.Wrong):
        names(cities, q=q, plain=False)


def test_who_reads_keeps_reading_while_a_table_is_replaced(cities: Distribution, now: datetime, tmp_path: Path) -> None:
    with store.opened(cities.table) as before:
        rows.delete(cities, {}, by=sets.admin(), now=now)
        assert before.all(f"SELECT count(*) FROM {before.data}") == [(3,)]
    assert tables.info(cities).count == 0
