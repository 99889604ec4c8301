"""Finding, on the database at hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.kernel import search
from korzo.kernel.search import finding, words

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


def keep(
    ref: str,
    title: str,
    body: str = "",
    *,
    kind: str = "case",
    audience: str = "public",
    scope: str = "",
    days: int = 0,
) -> None:
    search.index(
        ref=ref, kind=kind, title=title, body=body, audience=audience, scope=scope, at=START + timedelta(days=days)
    )


def refs(query: str, **narrowed: Any) -> list[str]:
    return [hit.ref for hit in search.find(query, **narrowed).hits]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Рупа на коловозу", "rupa"),
        ("Rupa na kolovozu", "РУПЕ"),
        ("Ђак", "djak"),
        ("Ђак", "dak"),
        ("Đurđevak", "đurđ"),
        ("граѓани", "gragjani"),
        ("시민참여예산", "참여"),
        ("시민참여예산", "시"),
        ("공공자전거", "자전거"),
        ("Buxheti i bashkisë", "buxhetit"),
        ("Град", "градот"),
        ("Градот", "град"),
        ("osvjetljenje ulice", "осветљења"),
        ("Загађен ваздух", "zrak"),
        ("Општински буџет", "proračun"),
        ("ǅep", "џеп"),
        ("Śutra", "sjutra"),
        ("Kontejner za smeće", "kontejnre"),
        ("Rasveta", "rasv"),
    ],
)
def test_found(title: str, query: str) -> None:
    keep("case:1", title)
    keep("case:2", "nešto sasvim drugo")
    assert refs(query) == ["case:1"]


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", "xqzw", "'", '"', "\\", "a' | 'b", '" OR "', "NEAR(a b)", "@public", "\x00"]
)
def test_odd_questions_find_nothing_and_break_nothing(query: str) -> None:
    keep("case:1", "rupa")
    assert refs(query) == []


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_is_found_by_itself(text: str) -> None:
    keep("thing:it", text)
    assert refs(text, kinds=["case"]) == (["thing:it"] if words.asked(text) else [])


def test_codes_come_first() -> None:
    keep("case:K-2026-000123", "Rupa")
    keep("case:K-2026-000124", "Kao K-2026-000123, samo veća", days=1)
    keep("case:K-2025-000123", "Stara", days=2)
    assert refs("K-2026-000123") == ["case:K-2026-000123", "case:K-2026-000124"]
    assert refs("k2026000123")[0] == "case:K-2026-000123"
    assert refs("К 2026 000123")[0] == "case:K-2026-000123"
    assert refs("000123")[:2] == ["case:K-2025-000123", "case:K-2026-000123"]
    assert refs("123")[:2] == ["case:K-2025-000123", "case:K-2026-000123"]


def test_titles_come_before_bodies_and_the_newest_first() -> None:
    keep("case:1", "Rupa")
    keep("case:2", "Nešto", "usput i rupa", days=1)
    keep("case:3", "Rupe u ulici", days=2)
    assert refs("rupa") == ["case:3", "case:1", "case:2"]


def test_all_words_then_similar_ones_then_any() -> None:
    keep("case:1", "rupa u ulici")
    keep("case:2", "buka u parku")
    assert search.find("rupa ulica").how == "all"
    assert refs("rupa ulica") == ["case:1"]
    similar = search.find("rupa ulcia")
    assert (similar.how, [hit.ref for hit in similar.hits]) == ("similar", ["case:1"])
    some = search.find("rupa park")
    assert (some.how, {hit.ref for hit in some.hits}) == ("any", {"case:1", "case:2"})


def test_audience_kind_and_scope_narrow() -> None:
    keep("case:1", "rupa", audience="staff", scope="office:3")
    keep("idea:1", "rupa", kind="idea")
    assert refs("rupa") == ["idea:1"]
    assert refs("rupa", audiences=()) == []
    assert set(refs("rupa", audiences=("public", "staff"))) == {"case:1", "idea:1"}
    assert refs("rupa", audiences=("public", "staff"), kinds=["case"]) == ["case:1"]
    assert refs("rupa", audiences=["staff"], scope="Office:3") == ["case:1"]
    assert refs("rupa", audiences=["staff"], scope="office:4") == []
    with pytest.raises(ValueError, match="searched"):
        refs("rupa", kinds=['case" OR "'])


def test_indexing_again_replaces_and_removing_removes() -> None:
    keep("case:1", "rupa", "duboka")
    keep("case:1", "buka", audience="staff")
    assert refs("rupa", audiences=["public", "staff"]) == []
    assert refs("duboka", audiences=["public", "staff"]) == []
    assert refs("buka") == []
    assert refs("buka", audiences=["staff"]) == ["case:1"]
    search.remove("case:1")
    search.remove("case:none")
    assert refs("buka", audiences=["staff"]) == []
    keep("case:1", "opet")
    assert refs("opet") == ["case:1"]


def test_pages_and_counts_end_at_the_cap() -> None:
    rows = [search.Row(f"case:{n}", "case", "rupa", "", "public", START) for n in range(finding.MOST + 50)]
    assert search.index_many(rows) == finding.MOST + 50
    first = search.find("rupa", limit=20)
    assert (len(first.hits), first.total_at_least, first.more) == (20, finding.MOST, True)
    assert first.hits[0].ref == f"case:{finding.MOST + 49}"
    last = search.find("rupa", limit=20, offset=finding.MOST - 5)
    assert (len(last.hits), last.more) == (5, False)


def test_the_index_of_sqlite_is_sound_after_changes() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("FTS5 is SQLite's")
    for n in range(20):
        keep(f"case:{n}", f"rupa broj {n}", "tekst " * 5)
    for n in range(0, 20, 3):
        keep(f"case:{n}", "sasvim drugo")
    for n in range(0, 20, 5):
        search.remove(f"case:{n}")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_searchindex (kernel_searchindex, rank) VALUES ('integrity-check', 1)")


def test_a_question_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    keep("case:1", "rupa na putu")
    with django_assert_max_num_queries(6):  # PostgreSQL looks among the newest, the newer, and all
        assert refs("rupa put") == ["case:1"]
