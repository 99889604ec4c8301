"""Pages of lists are the list itself, cut; their queries stay on their indexes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.capabilities.cases.reports import with_
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Category
from korzo.capabilities.cases.queries import lists, mapping
from korzo.capabilities.cases.rules.cells import Box, level_for
from korzo.kernel.people.models import Organisation, Person

START = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


@pytest.fixture
def cases(town: City) -> list[Case]:
    """A thousand and ten cases, three at each moment, every tenth of them hidden and every seventh closed."""
    category, other = Category.objects.order_by("pk")[:2]
    office = Organisation.objects.order_by("pk")[0]
    return Case.objects.bulk_create(
        Case(
            code=f"K-2026-{number:06}",
            category=other if number % 2 else category,
            office=office,
            state="resolved" if number % 7 == 0 else "received",
            is_open=number % 7 != 0,
            is_public=number % 10 != 0,
            reported_at=START + timedelta(minutes=number // 3),
            due_at=START + timedelta(days=number % 5) if number % 3 else None,
            updated_at=START,
            description="x" * 100,
        )
        for number in range(1, 1131)
    )


@pytest.mark.parametrize("status", ["", "open", "closed"])
def test_pages_are_the_list_cut(cases: list[Case], status: str) -> None:
    kind = cases[0].category.code
    for filters in (lists.Filters(status=status), lists.Filters(status=status, category=kind)):
        found = lists.public(filters)
        pages = lists.Pages(found)
        shown = [case for number in pages.page_range for case in pages.page(number)]
        assert shown == list(found[: lists.MOST_COUNTED])
        assert (pages.count, pages.is_capped) == (min(found.count(), lists.MOST_COUNTED), found.count() > 1000)
        assert all(case.is_public for case in shown)


def test_a_list_says_when_it_is_longer_than_it_can_be_paged(cases: list[Case]) -> None:
    longer, exactly = lists.Pages(Case.objects.newest_first()), lists.Pages(Case.objects.newest_first()[:1000])
    assert (longer.count, longer.num_pages, longer.is_capped) == (1000, 50, True)
    assert (exactly.count, exactly.num_pages, exactly.is_capped) == (1000, 50, False)


def test_a_page_costs_two_queries_and_reads_no_long_text(cases: list[Case]) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = lists.Pages(lists.public(lists.Filters(category=cases[0].category.code))).get_page("3")
        names = [(case.code, str(case.category.name), case.address) for case in page]
    assert (len(names), len(queries)) == (20, 2)
    assert not any("description" in query["sql"] for query in queries)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (lists.Filters(), "case_newest"),
        (lists.Filters(category="pothole"), "case_by_category"),
        (lists.Filters(category="pothole", status="open"), "case_open_by_category"),
        (lists.Filters(status="open"), "case_open_newest"),
        (lists.Filters(district="D1"), "case_by_district"),
    ],
)
def test_keys_are_read_from_the_lists_own_index_in_its_order(town: City, filters: lists.Filters, index: str) -> None:
    plan = lists.public(filters).values_list("pk")[:1001].explain()
    assert f"COVERING INDEX {index}" in plan, plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.parametrize(("who", "index"), [("agent", "case_due_first"), ("officer", "case_queue")])
def test_a_queue_is_read_from_its_own_index(people: dict[str, Person], who: str, index: str) -> None:
    plan = lists.queue(lists.Filters(), person=people[who], now=START).values_list("pk")[:1001].explain()
    assert f"INDEX {index}" in plan, plan


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_the_map_is_drawn_from_its_index_alone(town: City) -> None:
    for is_open in (True, False):
        plan = mapping.points(mapping.View(Box(18.4, 42.4, 18.5, 42.5), 17.0), [1, 2], is_open=is_open).explain()
        assert "COVERING INDEX case_tile" in plan, plan


def test_the_heat_map_counts_what_the_clusters_count_in_finer_cells(town: City, now: datetime) -> None:
    for number in range(30):
        spot = {"lat": MIDDLE[0] + number % 6 * 0.0012, "long": MIDDLE[1] + number // 6 * 0.0015}
        operations.report(with_(client_key=str(number), **spot), by=None, now=now)
    view = mapping.View(Box(18.4, 42.4, 18.5, 42.5), 11.0)
    warm = [each["properties"]["count"] for each in mapping.heat(view)["features"]]
    coarse = mapping._counted(view, level_for(view.zoom))
    assert sum(warm) == sum(count for _x, _y, count, _lat, _long in coarse) == 30
    assert len(warm) > len(coarse)
    leaks = mapping.View(view.box, view.zoom, category="leak")
    assert mapping.heat(leaks)["features"] == []
