"""Finding whom a case concerns among many subscriptions: cost of one case in the worker, and of writing what waits.

    PYTHONPATH=src python bench/subscriptions.py [subscriptions]

SQLite in a temporary folder, or the database of KORZO_DATABASE_URL, which must be empty.
"""

import os
import random
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
CASES, STREETS, KINDS = 300, 1200, 60
PLACES = {"street": 45, "circle": 20, "district and kind": 20, "district": 10, "kind": 5}
"""Of a hundred subscriptions."""


def main() -> None:  # noqa: PLR0915 -- told in one breath
    os.environ.setdefault("KORZO_HOME", tempfile.mkdtemp(prefix="korzo-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.site.settings")
    import django

    django.setup()
    from bench._measure import HEAD, timed
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from korzo.capabilities.cases.models import Case, Category, Reader, Subscription, SubscriptionKey
    from korzo.capabilities.cases.operations import watching
    from korzo.capabilities.cases.queries import watching as queries
    from korzo.kernel.people.models import Organisation
    from korzo.kernel.places.models import District, Street

    call_command("migrate", verbosity=0)
    rng, now = random.Random(11), timezone.now()
    box = {"geometry": {}, "west": 0, "south": 0, "east": 0, "north": 0}
    District.objects.bulk_create(District(code=f"d{n}", name={"en": f"D{n}"}, **box) for n in range(12))
    Street.objects.bulk_create(Street(code=f"s{n}", name=f"S{n}", name_folded=f"s{n}", **box) for n in range(STREETS))
    Category.objects.bulk_create(
        Category(code=f"k{n}", name={"en": f"K{n}"}, group=f"g{n % 8}", changed_at=now) for n in range(KINDS)
    )
    office = Organisation.objects.create(code="office", kind="department", name={"en": "Office"})
    districts, streets, kinds = (list(each.objects.all()) for each in (District, Street, Category))

    def point() -> dict[str, float]:
        return {"lat": 42.40 + rng.random() * 0.08, "long": 18.70 + rng.random() * 0.12}

    made, often = [], [1 / (n + 1) for n in range(KINDS)]
    Reader.objects.bulk_create(
        (Reader(email=f"{n}@example.org", nonce="x", language="en") for n in range(COUNT)), batch_size=5000
    )
    what: dict[str, Any]
    for reader in Reader.objects.order_by("pk").iterator():
        match rng.choices(list(PLACES), list(PLACES.values()))[0]:
            case "street":
                what = {"street": rng.choice(streets)}
            case "circle":
                what = {**point(), "radius": rng.choice((200, 500, 500, 1000))}
            case "district and kind":
                what = {"district": rng.choice(districts), "category": rng.choices(kinds, often)[0]}
            case "district":
                what = {"district": rng.choice(districts)}
            case _:
                what = {"category": rng.choices(kinds, often)[0]}
        made.append(Subscription(reader=reader, mark="x", asked_at=now, confirmed_at=now, **what))
    Subscription.objects.bulk_create(made, batch_size=5000)
    SubscriptionKey.objects.bulk_create(
        (SubscriptionKey(subscription=row, key=key) for row in made for key in row.wish.keys()),  # noqa: SIM118 -- no dict
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    from korzo.capabilities.cases.rules import cells

    new: list[Any] = []
    for number in range(CASES):
        at = point()
        where: Any = {
            "category": rng.choices(kinds, often)[0],
            "district": rng.choice(districts),
            "street": rng.choice(streets),
        }
        new.append(
            Case(
                code=f"K-2026-{number:06}", office=office, **where, **at, tile=cells.tile(at["lat"], at["long"]),
                reported_at=now - timedelta(minutes=number), updated_at=now,
            )
        )  # fmt: skip
    Case.objects.bulk_create(new)
    cases = list(Case.objects.select_related("category"))
    concerned = sorted(queries.concerned(case).count() for case in cases)
    print(f"{COUNT:,} subscriptions under {SubscriptionKey.objects.count():,} keys; {connection.vendor}")
    print(f"one case concerns {concerned[len(concerned) // 2]} (median) to {concerned[-1]} of them")

    def find(case: Case) -> None:
        list(queries.concerned(case).values_list("pk"))

    print(HEAD)
    print(timed("find whom a case concerns", [partial(find, case) for case in cases]))
    print(timed("and note it beside each", [partial(watching.note, case, "new", now=now) for case in cases[:60]]))


if __name__ == "__main__":
    main()
