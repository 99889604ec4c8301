"""What is sent or found in bad faith, or broken: it is told in words, hurts nobody else, and fails no page."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.operations import fetching, tables
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(people: dict[str, Person], now: datetime) -> Distribution:
    return sets.table(sets.made(now, name="wells"), now, [{"kind": "well"}])


@pytest.fixture
def reader() -> Client:
    return Client(headers={"accept-language": "en"}, raise_request_exception=False)


def send(client: Client, action: str, now: datetime, **body: Any) -> Any:
    token = {"Authorization": keys.make(person=sets.admin(), label="test", now=now)}
    return client.post(f"/api/3/action/{action}", json.dumps(body), content_type="application/json", headers=token)


def test_a_damaged_table_is_not_possible_just_now_at_every_door(reader: Client, form: Distribution) -> None:
    form.table.write_bytes(b"nonsense" * 1000)
    page, action = f"/en/data/wells/{form.pk}/", "/api/3/action/datastore_search"
    for address in (
        *(page + more for more in ("", "?view=chart&by=kind", "map.json?bbox=1,2,3,4", "download/csv/")),
        f"{page}sql/?sql=SELECT 1 FROM data",
        f"{action}?resource_id={form.pk}",
        f'{action}_sql?sql=SELECT * FROM "{form.pk}"',
        f"/datastore/dump/{form.pk}",
    ):
        answer = reader.get(address)
        assert answer.status_code == 503, address
        assert str(form.table.parent).encode() not in answer.content
    assert reader.get("/en/data/wells/").status_code == 200


def test_sql_that_is_nested_too_deeply_is_refused(reader: Client, form: Distribution) -> None:
    for query in ("1+" * 900 + "1", "(" * 3000 + "1" + ")" * 3000, "-" * 900 + "1"):
        assert reader.get(f"/en/data/wells/{form.pk}/sql/", {"sql": f"SELECT {query} FROM data"}).status_code == 200


def test_a_stranger_may_not_send_query_after_query(reader: Client, form: Distribution) -> None:
    address = f"/en/data/wells/{form.pk}/sql/?sql=DROP"
    told = [reader.get(address).content.decode() for _each in range(121)]
    assert "Too many searches" not in told[119]
    assert "Too many searches" in told[120]


def test_what_runs_when_opened_is_no_link(reader: Client, form: Distribution, now: datetime) -> None:
    made = send(reader, "resource_create", now, package_id="wells", url="javascript:alert(1)", name="Run me").json()
    assert made["result"]["url"] == "javascript:alert(1)"
    for address in ("/en/data/wells/", f"/dataset/{form.dataset_id}.ttl", "/api/v1/catalog/datasets/wells"):
        answer = reader.get(address)
        told = b"".join(answer) if answer.streaming else answer.content
        assert b"javascript:" not in told, address


def test_a_media_type_with_a_line_in_it_is_no_header(reader: Client, now: datetime, people: dict[str, Person]) -> None:
    made = sets.form(sets.made(now, name="page"), now, media_type="text/html\r\nX-Own: 1")
    tables.receive(made, [b"<script>"], "page.html", by=sets.admin(), now=now)
    answer = reader.get(f"/dataset/{made.dataset_id}/resource/{made.pk}/download/page.html")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_what_programs_send_as_a_schedule_stops_no_schedule(reader: Client, form: Distribution, now: datetime) -> None:
    for junk in ("x", ["x"], {"hours": "often"}, {"hours": None}):
        send(reader, "resource_create", now, package_id="wells", url="https://example.org/a.csv", korzo_fetch=junk)
    good = sets.form(form.dataset, now, source="link", url="https://example.org/b.csv")
    fetching.schedule(good, 1, by=sets.admin())
    Distribution.objects.update(link_checked_at=timezone.now() - timedelta(days=2))
    assert fetching.due(timezone.now()) == [good]


def test_a_span_that_ends_before_it_begins_is_told_at_its_end(form: Distribution, now: datetime) -> None:
    for start, end, field in (
        ("2021-01-01", "2020-01-01", "temporal_end"),
        ("abc", "2020-01-01", "temporal_start"),
    ):
        with pytest.raises(operations.Refused) as refused:
            values = {"temporal_start": start, "temporal_end": end}
            operations.change(Dataset.objects.get(), values, by=sets.admin(), now=now)
        assert list(refused.value.problems) == [field]
