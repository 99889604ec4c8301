"""Searching a million records: how fast they are indexed, and how long a question takes (p50, p95 in milliseconds).

    PYTHONPATH=src python bench/search.py [entries]

SQLite in a temporary folder, or the database of KORZO_DATABASE_URL, which must be empty.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
TIMES = 60
SYLLABLES = "ба ве го ди жу за ки ло му на по ра се ти фу ха ца чи шо ља њи ђе ћу џа".split()  # noqa: SIM905
COMMON = "рупа улица коловоз расвета смеће вода пешак тротоар школа парк бучно опасно квар".split()  # noqa: SIM905


def vocabulary(rng: random.Random) -> list[str]:
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _ in range(60_000)]


def rows(rng: random.Random, words: list[str], row: type) -> Iterator[Any]:
    start = datetime(2016, 1, 1, tzinfo=UTC)
    often = [*accumulate(1 / rank for rank in range(1, len(words) + 1))]  # Zipf's law, as in language
    for number in range(COUNT):
        text = rng.choices(COMMON, k=2) + rng.choices(words, cum_weights=often, k=8)
        kind = "case" if number % 50 else "article"
        yield row(
            f"{kind}:K-2026-{number:07}", kind, " ".join(text[:5]), " ".join(text[5:]),
            "public" if number % 3 else "staff", start + timedelta(minutes=5 * number),
        )  # fmt: skip


def questions(rng: random.Random, words: list[str]) -> dict[str, Callable[[], str]]:
    def one() -> str:
        return rng.choice(words)

    return {
        "code": lambda: f"K-2026-{rng.randrange(COUNT):07}",
        "number": lambda: f"{rng.randrange(COUNT):07}",
        "common word": lambda: rng.choice(COMMON),
        "two common words": lambda: " ".join(rng.sample(COMMON, 2)),
        "four common words": lambda: " ".join(rng.sample(COMMON, 4)),
        "rare word": one,
        "two rare words": lambda: f"{one()} {one()}",
        "common and rare": lambda: f"{rng.choice(COMMON)} {one()}",
        "typing, two letters": lambda: one()[:2],
        "typing, three letters": lambda: one()[:3],
        "typing after a word": lambda: f"{rng.choice(COMMON)} {one()[:3]}",
        "mistyped": lambda: (word := one())[:1] + word[2:],
        "not there": lambda: "кџџџџџџк",
    }


def measure(ask: Callable[[], str], **narrowed: Any) -> tuple[float, float]:
    from korzo.kernel import search

    times = []
    for _ in range(TIMES):
        question = ask()
        start = time.perf_counter()
        search.find(question, **narrowed)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), sorted(times)[int(TIMES * 0.95)]


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(KORZO_HOME=home, DJANGO_SETTINGS_MODULE="korzo.site.settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0, skip_checks=True)
        from korzo.kernel import search

        rng = random.Random(7)
        words = vocabulary(rng)
        given = list(rows(rng, words, search.Row))
        start = time.perf_counter()
        search.index_many(given)
        took = time.perf_counter() - start
        print(f"{connection.vendor}: {COUNT:,} entries in {took:.0f} s, {COUNT / took:,.0f} a second")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE kernel_searchentry")
        print(f"{'question':28}{'p50':>8}{'p95':>8}   only articles p95")
        for name, ask in questions(rng, words).items():
            p50, p95 = measure(ask)
            _, narrow = measure(ask, kinds=["article"], audiences=["public", "staff"])
            print(f"{name:28}{p50:8.1f}{p95:8.1f}{narrow:8.1f}")


if __name__ == "__main__":
    main()
