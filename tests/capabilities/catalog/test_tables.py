"""Files of distributions: received, read, asked about, served, replaced, rolled back, killed in the middle."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
import python_calamine
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Distribution, Version
from korzo.capabilities.catalog.operations import NotAllowed, Refused, fetching, rows, sweeping, tables
from korzo.capabilities.catalog.queries import dumping
from korzo.capabilities.catalog.queries import tables as asking
from korzo.capabilities.catalog.queries.tables import Search
from korzo.kernel.jobs import worker
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import store
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
State = Version.State
SURE = "id,name,lat\n1,Ana,45.3\n2,Luka,45.4\n"
UNSURE = "day,name\n01/02/2024,Ana\n03/04/2024,Luka\n"


@pytest.fixture
def form(people: People, now: datetime) -> Distribution:
    return sets.form(sets.made(now), now)


def sent(form: Distribution, text: str | bytes, now: datetime, name: str = "people.csv", **more: object) -> Version:
    content = text if isinstance(text, bytes) else text.encode()
    chunks = [content[:7], content[7:]]
    version = tables.receive(form, chunks, name, by=sets.admin(), now=now, **more)  # type: ignore[arg-type]
    worker.run_all()
    form.refresh_from_db()
    version.refresh_from_db()
    return version


def names(form: Distribution) -> list[str]:
    return [record["name"] for record in asking.search(form, Search()).records()]


def test_a_file_becomes_a_table(form: Distribution, now: datetime) -> None:
    version = sent(form, SURE, now)
    assert (version.state, version.rows, version.number) == (State.READY, 2, 1)
    assert (form.has_table, form.current_id, form.size, form.file_name) == (True, version.pk, len(SURE), "people.csv")
    assert [(field["name"], field["type"]) for field in form.table_schema["fields"]] == [
        ("id", "integer"), ("name", "string"), ("lat", "number"),
    ]  # fmt: skip
    assert names(form) == ["Ana", "Luka"]
    assert version.path.read_text() == SURE
    told = Entry.objects.filter(event__endswith="DataUpdated").last()
    assert told is not None
    assert told.data["rows"] == 2
    form.dataset.refresh_from_db()
    assert form.dataset.updated_at is not None


def test_a_person_is_asked_and_what_she_says_holds_for_the_next_file(form: Distribution, now: datetime) -> None:
    sent(form, SURE.replace("id,name,lat", "day,name,x"), now)
    version = sent(form, UNSURE, now)
    assert version.state == State.WAITING
    assert version.report["guesses"][0]["options"] == ["date_dmy", "date_mdy"]
    assert names(form) == ["Ana", "Luka"]
    assert form.current is not None
    assert form.current.number == 1
    tables.confirm(version, kinds={"day": "date_mdy"}, keep_good=True, by=sets.admin(), now=now)
    worker.run_all()
    form.refresh_from_db()
    assert str(asking.search(form, Search()).rows[0][1]) == "2024-01-02"
    again = sent(form, "day,name\n02/01/2025,Iva\n31/12/2025,Bad\n", now)
    assert again.state == State.WAITING
    assert again.report["rejected_first"] == [{"line": 3, "column": "day", "value": "31/12/2025", "reason": "date_mdy"}]
    assert "31/12/2025" in tables.rejects_path(again).read_text(encoding="utf-8-sig")
    tables.confirm(again, kinds={"day": "date_mdy"}, keep_good=True, by=sets.admin(), now=now)
    worker.run_all()
    form.refresh_from_db()
    assert names(form) == ["Iva"]


def test_programs_are_not_kept_waiting(form: Distribution, now: datetime) -> None:
    version = sent(form, UNSURE, now, confirm="never")
    assert version.state == State.READY
    assert asking.search(form, Search()).rows[0][1] == "01/02/2024"


def test_older_files_stay_and_can_be_served_again(form: Distribution, now: datetime) -> None:
    first = sent(form, SURE, now)
    second = sent(form, "id,name\n7,Mia\n", now)
    assert (second.number, names(form)) == (2, ["Mia"])
    assert first.path.read_text() == SURE
    tables.roll_back(first, by=sets.admin(), now=now)
    worker.run_all()
    form.refresh_from_db()
    assert (names(form), form.current_id) == (["Ana", "Luka"], first.pk)


def test_what_cannot_be_read_says_why_and_leaves_the_old_one(form: Distribution, now: datetime) -> None:
    sent(form, SURE, now)
    failed = sent(form, "<html>Not found</html>", now)
    assert (failed.state, failed.report["problem"]) == (State.FAILED, "html")
    assert names(form) == ["Ana", "Luka"]


def test_a_paper_is_served_without_a_table(form: Distribution, now: datetime) -> None:
    version = sent(form, b"%PDF-1.7", now, name="paper.pdf")
    assert (version.state, form.has_table, form.current_id) == (State.READY, False, version.pk)


def test_limits_and_strangers(form: Distribution, people: People, now: datetime, settings: object) -> None:
    with pytest.raises(Refused):
        sent(form, "", now)
    for person in (people["resident"], people["other"]):
        with pytest.raises(NotAllowed):
            tables.receive(form, [b"a"], "a.csv", by=person, now=now)
    assert not list(form.table.parent.glob("*")) if form.table.parent.exists() else True
    assert sent(form, SURE, now, name="../../etc/passwd.csv").file_name == "passwd.csv"


def test_what_the_lake_holds_becomes_a_table(form: Distribution, now: datetime, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for part, count in (("2024", 2), ("2025", 3)):
        pq.write_table(pa.table({"code": [part] * count, "n": range(count)}), tmp_path / f"{part}.parquet")
    assert tables.from_lake(form, tmp_path, now=now) == 5
    assert asking.search(form, Search(filters={"code": "2025"}, limit=0)).total == 3


def test_what_belongs_to_nothing_is_swept_away_later(form: Distribution, now: datetime) -> None:
    sent(form, SURE, now)
    table, folder = form.table, form.versions.get().path.parent
    operations.remove_form(form, by=sets.admin(), now=now)
    assert sweeping.sweep() == 0
    for path in (table, folder):
        os.utime(path, (0, 0))
    assert sweeping.sweep() == 2
    assert not table.exists()
    assert not folder.exists()


KILLED = """
import os, sys, time
sys.path.insert(0, "src")
os.environ["DJANGO_SETTINGS_MODULE"] = "korzo.site.settings"
import django; django.setup()
from pathlib import Path
from korzo.kernel.publishing import store
with store.changing(Path(sys.argv[1])) as copy:
    copy.run("DELETE FROM data")
    copy.run("CHECKPOINT")
    print("written", flush=True)
    time.sleep(60)
"""


def test_a_writer_that_is_killed_leaves_the_old_table(form: Distribution, now: datetime, tmp_path: Path) -> None:
    sent(form, SURE, now)
    environment = {**os.environ, "KORZO_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(form.table)], stdout=subprocess.PIPE, env=environment
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert names(form) == ["Ana", "Luka"]
    left = [path for path in form.table.parent.iterdir() if ".part" in path.name]
    assert left
    rows.upsert(form, [{"id": 3, "name": "Eva"}], method="insert", by=sets.admin(), now=now)
    assert names(form) == ["Ana", "Luka", "Eva"]
    assert not [path for path in form.table.parent.iterdir() if ".part" in path.name]


def test_two_writers_lose_nothing(form: Distribution, now: datetime) -> None:
    sent(form, SURE, now)

    def add(number: int) -> None:
        with store.changing(form.table) as copy:
            copy.run("INSERT INTO data SELECT max(_id) + 1, ?, 'n', 0 FROM data", [number])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    for thread in threads:
        thread.join(max(deadline - time.monotonic(), 0))
    assert asking.info(form).count == 7
    with store.opened(form.table) as table:
        assert table.all(f"SELECT count(DISTINCT _id) FROM {table.data}") == [(7,)]


def test_dropped_files_are_taken_in_once_they_rest(form: Distribution, now: datetime) -> None:
    folder = fetching.drops() / str(form.pk)
    folder.mkdir(parents=True)
    (fetching.drops() / "no-id").mkdir()
    path = folder / "from-sftp.csv"
    path.write_text(SURE)
    assert fetching.take_dropped(now=now) == 0
    os.utime(path, (0, 0))
    assert fetching.take_dropped(now=now) == 1
    worker.run_all()
    form.refresh_from_db()
    assert (names(form), path.exists()) == (["Ana", "Luka"], False)


def served(answers: list[tuple[int, dict[str, str], bytes]]) -> tuple[ThreadingHTTPServer, list[dict[str, str]]]:
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append({name.lower(): value for name, value in self.headers.items()})
            status, headers, body = answers[min(len(seen), len(answers)) - 1]
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, seen


def test_links_are_fetched_when_they_changed(
    people: People, now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setitem(settings.KORZO.__dict__, "outside_hosts", "127.0.0.1")
    server, seen = served(
        [
            (200, {"ETag": '"1"'}, SURE.encode()),
            (304, {}, b""),
            (200, {}, SURE.encode()),
            (404, {}, b"gone"),
            (302, {"Location": "/next.csv"}, b""),
            (200, {"ETag": '"2"'}, b"id,name\n9,Nova\n"),
        ]
    )
    with closing(server.socket):
        url = f"http://127.0.0.1:{server.server_port}/data.csv"
        link = sets.form(sets.made(now), now, source="link", url=url)
        fetching.schedule(link, 24, by=sets.admin())
        assert fetching.due(now) == [link]
        found = [fetching.fetch(link, now=now) for _turn in range(5)]
        server.shutdown()
    assert link.link_status == 200
    worker.run_all()
    assert found == [True, False, False, False, True]
    assert seen[1]["if-none-match"] == '"1"'
    link.refresh_from_db()
    assert (names(link), link.versions.count()) == (["Nova"], 2)
    assert link.link_checked_at is not None
    assert fetching.due(link.link_checked_at + timedelta(hours=23)) == []


def test_tables_leave_in_every_form(form: Distribution, now: datetime) -> None:
    text = 'lat,long,name,day,n\n45.3,14.4,=1+1,2024-01-31,1.5\n45.4,14.5,"a ""b"" <c>",,\n99,14,Šuma,2023-01-01,2\n'
    sent(form, text, now)

    def out(kind: str, **asked: Any) -> bytes:
        return b"".join(dumping.dump(form, Search(limit=None, **asked), kind).chunks)

    assert out("csv", fields=["lat", "long", "name", "day", "n"]).decode().replace("\r", "") == (
        'lat,long,name,day,n\n45.3,14.4,=1+1,2024-01-31,1.5\n45.4,14.5,"a ""b"" <c>",,\n99.0,14.0,Šuma,2023-01-01,2.0\n'
    )
    excel = out("excel", filters={"lat": 45.3}).decode("utf-8-sig")
    assert excel.splitlines()[1] == "1;45,3;14,4;'=1+1;2024-01-31;1,5"
    listed = json.loads(out("json"))
    assert listed["records"][1] == [2, 45.4, 14.5, 'a "b" <c>', None, None]
    assert [field["type"] for field in listed["fields"]] == ["int", "numeric", "numeric", "text", "date", "numeric"]
    assert ET.fromstring(out("xml"))[1].find("name").text == 'a "b" <c>'  # type: ignore[union-attr]
    features = json.loads(out("geojson"))["features"]
    assert [feature["geometry"] and feature["geometry"]["coordinates"] for feature in features] == [
        [14.4, 45.3],
        [14.5, 45.4],
        None,
    ]
    assert pq.read_table(io.BytesIO(out("parquet"))).to_pylist()[0]["day"] == date(2024, 1, 31)
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(out("xlsx"))).get_sheet_by_index(0).to_python()
    assert sheet[1] == [1.0, 45.3, 14.4, "=1+1", date(2024, 1, 31), 1.5]
    assert out("tsv", filters={"name": "nobody"}).decode() == "_id\tlat\tlong\tname\tday\tn\r\n"
