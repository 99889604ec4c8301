"""The lake asked by DuckDB and by Apache Spark: the same queries, growing tables; `--rows 1000000,10000000`."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
QUERIES = {
    "count with a filter": "SELECT count(*) AS n FROM readings WHERE param = 'no2' AND value > 40",
    "group by 1,000": "SELECT station, param, count(*) AS n, avg(value) AS mean, max(value) AS most FROM readings GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 10",
    "by month": "SELECT year(ts) AS y, month(ts) AS m, avg(value) AS mean FROM readings WHERE param = 'pm10' GROUP BY 1, 2 ORDER BY 1, 2",
    "join and rank": "SELECT r.station, r.ts, r.value FROM readings r JOIN (SELECT station, max(value) AS most FROM readings GROUP BY 1) t ON r.station = t.station AND r.value = t.most ORDER BY 1, 2 LIMIT 10",
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", default="1000000,10000000")
    asked.add_argument("--master", default="local[2]", help="Spark's master, such as spark://host:7077")
    given = asked.parse_args()
    home = Path(tempfile.mkdtemp(prefix="korzo-bench-lake-"))
    os.environ |= {
        "KORZO_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
        "KORZO_SPARK_MASTER": given.master,
    }
    import django

    django.setup()
    from django.conf import settings

    from korzo.kernel import publishing
    from korzo.kernel.publishing import engine

    publishing.datasets.clear()
    publishing.datasets["readings"] = publishing.Dataset(
        "readings", "", "", (), lambda _since: (), lambda _part: iter(())
    )
    print(f"{'rows':>12} {'query':22} {'DuckDB':>9} {'Spark':>9} {'Spark / DuckDB':>15}")
    for rows in map(int, given.rows.split(",")):
        write(home / "open" / "readings", rows)
        taken: dict[str, dict[str, float]] = {}
        answers: dict[str, Any] = {}
        for name in ("duckdb", "spark"):
            settings.KORZO.__dict__["lake_engine"] = name
            with engine.connect() as lake:
                for label, query in QUERIES.items():
                    lake.ask(query)  # warm, as a service that runs all day is
                    seconds = []
                    for _turn in range(3):
                        start = time.perf_counter()
                        answer = lake.ask(query).to_pylist()
                        seconds.append(time.perf_counter() - start)
                    taken.setdefault(label, {})[name] = statistics.median(seconds)
                    same(answers.setdefault(label, answer), answer)
        for label, each in taken.items():
            print(
                f"{rows:12,} {label:22} {each['duckdb']:8.2f}s {each['spark']:8.2f}s {each['spark'] / each['duckdb']:14.1f}×",
                flush=True,
            )


def write(folder: Path, rows: int) -> None:
    """Make rows of 200 stations and 5 parameters, in parts of five million as months would be."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.parquet"):
        old.unlink()
    for number, start in enumerate(range(0, rows, 5_000_000)):
        end = min(rows, start + 5_000_000)
        duckdb.sql(f"""
            COPY (SELECT 's' || (i % 200) AS station, ['no2','pm10','pm25','o3','so2'][1 + (i // 200) % 5] AS param,
                TIMESTAMP '2020-01-01' + INTERVAL (i // 1000) MINUTE AS ts, round(abs(hash(i) % 10000) / 100.0, 2)::DOUBLE AS value
                FROM range({start}, {end}) t(i)) TO '{folder}/part-{number:03}.parquet' (FORMAT parquet, COMPRESSION zstd)
        """)


def same(one: Any, other: Any) -> None:
    """Both engines must say the same, but for the last digits of floating point numbers."""
    for here, there in zip(one, other, strict=True):
        for name, value in here.items():
            found = there[name]
            assert (
                abs(value - found) <= 1e-9 * max(1, abs(value))
                if isinstance(value, float)
                else str(value)[:19] == str(found)[:19]
            ), (here, there)


if __name__ == "__main__":
    main()
