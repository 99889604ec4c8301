"""What is described and not public: everybody reads that it exists; nobody but its stewards gets a value or an address."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.operations import tables
from korzo.kernel.jobs import worker
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

SECRET = "kept-secret"


@pytest.fixture
def form(people: dict[str, Person], now: datetime) -> Distribution:
    dataset = sets.made(now, name="wells", organisation="roads")
    made = sets.form(dataset, now, url=f"https://example.org/{SECRET}", custom={"mirror": f"https://{SECRET}.test"})
    tables.receive(made, [f"name,lat,lon\n{SECRET},45.1,14.2\n".encode()], f"{SECRET}.csv", by=sets.admin(), now=now)
    worker.run_all()
    sets.form(dataset, now, source="link", title={}, format="CSV", url=f"https://example.org/{SECRET}.csv")
    operations.change(Dataset.objects.get(name="wells"), {"access": "NON_PUBLIC"}, by=sets.admin(), now=now)
    return Distribution.objects.get(pk=made.pk)


def addresses(of: Distribution) -> dict[str, int]:
    """Every door and what it says to strangers."""
    key, action = of.dataset_id, "/api/3/action/"
    return {
        f"{action}datastore_search?resource_id={of.pk}": 403,
        f"{action}datastore_info?id={of.pk}": 403,
        f'{action}datastore_search_sql?sql=SELECT * FROM "{of.pk}"': 403,
        f"/datastore/dump/{of.pk}": 403,
        f"/dataset/{key}/resource/{of.pk}/download/any.csv": 404,
        f"/dataset/{key}/resource/{of.pk}/csv-metadata.json": 404,
        f"/en/data/wells/{of.pk}/": 404,
        f"/en/data/wells/{of.pk}/versions/1/": 404,
        "/ogc/collections/wells/items": 404,
        f"/ogc/collections/{of.pk}/items": 404,
        "/ogc/collections": 200,
        f"{action}package_show?id=wells": 200,
        f"{action}package_search?q=wells": 200,
        f"{action}resource_show?id={of.pk}": 200,
        f"{action}resource_search?query=format:csv": 200,
        f"/dataset/{key}.ttl": 200,
        f"/dataset/{key}.jsonld?profiles=schemaorg": 200,
        f"/dataset/{key}/datapackage.json": 200,
        "/catalog.ttl": 200,
        "/en/data/wells/": 200,
        "/en/data/wells/feed.atom": 200,
        "/api/v1/catalog/datasets/wells": 200,
    }


@pytest.mark.django_db(transaction=True)
def test_no_door_gives_strangers_what_is_not_public(
    client: Client, form: Distribution, people: dict[str, Person], now: datetime
) -> None:
    other = {"Authorization": keys.make(person=people["other"], label="test", now=now)}
    for who in ({}, other):
        for address, status in addresses(form).items():
            answer = client.get(address, headers=who)
            told = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == status, (address, told)
            assert SECRET.encode() not in told, (address, told)
    searched: Any = client.get(f"/api/3/action/resource_search?query=url:{SECRET}").json()
    assert searched["result"]["count"] == 0
    assert client.get(f"/api/3/action/package_search?fq=res_url:*{SECRET}*").json()["result"]["count"] == 0


@pytest.mark.django_db(transaction=True)
def test_its_stewards_have_it_and_send_it_back_unharmed(
    client: Client, form: Distribution, people: dict[str, Person], now: datetime
) -> None:
    token = {"Authorization": keys.make(person=people["officer"], label="test", now=now)}
    for address in (f"/api/3/action/datastore_search?resource_id={form.pk}", f"/datastore/dump/{form.pk}"):
        answer = client.get(address, headers=token)
        assert SECRET.encode() in (b"".join(answer) if answer.streaming else answer.content)
    shown = client.get("/api/3/action/package_show?id=wells", headers=token).json()["result"]
    assert SECRET in json.dumps(shown["resources"])
    before = list(Distribution.objects.order_by("position").values("source", "url", "file_name", "custom"))
    sent = client.post(
        "/api/3/action/package_update", json.dumps(shown), content_type="application/json", headers=token
    )
    assert sent.status_code == 200, sent.content
    assert list(Distribution.objects.order_by("position").values("source", "url", "file_name", "custom")) == before
