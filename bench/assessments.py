"""Self-assessment: all municipalities with ratios and percentiles, a cell of the grid, files, the report; `--turns`."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
DATA = ROOT.parent / "shared" / "data" / "assessments"
PARTS = ("PRI", "ODH", "RFT", "RF")
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
    """All city-years of a whole chart, tidied and as the ministry publishes them: ratios, limits, percentiles."""
    from korzo.capabilities.assessments.rules import charts, cities, packs, peers, ratios

    chart, chosen = charts.named("slovenia"), [packs.named(name) for name in packs.names(packs.HERE)]
    started = time.perf_counter()
    sources = {
        "tidied": cities.read(DATA / "slovenia_2007_2012.csv", chart).accounts,
        "original of 2007": _joined([DATA / "slovenia_raw" / f"EK-2007-{part}.csv" for part in PARTS], chart),
        "original of 2008": cities.read(DATA / "slovenia_raw" / "EK-2008-vsi-KONCNI.xls", chart).accounts,
    }
    read = time.perf_counter()
    groups: dict[tuple[str, int, str], list[list[Any]]] = {}
    for source, accounts in sources.items():
        for each in accounts.values():
            for year in each.years:
                for pack in chosen:
                    groups.setdefault((source, year, pack.id), []).append(ratios.compute(pack, each, year))
    computed = time.perf_counter()
    placed = 0
    for rows in groups.values():
        for at in range(len(rows[0])):
            values = [row[at].value for row in rows]
            for own, value in enumerate(values):  # nobody stands beside themselves
                placed += isinstance(peers.percentile(value, values[:own] + values[own + 1 :]), Decimal)
            peers.quartiles(values)
    ended = time.perf_counter()
    counted = {source: sum(len(each.years) for each in accounts.values()) for source, accounts in sources.items()}
    told = sum(isinstance(each.value, Decimal) for rows in groups.values() for row in rows for each in row)
    print(
        f"{sum(counted.values()):,} city-years ({', '.join(f'{name}: {count:,}' for name, count in counted.items())})"
    )
    print(f"  read {read - started:.2f} s; {told:,} ratios of {len(chosen)} packs {computed - read:.2f} s;")
    print(f"  {placed:,} percentiles among the others, and quartiles {ended - computed:.2f} s")
    print(f"  together {ended - started:.2f} s (aim 5)")
    _law(groups)


def _joined(paths: list[Path], chart: Any) -> dict[str, Any]:
    """The cities of one publication in several files."""
    from korzo.capabilities.assessments.rules import cities
    from korzo.capabilities.assessments.rules.accounts import Accounts

    given: dict[str, dict[tuple[str, int], Decimal]] = {}
    for path in paths:
        for name, each in cities.read(path, chart).accounts.items():
            given.setdefault(name, {}).update(each.given)
    return {name: Accounts(chart, amounts) for name, amounts in given.items()}


def _law(groups: dict[tuple[str, int, str], list[list[Any]]]) -> None:
    """What the country's own limits of debt say of every city, by year."""
    print("limits of debt by Slovene law: ratio, its limit, how many cities keep to it (tidied file)")
    for (source, year, pack), rows in sorted(groups.items()):
        if source == "tidied" and pack == "limits-si":
            for at, found in enumerate(rows[0]):
                bands = Counter(row[at].band or row[at].value.reason.value for row in rows)
                limit = ", ".join(f"{each.band} {each.test} {each.limit}" for each in found.ratio.thresholds)
                print(f"  {year} {found.ratio.id} ({limit}): {', '.join(f'{k} {v}' for k, v in bands.items())}")


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
    _office(made, get("workbook")().content)


def _edits(client: Any, address: str) -> Iterator[None]:
    """Type into the same cell again and again."""
    for version in count():  # of what was typed so far: of nothing, of this, of the one before
        edit = [{"cell": f"T1/R1//{YEARS[1]}/actual", "typed": str(9_000_000 + version), "version": version}]
        answer = client.post(address, json.dumps(edit), content_type="application/json")
        assert answer.status_code == 200, answer.text
        yield


def _office(made: Any, workbook: bytes) -> None:
    """The same ratios by LibreOffice, out of the workbook's own formulas, where it is installed."""
    from tests import office

    from korzo.capabilities.assessments.models import Assessment
    from korzo.capabilities.assessments.queries import findings

    if shutil.which(office.NAME) is None:
        print("LibreOffice: skipped, there is no soffice")
        return
    with tempfile.TemporaryDirectory(prefix="korzo-office-") as folder:
        source = Path(folder) / "book.xlsx"
        source.write_bytes(workbook)
        theirs, ours = list[float](), list[float]()
        for _turn in range(5):
            started = time.perf_counter()
            (sheets,) = office.recalculated([source], Path(folder), shown=False)
            theirs.append(time.perf_counter() - started)
            started = time.perf_counter()
            fresh = Assessment.objects.get(pk=made.pk)
            found = {
                (pack.id, year): rows for year in fresh.years for pack, rows in findings.computed(fresh, year=year)
            }
            ours.append(time.perf_counter() - started)
        same = [
            abs(_number(sheets[pack][row][4 + 2 * fresh.years.index(year)]) - each.value) < Decimal("1e-6")
            for (pack, year), rows in found.items()
            for row, each in enumerate(rows, 2)
            if isinstance(each.value, Decimal)
        ]
    long, short = statistics.median(theirs), statistics.median(ours)
    print(
        f"{len(same)} ratios, {sum(same)} of them alike: LibreOffice, from the workbook, {long:.2f} s; ours, from the"
    )
    print(f"  database, {short * 1000:.0f} ms: {long / short:.0f} times as long")


def _number(shown: str) -> Decimal:
    return Decimal(shown.removesuffix("%")) / (100 if shown.endswith("%") else 1)


if __name__ == "__main__":
    main()
