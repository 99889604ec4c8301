"""Officers with a case open before them, and what their pages cost a real server; `--officers`, `--cases`, `--minutes`."""

import argparse
import heapq
import http.client
import queue
import random
import re
import sys
import threading
import time
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import _processes as processes  # noqa: E402 -- found only then

PREPARE = """
import sys, django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from korzo.capabilities.cases.operations import Report, report, validate
from korzo.kernel.people.models import Membership, Person
from tests import city
officers, cases = map(int, sys.argv[1:])
town, now = city.build(), timezone.now()
people = [Person.objects.create(email=f"o{n}@example.org", name=f"Officer {n}", language="en") for n in range(officers)]
Membership.objects.bulk_create(Membership(person=p, organisation=town.roads, role="officer") for p in people)
codes = []
for n in range(cases):
    case = report(Report("pothole", f"Rupa {n}", 42.4 + n * 0.618034 % 1 * 0.03, 18.4 + n / cases * 0.05), by=None, now=now).case
    validate(case, by=people[n % officers], now=now)
    codes.append(case.code)
store = import_module(settings.SESSION_ENGINE).SessionStore
for person in people:
    session = store()
    session.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: person.get_session_auth_hash()})
    session.create()
    print(session.session_key)
print(*codes)
"""
NEXT = re.compile(rb'hx-get="([^"]*/looking/[^"]*)"[^>]*delay:(\d+)s')


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--officers", type=int, default=500)
    arguments.add_argument("--cases", type=int, default=2000)
    arguments.add_argument("--minutes", type=float, default=3)
    arguments.add_argument("--rest", type=float, default=180, help="seconds after which an officer opens another case")
    given = arguments.parse_args()
    with processes.installation():
        *sessions, codes = processes.prepare(PREPARE, given.officers, given.cases).splitlines()
        with processes.serving() as (port, root):
            office = Office(port, sessions, codes.split(), given.rest)
            office.work(60)  # everybody has come in, and quiet pages ask once a minute
            before, asked = processes.processor_seconds(root), office.asked.copy()
            started = time.monotonic()
            office.work(given.minutes * 60)
            took = time.monotonic() - started
            after = processes.processor_seconds(root)
            spent = {name: (after[name] - before.get(name, 0.0)) / took for name in after}
            print(
                f"{given.officers} officers, each with a case open and another one every {given.rest:.0f} s, {took / 60:.1f} minutes: "
                f"{sum(spent.values()):.2f} of a core ({', '.join(f'{name} {part:.2f}' for name, part in sorted(spent.items()))})"
            )
            for name, number in sorted(office.asked.items()):
                print(f"  {name}: {(number - asked.get(name, 0)) / took:.1f} a second")
            print(f"  answers took {1000 * office.p95():.0f} ms (95 of 100)")


class Office:
    """Officers whose browsers do what the pages tell them: ask who else looks when the page says so."""

    def __init__(self, port: int, sessions: list[str], codes: list[str], rest: float) -> None:
        self.port, self.sessions, self.codes, self.rest = port, sessions, codes, rest
        self.asked: dict[str, int] = {}
        self.times: list[float] = []
        self.number = count()
        now, chance = time.monotonic(), random.Random(7)
        self.due = [(now + chance.uniform(0, 45), next(self.number), officer, "") for officer in range(len(sessions))]
        heapq.heapify(self.due)
        self.latest = [0] * len(sessions)  # of each officer, the page that is open: what an older one asks is dropped

    def work(self, seconds: float) -> None:
        """Let them work for so long."""
        todo: queue.Queue[tuple[int, int, str] | None] = queue.Queue()
        done: queue.Queue[tuple[float, int, str]] = queue.Queue()
        threads = [threading.Thread(target=self._browse, args=(todo, done)) for _ in range(8)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            while not done.empty():
                at, officer, url = done.get()
                heapq.heappush(self.due, (at, next(self.number), officer, url))
            if self.due and self.due[0][0] <= now:
                _at, number, officer, url = heapq.heappop(self.due)
                todo.put((number, officer, url))
            else:
                time.sleep(0.005)
        for _thread in threads:
            todo.put(None)
        for thread in threads:
            thread.join()
        while not done.empty():
            at, officer, url = done.get()
            heapq.heappush(self.due, (at, next(self.number), officer, url))
        self.times = self.times[-20_000:]

    def p95(self) -> float:
        """Seconds within which 95 of 100 answers came."""
        return sorted(self.times)[int(len(self.times) * 0.95)]

    def _browse(
        self, todo: "queue.Queue[tuple[int, int, str] | None]", done: "queue.Queue[tuple[float, int, str]]"
    ) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while task := todo.get():
            number, officer, url = task
            page, _, url = url.partition(" ")
            if page and int(page) != self.latest[officer]:
                continue
            opens = not url
            if opens:
                self.latest[officer] = number
                url = f"/en/cases/queue/{random.choice(self.codes)}/"
                done.put((time.monotonic() + random.uniform(0.5, 1.5) * self.rest, officer, ""))
            started = time.monotonic()
            line.request("GET", url, headers={"Cookie": f"sessionid={self.sessions[officer]}"})
            answer = line.getresponse()
            body = answer.read()
            self.times.append(time.monotonic() - started)
            if answer.status != 200:
                raise SystemExit(f"{url}: {answer.status}")
            kind = "cases opened" if opens else "asked who else looks"
            self.asked[kind] = self.asked.get(kind, 0) + 1
            if found := NEXT.search(body):
                again = found[1].decode().replace("&amp;", "&")
                done.put((time.monotonic() + int(found[2]), officer, f"{self.latest[officer]} {again}"))


if __name__ == "__main__":
    main()
