"""The citizens' committee: who is on the list, the list as the lot needs it, and what is published of it."""

import hashlib
from collections import Counter
from typing import Any

from django.conf import settings

from korzo.capabilities.budgeting.models import Cycle, Draw, Volunteer
from korzo.capabilities.budgeting.rules import lots
from korzo.kernel.places.models import District

KINDS = ("age", "sex", "district")


def entries(cycle: Cycle) -> list[lots.Entry]:
    """The list for the lot: numbers, and groups under labels that say nothing about anybody."""
    labels = _labels(cycle)
    return [
        lots.Entry(row.number, tuple(labels[kind, _value(row, kind)] for kind in KINDS))
        for row in cycle.volunteers.select_related("district").defer("district__geometry").order_by("number")
    ]


def quotas(cycle: Cycle, seats: int) -> dict[str, int]:
    """How many seats each group may have: half for each sex, ages alike, districts by how many people live there.

    Who names no sex is not limited.
    """
    labels = _labels(cycle)
    shares: dict[str, dict[str, int]] = {
        "age": dict.fromkeys(Volunteer.Age.values, 1),
        "sex": {Volunteer.Sex.WOMAN: 1, Volunteer.Sex.MAN: 1},
        "district": {row.code: row.population or 1 for row in District.objects.defer("geometry")},
    }
    return {
        labels[kind, value]: most
        for kind, parts in shares.items()
        for value, most in lots.quotas(parts, seats).items()
        if (kind, value) in labels
    }


def kept(draw: Draw) -> list[lots.Entry]:
    """The list as it was closed."""
    return [lots.Entry(row["number"], tuple(row["groups"])) for row in draw.entries]


def drawn(draw: Draw) -> list[lots.Place]:
    """The lot drawn again from what was kept; empty before there is a seed."""
    return lots.draw(kept(draw), seats=draw.seats, most=draw.quotas, seed=draw.seed) if draw.seed else []


def protocol(draw: Draw) -> dict[str, Any]:
    """Everything that is needed to draw again."""
    return {
        "cycle": draw.cycle.code,
        "seats": draw.seats,
        "seed": draw.seed,
        "seed_source": draw.seed_source,
        "closed_at": draw.closed_at.isoformat(),
        "list_sha256": draw.list_hash,
        "quotas": draw.quotas,
        "entries": draw.entries,
        "places": [
            {"number": each.number, "place": each.place, "is_seated": each.is_seated, "full": list(each.full)}
            for each in drawn(draw)
        ],
    }


def _value(row: Volunteer, kind: str) -> str:
    return row.district.code if kind == "district" else str(getattr(row, kind))


def _labels(cycle: Cycle) -> dict[tuple[str, str], str]:
    """A label for each group, such as `a2`: in an order that only this installation can work out."""
    values = {
        "age": Volunteer.Age.values,
        "sex": Volunteer.Sex.values,
        "district": list(District.objects.values_list("code", flat=True)),
    }
    count: Counter[str] = Counter()
    labels = {}
    for kind, value in sorted(
        ((each, value) for each in KINDS for value in values[each]),
        key=lambda each: hashlib.sha256(f"{settings.SECRET_KEY}:{cycle.ref}:{each}".encode()).digest(),
    ):
        count[kind] += 1
        labels[kind, value] = f"{kind[0]}{count[kind]}"
    return labels
