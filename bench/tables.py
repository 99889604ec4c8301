"""A table of open data beside PostgreSQL in CKAN's layout, SQLite and datasette; `--rows 10000000`, `--datasette PATH`."""

import argparse
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import _processes as processes  # noqa: E402 -- see above
from tests import ports  # noqa: E402 -- found only then

COLUMNS = ("station", "param", "ts", "value", "lat", "lon", "flag")
FULL_TEXT = """
CREATE FUNCTION filled() RETURNS trigger AS $$ BEGIN
  NEW._full_text := (SELECT to_tsvector(string_agg(value, ' ')) FROM jsonb_each_text(to_jsonb(NEW)) WHERE key NOT LIKE '\\_%');
  RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TABLE data (_id serial PRIMARY KEY, _full_text tsvector, station text, param text, ts timestamp, value numeric,
  lat numeric, lon numeric, flag bool);
CREATE INDEX ON data USING gist (_full_text);
CREATE TRIGGER filling BEFORE INSERT OR UPDATE ON data FOR EACH ROW EXECUTE FUNCTION filled();
"""
"""The layout of CKAN's datastore: what is searched is built row by row while it is stored."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--peer-rows", type=int, help="rows for PostgreSQL, where the whole would take too long")
    arguments.add_argument("--datasette", help="its program, installed in an environment of its own")
    arguments.add_argument("--alone", action="store_true", help="without the peers")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as home:
        os.environ |= {"KORZO_HOME": home, "DJANGO_SETTINGS_MODULE": "korzo.site.settings"}
        import django

        django.setup()
        source = Path(home) / "source.csv"
        write(source, given.rows)
        print(f"{given.rows:,} rows, {source.stat().st_size / 2**20:.0f} MB CSV")
        ours = korzo(source, given.rows)
        if given.alone:
            return
        peers = {"SQLite": sqlite(source, Path(home) / "lite.sqlite3")}
        print("SQLite:", peers["SQLite"], flush=True)
        peers["datasette"] = datasette(given.datasette, Path(home) / "lite.sqlite3", given.rows)
        print("datasette:", peers["datasette"], flush=True)
        peer_rows = given.peer_rows or given.rows
        if peer_rows != given.rows:
            write(source, peer_rows)
        peers["PostgreSQL"] = postgres(source, peer_rows)
        print(f"\n{'':26} {'Korzo':>12} " + " ".join(f"{name:>12} {'ratio':>8}" for name in peers))
        for name, value in ours.items():
            theirs = [each.get(name) for each in peers.values()]
            cells = [f"{each:12,.1f} {ratio(name, value, each):7.1f}×" if each else " " * 21 for each in theirs]
            print(f"{name:26} {value:12,.1f} {' '.join(cells)}")


def ratio(name: str, ours: float, theirs: float) -> float:
    """How many times better ours is."""
    return ours / theirs if name == "ingest rows/s" else theirs / ours


def write(path: Path, rows: int) -> None:
    import duckdb

    query = f"""SELECT 'S' || (i % 200) AS station, 'p' || (i // 200 % 5) AS param,
        TIMESTAMP '2025-01-01' + INTERVAL (i) SECOND AS ts, (i * 7919 % 100003) / 100.0 AS value,
        45.3 + (i % 200) / 1000 AS lat, 14.4 + (i % 200) / 777 AS lon, i % 3 = 0 AS flag FROM range({rows}) t(i)"""
    connection: Any = duckdb.connect()
    connection.execute(f"COPY ({query}) TO '{path}' (HEADER)")


def median(work: Callable[[], Any], times: int = 9) -> float:
    """Milliseconds; the first time, when much is still on the disk, does not count."""
    work()
    took = []
    for _turn in range(times):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def korzo(source: Path, rows: int) -> dict[str, float]:
    """Read as an upload is read (types found in all rows), and asked as pages and programs ask."""
    from django.conf import settings

    from korzo.capabilities.catalog.models import Distribution
    from korzo.capabilities.catalog.operations import staging
    from korzo.capabilities.catalog.queries import looking, tables
    from korzo.capabilities.catalog.queries.tables import Search
    from korzo.capabilities.catalog.rules import guessing, reading
    from korzo.kernel.publishing import store

    made = Distribution()
    settings.KORZO.root.joinpath("tables").mkdir(exist_ok=True)
    started = time.perf_counter()
    how = reading.look(source, source.name)
    with store.replacing(made.table, sources=[source]) as new:
        staging.fill(new, source, how, told=lambda _share: None)
        kinds = [guess.kind for guess in guessing.guess(new.run, how.names)]
        new.run("CREATE TABLE data AS " + guessing.table(how.names, kinds, f"NOT ({staging.misfits(kinds)})"))
        new.run("DROP TABLE staged")
    took = time.perf_counter() - started
    assert tables.info(made).count == rows
    columns = tables.columns(made)
    found = {"ingest rows/s": rows / took, "size MB": made.table.stat().st_size / 2**20}
    chosen = {"station": "S7", "param": "p3"}
    fresh = iter(range(10**6))

    def counted() -> Any:
        return tables.search(
            made, Search(filters={**chosen, "_id": {"gte": -next(fresh)}}, limit=0)
        )  # never the same twice

    def charted() -> Any:
        first = looking.Filter("_id", "gte", str(-next(fresh)))
        asked = looking.Question(by=("station", "param"), sum="mean", of="value", filters=(first,))
        return looking.grouped(made, asked, columns)

    found |= {
        "first page with total": median(lambda: tables.search(made, Search())),
        "filter, 100 rows": median(lambda: tables.search(made, Search(filters=chosen, include_total=False))),
        "count of a filter": median(counted),
        "offset in the middle": median(lambda: tables.search(made, Search(offset=rows // 2, include_total=False))),
        "sorted, 100 rows": median(lambda: tables.search(made, Search(sort="value desc", include_total=False))),
        "GROUP BY 1,000 groups": median(
            lambda: tables.sql(
                "SELECT station, param, count(*), avg(value) FROM data GROUP BY ALL", {"data": made.table}.get
            )
        ),
        "chart of two columns": median(charted),
        "words, 100 rows": median(lambda: tables.search(made, Search(q="s77 p4", include_total=False))),
        "words, counted": median(lambda: tables.search(made, Search(q=f"s77 {next(fresh)}", limit=0))),
    }
    print(f"memory of the process at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    for name, value in found.items():
        print(f"  {name:26} {value:12,.1f}")
    return found


def postgres(source: Path, rows: int) -> dict[str, float]:
    """The same in CKAN's layout; values come by COPY, the fastest way there is."""
    from tests.postgres import server

    with server(safe=True) as url:
        if url is None:
            return {}
        with _connected(url) as db:
            db.execute(FULL_TEXT)
            started = time.perf_counter()
            names = ", ".join(COLUMNS)
            with (
                db.cursor().copy(f"COPY data ({names}) FROM STDIN (FORMAT csv, HEADER)") as copy,
                source.open("rb") as file,
            ):
                while chunk := file.read(1 << 20):
                    copy.write(chunk)
            took = time.perf_counter() - started
            db.execute("VACUUM ANALYZE data")

            def ask(query: str) -> Callable[[], Any]:
                return lambda: db.execute(query).fetchall()

            size = db.execute("SELECT pg_total_relation_size('data')").fetchone()
            print(f"PostgreSQL: read in {took:,.0f} s", flush=True)
            where = "WHERE station = 'S7' AND param = 'p3'"
            words = "_full_text @@ plainto_tsquery('s77 p4')"
            return {
                "ingest rows/s": rows / took,
                "size MB": (size or (0,))[0] / 2**20,
                "first page with total": median(ask("SELECT *, count(*) OVER () FROM data ORDER BY _id LIMIT 100"), 3),
                "filter, 100 rows": median(ask(f"SELECT * FROM data {where} ORDER BY _id LIMIT 100")),
                "count of a filter": median(ask(f"SELECT count(*) FROM data {where}"), 5),
                "offset in the middle": median(ask(f"SELECT * FROM data ORDER BY _id LIMIT 100 OFFSET {rows // 2}"), 5),
                "sorted, 100 rows": median(ask("SELECT * FROM data ORDER BY value DESC LIMIT 100"), 5),
                "GROUP BY 1,000 groups": median(
                    ask("SELECT station, param, count(*), avg(value) FROM data GROUP BY 1, 2"), 5
                ),
                "words, 100 rows": median(ask(f"SELECT * FROM data WHERE {words} LIMIT 100"), 5),
                "words, counted": median(ask(f"SELECT count(*) FROM data WHERE {words}"), 5),
            }


def _connected(url: str) -> Any:
    import psycopg

    for _turn in range(60):
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:  # it listens before it answers
            time.sleep(1)
    raise SystemExit("PostgreSQL does not answer")


def sqlite(source: Path, path: Path) -> dict[str, float]:
    """The same in SQLite with an index on station and param: the queries that datasette sends."""
    import csv

    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE data (station, param, ts, value REAL, lat REAL, lon REAL, flag)")
        rows = 0
        started = time.perf_counter()
        with source.open(newline="") as file, db:
            reader = csv.reader(file)
            next(reader)
            rows = db.executemany("INSERT INTO data VALUES (?, ?, ?, ?, ?, ?, ?)", reader).rowcount
            db.execute("CREATE INDEX placed ON data (station, param)")
        took = time.perf_counter() - started
        where = "WHERE station = 'S7' AND param = 'p3'"

        def ask(query: str) -> Callable[[], Any]:
            return lambda: db.execute(query).fetchall()

        return {
            "ingest rows/s": rows / took,
            "size MB": path.stat().st_size / 2**20,
            "first page with total": median(
                lambda: (ask("SELECT * FROM data LIMIT 100")(), ask("SELECT count(*) FROM data")()), 3
            ),
            "filter, 100 rows": median(ask(f"SELECT * FROM data {where} LIMIT 100")),
            "count of a filter": median(ask(f"SELECT count(*) FROM data {where}")),
            "offset in the middle": median(ask(f"SELECT * FROM data ORDER BY rowid LIMIT 100 OFFSET {rows // 2}"), 5),
            "sorted, 100 rows": median(ask("SELECT * FROM data ORDER BY value DESC LIMIT 100"), 3),
            "GROUP BY 1,000 groups": median(
                ask("SELECT station, param, count(*), avg(value) FROM data GROUP BY 1, 2"), 1
            ),
        }


def datasette(program: str | None, path: Path, rows: int) -> dict[str, float]:
    """The same asked of datasette over HTTP, on the file and the index that SQLite has; its limits of time are lifted."""
    if not program or not Path(program).exists():
        print("datasette is not asked: install it apart, and say `--datasette …/bin/datasette`")
        return {}
    port = ports.free()
    lifted = ["--setting", "sql_time_limit_ms", "600000", "--setting", "max_returned_rows", "1000"]
    command = [program, "serve", str(path), "--port", str(port), *lifted]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        processes.wait(port)

        def ask(page: str, **query: Any) -> Callable[[], Any]:
            url = f"http://127.0.0.1:{port}/{path.stem}{page}.json?{urlencode({'_shape': 'objects', **query})}"
            return lambda: json.loads(urlopen(url, timeout=600).read())["rows"]

        chosen = {"station": "S7", "param": "p3", "_size": 100}
        deep = {"sql": f"SELECT * FROM data ORDER BY rowid LIMIT 100 OFFSET {rows // 2}"}
        groups = {"sql": "SELECT station, param, count(*), avg(value) FROM data GROUP BY 1, 2"}
        return {
            "first page with total": median(ask("/data", _size=100), 3),
            "filter, 100 rows": median(ask("/data", **chosen), 5),
            "offset in the middle": median(ask("", **deep), 3),
            "sorted, 100 rows": median(ask("/data", _sort_desc="value", _size=100), 3),
            "GROUP BY 1,000 groups": median(ask("", **groups), 1),
        }
    finally:
        running.terminate()
        running.wait(30)


if __name__ == "__main__":
    main()
