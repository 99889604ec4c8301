"""Whatever is sent to any action is answered: never a 500, always an envelope or a bare string."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.catalog import sets
from tests.city import City

from korzo.capabilities.catalog.ckan import actions
from korzo.capabilities.catalog.ckan.urls import standards
from korzo.capabilities.catalog.models import Group
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
ALL = sorted(actions.known) if len(standards) else []  # what is imported for the addresses brings the actions
BOUNDED = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
NASTY = st.sampled_from(
    ["", "wifi", "no", "\x00", "a\x00b", "-1", "0", "9" * 30, "1e400", "nan", "true", "null", "[", "{", "[1]", '{"a": 1}', "\ud800", "name desc", "*:*",
     "tags:(", "a OR", "metadata_modified:[NOW TO *]", "9999-12-31T23:59:59Z", "'; DROP TABLE x; --", "<script>", "../..", "upsert", "ж" * 300]
)  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=12) | NASTY
VALUE = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | NASTY, inner, max_size=3), max_leaves=6
)  # fmt: skip
NAMES = [
    "id", "name", "title", "notes", "owner_org", "tags", "extras", "resources", "groups", "private", "state", "url", "q", "fq", "fq_list", "sort",
    "rows", "start", "facet.field", "facet.limit", "limit", "offset", "filters", "fields", "records", "resource_id", "resource", "primary_key", "method",
    "sql", "query", "order_by", "all_fields", "include_datasets", "match", "update", "filter", "include", "update__resources__0__name", "package_id",
    "order", "datasets", "org_id", "organization_id", "object", "object_type", "title_translated", "keywords", "tag_string", "license_id", "frequency",
    "access_rights", "is_hvd", "hvd_category", "dataset_valid_from", "coordinator", "user", "token", "jti", "distinct", "records_format", "size", "format",
    "image_url", "description", "publisher_type", "view_type", "version", "own",
]  # fmt: skip


@pytest.fixture
def portal(town: City, people: dict[str, Person], now: datetime) -> tuple[Client, str, dict[str, Any]]:
    made = sets.made(now)
    table = sets.table(made, now, [{"a": 1, "b": "x"}])
    Group.objects.create(name="mobility", title={"en": "Mobility"}, made_at=now)
    key = keys.make(person=people["administrator"], label="fuzz", now=now)
    return (
        Client(),
        key,
        {"id": "wifi", "resource_id": str(table.pk), "package_id": "wifi", "owner_org": "city", "org_id": "city"},
    )


@BOUNDED
@given(
    name=st.sampled_from(ALL), data=st.dictionaries(st.sampled_from(NAMES), VALUE, max_size=6), known=st.booleans(),
    how=st.tuples(st.booleans(), st.booleans()),
)  # fmt: skip
def test_every_action_answers_anything(
    portal: tuple[Client, str, dict[str, Any]],
    name: str,
    data: dict[str, Any],
    known: bool,
    how: tuple[bool, bool],
) -> None:
    client, key, good = portal
    by_get, allowed = how
    sent = {**data, **good} if known else data
    headers = {"Authorization": key} if allowed else {}
    if by_get:
        query = {part: str(value).encode(errors="replace").decode() for part, value in sent.items()}
        answer = client.get(f"/api/3/action/{name}", query, headers=headers)
    else:
        answer = client.post(
            f"/api/3/action/{name}", json.dumps(sent), content_type="application/json", headers=headers
        )
    assert answer.status_code in (200, 400, 403, 404, 409, 429), answer.content[:500]
    told = json.loads(answer.content)
    assert isinstance(told, str) or told["success"] is (answer.status_code == 200)
    if not allowed and not actions.known[name].reads:
        assert answer.status_code == (400 if by_get else 403)


@BOUNDED
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/xml"]
    ),
)
def test_any_body_is_answered(portal: tuple[Client, str, dict[str, Any]], body: bytes, kind: str) -> None:
    client, key, _good = portal
    for address in (
        "/api/3/action/package_create",
        "/api/3/action/datastore_search",
        "/api/2/util/tag/autocomplete",
        "/datastore/dump/x",
    ):
        answer = client.generic("POST", address, body, content_type=kind, headers={"Authorization": key})
        assert answer.status_code < 500, answer.content[:500]
