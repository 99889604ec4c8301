"""The import beside its floor, plain `executemany` of the same rows, in seconds and in CPU time; `--rows`, `--file`."""

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=200_000, help="how many rows to synthesise")
    arguments.add_argument("--file", type=Path, help="import this file instead")
    arguments.add_argument("--mapping", default="boston")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as home:
        os.environ |= {
            "KORZO_HOME": home,
            "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        os.environ.pop("KORZO_DATABASE_URL", None)
        import django
        from bench import _synthesis
        from django.core.management import call_command
        from django.db import connection

        from korzo.cli import main as korzo

        django.setup()
        call_command("migrate", verbosity=0)
        source = given.file or Path(home) / "synthesised.csv"
        if not given.file:
            _synthesis.write(source, given.rows)
        with measured("import") as took:
            korzo(["cases", "import", str(source), "--mapping", given.mapping, "--no-index"], standalone_mode=False)
            took.rows = connection.cursor().execute("SELECT count(*) FROM cases_case").fetchone()[0]
        connection.close()
        print(took)
        least = floor(Path(home) / "korzo.sqlite3")
        print(least, f"\nthe import takes {took.seconds / least.seconds:.2f} times as long as its floor", sep="")


class Took:
    """What some work on rows took: seconds on the clock, and CPU seconds of this process and of its children."""

    def __init__(self, name: str) -> None:
        self.name, self.rows, self.seconds, self.own, self.children = name, 0, 0.0, 0.0, 0.0

    def __str__(self) -> str:
        def each(seconds: float) -> str:
            return f"{seconds:6.2f} s, {seconds / self.rows * 1e6:5.1f} µs a row"

        return (
            f"{self.name:7} {self.rows:,} rows, {self.rows / self.seconds:,.0f} a second; "
            f"CPU of the storing process {each(self.own)}; of the reading one {each(self.children)}"
        )


@contextmanager
def measured(name: str) -> Iterator[Took]:
    """Take the time of what is done inside."""
    took = Took(name)
    before, started = spent(), time.perf_counter()
    yield took
    took.seconds = time.perf_counter() - started
    took.own, took.children = (after - then for after, then in zip(spent(), before, strict=True))


def spent() -> tuple[float, float]:
    """CPU seconds of this process, and of its children that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, children = (usage.ru_utime + usage.ru_stime for usage in usages)
    return own, children


def floor(database: Path) -> Took:
    """Store the rows of a table anew, in the same table with the same indexes and settings, and do nothing else."""
    from korzo.capabilities.cases.operations.importing import BATCH

    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        for setting in ("mmap_size=268435456", "synchronous=NORMAL", "temp_store=MEMORY", "foreign_keys=ON"):
            db.execute(f"PRAGMA {setting}")
        columns = [row[1] for row in db.execute("PRAGMA table_info(cases_case)") if row[1] != "id"]  # no generated ones
        rows = db.execute(f"SELECT {', '.join(columns)} FROM cases_case ORDER BY id").fetchall()
        db.execute("DELETE FROM cases_case")
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA cache_size=-131072")
        db.execute("PRAGMA wal_autocheckpoint=16384")
        insert = f"INSERT INTO cases_case ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        with measured("floor") as took:
            took.rows = len(rows)
            for start in range(0, len(rows), BATCH):
                db.execute("BEGIN IMMEDIATE")
                db.executemany(insert, rows[start : start + BATCH])
                db.execute("COMMIT")
    return took


if __name__ == "__main__":
    main()
