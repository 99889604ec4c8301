"""Programs that cities and portals run against CKAN, run against Korzo: ckanapi's commands, two harvesters."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from ckanapi.errors import NotAuthorized, NotFound, ValidationError
from tests.capabilities.catalog.portal import Portal, there

__all__ = ["there"]

pytestmark = pytest.mark.django_db(transaction=True)


def command(there: Portal, *words: str, role: str = "administrator", into: Path | None = None) -> str:
    """Run ckanapi; its workers are found beside this Python."""
    beside = str(Path(sys.executable).parent)
    token = ["-a", there.tokens[role]] if role else []
    ended = subprocess.run(
        [f"{beside}/ckanapi", *words, "-r", there.base, *token],
        env={**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"},
        cwd=into, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def make(there: Portal, name: str, **more: Any) -> dict[str, Any]:
    given = {
        "name": name,
        "title": name.title(),
        "owner_org": "roads",
        "notes": "x",
        "resources": [{"url": f"{there.base}/healthz", "name": "f", "format": "TXT"}],
    }
    made: dict[str, Any] = there.as_("administrator").action.package_create(**{**given, **more})
    return made


def test_the_commands_of_ckanapi_work_unchanged(there: Portal, tmp_path: Path) -> None:
    made = [make(there, name, tags=[{"name": "voda"}]) for name in ("one", "two")]
    table = there.as_("administrator").action.datastore_create(
        resource={"package_id": "one", "name": "rows"}, fields=[{"id": "n", "type": "int", "info": {"label": "Number"}}], records=[{"n": 1}]
    )  # fmt: skip
    found = [
        json.loads(line)
        for line in command(there, "search", "datasets", "q=voda", "sort=name asc", role="").splitlines()
    ]
    assert [each["name"] for each in found] == ["one", "two"]
    command(there, "dump", "datasets", "--all", "-O", "sets.jsonl", "-p", "2", into=tmp_path)
    dumped = [json.loads(line) for line in (tmp_path / "sets.jsonl").read_text().splitlines()]
    assert [each["name"] for each in dumped] == ["one", "two"]
    command(there, "dump", "organizations", "--all", "-O", "orgs.jsonl", into=tmp_path)
    command(there, "dump", "datasets", "one", f"--datapackages={tmp_path / 'packages'}", into=tmp_path)
    package = json.loads((tmp_path / "packages" / "one" / "datapackage.json").read_text())
    assert package["resources"][1]["schema"] == {"fields": [{"name": "n", "title": "Number"}]}
    written = tmp_path / "packages" / "one" / package["resources"][1]["path"]
    assert written.read_text().splitlines() == ["_id,n", "1,1"]
    command(there, "delete", "datasets", "one", "two", into=tmp_path)
    for name in ("one", "two"):
        command(there, "action", "dataset_purge", f"id={name}")
    assert there.as_().action.package_list() == []
    command(there, "load", "organizations", "-I", "orgs.jsonl", into=tmp_path)
    command(there, "load", "datasets", "-I", "sets.jsonl", into=tmp_path)
    back = json.loads(command(there, "action", "package_show", f"id={made[1]['id']}", role=""))
    moments = {"metadata_created", "metadata_modified", "created", "creator_user_id", "organization"}
    before = next(each for each in dumped if each["name"] == "two")
    assert {key: value for key, value in back.items() if key not in moments | {"resources"}} == {
        key: value for key, value in before.items() if key not in moments | {"resources"}
    }
    same = ("id", "url", "name", "format", "resource_type", "url_type")
    assert [back["resources"][0][key] for key in same] == [before["resources"][0][key] for key in same]
    command(there, "load", "datasets", "-I", "sets.jsonl", into=tmp_path)  # a second time: updates, nothing twice
    assert there.as_().action.package_list() == ["one", "two"]
    assert table["resource_id"] in {each["id"] for each in there.as_().action.package_show(id="one")["resources"]}


def pages(base: str, query: str, rows: int) -> list[dict[str, Any]]:
    """What ckanext-harvest reads: pages until one is empty; the same page twice is an error."""
    found: list[dict[str, Any]] = []
    previous, start = "", 0
    while True:
        answer = requests.get(f"{base}/api/3/action/package_search?rows={rows}&start={start}&{query}", timeout=60)
        assert answer.text != previous, "paging does not seem to work"
        page = answer.json()["result"]["results"]
        if not page:
            return found
        found, previous, start = found + page, answer.text, start + rows


def names(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(each["name"] for each in rows)


def test_ckans_harvester_gets_what_it_asks_for(there: Portal) -> None:
    for number in range(7):
        make(there, f"road-{number}")
    watered = make(there, "water-0", owner_org="water")
    make(there, "hidden", private=True)
    assert len(pages(there.base, "sort=id+asc", 3)) == 8
    both = "sort=id+asc&fq=organization:roads+OR+organization:water"
    assert len(pages(there.base, both, 100)) == 8
    assert names(pages(there.base, "sort=id+asc&fq=-organization:roads", 100)) == ["water-0"]
    assert names(pages(there.base, "sort=id+asc&fq=-organization:roads+-organization:water", 100)) == []
    since = watered["metadata_modified"] + "Z"
    assert names(pages(there.base, f"sort=id+asc&fq=metadata_modified:[{since}+TO+*]", 100)) == ["water-0"]
    glued = f"sort=id+asc&fq=organization:roads+OR+organization:nobody+metadata_modified:[{since}+TO+*]"
    assert names(pages(there.base, glued, 100)) == []  # CKAN itself would answer with everything
    assert names(
        pages(
            there.base,
            "sort=id+asc&fq=organization:water+OR+organization:nobody+metadata_modified:[NOW-1DAY+TO+*]",
            100,
        )
    ) == ["water-0"]


def test_paging_by_id_survives_changes(there: Portal) -> None:
    """Sets that are there from beginning to end are met once each, whatever is made and removed meanwhile behind them."""
    for number in range(10):
        make(there, f"set-{number}")
    met: list[str] = []
    for start in range(0, 40, 2):
        answer = requests.get(f"{there.base}/api/3/action/package_search?rows=2&start={start}&sort=id+asc", timeout=60)
        page = [each["name"] for each in answer.json()["result"]["results"]]
        if not page:
            break
        met += page
        there.as_("administrator").action.package_patch(id="set-3", title=f"Changed {start}")
    assert sorted(met) == sorted(f"set-{number}" for number in range(10))


def test_udata_reads_what_it_needs(there: Portal) -> None:
    make(there, "one", tags=[{"name": "promet"}])
    make(there, "two")
    base, headers = f"{there.base}/api/3/action", {"Content-Type": "application/json"}
    listed = requests.get(f"{base}/package_list", headers=headers, timeout=30)
    assert listed.headers["Content-Type"].split(";")[0] == "application/json"
    for name in listed.json()["result"]:
        shown = requests.get(f"{base}/package_show", params={"id": name}, headers=headers, timeout=30).json()
        assert shown["success"] is True
        for key in (
            "author",
            "author_email",
            "maintainer",
            "maintainer_email",
            "state",
            "private",
            "notes",
            "license_title",
        ):
            assert key in shown["result"]
        for resource in shown["result"]["resources"]:
            assert isinstance(resource["format"], str)
            assert resource["url"].startswith("http")
            assert resource["resource_type"] in ("file", "api")
    filtered = requests.get(
        f"{base}/package_search",
        params={"q": "tags:promet AND -organization:water", "rows": "1000"},
        headers=headers,
        timeout=30,
    )
    assert [each["name"] for each in filtered.json()["result"]["results"]] == ["one"]


def test_the_datastore_is_filled_asked_and_dumped(there: Portal) -> None:
    admin, stranger = there.as_("administrator"), there.as_()
    make(there, "counts")
    fields = [{"id": "street", "type": "text"}, {"id": "n", "type": "int"}, {"id": "at", "type": "timestamp"}]
    records = [
        {"street": f"Ulica {number}", "n": number, "at": f"2026-01-{number + 1:02}T00:00:00"} for number in range(5)
    ]
    made = admin.action.datastore_create(
        resource={"package_id": "counts", "name": "t"}, fields=fields, records=records, primary_key=["street"]
    )
    key = made["resource_id"]
    admin.action.datastore_upsert(resource_id=key, records=[{"street": "Ulica 4", "n": 40}, {"street": "Nova", "n": 7}])
    found = stranger.action.datastore_search(
        resource_id=key, filters={"n": {"gt": 3}}, sort="n desc", fields=["street", "n"]
    )
    assert (found["total"], found["records"]) == (2, [{"street": "Ulica 4", "n": 40}, {"street": "Nova", "n": 7}])
    assert found["fields"] == [{"id": "street", "type": "text"}, {"id": "n", "type": "int4"}]
    first = stranger.action.datastore_search(resource_id=key, limit=1)["records"][0]
    assert first == {"_id": 1, "street": "Ulica 0", "n": 0, "at": "2026-01-01T00:00:00.000"}
    assert stranger.action.datastore_search(resource_id=key, limit=2, include_next_page=True)["next_page"] == {
        "_id": {"gt": 2}
    }
    assert (
        stranger.action.datastore_search(resource_id=key, limit=1, fields="n", records_format="csv")["records"] == "0\n"
    )
    sql = stranger.action.datastore_search_sql(sql=f'SELECT sum(n) AS s FROM "{key}"')
    assert sql["records"] == [{"s": 53}]
    assert stranger.action.datastore_info(id=key)["meta"]["count"] == 6
    wrong = {
        "filters": {"resource_id": key, "filters": {"x": 1}}, "sort": {"resource_id": key, "sort": "x"},
        "limit": {"resource_id": key, "limit": -1}, "offset": {"resource_id": key, "offset": "a"},
    }  # fmt: skip
    for field, given in wrong.items():
        answer = requests.post(f"{there.base}/api/3/action/datastore_search", json=given, timeout=30)
        assert (answer.status_code, field in answer.json()["error"]) == (409, True), answer.text
    for sql_text, status in (
        (f'DELETE FROM "{key}"', 409),
        ("SELECT 1; SELECT 2", 409),
        ('SELECT * FROM "nothing"', 404),
        ("SELECT * FROM read_csv('/etc/passwd')", 409),
    ):
        answer = requests.get(f"{there.base}/api/3/action/datastore_search_sql", params={"sql": sql_text}, timeout=30)
        assert answer.status_code == status, answer.text
    dump = f"{there.base}/datastore/dump/{key}"
    assert requests.get(f"{dump}?fields=n&limit=2&bom=true", timeout=30).content == b"\xef\xbb\xbfn\r\n0\r\n1\r\n"
    assert requests.get(f'{dump}?format=json&filters={{"n":7}}', timeout=30).json()["records"] == [[6, "Nova", 7, None]]
    assert (
        '<row _id="6"><street>Nova</street><n>7</n><at xsi:nil="true" /></row>'
        in requests.get(f"{dump}?format=xml", timeout=30).text
    )
    assert (
        requests.get(f"{dump}?format=tsv&limit=0", timeout=30).headers["Content-Disposition"]
        == f'attachment; filename="{key}.tsv"'
    )
    assert requests.get(f"{dump}?format=pdf", timeout=30).status_code == 400
    assert requests.get(f"{there.base}/datastore/dump/nothing", timeout=30).status_code == 404
    bad = requests.post(f"{there.base}/api/3/action/datastore_upsert", json={"resource_id": key, "records": [{"street": "a", "zz": 1}]},
                        headers={"Authorization": there.tokens["administrator"]}, timeout=30).json()["error"]  # fmt: skip
    assert (bad["records_row"], bool(bad["records"])) == (0, True)
    admin.action.datastore_records_delete(resource_id=key, filters={"n": 7})
    assert stranger.action.datastore_search(resource_id=key, limit=0)["total"] == 5
    admin.action.package_patch(id="counts", private=True)
    assert requests.get(dump, timeout=30).status_code == 404
    for name, given in (
        ("datastore_search", {"resource_id": key}),
        ("datastore_search_sql", {"sql": f'SELECT * FROM "{key}"'}),
    ):
        assert requests.post(f"{there.base}/api/3/action/{name}", json=given, timeout=30).status_code == 404
    admin.action.datastore_delete(resource_id=key)
    assert admin.action.resource_show(id=key)["datastore_active"] is False


def test_an_upload_is_there_at_once(there: Portal, tmp_path: Path) -> None:
    admin = there.as_("administrator")
    make(there, "files")
    path = tmp_path / "Čaše 1.csv"
    path.write_text("a,b\n1,2\n")
    with path.open("rb") as file:
        made = admin.action.resource_create(package_id="files", name="Cups", upload=file)
    assert (made["url_type"], made["size"], made["format"], made["mimetype"]) == ("upload", 8, "CSV", "text/csv")
    assert requests.get(made["url"], timeout=30).content == b"a,b\n1,2\n"
    path.write_text("a,b\n3,4\n5,6\n")
    with path.open("rb") as file:
        again = admin.action.resource_patch(id=made["id"], upload=file)
    assert (again["id"], again["url"], again["name"], again["size"]) == (made["id"], made["url"], "Cups", 12)
    assert requests.get(again["url"], timeout=30).content == b"a,b\n3,4\n5,6\n"
    kept = admin.action.package_update(**admin.action.package_show(id="files"))
    assert kept["resources"][1] == {**again, "metadata_modified": kept["resources"][1]["metadata_modified"]}


def test_tables_have_other_names_that_nobody_can_take_over(there: Portal) -> None:
    analyst, other, stranger = there.as_("analyst"), there.as_("other"), there.as_()
    make(there, "counts")
    key = analyst.action.datastore_create(
        resource={"package_id": "counts", "name": "t"}, records=[{"n": 1}], aliases="street_counts, brojanje"
    )["resource_id"]
    assert stranger.action.datastore_search(resource_id="street_counts")["records"] == [{"_id": 1, "n": 1}]
    assert stranger.action.datastore_search_sql(sql="SELECT n FROM brojanje")["records"] == [{"n": 1}]
    assert stranger.action.datastore_info(id="brojanje")["meta"]["aliases"] == ["brojanje", "street_counts"]
    theirs = other.action.package_create(name="theirs", title="T", owner_org="water", resources=[{"url": ""}])
    mine = theirs["resources"][0]["id"]
    for alias in ("brojanje", key, "a b", "", 'x"y'):
        with pytest.raises(ValidationError) as refused:
            other.action.datastore_create(resource_id=mine, force=True, records=[{"n": 2}], aliases=[alias])
        assert "alias" in refused.value.error_dict
    with pytest.raises(NotAuthorized):
        other.action.datastore_create(resource_id="brojanje", aliases=[])
    analyst.action.datastore_create(resource_id=key, aliases=["brojanje"])
    with pytest.raises(NotFound):
        stranger.action.datastore_search(resource_id="street_counts")
    analyst.action.datastore_create(resource_id=key, records=[{"n": 5}])
    assert stranger.action.datastore_search(resource_id="brojanje", q="!1 & 5", plain=False)["total"] == 1
    analyst.action.package_patch(id="counts", private=True)
    with pytest.raises(NotFound):
        stranger.action.datastore_search(resource_id="brojanje")
    analyst.action.datastore_delete(resource_id=key)
    other.action.datastore_create(resource_id=mine, force=True, records=[{"n": 2}], aliases=["brojanje"])


def test_what_happened_is_told_without_names(there: Portal) -> None:
    officer, analyst, stranger = there.as_("officer"), there.as_("analyst"), there.as_()
    officer.action.package_create(name="counts", title="Counts", owner_org="roads")
    with pytest.raises(NotFound):
        stranger.action.package_activity_list(id="counts")
    analyst.action.package_patch(id="counts", state="active", title="Street counts")
    analyst.action.package_patch(id="counts", notes="By hand")
    told, known = (line.action.package_activity_list(id="counts") for line in (stranger, analyst))
    assert [each["activity_type"] for each in known][-1] == "new package"
    assert known[-1]["user_id"]
    assert known[: len(told)] != told
    assert {each["user_id"] for each in told} == {None}
    assert [each["data"]["event"] for each in told][-1] == "DatasetPublished"
    assert len(known) > len(told) > 1
    assert stranger.action.package_activity_list(id="counts", limit=1, offset=1) == told[1:2]
