"""CKAN's protocol as its clients speak it, over a real socket."""

import io
import json
from typing import Any

import pytest
import requests
from ckanapi.errors import CKANAPIError, NotAuthorized, NotFound, SearchError, SearchQueryError, ValidationError
from tests.capabilities.catalog.portal import Portal, there

__all__ = ["there"]

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {
    "author", "author_email", "creator_user_id", "id", "isopen", "license_id", "license_title", "license_url",
    "maintainer", "maintainer_email", "metadata_created", "metadata_modified", "name", "notes", "num_resources",
    "num_tags", "organization", "owner_org", "private", "state", "title", "type", "url", "version", "extras",
    "resources", "tags", "groups", "relationships_as_subject", "relationships_as_object",
}  # fmt: skip
RESOURCE_KEYS = {
    "cache_last_updated", "cache_url", "created", "datastore_active", "description", "format", "hash", "id",
    "last_modified", "metadata_modified", "mimetype", "mimetype_inner", "name", "package_id", "position",
    "resource_type", "size", "state", "url", "url_type",
}  # fmt: skip
CROATIAN = {
    "access_rights": "http://publications.europa.eu/resource/authority/access-right/PUBLIC",
    "applicable_legislation": ["http://data.europa.eu/eli/reg_impl/2023/138/oj"],
    "is_hvd": True,
    "hvd_category": "http://data.europa.eu/bna/c_b79e35eb",
    "conforms_to": ["https://example.org/standard"],
    "dataset_valid_from": "2025-01-01",
    "dataset_valid_until": "2025-12-31",
    "data_refresh_frequency": "Godišnje",
    "coordinator": "Grad Rijeka",
    "coordinator_email": "podaci@example.org",
    "author": "Odjel za promet",
    "author_email": "promet@example.org",
    "license_id": "open-license",
}
"""Keys that Croatia's portal has, one of them in words that no list knows."""


def whole(name: str = "traffic", **more: Any) -> dict[str, Any]:
    return {
        "name": name, "title": "Promet", "notes": "Brojanje **vozila**", "owner_org": "roads", "license_id": "cc-by",
        "tags": [{"name": "promet"}, {"name": "вода"}], "version": "1",
        "resources": [{"url": "https://example.org/a.csv", "name": "Counts", "colour": "red"}],
        "extras": [{"key": "frequency", "value": "http://publications.europa.eu/resource/authority/frequency/DAILY"},
                   {"key": "Odjel", "value": "Ceste"}],
        **more,
    }  # fmt: skip


def test_a_data_set_lives_from_making_to_purging(there: Portal) -> None:
    analyst, stranger = there.as_("analyst"), there.as_()
    made = analyst.action.package_create(**whole())
    assert set(made) >= KEYS
    assert set(made["resources"][0]) == RESOURCE_KEYS | {"colour", "name_translated"}
    assert made["state"] == "active"
    assert made["isopen"] is True
    assert [each["name"] for each in made["tags"]] == ["promet", "вода"]
    assert made["extras"] == sorted(whole()["extras"], key=lambda each: each["key"])
    assert made["resources"][0]["format"] == "CSV"
    assert made["organization"]["name"] == "roads"
    shown = stranger.action.package_show(id="traffic", include_datasets=False, include_users=True)
    assert shown == {**made, "creator_user_id": None}
    patched = analyst.action.package_patch(id=made["id"], title="Novi promet")
    assert {key for key in made if made[key] != patched[key]} == {"title", "title_translated", "metadata_modified"}
    left = analyst.action.package_update(id=made["id"], name="traffic", title="Kratko", owner_org="roads")
    assert (left["notes"], left["resources"], left["extras"], left["tags"], left["license_id"]) == (
        "",
        [],
        [],
        [],
        None,
    )
    added = analyst.action.resource_create(package_id="traffic", url="https://example.org/b.geojson?x=1", name="B")
    assert (added["format"], added["mimetype"]) == ("GEOJSON", "application/geo+json")
    assert analyst.action.resource_patch(id=added["id"], description="Where")["url"] == added["url"]
    second = analyst.action.resource_create(package_id="traffic", url="https://example.org/c")
    analyst.action.package_resource_reorder(id="traffic", order=[second["id"]])
    assert [each["id"] for each in stranger.action.package_show(id="traffic")["resources"]] == [
        second["id"],
        added["id"],
    ]
    analyst.action.resource_delete(id=second["id"])
    assert stranger.action.package_show(id="traffic")["num_resources"] == 1
    analyst.action.package_delete(id="traffic")
    with pytest.raises(NotFound):
        stranger.action.package_show(id="traffic")
    assert analyst.action.package_show(id="traffic")["state"] == "deleted"
    there.as_("administrator").action.dataset_purge(id="traffic")
    with pytest.raises(NotFound):
        analyst.action.package_show(id="traffic")


def test_what_other_portals_say_survives(there: Portal) -> None:
    analyst = there.as_("analyst")
    translated = {"hr": "Promet", "en": "Traffic", "it": "Traffico"}
    keywords = {"hr": ["promet"], "en": ["traffic"]}
    spatial = json.dumps({"type": "Point", "coordinates": [14.4, 45.3]})
    extras = [{"key": "spatial", "value": spatial}, {"key": "theme", "value": json.dumps(["http://publications.europa.eu/resource/authority/data-theme/TRAN"])},
              {"key": "language", "value": '["hr"]'}, {"key": "temporal_start", "value": "2025-01-01"}]  # fmt: skip
    given = {**whole(extras=extras), **CROATIAN, "title_translated": translated, "keywords": keywords, "tags": [],
             "own_key": {"deep": [1, 2]}}  # fmt: skip
    del given["tags"]
    made = analyst.action.package_create(**given)
    for shown in (made, there.as_().action.package_show(id="traffic"), analyst.action.package_update(**made),
                  analyst.action.package_patch(id="traffic", version="2")):  # fmt: skip
        assert {key: shown[key] for key in CROATIAN} == CROATIAN
        assert shown["title_translated"] == translated
        assert shown["keywords"] == keywords
        assert shown["own_key"] == {"deep": [1, 2]}
        assert {each["key"] for each in shown["extras"]} >= {"spatial", "theme", "language", "temporal_start"}
    changed = analyst.action.package_patch(id="traffic", data_refresh_frequency="DAILY", coordinator="Grad")
    assert {each["key"]: each["value"] for each in changed["extras"]}["contact_name"] == "Grad"
    assert changed["data_refresh_frequency"] == "DAILY"
    for fq, count in {
        "own_key:x": 0,
        "hvd_category:c_b79e35eb frequency:DAILY": 1,
        "theme:TRAN language:HRV": 1,
    }.items():
        assert there.as_().action.package_search(fq=fq)["count"] == count, fq


def test_search_answers_in_ckans_shape(there: Portal) -> None:
    analyst = there.as_("analyst")
    for number in range(12):
        analyst.action.package_create(**whole(f"set-{number:02}", private=number == 11, title=f"Voda {number}"))
    got = requests.get(
        f"{there.base}/api/3/action/package_search",
        params={"q": "vode", "facet.field": '["tags","organization","res_format"]', "rows": "3", "start": "2", "sort": "name asc"}, timeout=30,
    )  # fmt: skip
    assert got.headers["Content-Type"] == "application/json;charset=utf-8"
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    body = got.json()
    assert body["success"] is True
    assert body["help"] == f"{there.base}/api/3/action/help_show?name=package_search"
    assert body["result"]["count"] == 11
    assert [each["name"] for each in body["result"]["results"]] == ["set-02", "set-03", "set-04"]
    assert body["result"]["facets"] == {
        "tags": {"promet": 11, "вода": 11},
        "organization": {"roads": 11},
        "res_format": {"CSV": 11},
    }
    assert body["result"]["search_facets"]["organization"] == {
        "title": "organization", "items": [{"name": "roads", "display_name": "Roads office", "count": 11}],
    }  # fmt: skip
    assert [item["name"] for item in body["result"]["search_facets"]["tags"]["items"]] == ["вода", "promet"]
    assert there.as_().call_action("package_search", {"include_private": True})["count"] == 11
    assert analyst.call_action("package_search", {"include_private": True})["count"] == 12
    with pytest.raises(SearchQueryError):
        there.as_().action.package_search(nonsense=1)
    with pytest.raises(SearchError):
        there.as_().action.package_search(fq="tags:(voda")
    with pytest.raises(ValidationError, match="rows"):
        there.as_().action.package_search(rows="a")
    assert there.as_().action.package_autocomplete(q="voda 3")[0]["match_displayed"] == "Voda 3 (set-03)"
    assert there.as_().action.tag_autocomplete(query="prom") == ["promet"]
    suggested = requests.get(f"{there.base}/api/2/util/dataset/autocomplete?incomplete=voda", timeout=30).json()
    assert len(suggested["ResultSet"]["Result"]) == 10


def test_requests_come_in_every_form(there: Portal) -> None:
    key, base = there.tokens["analyst"], f"{there.base}/api/3/action"
    made = requests.post(f"{base}/package_create", data=json.dumps(whole()), headers={"Authorization": key}, timeout=30)
    assert made.status_code == 200
    for way in (
        requests.get(f"{base}/package_show?id=traffic", timeout=30),
        requests.get(f"{there.base}/api/action/package_show/?id=traffic", timeout=30, allow_redirects=False),
        requests.post(f"{base}/package_show", json={"id": "traffic"}, timeout=30),
        requests.post(f"{base}/package_show", data={"id": "traffic"}, timeout=30),
        requests.post(f"{base}/package_show", files={"id": (None, "traffic")}, timeout=30),
        requests.post(
            f"{base}/package_show",
            data='{"id": "traffic"}',
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            timeout=30,
        ),
        requests.post(f"{base}/package_show", data={'{"id": "traffic"}': ""}, timeout=30),
    ):
        assert way.status_code == 200, way.text
        assert way.json()["result"]["name"] == "traffic"
    script = requests.get(f"{base}/package_show?id=traffic&callback=f.g", headers={"Authorization": key}, timeout=30)
    assert script.headers["Content-Type"] == "application/javascript"
    assert script.text.startswith("/**/f.g({")
    assert '"creator_user_id":null' in script.text
    wrong = {
        "no such action": requests.get(f"{base}/nothing", timeout=30),
        "no JSON": requests.post(
            f"{base}/package_show", data="{x", headers={"Content-Type": "application/json"}, timeout=30
        ),
        "a list": requests.post(f"{base}/package_show", json=[1], timeout=30),
        "GET on a writing action": requests.get(f"{base}/package_create?name=x", timeout=30),
    }
    for name, answer in wrong.items():
        assert answer.status_code == 400, name
        assert answer.json().startswith("Bad request: "), name
    missing = requests.get(f"{base}/package_show", headers={"Accept-Language": "en"}, timeout=30)
    assert (missing.status_code, missing.json()["error"]) == (
        409,
        {"__type": "Validation Error", "id": ["Missing value"]},
    )
    assert requests.get(f"{base}/package_show?id=x", timeout=30).json()["error"] == {
        "__type": "Not Found Error",
        "message": "Not found",
    }
    for headers in ({}, {"Authorization": "wrong"}):
        assert (
            requests.get(f"{base}/status_show", headers=headers, timeout=30).json()["result"]["ckan_version"]
            == "2.12.0"
        )
        denied = requests.post(f"{base}/package_create", json=whole("x"), headers=headers, timeout=30)
        assert (denied.status_code, denied.json()["error"]["__type"]) == (403, "Authorization Error")
        assert denied.json()["error"]["message"].startswith("Access denied: ")
    assert (
        requests.options(f"{base}/package_create", timeout=30)
        .headers["Access-Control-Allow-Headers"]
        .startswith("Authorization")
    )
    assert requests.get(f"{there.base}/api/3", timeout=30).json() == {"version": 3}
    assert (
        "find data sets" in requests.get(f"{base}/help_show?name=package_search", timeout=30).json()["result"].lower()
    )


def test_values_that_do_not_fit_are_named(there: Portal) -> None:
    analyst = there.as_("analyst")
    analyst.action.package_create(**whole())

    def told(action: str = "package_create", **given: Any) -> set[str]:
        with pytest.raises(ValidationError) as refused:
            analyst.call_action(action, given)
        assert all(isinstance(each, list | str | int) for each in refused.value.error_dict.values())
        return set(refused.value.error_dict) - {"__type"}

    assert told(**whole()) == {"name"}
    assert told(**whole("No Spaces")) == {"name"}
    assert told(**whole("ab", owner_org="")) == {"owner_org"}
    assert told(**whole("ab", owner_org="nobody")) == {"owner_org"}
    assert told(**whole("ab", tags=[{"name": "a"}, {"name": "x!"}])) == {"tags"}
    assert told(**whole("ab", extras=[{"key": "a", "value": "1"}, {"key": "a", "value": "2"}])) == {"extras"}
    assert told(**whole("ab", resources=[{"url": "https://example.org", "size": "big"}])) == {"resources"}
    assert told(**whole("ab", groups=[{"name": "nothing"}])) == {"groups"}
    assert told(**whole("ab", private="perhaps")) == {"private"}
    assert told(**whole("ab", id="no-uuid")) == {"id"}
    assert told("resource_create", package_id="traffic", name="x") == {"url"}
    assert told("resource_search", query="x") == {"query"}


def test_what_no_database_takes_is_taken_out(there: Portal) -> None:
    send = {"headers": {"Authorization": there.tokens["analyst"], "Content-Type": "application/json"}, "timeout": 30}
    address = f"{there.base}/api/3/action/package_create"
    odd = whole(title="a\x00b\ud800c", extras=[{"key": "k\x00", "value": "\udfff😀"}], own={"\x00": ["\ud83d"]})
    made = requests.post(address, data=json.dumps(odd), **send)  # type: ignore[arg-type]
    assert made.status_code == 200, made.text
    result = made.json()["result"]
    assert (result["title"], result["own"]) == ("abc", {"": [""]})
    assert {"key": "k", "value": "😀"} in result["extras"]
    for body in ('{"name": "x", "version": NaN}', '{"a": ' + "[" * 100_000, json.dumps({"name": "9" * 5000})[:-1]):
        assert requests.post(address, data=body, **send).status_code == 400, body[:50]  # type: ignore[arg-type]
    large = json.dumps({"q": "a" * 2**21})
    assert (
        requests.post(
            f"{there.base}/api/3/action/package_search",
            data=large,
            headers={"Content-Type": "application/json"},
            timeout=30,
        ).status_code
        == 400
    )


def test_revising_compares_first(there: Portal) -> None:
    analyst = there.as_("analyst")
    made = analyst.action.package_create(**whole())
    key = made["resources"][0]["id"]
    got = analyst.call_action("package_revise", {"match": {"id": made["id"], "version": "1"}, "update": {"version": "2"},
                                                 f"update__resources__{key[:6]}__format": "JSON", "include": '["+version", "-*"]'})  # fmt: skip
    assert got == {"package": {"version": "2"}}
    assert analyst.action.package_show(id="traffic")["resources"][0]["format"] == "JSON"
    with pytest.raises(ValidationError):
        analyst.action.package_revise(match={"name": "traffic", "version": "1"}, update={"version": "3"})
    file = {f"update__resources__{key}__upload": ("new.txt", io.BytesIO(b"words"))}
    analyst.call_action("package_revise", {"match__name": "traffic", "filter": "-extras"}, files=file)
    now = analyst.action.package_show(id="traffic")
    assert now["version"] == "2"
    assert [each["key"] for each in now["extras"]] == ["frequency"]  # said beside the extras too, and kept there
    assert requests.get(now["resources"][0]["url"], timeout=30).content == b"words"


def test_organizations_groups_followers_and_tokens(there: Portal) -> None:
    admin, analyst, stranger = there.as_("administrator"), there.as_("analyst"), there.as_()
    admin.action.organization_create(name="port", title="Port authority", extras=[{"key": "a", "value": "b"}])
    admin.action.group_create(name="mobility", title="Mobility", description="Moving")
    assert stranger.action.organization_list() == ["port", "roads", "water"]
    analyst.action.package_create(**whole(groups=[{"name": "mobility"}]))
    assert stranger.action.organization_list(sort="package_count desc")[0] == "roads"
    shown = stranger.action.organization_show(id="roads", include_datasets=True, include_users=True)
    assert (shown["package_count"], shown["users"], [each["name"] for each in shown["packages"]]) == (
        1,
        [],
        ["traffic"],
    )
    assert stranger.action.group_show(id="mobility")["package_count"] == 1
    assert stranger.action.member_list(id="mobility", object_type="package")[0][1:] == ["package", "public"]
    analyst.action.member_delete(id="mobility", object="traffic", object_type="package")
    assert stranger.action.group_show(id="mobility")["package_count"] == 0
    assert admin.action.organization_patch(id="port", description="Harbour")["extras"] == [{"key": "a", "value": "b"}]
    with pytest.raises(ValidationError):
        admin.action.organization_delete(id="roads")
    admin.action.organization_purge(id="port")
    assert stranger.action.organization_list(all_fields=True)[0]["display_name"] == "Roads office"
    assert [each["name"] for each in analyst.action.organization_list_for_user()] == ["roads"]
    resident = there.as_("resident")
    resident.action.follow_dataset(id="traffic")
    assert resident.action.am_following_dataset(id="traffic") is True
    assert stranger.action.dataset_follower_count(id="traffic") == 1
    assert stranger.action.dataset_follower_list(id="traffic") == []
    assert resident.action.followee_list()[0]["dict"]["name"] == "traffic"
    resident.action.unfollow_dataset(id="traffic")
    token = resident.action.api_token_create(user="resident@example.org", name="script")["token"]
    assert (
        requests.post(
            f"{there.base}/api/action/user_show", json={}, headers={"X-CKAN-API-Key": token}, timeout=30
        ).json()["result"]["fullname"]
        == "Resident"
    )
    resident.action.api_token_revoke(token=token)
    assert len(resident.action.api_token_list(user_id="resident@example.org")) == 1
    with pytest.raises(NotAuthorized):
        there.as_().action.user_list()
    with pytest.raises(NotAuthorized):
        resident.action.user_list()


def test_nobody_reaches_beyond_their_own(there: Portal) -> None:
    officer, analyst, other = there.as_("officer"), there.as_("analyst"), there.as_("other")
    waiting = officer.action.package_create(**whole("prepared"))
    assert waiting["state"] == "draft"  # an officer prepares, an analyst publishes
    with pytest.raises(NotFound):
        there.as_().action.package_show(id="prepared")
    assert analyst.action.package_update(**{**waiting, "state": "active"})["state"] == "active"
    analyst.action.package_create(**whole("hidden", private=True))
    resource = analyst.action.package_show(id="hidden")["resources"][0]["id"]
    for role in ("", "resident", "other"):
        who = there.as_(role)
        with pytest.raises(NotFound):
            who.action.package_show(id="hidden")
        with pytest.raises(NotFound):
            who.action.resource_show(id=resource)
        assert who.action.package_list(include_private=True, include_drafts=True, include_deleted=True) == ["prepared"]
        assert who.call_action("package_search", {"include_private": True, "facet.field": ["name"]})["facets"][
            "name"
        ] == {"prepared": 1}
        assert who.action.resource_search(query="url:example")["count"] == 1
        for name, given in {
            "package_patch": {"id": "prepared", "title": "Mine"}, "package_update": whole("prepared"), "package_delete": {"id": "prepared"},
            "resource_create": {"package_id": "prepared", "url": "https://example.org"}, "dataset_purge": {"id": "prepared"},
            "package_revise": {"match": {"name": "prepared"}, "update": {"title": "Mine"}}, "package_create": whole("mine"),
            "organization_create": {"name": "mine"}, "bulk_update_delete": {"org_id": "roads", "datasets": [waiting["id"]]},
            "package_owner_org_update": {"id": "prepared", "organization_id": "water"}, "organization_purge": {"id": "roads"},
            "datastore_create": {"resource_id": waiting["resources"][0]["id"], "records": [{"a": 1}]},
            "organization_member_create": {"id": "roads", "username": "x", "role": "admin"},
        }.items():  # fmt: skip
            with pytest.raises(NotAuthorized):
                who.call_action(name, given)
    with pytest.raises(NotAuthorized):
        officer.action.package_delete(id="prepared")
    with pytest.raises(NotAuthorized):
        officer.action.package_owner_org_update(id="prepared", organization_id="water")
    with pytest.raises(NotAuthorized):
        other.action.package_create(**whole("taken", owner_org="roads"))
    assert there.as_().action.package_show(id="prepared")["title"] == "Promet"
    with pytest.raises(CKANAPIError):
        there.as_().action.organization_member_create(id="roads")
