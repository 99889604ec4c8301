"""What the house publishes fills the catalogue by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.kernel import publishing
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import Column, lake, store

CANARY = "CANARY"
COLUMNS = (
    Column("code", "string", "Code", public=True),
    Column("when", "datetime", "When it happened", public=True),
    Column("lat", "number", "Latitude", public=True),
    Column("long", "number", "Longitude", public=True),
    Column("name", "string", "Name of a person"),
)


def row(code: str, day: int) -> dict[str, Any]:
    return {"code": code, "when": datetime(2026, 3, day, 23, 30, tzinfo=UTC), "lat": 42.4, "long": 18.5, "name": CANARY}


class Months:
    def __init__(self) -> None:
        self.months = {"2026-03": [row("A", 1), row("B", 29)]}

    def partitions(self, since: datetime | None) -> list[str]:
        return sorted(self.months)

    def rows(self, month: str) -> Iterator[dict[str, Any]]:
        return iter(self.months[month])


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Months:
    months = Months()
    declared = publishing.Dataset(
        "outages", "Outages", "What failed.", COLUMNS, months.partitions, months.rows, position=("lat", "long"),
        time="when", theme="ENER", keywords=("power",), frequency="DAILY",
    )  # fmt: skip
    monkeypatch.setattr(publishing, "datasets", {"outages": declared})
    return months


def publish() -> Dataset:
    list(lake.publish_all())
    return Dataset.objects.get(declared="outages")


def asked(form: Distribution, query: str) -> list[Any]:
    with store.opened(form.table) as table:
        return table.all(query.format(table.data))


@pytest.mark.django_db
def test_it_describes_itself_and_stays_what_it_was(people: dict[str, Person], source: Months, now: datetime) -> None:
    made = publish()
    assert (made.step, made.origin, made.themes, made.frequency, made.licence) == (
        "published",
        "declared",
        ["ENER"],
        "DAILY",
        "cc-by",
    )
    assert (str(made.temporal_start), str(made.temporal_end)) == ("2026-03-01", "2026-03-29")
    assert made.keywords == {"en": ["power"]}
    csv, geojson = made.distributions.all()
    assert (csv.format, geojson.format, csv.has_table) == ("CSV", "GEOJSON", True)
    assert csv.size == (Path(settings.KORZO.root) / "open" / "outages.csv").stat().st_size
    assert [field["name"] for field in csv.table_schema["fields"]] == ["code", "when", "lat", "long"]
    assert csv.table_schema["fields"][1]["description"] == "When it happened"
    assert asked(csv, 'SELECT code, "when" FROM {} ORDER BY _id') == [
        ("A", datetime(2026, 3, 1, 23, 30)),
        ("B", datetime(2026, 3, 29, 23, 30)),
    ]
    before = made.changed_at, made.updated_at
    again = publish()
    assert (again.pk, (again.changed_at, again.updated_at)) == (made.pk, before)
    source.months["2026-04"] = [{**row("C", 1), "when": datetime(2026, 4, 2, tzinfo=UTC)}]
    later = publish()
    assert (later.pk, str(later.temporal_end), list(later.distributions.all())) == (
        made.pk,
        "2026-04-02",
        [csv, geojson],
    )
    assert asked(csv, "SELECT count(*) FROM {}") == [(3,)]
    with pytest.raises(operations.NotAllowed):
        operations.change(later, {"version": "mine"}, by=people["administrator"], now=now)


@pytest.mark.django_db
def test_nothing_personal_is_in_the_table(people: dict[str, Person], source: Months) -> None:
    form = publish().distributions.get(format="CSV")
    assert CANARY.encode() not in form.table.read_bytes()
    assert CANARY not in str(form.table_schema)


@pytest.mark.django_db
def test_a_catalogue_that_fails_keeps_nothing_from_being_published(
    people: dict[str, Person], source: Months, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "listeners", [lambda dataset, now: 1 / 0])
    assert [written.rows for written in lake.publish_all()] == [2]
