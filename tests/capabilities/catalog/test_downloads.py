"""Whole tables taken away: every row once and in order, whatever happens to the table meanwhile, and in little memory."""

import csv
import io
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from tests.capabilities.catalog import sets

import korzo
from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.operations import rows
from korzo.capabilities.catalog.queries import dumping
from korzo.capabilities.catalog.queries.tables import Search
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import store

MANY = 70_000
_MEASURED = """
import sys, django
django.setup()
from pathlib import Path
from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.queries import dumping, tables
from korzo.capabilities.catalog.queries.tables import Search

def memory(which):
    return int(Path("/proc/self/status").read_text().split(which + ":")[1].split()[0]) // 1024

made = Distribution(pk=sys.argv[1])
tables.search(made, Search(limit=0))
before = memory("VmRSS")
for form in ("csv", "xlsx", "parquet"):
    size = sum(map(len, dumping.dump(made, Search(limit=None), form).chunks))
    assert size > 100_000, (form, size)
print(before, memory("VmHWM"))
"""


@pytest.fixture
def large(people: dict[str, Person], now: datetime) -> Distribution:
    made = sets.table(sets.made(now), now, [{"n": 1, "text": "x"}])
    with duckdb.connect(str(made.table)) as table:
        table.execute("DELETE FROM data")
        table.execute(
            f"INSERT INTO data SELECT i + 7, i * 3, repeat('w' || i % 999, 5) FROM range({MANY}) t(i) ORDER BY hash(i)"
        )
    return made


def numbers(distribution: Distribution, form: str = "csv", **asked: object) -> list[int]:
    content = b"".join(dumping.dump(distribution, Search(limit=None, **asked), form).chunks)  # type: ignore[arg-type]
    if form == "parquet":
        return [int(each) for each in pq.read_table(io.BytesIO(content))["n"].to_pylist()]
    return [int(row["n"]) for row in csv.DictReader(io.StringIO(content.decode()))]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_row_comes_once_and_in_order(large: Distribution, form: str) -> None:
    whole = [n * 3 for n in range(MANY)]
    assert numbers(large, form) == whole
    assert numbers(large, form, filters={"n": {"lt": 30}}, q="w4") == [12]
    assert numbers(large, form, sort="n desc", offset=MANY - 3) == whole[2::-1]
    few = dumping.dump(large, Search(limit=60_001), form)
    assert len(b"".join(few.chunks)) > 10_000


def test_a_limit_ends_between_batches(large: Distribution) -> None:
    content = b"".join(dumping.dump(large, Search(limit=60_001), "csv").chunks)
    assert content.count(b"\r\n") == 60_002


def test_what_is_taken_away_stays_what_it_was(large: Distribution, now: datetime) -> None:
    chunks = dumping.dump(large, Search(limit=None), "csv").chunks
    begun = [next(chunks), next(chunks)]
    rows.delete(large, {}, by=sets.admin(), now=now)
    with store.opened(large.table) as table:
        assert table.all(f"SELECT count(*) FROM {table.data}") == [(0,)]
    assert b"".join([*begun, *chunks]).count(b"\r\n") == MANY + 1


def test_large_files_are_written_outside_of_the_process(large: Distribution) -> None:
    ours = {
        "KORZO_HOME": str(settings.KORZO.root),
        "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
        "PYTHONPATH": str(Path(korzo.__file__).parents[1]),
    }
    command = [sys.executable, "-c", _MEASURED, str(large.pk)]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ours)
    before, most = map(int, found.stdout.split())
    assert most - before < 60, (before, most)  # megabytes; pyarrow alone takes more
