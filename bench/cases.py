"""Cases at a million rows: import, pages, search and map, beside the database's own time; `--rows`, `--database`."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

WORDS = (
    "pothole",
    "tree",
    "washington street",
    "light",
    "dorchester",
    "graffiti",
    "cambridge st",
    "rodent",
    "sidewalk",
    "centre st",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    arguments.add_argument("--home", type=Path, help="reuse this home (made when missing)")
    arguments.add_argument("--filled", action="store_true", help="measure the home, or KORZO_DATABASE_URL, as it is")
    arguments.add_argument("--turns", type=int, default=60)
    given = arguments.parse_args()
    with ExitStack() as stack:
        home = given.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="korzo-bench-")))
        home.mkdir(parents=True, exist_ok=True)
        os.environ |= {"KORZO_ALLOWED_HOSTS": "testserver"} | {
            "KORZO_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        if given.database == "postgres" and not given.filled:
            from tests.postgres import server

            url = stack.enter_context(server(safe=True))
            if url is None:
                sys.exit(1)
            os.environ["KORZO_DATABASE_URL"] = url
        if not given.filled and (given.database == "postgres" or not (home / "korzo.sqlite3").exists()):
            fill(home, given.rows)
        from korzo.site import wsgi  # noqa: F401 -- starts as a web process does

        pages(given.turns)


def fill(home: Path, rows: int) -> None:
    """Import synthesised rows with the command that a city would use."""
    from bench import _synthesis

    korzo = [sys.executable, "-m", "korzo"]
    subprocess.run([*korzo, "manage", "migrate", "-v0"], check=True)
    source = home / "synthesised.csv"
    _synthesis.write(source, rows)
    started = time.perf_counter()
    subprocess.run([*korzo, "cases", "import", str(source), "--mapping", "boston"], check=True)
    print(f"import with search index: {rows / (time.perf_counter() - started):,.0f} rows/s in all")
    source.unlink()
    if os.environ.get("KORZO_DATABASE_URL"):
        subprocess.run(
            [
                *korzo,
                "manage",
                "shell",
                "-v0",
                "-c",
                "from django.db import connection as c; c.cursor().execute('VACUUM ANALYZE')",
            ],
            check=True,
        )


def pages(turns: int) -> None:
    """Time the pages that people wait for, as the server's own time for the whole request."""
    from bench._measure import HEAD, timed
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from korzo.capabilities.cases.models import Case, Category
    from korzo.kernel.people.models import Membership, Organisation

    chance = random.Random(3)
    total = Case.objects.count()
    codes = list(
        Case.objects.filter(pk__in=[chance.randrange(1, total) for _ in range(turns)]).values_list("code", flat=True)
    )
    categories = list(Category.objects.values_list("code", flat=True))
    offices = list(Organisation.objects.order_by("code"))
    stranger, officer = Client(), Client()
    person, _ = get_user_model().objects.get_or_create(email="bench@example.org")
    for office in offices:
        Membership.objects.get_or_create(person=person, organisation=office, role="officer")
    agent, _ = get_user_model().objects.get_or_create(email="bench-agent@example.org")
    Membership.objects.get_or_create(person=agent, organisation=offices[0], role="agent")
    officer.force_login(person)
    desk = Client()
    desk.force_login(agent)

    def get(client: Client, path: str) -> Callable[[], Any]:
        def work() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

        return work

    def boxes(zoom: float) -> Iterator[str]:
        half = 360 / 2**zoom * 1.4
        for _ in range(turns):
            lat, long = 42.33 + chance.uniform(-0.04, 0.04), -71.08 + chance.uniform(-0.04, 0.04)
            yield f"/en/cases/map.json?bbox={long - half},{lat - half / 2},{long + half},{lat + half / 2}&zoom={zoom}"

    def rows(sql: str, *values: Any) -> Callable[[], Any]:
        def work() -> None:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                cursor.fetchall()

        return work

    print(f"\n{total:,} cases on {connection.vendor}\n{HEAD}")
    newest = "SELECT * FROM cases_case WHERE is_public ORDER BY reported_at DESC, id DESC LIMIT 20"
    work = {
        "open a case": [get(stranger, f"/en/cases/{code}/") for code in codes],
        "  floor: its row by code": [rows("SELECT * FROM cases_case WHERE code = %s", code) for code in codes],
        "open a record as an agent": [get(desk, f"/en/cases/queue/{code}/") for code in codes],
        "queue, all offices": [get(desk, "/en/cases/queue/") for _ in range(turns)],
        "queue, an officer's": [get(officer, "/en/cases/queue/") for _ in range(turns)],
        "queue, late ones": [get(officer, "/en/cases/queue/?late=1") for _ in range(turns)],
        "list, newest": [get(stranger, "/en/cases/") for _ in range(turns)],
        "  floor: 20 newest rows": [rows(newest) for _ in range(turns)],
        "list, a category": [get(stranger, f"/en/cases/?category={chance.choice(categories)}") for _ in range(turns)],
        "list, a category, open": [
            get(stranger, f"/en/cases/?category={chance.choice(categories)}&status=open") for _ in range(turns)
        ],
        "list, 40th page": [get(stranger, "/en/cases/?page=40") for _ in range(turns)],
        "list, a month": [
            get(stranger, f"/en/cases/?since=2026-0{chance.randrange(1, 9)}-01&until=2026-0{chance.randrange(1, 9)}-28")
            for _ in range(turns)
        ],
        "search, a word or two": [get(stranger, f"/en/cases/?q={chance.choice(WORDS)}") for _ in range(turns)],
        "search, a number": [get(stranger, f"/en/cases/?q={code}") for code in codes],
        **{f"map, zoom {zoom}": [get(stranger, path) for path in boxes(zoom)] for zoom in (10, 12, 13, 14, 15, 16, 17)},
        "Open311 list of 100": [
            get(stranger, f"/open311/v2/requests.json?page_size=100&page={page}") for page in range(1, turns + 1)
        ],
        "front page": [get(stranger, "/en/") for _ in range(turns)],
    }
    for name, pieces in work.items():
        print(timed(name, pieces), flush=True)


if __name__ == "__main__":
    main()
