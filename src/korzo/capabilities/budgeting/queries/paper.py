"""Paper ballots while they are entered: who types what, and where two clerks differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from korzo.capabilities.budgeting.models import Batch, Channel, Cycle, Sheet
from korzo.kernel.people.models import Person

FIRST, SECOND, SETTLED = 1, 2, 3


@dataclass(frozen=True)
class Typing:
    """Where a clerk stands in a batch: which pass is theirs, the number of the next sheet, what they typed last."""

    batch: Batch
    pass_no: int
    next: int
    last: Sequence[Sheet]

    @property
    def is_done(self) -> bool:
        """Say whether all of the batch is typed by this clerk."""
        return self.next > self.batch.size


@dataclass(frozen=True)
class Difference:
    """A sheet that two clerks read differently, and what was decided."""

    number: int
    first: Sheet
    second: Sheet
    settled: Sheet | None


def batches(cycle: Cycle) -> QuerySet[Batch]:
    """The paper batches of a cycle, those that are not finished first."""
    typed = {f"typed_{no}": Count("sheets", filter=Q(sheets__pass_no=no)) for no in (FIRST, SECOND)}
    rows = Batch.objects.filter(track__cycle=cycle, channel=Channel.PAPER)
    rows = rows.select_related("track__cycle", "panel", "first_clerk", "second_clerk")
    return rows.annotate(**typed).order_by("-state", "made_at", "pk")


def pass_of(person: Person, batch: Batch) -> int | None:
    """Which pass a clerk types: the first who comes the first one, the next one the second; None: it is taken."""
    if batch.first_clerk_id in (None, person.pk):
        return FIRST
    return SECOND if batch.second_clerk_id in (None, person.pk) else None


def typing(person: Person, batch: Batch) -> Typing | None:
    """Where a clerk stands; None when two others enter this batch. Nobody sees what the other typed."""
    pass_no = pass_of(person, batch)
    if pass_no is None or batch.state != Batch.State.OPEN:
        return None
    mine = batch.sheets.filter(pass_no=pass_no).order_by("-number")
    return Typing(batch, pass_no, mine.count() + 1, list(mine[:5]))


def differences(batch: Batch) -> list[Difference]:
    """The sheets on which the two clerks differ."""
    found: dict[tuple[int, int], Sheet] = {(each.number, each.pass_no): each for each in batch.sheets.all()}
    pairs = ((number, found.get((number, FIRST)), found.get((number, SECOND))) for number in range(1, batch.size + 1))
    return [
        Difference(number, first, second, found.get((number, SETTLED)))
        for number, first, second in pairs
        if first and second and (first.choices, first.is_spoilt) != (second.choices, second.is_spoilt)
    ]
