"""Queries of clients are read as they are meant, and what cannot be read is refused at its place."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.catalog.rules import lucene
from korzo.capabilities.catalog.rules.lucene import EVERYTHING, And, Has, Not, Or, Range, Term, Unreadable, Words

A, B, C = (Term("organization", name) for name in "abc")
SINCE = Range("metadata_modified", "2026-01-01T00:00:00.123456Z", None)
READ = {
    "*:*": EVERYTHING,
    "organization:a OR organization:b": Or((A, B)),
    "organization:a OR organization:b metadata_modified:[2026-01-01T00:00:00.123456Z TO *]": And((Or((A, B)), SINCE)),
    "-organization:a -organization:b": And((Not(A), Not(B))),
    "organization:a AND organization:b OR organization:c": Or((And((A, B)), C)),
    "organization:a && (organization:b || organization:c)": And((A, Or((B, C)))),
    "tags:(voda OR promet)": Or((Term("tags", "voda"), Term("tags", "promet"))),
    "tags:(voda promet)": And((Term("tags", "voda"), Term("tags", "promet"))),
    "+capacity:public +(tags:x)": And((Term("capacity", "public"), Term("tags", "x"))),
    "!organization:a": Not(A),
    "NOT organization:a": Not(A),
    'title:"pitka voda"^4': Term("title", "pitka voda", is_phrase=True),
    "title:vod*": Term("title", "vod*", is_pattern=True),
    r"res_url:http\:\/\/a.b\/c": Term("res_url", "http://a.b/c"),
    r"name:a\*b": Term("name", "a*b"),
    "title:vdoa~1": Term("title", "vdoa", slips=1),
    "notes:*": Has("notes"),
    "views_total:{5 TO 10]": Range("views_total", "5", "10", with_low=False),
    'metadata_created:["2026-01-01T00:00:00Z" TO NOW/DAY]': Range(
        "metadata_created", "2026-01-01T00:00:00Z", "NOW/DAY"
    ),
    "ANDORRA:x": Term("ANDORRA", "x"),
    "tags:ORANGE": Term("tags", "ORANGE"),
}


@pytest.mark.parametrize("query", READ)
def test_what_clients_send_is_read_as_it_is_meant(query: str) -> None:
    assert lucene.parse(query) == READ[query]


@pytest.mark.parametrize(
    ("query", "place"),
    [("tags:(a", 5), ("a OR", 4), ('title:"x', 6), ("tags:", 5), ("AND a", 3), ("a)", 1), ("x:[1 TO", 2), ("{!lucene}a", 0), ("a ~", 2),
     ("_query_:x", 0), ("a\\", 2), ("(" * 60 + "a" + ")" * 60, 41), ("*:a", 0), ("()", 1), ("-", 1)],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_at_its_place(query: str, place: int) -> None:
    with pytest.raises(Unreadable) as refused:
        lucene.parse(query)
    assert refused.value.place == place


def test_words_are_words_without_a_colon() -> None:
    assert lucene.read('voda +rijeka -more "zrak i tlo"') == Words(
        (Term("text", "voda"), Term("text", "zrak i tlo", is_phrase=True)), (Term("text", "rijeka"),), (Term("text", "more"),)
    )  # fmt: skip
    assert lucene.read("vod*") == Words((Term("text", "vod*"),))  # no pattern in a simple search
    assert {lucene.read(query) for query in ("", " ", '""', "*", "*:*", "-- ++", "?")} == {EVERYTHING}
    assert lucene.read("tags:a") == Term("tags", "a")


@given(st.text(alphabet='ab:*?()[]{}"\\+-!~^ &|/TOANDR1', max_size=40))
def test_any_text_is_read_or_refused(query: str) -> None:
    try:
        lucene.read(query)
    except Unreadable as refused:
        assert 0 <= refused.place <= len(query)


NOW = datetime(2026, 3, 31, 9, 30, 15, 123456, tzinfo=UTC)
MOMENTS = {
    "2026-01-01T00:00:00Z": datetime(2026, 1, 1, tzinfo=UTC),
    "2026-01-01T00:00:00.123456Z": datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC),
    "2026-01-01T01:00:00+01:00": datetime(2026, 1, 1, tzinfo=UTC),
    "2026-01-01": datetime(2026, 1, 1, tzinfo=UTC),
    "NOW": NOW,
    "NOW-1DAY": datetime(2026, 3, 30, 9, 30, 15, 123456, tzinfo=UTC),
    "NOW/DAY+2HOURS": datetime(2026, 3, 31, 2, tzinfo=UTC),
    "NOW-1MONTH/DAY": datetime(2026, 2, 28, tzinfo=UTC),
    "NOW/MONTH-1YEAR": datetime(2025, 3, 1, tzinfo=UTC),
    "NOW/WEEK": datetime(2026, 3, 30, tzinfo=UTC),
    "NOW/YEAR": datetime(2026, 1, 1, tzinfo=UTC),
    "NOW/HOUR": datetime(2026, 3, 31, 9, tzinfo=UTC),
    "NOW/MINUTE": datetime(2026, 3, 31, 9, 30, tzinfo=UTC),
    "NOW/SECOND": datetime(2026, 3, 31, 9, 30, 15, tzinfo=UTC),
    "2026-01-31T00:00:00Z+1MONTH": datetime(2026, 2, 28, tzinfo=UTC),
}


@pytest.mark.parametrize("written", MOMENTS)
def test_moments_are_read_with_their_maths(written: str) -> None:
    assert lucene.moment(written, NOW) == MOMENTS[written]


@pytest.mark.parametrize(
    "written",
    ["", "NOW-DAY", "NOW/FORTNIGHT", "yesterday", "NOW+999999YEARS", "2026-13-01T00:00:00Z", "NOW-999999DAYS"],
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        lucene.moment(written, NOW)
