"""Reports taken through Open311 by a real server (photos off), and the memory of web and worker; `--seconds`, `--database`."""

import argparse
import http.client
import json
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import _processes as processes  # noqa: E402 -- found only then

WARM_UP_SECONDS = 3.0
"""The first requests load the application; they are not counted."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--clients", type=int, default=8)
    arguments.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = arguments.parse_args()
    with processes.installation(given.database):
        key = processes.prepare(PREPARE).strip()
        with processes.serving() as (port, root):
            _load(port, key, given.clients, WARM_UP_SECONDS)
            before = processes.processor_seconds(root)
            taken, slow = _load(port, key, given.clients, given.seconds)
            spent = {
                name: seconds - before.get(name, 0.0) for name, seconds in processes.processor_seconds(root).items()
            }
            print(
                f"{given.database}: {taken / given.seconds:,.0f} reports/s by {given.clients} clients in {given.seconds:.0f} s, slowest {slow * 1000:.0f} ms"
            )
            print(
                "  processor time: "
                + ", ".join(f"{name} {1000 * spent[name] / taken:.1f} ms" for name in sorted(spent))
                + " a report"
            )
            time.sleep(5)
            for name, megabytes in processes.memory(root):
                print(f"  {name:40} {megabytes:6.0f} MB")


PREPARE = """
import django; django.setup()
from django.utils import timezone
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person
from tests import city
city.build()
print(keys.make(person=Person.objects.create_user("bench@example.org"), label="bench", now=timezone.now()))
"""


def _load(port: int, key: str, clients: int, seconds: float) -> tuple[int, float]:
    """Post as fast as answers come, and check at the end that every accepted report is there."""
    codes: list[str] = []
    slowest = [0.0] * clients
    until = time.monotonic() + seconds

    def client(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        turn = 0
        while time.monotonic() < until:
            turn += 1
            lat, long = (42.410, 42.415, 42.420)[turn % 3], 18.402 + 0.0001 * (turn * 13 % 400)
            body = urlencode(
                {
                    "api_key": key,
                    "service_code": "pothole",
                    "lat": lat,
                    "long": long,
                    "description": f"Рупа на путу {number}/{turn}",
                }
            )
            started = time.monotonic()
            line.request(
                "POST", "/open311/v2/requests.json", body, {"Content-Type": "application/x-www-form-urlencoded"}
            )
            answer = line.getresponse()
            content = answer.read()
            slowest[number] = max(slowest[number], time.monotonic() - started)
            if answer.status != 200:
                raise SystemExit(f"{answer.status}: {content[:200]!r}")
            codes.append(json.loads(content)[0]["service_request_id"])

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    import django

    django.setup()
    from korzo.capabilities.cases.models import Case

    stored = Case.objects.filter(code__in=codes).count()
    if len(set(codes)) != len(codes) or stored != len(codes):
        raise SystemExit(f"{len(codes)} accepted, {len(set(codes))} different, {stored} stored")
    return len(codes), max(slowest)


if __name__ == "__main__":
    main()
