"""The lake answers alike whether DuckDB or a real Spark cluster is asked."""

import importlib.util
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from korzo.kernel import publishing
from korzo.kernel.publishing import Column, Dataset, engine, lake, storage

COLUMNS = (
    Column("street", "string", "Street", public=True),
    Column("kind", "string", "Kind", public=True),
    Column("minutes", "number", "Minutes", public=True),
    Column("count", "integer", "Count", public=True),
    Column("good", "boolean", "Good", public=True),
    Column("when", "datetime", "When", public=True),
)
START = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
ROWS: list[dict[str, Any]] = [
    {
        "street": f"Улица {number % 7}" if number % 11 else None, "kind": ("water", "power", "heat")[number % 3], "minutes": number * 0.1,
        "count": number, "good": number % 2 == 0, "when": START + timedelta(minutes=17 * number),
    }
    for number in range(500)
]  # fmt: skip
QUERIES = (
    'SELECT street, count(*) AS n, sum("count") AS total, avg(minutes) AS mean FROM outages GROUP BY street ORDER BY n DESC, street NULLS LAST',
    'SELECT kind, good, max("when") AS last, min(minutes) AS least FROM outages WHERE "count" BETWEEN 10 AND 400 GROUP BY kind, good ORDER BY kind, good',
    'SELECT year("when") AS y, month("when") AS m, day("when") AS d, count(DISTINCT street) AS streets FROM outages GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
    "SELECT street, minutes, rank() OVER (PARTITION BY kind ORDER BY minutes DESC) AS place FROM outages WHERE kind = 'heat' ORDER BY minutes DESC LIMIT 5",
)  # fmt: skip


def master() -> str:
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("needs Spark: pip install --require-hashes -r requirements/spark.txt")
    if shutil.which("java") is None:
        pytest.skip("needs Java: apt-get install default-jre-headless")
    return "spark"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A master and a worker, as on two machines of a real cluster."""
    master()
    import pyspark

    binary = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    environment = {"SPARK_LOCAL_IP": "127.0.0.1", "PATH": "/usr/bin:/bin", "PYSPARK_PYTHON": sys.executable}
    deploy = "org.apache.spark.deploy"
    started = [
        subprocess.Popen([binary, f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"], env=environment),
        subprocess.Popen([binary, f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--cores", "2", "--memory", "1g", "--webui-port", "0", address], env=environment),
    ]  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.5)
    yield address
    for process in started:
        process.kill()


@pytest.fixture
def outages(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {"2026-03": ROWS[:200], "2026-04": ROWS[200:]}
    declared = Dataset(
        "outages", "Outages", "What failed", COLUMNS, lambda since: list(parts), lambda part: iter(parts[part])
    )
    monkeypatch.setattr(publishing, "datasets", {"outages": declared})
    monkeypatch.setattr(publishing, "listeners", [])
    list(lake.publish_all())


def answers(monkeypatch: pytest.MonkeyPatch, **chosen: str) -> list[Any]:
    for name, value in chosen.items():
        monkeypatch.setitem(settings.KORZO.__dict__, name, value)
    with engine.connect() as opened:
        table = opened.table("outages")
        expression = table.group_by("kind").agg(n=table.count(), most=table["count"].max()).order_by("kind")
        return [opened.run(expression).to_pylist(), *(opened.ask(query).to_pylist() for query in QUERIES)]


def plain(value: Any) -> Any:
    """A value without what engines may tell apart: the zone of an instant that both mean in UTC, kinds of whole numbers."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return int(value) if isinstance(value, Decimal) else value


def test_duckdb_counts_as_python_does(outages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds, streets, *_more = answers(monkeypatch)
    assert kinds == [
        {"kind": kind, "n": len(of), "most": max(of)}
        for kind in ("heat", "power", "water")
        if (of := [row["count"] for row in ROWS if row["kind"] == kind])
    ]
    assert {row["street"]: row["total"] for row in streets} == {
        street: sum(row["count"] for row in ROWS if row["street"] == street)
        for street in {row["street"] for row in ROWS}
    }
    with engine.connect() as opened, pytest.raises(LookupError, match="there are: outages"):
        opened.table("persons")


@pytest.mark.filterwarnings("ignore")  # PySpark and pandas warn of one another
def test_spark_gives_the_same_answers(outages: None, cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = answers(monkeypatch)
    large = answers(monkeypatch, lake_engine="spark", spark_master=cluster, spark_memory="512m")
    for one, other in zip(small, large, strict=True):
        for here, there in zip(one, other, strict=True):
            assert {name: plain(value) for name, value in there.items()} == {
                name: pytest.approx(value, rel=1e-9) if isinstance(value, float) else plain(value)
                for name, value in here.items()
            }


def test_object_storage_holds_what_the_home_holds(
    outages: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "storage"
    there.mkdir()
    monkeypatch.setitem(settings.KORZO.__dict__, "lake_storage", f"file://{there}")
    declared, home = publishing.datasets["outages"], Path(settings.KORZO.root) / "open" / "outages"
    storage.copy(declared, START)
    copied = {path.name: path.read_bytes() for path in (there / "outages").iterdir()}
    assert copied == {path.name: path.read_bytes() for path in home.glob("*.parquet")}
    (there / "outages" / "2026-03.parquet").write_bytes(b"broken")
    (home / "2026-04.parquet").unlink()
    storage.copy(declared, START)
    assert [path.name for path in (there / "outages").iterdir()] == ["2026-03.parquet"]
    assert (there / "outages" / "2026-03.parquet").read_bytes() == copied["2026-03.parquet"]


def test_without_spark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(settings.KORZO.__dict__, "lake_engine", "spark")
    with pytest.raises(engine.NoSpark, match=r"requirements/spark\.txt"), engine.connect():
        pass
