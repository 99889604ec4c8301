"""The lake: what leaves the house, what never does, and files that are whole whatever happens."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from tests.processes import ROOT

from korzo import cli
from korzo.cli import keep
from korzo.kernel import publishing
from korzo.kernel.publishing import Column, Dataset, lake

CANARY = "CANARY"
COLUMNS = (
    Column("code", "string", "Code", public=True),
    Column("when", "datetime", "When", public=True),
    Column("day", "date", "Day", public=True),
    Column("size", "number", "Size", public=True),
    Column("count", "integer", "Count", public=True),
    Column("good", "boolean", "Good", public=True),
    Column("lat", "number", "Latitude", public=True),
    Column("long", "number", "Longitude", public=True),
    Column("name", "string", "Name of a person"),
)
AT = datetime(2026, 3, 29, 1, 30, 15, 123456, tzinfo=UTC)


def row(code: str, **changes: Any) -> dict[str, Any]:
    whole = {
        "code": code,
        "when": AT,
        "day": date(2026, 3, 29),
        "size": 1.5,
        "count": 2,
        "good": True,
        "lat": 42.4,
        "long": 18.5,
    }
    return {**whole, "name": CANARY, **changes}


class Source:
    """Rows by month, and which months changed lately."""

    def __init__(self, **months: list[dict[str, Any]]) -> None:
        self.months = {name.replace("_", "-")[1:]: rows for name, rows in months.items()}
        self.changed: list[str] = []
        self.read: list[str] = []
        self.columns = COLUMNS

    @property
    def dataset(self) -> Dataset:
        return Dataset("things", "Things", "Some things", self.columns, self.partitions, self.rows, ("lat", "long"))

    def partitions(self, since: datetime | None) -> list[str]:
        return list(self.months) if since is None else self.changed

    def rows(self, month: str) -> Iterator[dict[str, Any]]:
        self.read.append(month)
        yield from self.months[month]

    def publish(self, *, anew: bool = False) -> lake.Written:
        self.read = []
        return lake.publish(self.dataset, now=AT, anew=anew)


def folder() -> Path:
    return Path(settings.KORZO.root) / "open"


def codes() -> list[str]:
    """What is published, which must be the same in all three forms."""
    found = sorted(
        row["code"] for row in csv.DictReader(io.StringIO((folder() / "things.csv").read_text(), newline=""))
    )
    whole = json.loads((folder() / "things.geojson").read_text())
    assert sorted(each["properties"]["code"] for each in whole["features"]) == found
    stored = [
        each["code"] for path in (folder() / "things").glob("[!.]*.parquet") for each in pq.read_table(path).to_pylist()
    ]
    assert sorted(stored) == found
    return found


def test_values_keep_type_and_meaning_in_every_form() -> None:
    empty = dict.fromkeys(("when", "day", "size", "count", "good", "lat", "long"))
    Source(_2026_03=[row("a"), row('б,"в"\n', **empty)]).publish()
    first, second = pq.read_table(folder() / "things" / "2026-03.parquet").to_pylist()
    assert first == {
        "code": "a", "when": AT.replace(microsecond=123000), "day": date(2026, 3, 29), "size": 1.5, "count": 2, "good": True,
        "lat": 42.4, "long": 18.5,
    }  # fmt: skip
    assert second == {"code": 'б,"в"\n', **empty}
    rows = list(csv.DictReader(io.StringIO((folder() / "things.csv").read_bytes().decode(), newline="")))
    assert rows[0] == {
        "code": "a", "when": AT.isoformat(), "day": "2026-03-29", "size": "1.5", "count": "2", "good": "True", "lat": "42.4", "long": "18.5",
    }  # fmt: skip
    assert rows[1] == {"code": 'б,"в"\n', **dict.fromkeys(empty, "")}
    whole = json.loads((folder() / "things.geojson").read_text())
    assert [each["geometry"] for each in whole["features"]] == [{"type": "Point", "coordinates": [18.5, 42.4]}, None]
    assert json.loads((folder() / "things" / "schema.json").read_text())["columns"][0] == {
        "name": "code", "type": "string", "description": "Code",
    }  # fmt: skip


def test_the_command_tells_what_is_unchanged_from_what_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(_2026_03=[row("a")])
    monkeypatch.setattr(publishing, "datasets", {"things": source.dataset})
    monkeypatch.setattr(cli, "start", lambda: None)  # it has
    assert CliRunner().invoke(keep.publish, []).stdout == "things: 1 rows\n"
    assert CliRunner().invoke(keep.publish, []).stdout == "things: unchanged\n"
    source.months, source.changed = {"2026-03": []}, ["2026-03"]
    assert CliRunner().invoke(keep.publish, []).stdout == "things: 0 rows\n"


def test_personal_columns_are_in_no_file() -> None:
    Source(_2026_03=[row("a")], _2026_04=[row("b")]).publish()
    files = [path for path in folder().rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".parquet", ".csv", ".geojson", ".json", ".ndjson"}
    for path in files:
        assert CANARY.encode() not in path.read_bytes(), path
        assert b'"name":"name"' not in path.read_bytes().replace(b": ", b":"), path
    for path in folder().rglob("*.parquet"):
        assert CANARY not in str(pq.read_table(path).to_pylist())
        assert "name" not in pq.read_schema(path).names


def test_a_column_that_is_not_declared_stops_everything() -> None:
    source = Source(_2026_03=[row("a")])
    source.publish()
    source.months["2026-03"] = [row("a", email="a@example.org")]
    with pytest.raises(publishing.Undeclared, match="email"):
        source.publish(anew=True)
    assert codes() == ["a"]


def test_only_months_that_changed_are_written() -> None:
    source = Source(_2026_03=[row("a")], _2026_04=[row("b")])
    assert source.publish() == lake.Written("things", 2, 2)
    untouched = folder() / "things" / "2026-03.parquet"
    before = untouched.stat().st_ino
    source.months["2026-04"].append(row("c"))
    source.changed = ["2026-04"]
    assert (source.publish(), source.read) == (lake.Written("things", 1, 2), ["2026-04"])
    assert untouched.stat().st_ino == before
    assert codes() == ["a", "b", "c"]
    source.changed = []
    assert (source.publish(), source.read) == (lake.Written("things", 0, 0), [])


def test_an_emptied_month_disappears_everywhere() -> None:
    source = Source(_2026_03=[row("a")], _2026_04=[row("b")])
    source.publish()
    source.months["2026-04"], source.changed = [], ["2026-04"]
    source.publish()
    assert codes() == ["a"]
    assert not [path for path in folder().rglob("*") if "2026-04" in path.name]


def test_a_month_that_is_no_more_disappears_when_all_is_written_anew() -> None:
    source = Source(_2026_03=[row("a")], _2026_04=[row("b")])
    source.publish()
    del source.months["2026-04"]
    source.publish(anew=True)
    assert codes() == ["a"]


def test_a_change_of_columns_writes_everything_anew() -> None:
    source = Source(_2026_03=[row("a")], _2026_04=[row("b")])
    source.publish()
    source.columns = (*COLUMNS[:-2], Column("long", "number", "Longitude in degrees", public=True), COLUMNS[-1])
    source.publish()
    assert source.read == ["2026-03", "2026-04"]


def test_a_broken_schema_file_heals() -> None:
    source = Source(_2026_03=[row("a")])
    source.publish()
    for broken in ("", "{", "[]", "null", '{"columns": []}'):
        (folder() / "things" / "schema.json").write_text(broken)
        source.publish()
        assert source.read == ["2026-03"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"), ("+381641234567", "+381641234567"), ("-1.5", "-1.5"), ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("a=1", "a=1"), ("-", "'-"), ("+", "'+"), ("", ""),
        ("=", "'="), ("-²", "'-²"),
    ],
)  # fmt: skip
def test_no_text_is_a_formula_in_a_spreadsheet(text: str, written: str) -> None:
    Source(_2026_03=[row(text)]).publish()
    found = list(csv.DictReader(io.StringIO((folder() / "things.csv").read_bytes().decode(), newline="")))
    assert found[0]["code"] == written


KILLED = """
    import os, signal, sys
    sys.path[:0] = [{source!r}, {tests!r}]
    os.environ["DJANGO_SETTINGS_MODULE"] = "korzo.site.settings"
    from datetime import timedelta
    from tests.kernel.test_publishing import AT, Source, row
    from korzo.kernel.publishing import lake
    source = Source(_2026_03=[row("a2")], _2026_04=[row("b2")], _2026_05=[row("c2")])
    steps = 0
    def watch(event, args):
        global steps
        if event == "os.rename" or event == "open" and "things" in str(args[0]) and args[2] & (os.O_WRONLY | os.O_RDWR):
            steps += 1
            if steps == {step}:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    lake.publish(source.dataset, now=AT, anew=True)
"""


@pytest.mark.parametrize("step", [1, 5, 6, 12, 17, 20])
def test_killed_in_the_middle_every_file_is_whole_and_the_next_run_mends_all(step: int) -> None:
    """A real process, killed at its n-th write; then the published files are still readable, old or new."""
    Source(_2026_03=[row("a")], _2026_04=[row("b")]).publish()
    code = textwrap.dedent(KILLED).format(source=str(ROOT / "src"), tests=str(ROOT), step=step)
    env = {**os.environ, "KORZO_HOME": str(settings.KORZO.root), "KORZO_DATABASE_URL": ""}
    ended = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    for path in (folder() / "things").glob("[!.]*.parquet"):
        assert pq.read_table(path).num_rows == 1
    rows = list(csv.DictReader(io.StringIO((folder() / "things.csv").read_text(), newline="")))
    assert {each["code"][0] for each in rows} >= {"a", "b"}
    assert len(json.loads((folder() / "things.geojson").read_text())["features"]) == len(rows)
    source = Source(_2026_03=[row("x")], _2026_04=[row("y")])
    source.changed = ["2026-03", "2026-04"]
    lake.publish(source.dataset, now=AT + timedelta(hours=1))
    lake.publish(source.dataset, now=AT + timedelta(hours=2), anew=True)
    assert codes() == ["x", "y"]


@pytest.mark.parametrize("path", ["cases.csv", "cases.geojson", "cases/2026-03.parquet", "cases/schema.json"])
def test_published_files_are_served_to_everybody(settings: Any, client: Client, path: str) -> None:
    file = settings.KORZO.root / "open" / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"x")
    assert client.get(f"/open/{path}").getvalue() == b"x"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["../secret.key", "cases/../../secret.key", ".cases.csv.part", "cases/csv/2026-03.csv", "cases"]
)
def test_nothing_else_of_the_home_is_served(settings: Any, client: Client, path: str) -> None:
    (settings.KORZO.root / "secret.key").write_text("x")
    assert client.get(f"/open/{path}").status_code == 404
