"""The same rows in django-helpdesk and in Korzo, one run: list, search, open; prints ratios; `--rows`."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
PEER = ("django-helpdesk==2.6.1", "django~=5.2.19")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=50_000)
    arguments.add_argument("--turns", type=int, default=10)
    given = arguments.parse_args()
    from bench import _synthesis

    with tempfile.TemporaryDirectory(prefix="korzo-peer-") as folder:
        source, home = Path(folder) / "rows.csv", Path(folder) / "home"
        _synthesis.write(source, given.rows)
        theirs = _theirs(Path(folder) / "venv", source, given.rows, given.turns)
        ours = _ours(home, source, given.turns)
    print(f"\n{given.rows:,} rows, medians\n{'':10}{'peer ms':>10}{'Korzo ms':>10}{'times':>8}")
    for name in ("open", "list", "search"):
        print(f"{name:10}{theirs[name]:10.1f}{ours[name]:10.1f}{theirs[name] / ours[name]:8.1f}")


def _theirs(venv: Path, source: Path, rows: int, turns: int) -> dict[str, float]:
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    subprocess.run([str(venv / "bin" / "pip"), "install", "--quiet", *PEER], check=True)
    command = [
        str(venv / "bin" / "python"),
        str(ROOT / "bench" / "peers" / "django_helpdesk.py"),
        str(source),
        str(rows),
        str(turns),
    ]
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=venv).stdout
    measured: dict[str, float] = json.loads(out.splitlines()[-1])
    return measured


def _ours(home: Path, source: Path, turns: int) -> dict[str, float]:
    os.environ |= {
        "KORZO_HOME": str(home),
        "KORZO_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    korzo = [sys.executable, "-m", "korzo"]
    subprocess.run([*korzo, "manage", "migrate", "-v0"], check=True)
    subprocess.run(
        [*korzo, "cases", "import", str(source), "--mapping", "boston"], check=True, stdout=subprocess.DEVNULL
    )
    import django

    django.setup()
    from bench._measure import timed
    from django.test import Client

    from korzo.capabilities.cases.models import Case

    client = Client()
    codes = list(Case.objects.values_list("code", flat=True)[:: max(1, Case.objects.count() // turns)][:turns])
    paths = {
        "open": [f"/en/cases/{code}/" for code in codes],
        "list": ["/en/cases/"] * turns,
        "search": ["/en/cases/?q=street"] * turns,
    }
    return {name: timed(name, [partial(client.get, path) for path in each]).p50 for name, each in paths.items()}


if __name__ == "__main__":
    main()
