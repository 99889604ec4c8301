"""How well data sets score, for their stewards: each of them, and what to put right first in all of them."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet

from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.queries import describing, lists
from korzo.capabilities.catalog.rules import mqa
from korzo.capabilities.catalog.rules.mqa import Score
from korzo.kernel.people.models import Person

MOST = 20_000
_known: OrderedDict[tuple[Any, ...], Score] = OrderedDict()
"""Scores by data set and when it, its data and its links were last looked at."""


@dataclass(frozen=True)
class Report:
    """What a steward keeps and strangers see, worst first; what to do first; which links are dead."""

    rows: Sequence[tuple[Dataset, Score]]
    first: Sequence[tuple[mqa.Metric, int, int]]
    dead: Sequence[Distribution]

    @property
    def average(self) -> int:
        """Points of all data sets together, divided by their number."""
        return round(sum(score.points for _dataset, score in self.rows) / len(self.rows)) if self.rows else 0


def of(dataset: Dataset) -> Score | None:
    """The points of one data set; none for an entry of the register that is closed and offers nothing."""
    view = describing.view(dataset)
    return mqa.score(view) if dataset.access == Dataset.Access.PUBLIC or view.distributions else None


def report(person: Person) -> Report:
    """The report of what a steward keeps."""
    kept = lists.kept_by(person).filter(step=Dataset.Step.PUBLISHED)
    kept = kept.filter(Q(access=Dataset.Access.PUBLIC) | Q(forms__gt=0))
    scored = sorted(_scored(kept), key=lambda row: (row[1].points, row[0].name))
    return Report(scored, mqa.first(score for _each, score in scored), list(dead(kept)))


def dead(among: QuerySet[Dataset]) -> QuerySet[Distribution]:
    """Links that did not answer as they should when they were last tried."""
    tried = Distribution.objects.filter(source=Distribution.Source.LINK, dataset__in=among.order_by().values("pk"))
    return (
        tried.exclude(link_status=None)
        .exclude(link_status__range=(200, 399))
        .select_related("dataset")
        .order_by("dataset__name", "position")
    )


def _scored(kept: QuerySet[Dataset]) -> Iterable[tuple[Dataset, Score]]:
    """Scores of all, made anew only where something changed."""
    stamps = kept.annotate(looked=Max("distributions__link_checked_at"))[:MOST]
    found = {_stamp(each): each for each in stamps}
    missing = {stamp: each for stamp, each in found.items() if stamp not in _known}
    if missing:
        stamp_of = {describing.local(each.pk): stamp for stamp, each in missing.items()}
        for view in describing.views_of(Dataset.objects.filter(pk__in=[each.pk for each in missing.values()])):
            _known[stamp_of[view.local]] = mqa.score(view)
    while len(_known) > 2 * MOST:
        _known.popitem(last=False)
    return [(each, _known[stamp]) for stamp, each in found.items() if stamp in _known]


def _stamp(of: Any) -> tuple[Any, ...]:
    return of.pk, of.changed_at, of.updated_at, of.looked, of.publisher_id
