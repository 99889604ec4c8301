"""Searching 20,000 data sets with facets beside the database's own full text, and data sets made over CKAN's API; `--database`, `--sets`."""

import argparse
import http.client
import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import _measure as measure  # noqa: E402 -- found only then
from bench import _processes as processes  # noqa: E402

FACETS = ("organization", "theme", "format", "license_id", "tags", "groups")
PUBLISHERS, GROUPS, TAGS, WORDS = 60, 16, 5_000, 30_000
WARM_UP_SECONDS = 3.0
_SYLLABLES = [one + two for one in "bdklmnrstv" for two in "aeio"]


class Language:
    """Invented words that occur as often as words do: the n-th with a share of 1/n."""

    def __init__(self) -> None:
        self.random = random.Random(7)
        words = {"".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4))) for _ in range(2 * WORDS)}
        self.words = sorted(words)[:WORDS]
        self.random.shuffle(self.words)
        self.shares = list(accumulate(1 / (number + 3) for number in range(len(self.words))))

    def some(self, many: int) -> list[str]:
        """As many words."""
        return self.random.choices(self.words, cum_weights=self.shares, k=many)

    def tags(self) -> list[str]:
        """Up to four keywords."""
        return sorted(set(self.random.choices(self.words[:TAGS], cum_weights=self.shares[:TAGS], k=4)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sets", type=int, default=20_000)
    arguments.add_argument("--seconds", type=float, default=15)
    arguments.add_argument("--clients", type=int, default=4)
    arguments.add_argument("--writing", action="store_true", help="only data sets made over HTTP")
    arguments.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    given = arguments.parse_args()
    with processes.installation(given.database):
        import django

        django.setup()
        language = Language()
        key = _city()
        _sets(given.sets, language)
        if not given.writing:
            _search(given.sets, language, key)
        with processes.serving() as (port, root):
            processes.settle(root)
            _made(port, key, given.clients, WARM_UP_SECONDS, language)
            for _turn in range(3):
                before = processes.processor_seconds(root)
                taken, slowest = _made(port, key, given.clients, given.seconds, language)
                spent = processes.processor_seconds(root)["web"] - before["web"]
                print(
                    f"package_create over HTTP: {taken / given.seconds:,.0f}/s by {given.clients} clients, slowest {slowest * 1000:.0f} ms, "
                    f"{spent / taken * 1000:.1f} ms of the processor each"
                )
            times = _asked(port, language, key)
            print(
                f"package_search over HTTP: p50 {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms"
            )
            for name, megabytes in processes.memory(root):
                print(f"  {name:40} {megabytes:6.0f} MB")


def _city() -> str:
    from django.utils import timezone
    from tests import city

    from korzo.capabilities.catalog.models import Group, Publisher
    from korzo.kernel.people import keys
    from korzo.kernel.people.models import Membership, Organisation, Person

    city.build()
    now = timezone.now()
    for number in range(PUBLISHERS):
        Publisher.objects.create(name=f"office-{number}", title={"en": f"Office {number}"}, made_at=now)
    for number in range(GROUPS):
        Group.objects.create(name=f"group-{number}", title={"en": f"Group {number}"}, made_at=now)
    person = Person.objects.create_user("bench@example.org")
    Membership.objects.create(person=person, organisation=Organisation.objects.get(code="city"), role="administrator")
    return keys.make(person=person, label="bench", now=now)


def _sets(many: int, language: Language) -> None:
    """Store data sets as the portal would have them, without the work of making each."""
    from datetime import timedelta

    from django.utils import timezone

    from korzo.capabilities.catalog.models import Dataset, Distribution, Group, Publisher
    from korzo.capabilities.catalog.rules.vocabularies import THEMES

    now, chance = timezone.now(), language.random
    publishers, groups = list(Publisher.objects.all()), list(Group.objects.all())
    rows = [
        Dataset(
            name=f"set-{number}", publisher=chance.choice(publishers), step="published", title={"hr": " ".join(language.some(6)).title()},
            notes={"hr": " ".join(language.some(60))}, keywords={"": language.tags()}, themes=[chance.choice(list(THEMES))],
            licence=chance.choice(["cc-by", "cc-zero", "open-license"]), made_at=now - timedelta(days=400),
            changed_at=now - timedelta(minutes=chance.randrange(500_000)), issued_at=now,
        )
        for number in range(many)
    ]  # fmt: skip
    Dataset.objects.bulk_create(rows, batch_size=500)
    Distribution.objects.bulk_create(
        [
            Distribution(dataset=row, url=f"https://example.org/{number}.{kind}", format=kind, title={"hr": " ".join(language.some(3))},
                         made_at=now, changed_at=now, position=place)
            for number, row in enumerate(rows) for place, kind in enumerate(["CSV", chance.choice(["JSON", "XLSX", "PDF", "GEOJSON"])])
        ],
        batch_size=1000,
    )  # fmt: skip
    through = Dataset.groups.through
    through.objects.bulk_create([through(dataset=row, group=chance.choice(groups)) for row in rows], batch_size=1000)


def _questions(language: Language, many: int = 200) -> Iterator[tuple[str, str]]:
    """(kind, what is asked)."""
    chance = language.random
    for _ in range(many):
        yield "a word or two", " ".join(language.some(chance.randint(1, 2)))
        yield "three to seven words", " ".join(language.some(chance.randint(3, 7)))
        yield "the beginning of a word", chance.choice(language.words)[:4]
        word = chance.choice(language.words)
        yield "a mistyped word", word[:2] + word[3] + word[2] + word[4:] if len(word) > 4 else word + "x"
        yield "a phrase", f'"{" ".join(language.some(2))}"'
        yield "everything", "*:*"
        yield (
            "Lucene: or, range",
            f"tags:{chance.choice(language.words[:TAGS])} OR organization:office-{chance.randrange(PUBLISHERS)} metadata_modified:[NOW-{chance.randrange(300)}DAYS TO *]",
        )


def _search(many: int, language: Language, key: str) -> None:
    from django.test import RequestFactory
    from django.utils import timezone

    from korzo.capabilities.catalog.ckan import views
    from korzo.capabilities.catalog.queries import index

    before, started = _megabytes(), time.perf_counter()
    index.find(by=None, now=timezone.now())
    print(
        f"{many:,} data sets read into the index in {time.perf_counter() - started:.1f} s, {_megabytes() - before:.0f} MB"
    )
    asked: dict[str, list[str]] = {}
    for kind, question in _questions(language):
        asked.setdefault(kind, []).append(question)

    def found(question: str) -> Any:
        return index.find(index.asked(question), by=None, now=timezone.now(), facets=FACETS)

    def whole(question: str) -> Any:
        request = RequestFactory().get(
            "/api/3/action/package_search",
            {"q": question, "facet.field": json.dumps(FACETS)},
            headers={"Authorization": key},
        )
        answer = views.action(request, name="package_search")
        assert answer.status_code == 200, question
        return answer

    print(measure.HEAD)
    for kind, questions in asked.items():
        print(measure.timed(f"index: {kind}", [partial(found, question) for question in questions]))
    everything = [question for questions in zip(*asked.values(), strict=True) for question in questions]
    print(measure.timed("index: all of these", [partial(found, question) for question in everything]))
    print(measure.timed("package_search, all of these", [partial(whole, question) for question in everything]))
    words = asked["a word or two"] + asked["three to seven words"]
    print(measure.timed("limit: the database's full text", [partial(_limit, question) for question in words]))


def _limit(question: str) -> list[Any]:
    """The same of the database's own full text: count, ten best, and six counts by value."""
    from django.db import connection

    _prepared()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            match = " ".join(f'"{word}"' for word in question.split())
            cursor.execute("CREATE TEMP TABLE IF NOT EXISTS hit (id INTEGER PRIMARY KEY)")
            cursor.execute("DELETE FROM hit")
            cursor.execute("INSERT INTO hit SELECT rowid FROM bench_text WHERE bench_text MATCH %s", [match])
            cursor.execute("SELECT rowid FROM bench_text WHERE bench_text MATCH %s ORDER BY rank LIMIT 10", [match])
        else:
            cursor.execute("CREATE TEMP TABLE IF NOT EXISTS hit (id INTEGER PRIMARY KEY)")
            cursor.execute("TRUNCATE hit")
            cursor.execute(
                "INSERT INTO hit SELECT id FROM bench_text WHERE words @@ plainto_tsquery('simple', %s)", [question]
            )
            cursor.execute(
                "SELECT id FROM bench_text WHERE words @@ plainto_tsquery('simple', %s) ORDER BY ts_rank(words, plainto_tsquery('simple', %s)) DESC LIMIT 10",
                [question, question],
            )
        found = cursor.fetchall()
        cursor.execute(
            "SELECT field, value, count(*) FROM bench_value JOIN hit ON hit.id = bench_value.id GROUP BY field, value"
        )
        return [found, cursor.fetchall()]


def _prepared(done: list[bool] = []) -> None:  # noqa: B006 -- remembers that it was done
    if done:
        return
    from django.db import connection

    from korzo.capabilities.catalog.queries import indexed

    done.append(True)
    texts, values = [], []
    for number, each in enumerate(indexed.documents()):
        texts.append((number, " ".join(each.texts.values())))
        values += [(number, field, value) for field in FACETS for value in each.exact.get(field, ())]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bench_text USING fts5(words)")
            cursor.executemany("INSERT INTO bench_text (rowid, words) VALUES (%s, %s)", texts)
        else:
            cursor.execute("CREATE TABLE bench_text (id INTEGER PRIMARY KEY, words tsvector)")
            cursor.executemany("INSERT INTO bench_text VALUES (%s, to_tsvector('simple', %s))", texts)
            cursor.execute("CREATE INDEX ON bench_text USING gin (words)")
        cursor.execute("CREATE TABLE bench_value (id INTEGER, field VARCHAR(20), value VARCHAR(200))")
        cursor.executemany("INSERT INTO bench_value VALUES (%s, %s, %s)", values)
        cursor.execute("CREATE INDEX bench_value_id ON bench_value (id)")
        cursor.execute("ANALYZE")


def _made(port: int, key: str, clients: int, seconds: float, language: Language) -> tuple[int, float]:
    """Make data sets as fast as answers come, each with two resources, four keywords and an extra."""
    names: list[str] = []
    slowest = [0.0] * clients
    until = time.monotonic() + seconds
    mark = f"{time.time_ns():x}"
    bodies = [(" ".join(language.some(6)), " ".join(language.some(60)), language.tags()) for _ in range(500)]

    def client(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        turn = 0
        while time.monotonic() < until:
            turn += 1
            title, notes, tags = bodies[(number * 97 + turn) % len(bodies)]
            package: dict[str, Any] = {
                "name": f"made-{mark}-{number}-{turn}", "title": title, "notes": notes, "owner_org": f"office-{turn % PUBLISHERS}",
                "license_id": "cc-by", "tags": [{"name": tag} for tag in tags], "extras": [{"key": "frequency", "value": "DAILY"}],
                "resources": [{"url": f"https://example.org/{turn}.csv", "name": "CSV"}, {"url": f"https://example.org/{turn}.json", "name": "JSON"}],
            }  # fmt: skip
            started = time.monotonic()
            line.request(
                "POST",
                "/api/3/action/package_create",
                json.dumps(package),
                {"Content-Type": "application/json", "Authorization": key},
            )
            answer = line.getresponse()
            content = json.loads(answer.read())
            slowest[number] = max(slowest[number], time.monotonic() - started)
            if answer.status != 200 or content["result"]["num_resources"] != 2:
                raise SystemExit(f"{answer.status}: {content}")
            names.append(package["name"])

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    from korzo.capabilities.catalog.models import Dataset

    if Dataset.objects.filter(name__startswith=f"made-{mark}-").count() != len(names):
        raise SystemExit("not all that were made are there")
    return len(names), max(slowest)


def _asked(port: int, language: Language, key: str) -> list[float]:
    """Milliseconds of searches over a socket, sorted; a process's first search, which reads everything, is left out."""
    from urllib.parse import urlencode

    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for turn, (_kind, question) in enumerate(_questions(language, 60)):
        started = time.perf_counter()
        query = urlencode({"q": question, "facet.field": json.dumps(FACETS)})
        line.request("GET", f"/api/3/action/package_search?{query}", headers={"Authorization": key})
        line.getresponse().read()
        if turn > 20:
            times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def _megabytes() -> float:
    rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in rollup if line.startswith("Rss:"))) / 1024


if __name__ == "__main__":
    main()
