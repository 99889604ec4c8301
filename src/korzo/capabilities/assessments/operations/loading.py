"""Loading figures of other cities to compare with."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Definition, Peer, PeerSet
from korzo.capabilities.assessments.operations.refusals import NotAllowed
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules import ratios, sizes
from korzo.capabilities.assessments.rules.ratios import Lines
from korzo.capabilities.assessments.rules.values import Value
from korzo.kernel import trail
from korzo.kernel.people.models import Person

LINES = ("RC", "EC", "X", "OS", "DEBT", "POP", "R1", "R4", "E9", "F1")
"""What is kept of each city beside its ratios: what fans and sizes are made of."""


@transaction.atomic
def load(
    made: PeerSet, cities: Mapping[str, Lines], *, years: Iterable[int], by: Person | None, now: datetime
) -> PeerSet:
    """Store a set of cities, in place of what it held before, with the ratios of every pack there is.

    Raises NotAllowed (`by` is None for the command line), ValidationError.
    """
    if by is not None and not permissions.can_set_up(by):
        raise NotAllowed
    PeerSet.objects.filter(code=made.code).delete()
    made.loaded_at = now
    made.full_clean()
    made.save(force_insert=True)
    packs = [definitions.named(Definition.Kind.PACK, name) for name in definitions.on_offer(Definition.Kind.PACK)]
    rows = []
    for unit, figures in cities.items():
        for year in years:
            lines = {line: figures(line, year) for line in LINES}
            if not isinstance(lines["RC"], Decimal):
                continue
            population = lines["POP"]
            size = population if isinstance(population, Decimal) else lines["RC"]
            rows.append(
                Peer(
                    peers=made,
                    unit=unit,
                    year=year,
                    size=size.quantize(Decimal("0.01")),
                    size_is_revenue=not isinstance(population, Decimal),
                    size_class=sizes.size_class(size, is_revenue=not isinstance(population, Decimal)),
                    lines={line: str(value) for line, value in lines.items() if isinstance(value, Decimal)},
                    ratios={pack.id: _told(ratios.compute(pack, figures, year)) for pack in packs},
                )
            )
    Peer.objects.bulk_create(rows, batch_size=500)
    trail.record(events.PeersLoaded(f"peers:{made.code}", len(rows)), by=by, now=now)
    return made


@transaction.atomic
def forget(peers: PeerSet, *, by: Person, now: datetime) -> None:
    """Take a set of cities away. Raises NotAllowed."""
    if not permissions.can_set_up(by):
        raise NotAllowed
    code = peers.code
    peers.delete()
    trail.record(events.PeersLoaded(f"peers:{code}", 0), by=by, now=now)


def _told(found: list[ratios.Computed]) -> dict[str, str]:
    return {each.ratio.id: _spelled(each.value) for each in found}


def _spelled(value: Value) -> str:
    """A value with ten places; empty where there is none."""
    return str(round(value, 10)) if isinstance(value, Decimal) else ""
