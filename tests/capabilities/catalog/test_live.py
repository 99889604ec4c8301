"""A view of a database fills a distribution: only where the administrator allows it, and whatever the database does."""

import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from tests import postgres
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog.jobs import telling
from korzo.capabilities.catalog.models import Distribution, Live
from korzo.capabilities.catalog.operations import Refused, databases, live
from korzo.capabilities.catalog.queries import tables
from korzo.kernel.jobs import worker
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
SECRET = "swordfish-4711"
TREES = """
CREATE SCHEMA open_data;
CREATE TABLE trees (id int, code text, height numeric, planted date, seen timestamptz, fine bool, place text, picture bytea);
INSERT INTO trees VALUES
  (1, '0012', 1.234, '1998-11-05', '2026-01-02 03:04:05+01', true, '{"type": "Point", "coordinates": [14.4, 45.3]}', '\\x00'),
  (2, '12', 2.5, NULL, NULL, false, NULL, NULL),
  (3, E'with "quotes",\\nand a line', 'NaN', 'infinity', NULL, NULL, NULL, NULL);
CREATE VIEW open_data.trees AS SELECT * FROM trees;
CREATE VIEW open_data.none AS SELECT * FROM trees WHERE false;
CREATE VIEW open_data.slow AS SELECT pg_sleep(30) IS NULL AS a;
CREATE FUNCTION cut() RETURNS int LANGUAGE sql VOLATILE AS 'DELETE FROM trees RETURNING id';
CREATE VIEW open_data.writes AS SELECT cut();
CREATE VIEW open_data.many AS SELECT n, repeat('x', 100) AS words FROM generate_series(1, 100000) n;
CREATE ROLE steward LOGIN PASSWORD 'swordfish-4711';
GRANT USAGE ON SCHEMA open_data TO steward;
GRANT SELECT ON ALL TABLES IN SCHEMA open_data TO steward;
"""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """A PostgreSQL of somebody else, which asks for passwords."""
    with postgres.server() as url:
        if url is None:
            pytest.skip("PostgreSQL is not installed")
        with psycopg.connect(url, autocommit=True) as line:
            line.execute(TREES)
            (rules,) = line.execute("SHOW hba_file").fetchone() or ("",)
            path = Path(rules)
            path.write_text("host all korzo 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
            line.execute("SELECT pg_reload_conf()")
        yield url


@pytest.fixture
def address(elsewhere: str, monkeypatch: pytest.MonkeyPatch) -> str:
    allow(monkeypatch, elsewhere)
    return elsewhere.replace("korzo@", "steward@")


@pytest.fixture
def form(people: People, now: datetime) -> Distribution:
    return sets.form(sets.made(now, name="trees"), now)


def allow(monkeypatch: pytest.MonkeyPatch, *entries: Any) -> None:
    monkeypatch.setattr(settings.KORZO, "table_sources", " ".join(map(str, entries)))


def named(form: Distribution, now: datetime, address: str, view: str = "open_data.trees", **more: Any) -> Live:
    said: dict[str, Any] = {"password": SECRET, "hours": 24, "by": sets.admin()} | more
    return live.name(form, address=address, view=view, now=now, **said)


def looked(found: Live, now: datetime) -> str:
    found = Live.objects.select_related("distribution__dataset__publisher").get(pk=found.pk)
    live.look(found, now=now)
    worker.run_all()
    found.distribution.refresh_from_db()
    found.refresh_from_db()
    return found.problem


def rows(form: Distribution) -> list[tuple[Any, ...]]:
    form.refresh_from_db()
    return [tuple(row) for row in tables.search(form, tables.Search(limit=10)).rows]


@pytest.mark.django_db
def test_a_view_becomes_a_table_with_the_databases_own_types_and_a_version_only_when_it_changes(
    form: Distribution, address: str, elsewhere: str, now: datetime
) -> None:
    found = named(form, now, address)
    assert looked(found, now) == ""
    form.refresh_from_db()
    kinds = {field["name"]: field["kind"] for field in form.table_schema["fields"]}
    assert kinds == {
        "id": "integer", "code": "text", "height": "number", "planted": "date", "seen": "datetime_zone",
        "fine": "boolean", "place": "geojson",
    }  # fmt: skip
    first, second, third = rows(form)
    assert first[1:4] == (1, "0012", 1.234)
    assert str(first[5]).startswith("2026-01-02 02:04:05")
    assert (second[2], second[6]) == ("12", False)
    assert (third[2], third[3], third[4]) == ('with "quotes",\nand a line', None, None)
    with psycopg.connect(elsewhere, autocommit=True) as line:
        line.execute("UPDATE trees SET height = height WHERE id = 1")  # the same rows in another order
        assert looked(found, now + timedelta(days=1)) == ""
        assert form.versions.count() == 1
        line.execute("INSERT INTO trees (id, code) VALUES (4, 'new')")
        try:
            assert [each.pk for each in live.due(now + timedelta(days=1, hours=23))] == []
            assert [each.pk for each in live.due(now + timedelta(days=2))] == [found.pk]
            assert looked(found, now + timedelta(days=2)) == ""
        finally:
            line.execute("DELETE FROM trees WHERE id = 4")
    assert (form.versions.count(), len(rows(form))) == (2, 4)


@pytest.mark.parametrize(
    "expected",
    [
        ("open_data.none", "empty"), ("open_data.writes", "broken"), ("open_data.many", "large"), ("open_data.slow", "slow"),
        ("trees", "no-view"), ("public.trees", "no-view"), ("pg_catalog.pg_roles", "no-view"),
        ("information_schema.tables", "no-view"), ('open_data.trees" ; DROP TABLE trees; --', "no-view"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_what_cannot_be_read_is_told_once_and_the_old_version_stays(
    *,
    form: Distribution,
    address: str,
    elsewhere: str,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    expected: tuple[str, str],
) -> None:
    view, problem = expected
    monkeypatch.setattr(databases, "SECONDS", 1.0)
    monkeypatch.setattr(settings.KORZO, "table_megabytes", 5)
    assert looked(named(form, now, address), now) == ""
    found = named(form, now, address, view, password="")  # the one that is kept
    for day in (1, 2):
        assert looked(found, now + timedelta(days=day)) == problem
    assert (form.versions.count(), len(rows(form))) == (1, 3)
    assert Entry.objects.filter(event__endswith="ViewFailed").count() == 1
    with psycopg.connect(elsewhere) as line:
        assert line.execute("SELECT count(*) FROM trees").fetchone() == (3,)
    delivery.deliver_news()
    told = Message.objects.filter(template=telling.TOLD)
    assert {each.person_id for each in told} == {sets.admin().pk}


@pytest.mark.django_db
def test_the_password_is_sealed_never_shown_and_never_follows_to_another_address(
    *, form: Distribution, address: str, client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    client.force_login(sets.admin())
    desk = f"/en/data/desk/trees/{form.pk}/"
    said = {"address": address.replace("steward@", f"steward:{SECRET}@"), "view": "open_data.trees", "hours": "24"}
    page = client.post(f"{desk}view/", said, follow=True).content.decode()
    assert SECRET not in page
    found = Live.objects.get()
    assert (SECRET in found.sealed, SECRET in found.address, found.address) == (False, False, address)
    worker.run_all()
    assert len(rows(form)) == 3
    answers = [client.get(f"{desk}file/"), client.get("/api/3/action/resource_show", {"id": str(form.pk)})]
    assert not any(SECRET in answer.content.decode() for answer in answers)
    assert not any(SECRET in entry.payload for entry in Entry.objects.all())
    assert looked(named(form, now, address, password="wrong"), now) == "refused"
    assert (
        looked(named(form, now, address.replace("steward@", "korzo@"), password=""), now) == ""
    )  # trusted, needs none
    assert looked(named(form, now, address, password=""), now) == "refused"
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "typed",
    [
        "postgres://a@127.0.0.1:1/postgres", "postgres://a@localhost:{port}/postgres", "postgres://a@127.0.0.1:{port}/other",
        "postgres://a@127.0.0.1:{port}/postgres?host=10.0.0.1", "postgres://a@127.0.0.1,10.0.0.1:{port}/postgres",
        "postgres://a@/postgres", "postgres://a@%2Fvar%2Frun/postgres", "mysql://a@127.0.0.1:{port}/postgres",
        "service=inner", "host=127.0.0.1 dbname=postgres", "{folder}/../secret.sqlite", "{folder}/link.sqlite",
        "{folder}", "trees.sqlite", "file:{folder}/trees.sqlite", "{folder}/\0", "postgres://a@127.0.0.1:x/postgres",
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_nothing_is_named_but_what_the_administrator_allows(
    form: Distribution, now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str
) -> None:
    folder = tmp_path.with_name(tmp_path.name + "-exports")
    folder.mkdir()
    (folder.parent / "secret.sqlite").touch()
    (folder / "link.sqlite").symlink_to("/etc/passwd")
    (folder / "trees.sqlite").touch()
    allow(monkeypatch, "postgres://127.0.0.1:5432/postgres", folder)
    with pytest.raises(Refused):
        named(form, now, typed.format(port=5432, folder=folder))
    assert named(form, now, f"{folder}/trees.sqlite").address == f"{folder}/trees.sqlite"
    allow(monkeypatch)
    with pytest.raises(Refused):
        named(form, now, f"{folder}/trees.sqlite")
    allow(monkeypatch, tmp_path.parent)  # our own home is never a source
    (tmp_path / "korzo.sqlite3").touch()
    with pytest.raises(Refused):
        named(form, now, f"{tmp_path}/korzo.sqlite3")


@pytest.mark.django_db
def test_a_view_of_sqlite_is_read_and_cannot_do_anything_else(
    form: Distribution, now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path.with_name(tmp_path.name + "-lite")
    folder.mkdir()
    path = folder / "it's 100% fine?.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE t (id, code, size, picture); INSERT INTO t VALUES (1, '0012', 1.5, x'00'), (2, 'b', 2, NULL);"
            "CREATE VIEW v AS SELECT * FROM t; CREATE VIEW loops AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
            " FROM n) SELECT count(*) AS n FROM n; CREATE VIEW swells AS SELECT zeroblob(2000000000) AS a;"
            "CREATE VIEW loads AS SELECT load_extension('/tmp/x') AS a;"
        )
    allow(monkeypatch, folder)
    found = named(form, now, str(path), "v")
    assert looked(found, now) == ""
    assert [row[1:4] for row in rows(form)] == [(1, "0012", 1.5), (2, "b", 2.0)]
    monkeypatch.setattr(databases, "SECONDS", 0.5)
    for view, problem in (
        ("loops", "slow"),
        ("swells", "large"),
        ("loads", "broken"),
        ("t", "no-view"),
        ("x", "no-view"),
    ):
        assert looked(named(form, now, str(path), view), now) == problem, view
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert looked(named(form, now, str(path), "v"), now) == "broken"
    path.unlink()
    assert looked(found, now + timedelta(days=9)) == "forbidden"
    assert len(rows(form)) == 2


@pytest.mark.django_db
def test_a_server_that_is_silent_holds_nobody_up(
    form: Distribution, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "CONNECTING", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        allow(monkeypatch, f"postgres://127.0.0.1:{port}/postgres")
        assert looked(named(form, now, f"postgres://a@127.0.0.1:{port}/postgres"), now) == "unreached"
    assert looked(named(form, now, f"postgres://a@127.0.0.1:{port}/postgres"), now) == "unreached"


class Muted:
    """Stands between, and passes everything on until somebody asks for rows."""

    def __init__(self, to: int) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port, self.to = self.door.getsockname()[1], to
        self.lines: list[socket.socket] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        asking, _who = self.door.accept()
        answering = socket.create_connection(("127.0.0.1", self.to))
        self.lines = [asking, answering]
        threading.Thread(target=self.pump, args=(answering, asking), daemon=True).start()
        self.pump(asking, answering)

    def pump(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while part := one.recv(65_536):
                if b"COPY (" in part:
                    return
                other.sendall(part)


@pytest.mark.django_db
def test_a_server_that_falls_silent_over_the_rows_is_cut_off(
    form: Distribution, address: str, elsewhere: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "SECONDS", 1.0)
    between = Muted(urlsplit(elsewhere).port or 0)
    allow(monkeypatch, f"postgres://127.0.0.1:{between.port}/postgres")
    found = named(form, now, f"postgres://steward@127.0.0.1:{between.port}/postgres")
    try:
        assert (live.look(found, now=now), found.problem) == (False, "slow")
    finally:
        for line in (between.door, *between.lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
