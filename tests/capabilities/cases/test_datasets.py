"""Cases as open data: what everybody may have, and nothing else."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from tests.city import MIDDLE, City

from korzo.capabilities.cases import datasets, operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import Report
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import lake

PERSONAL = {
    "description": "CANARY-words", "address": "Mlinska ulica 7", "name": "CANARY-name", "email": "canary@example.org",
    "phone": "+381641234567",
}  # fmt: skip
SECRETS = ("CANARY", "canary@", "641234567", "Mlinska ulica 7", "Ulica lipa")


def report(now: datetime, category: str = "pothole", **changes: object) -> Case:
    given = {"lat": MIDDLE[0], "long": MIDDLE[1], **PERSONAL, **changes}
    return operations.report(Report(category, **given), by=None, now=now).case  # type: ignore[arg-type]


def publish(now: datetime) -> list[str]:
    lake.publish(datasets.CASES, now=now)
    parts = sorted(folder().glob("cases/*.parquet"))
    return sorted(row["code"] for part in parts for row in pq.read_table(part).to_pylist())


def folder() -> Path:
    return Path(settings.KORZO.root) / "open"


def test_no_personal_value_is_in_any_file_of_the_lake(town: City, people: dict[str, Person], now: datetime) -> None:
    case = report(now)
    operations.validate(case, by=people["officer"], now=now)
    operations.comment(case, text="CANARY-comment", public=True, by=people["officer"], now=now)
    operations.resolve(case, text="CANARY-outcome", by=people["officer"], now=now)
    assert publish(now) == [case.code]
    files = [path for path in folder().rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".parquet", ".csv", ".geojson", ".ndjson", ".json"}
    for path in files:
        content = path.read_bytes() + (
            str(pq.read_table(path).to_pylist()).encode() if path.suffix == ".parquet" else b""
        )
        assert not [secret for secret in SECRETS if secret.encode() in content], path


def test_every_column_that_names_somebody_is_declared_private() -> None:
    private = {column.name for column in datasets.COLUMNS if not column.public}
    assert private == {"description", "address", "outcome", "reporter_name", "reporter_email", "reporter_phone"}


def test_hidden_and_private_cases_disappear_from_every_form(
    town: City, people: dict[str, Person], now: datetime
) -> None:
    case, kept, _private = report(now), report(now), report(now, "noise")
    assert publish(now) == [case.code, kept.code]
    operations.hide(case, hidden=True, by=people["officer"], now=now + timedelta(hours=1))
    assert publish(now + timedelta(hours=2)) == [kept.code]
    for path in folder().glob("cases.*"):
        assert case.code not in path.read_text()
    operations.hide(kept, hidden=True, by=people["officer"], now=now + timedelta(hours=3))
    assert publish(now + timedelta(hours=4)) == []
    assert json.loads((folder() / "cases.geojson").read_text())["features"] == []


def test_a_change_touches_only_the_month_of_its_report(town: City, people: dict[str, Person], now: datetime) -> None:
    old = report(now, reported_at=now - timedelta(days=40))
    report(now)
    publish(now + timedelta(hours=1))
    part = folder() / "cases" / "2026-03.parquet"
    before = part.stat().st_ino
    operations.validate(old, by=people["officer"], now=now + timedelta(days=1))
    publish(now + timedelta(days=1))
    assert part.stat().st_ino == before
    assert pq.read_table(folder() / "cases" / "2026-01.parquet").to_pylist()[0]["state"] == "validated"


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 2, 28, 22, 59, tzinfo=UTC), "2026-02"),
        (datetime(2026, 2, 28, 23, 0, tzinfo=UTC), "2026-03"),
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), "2026-03"),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), "2026-04"),
    ],
)
def test_months_are_the_citys_own_and_hold_each_case_once(town: City, at: datetime, month: str) -> None:
    case = report(at)
    assert list(datasets.partitions(None)) == [month]
    for other in ("2026-02", "2026-03", "2026-04"):
        assert [row["code"] for row in datasets.rows(other)] == ([case.code] if other == month else [])
