"""Self-assessment: all municipalities with ratios and percentiles, a cell of the grid, files, the report; `--turns`."""

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
DATA = ROOT.parent / "shared" / "data" / "assessments"
YEARS = (2020, 2024)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--turns", type=int, default=40)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as home:
        os.environ |= {
            "KORZO_ALLOWED_HOSTS": "testserver", "KORZO_HOME": home, "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
        }  # fmt: skip
        if DATA.is_dir():
            municipalities()
        else:
            print("municipalities: skipped, the real data are not here")
        subprocess.run([sys.executable, "-m", "korzo", "setup"], check=True, stdout=subprocess.DEVNULL)
        from korzo.site import wsgi  # noqa: F401 -- starts as a web process does

        pages(given.turns)


def municipalities() -> None:
    """1,262 municipality-years of a whole chart: read, all ratios of all packs, and each one's percentile."""
    from korzo.capabilities.assessments.rules import charts, cities, packs, peers, ratios

    chart, chosen = charts.named("slovenia"), [packs.named(name) for name in packs.names(packs.HERE)]
    started = time.perf_counter()
    accounts = cities.read(DATA / "slovenia_2007_2012.csv", chart).accounts
    read = time.perf_counter()
    found = {
        (pack.id, name, year): ratios.compute(pack, each, year)
        for name, each in accounts.items()
        for year in each.years
        for pack in chosen
    }
    computed = time.perf_counter()
    placed = 0
    for year in sorted({at for _pack, _name, at in found}):
        for pack in chosen:
            rows = [values for (of, _name, at), values in found.items() if (of, at) == (pack.id, year)]
            for at in range(len(pack.ratios)):
                values = [row[at].value for row in rows]
                placed += sum(peers.percentile(value, values) is not None for value in values)
    ended = time.perf_counter()
    years = sum(len(each.years) for each in accounts.values())
    print(f"{years:,} municipality-years: read {read - started:.2f} s, {len(chosen)} packs {computed - read:.2f} s,")
    print(f"  {placed:,} percentiles {ended - computed:.2f} s; together {ended - started:.2f} s (aim 5)")
    started = time.perf_counter()
    sheets = cities.read(DATA / "slovenia_raw" / "EK-2008-vsi-KONCNI.xls", chart)
    print(f"the ministry's workbook of 2008, {len(sheets.accounts)} cities: {time.perf_counter() - started:.2f} s")


def pages(turns: int) -> None:
    """An assessment of five years with registers, beside the Slovene municipalities."""
    from bench._measure import HEAD, timed
    from django.db import connection
    from django.test import Client
    from django.urls import reverse
    from tests import city
    from tests.capabilities.assessments import assessed

    from korzo.capabilities.assessments.demo import figures
    from korzo.capabilities.assessments.models import Assessment, PeerSet
    from korzo.capabilities.assessments.operations import documents, importing, loading, setting_up, signing
    from korzo.capabilities.assessments.operations.importing import Taken
    from korzo.capabilities.assessments.rules import charts, cities
    from korzo.kernel.people.models import Organisation

    city.build()
    now, lead = datetime.now(UTC), assessed.analyst()
    if DATA.is_dir():
        chart = charts.named("slovenia")
        held = PeerSet(code="si", title="Slovenia", chart="slovenia", country="SI", currency="EUR", source="ministry")
        started = time.perf_counter()
        accounts = cities.read(DATA / "slovenia_2007_2012.csv", chart).accounts
        loading.load(held, accounts, years=range(2007, 2013), by=None, now=now)
        print(f"peers load, with storing: {time.perf_counter() - started:.2f} s")
    values = {"first_year": YEARS[0], "last_year": YEARS[1], "currency": "EUR", "country": "SI"}
    made = setting_up.begin(Organisation.objects.get(code="city"), "bench", values, by=lead, now=now)
    signing.step(made, Assessment.State.COLLECTING, by=lead, now=now)
    made.refresh_from_db()
    paper = documents.add(made, "History", b"R1\n", file_name="history.csv", by=lead, now=now)
    history = figures.history(*YEARS, Random(1))
    taken = [Taken(cell, text=said) if isinstance(said, str) else Taken(cell, said) for cell, said in history.items()]
    started = time.perf_counter()
    importing.take(made, paper, taken, by=lead, now=now)
    print(f"import of {len(taken):,} figures: {(time.perf_counter() - started) * 1000:.0f} ms")
    client = Client(headers={"accept-language": "en"})
    client.force_login(lead)

    def get(name: str, *more: str) -> Callable[[], Any]:
        address = reverse(f"assessments:{name}", args=[made.code, *more])

        def work() -> Any:
            answer = client.get(address)
            assert answer.status_code == 200, (name, answer.status_code)
            return answer

        return work

    print(f"{made.figures.count():,} figures, {connection.vendor}\n{HEAD}")
    edits = _edits(client, reverse("assessments:save", args=[made.code, "T1"]))
    print(timed("one cell, everything that follows", [lambda: next(edits)] * turns))
    for name, more in (
        ("table", ["T1"]), ("results", []), ("differences", []), ("template", []), ("workbook", []), ("data-csv", []),
        ("data-json", []), ("datapackage", []),
    ):  # fmt: skip
        print(timed(name, [get(name, *more)] * max(3, turns // 8)))
    print(timed("report (PDF)", [get("report")] * max(3, turns // 8)))
    _office(get("workbook")().content)


def _edits(client: Any, address: str) -> Iterator[None]:
    """Type into the same cell again and again."""
    for version in count():  # of what was typed so far: of nothing, of this, of the one before
        edit = [{"cell": f"T1/R1//{YEARS[1]}/actual", "typed": str(9_000_000 + version), "version": version}]
        answer = client.post(address, json.dumps(edit), content_type="application/json")
        assert answer.status_code == 200, answer.text
        yield


def _office(workbook: bytes) -> None:
    """The same workbook recalculated by LibreOffice, where it is installed."""
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice: skipped, there is no soffice")
        return
    with tempfile.TemporaryDirectory(prefix="korzo-office-") as folder:
        source = Path(folder) / "book.xlsx"
        source.write_bytes(io.BytesIO(workbook).getvalue())
        took = []
        for turn in range(3):
            started = time.perf_counter()
            command = [office, "--headless", "--convert-to", "ods", "--outdir", f"{folder}/{turn}", str(source)]
            subprocess.run(command, check=True, capture_output=True)
            took.append(time.perf_counter() - started)
        print(f"LibreOffice, the same workbook: {statistics.median(took):.2f} s")


if __name__ == "__main__":
    main()
