"""Where a city stands among others: percentile, quartiles and trend, never of fewer than ten."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min, QuerySet

from korzo.capabilities.assessments.models import Assessment, Peer, PeerSet
from korzo.capabilities.assessments.queries import books
from korzo.capabilities.assessments.rules import currencies, peers, sizes, tables
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.currencies import NoRate
from korzo.capabilities.assessments.rules.values import Value


@dataclass(frozen=True)
class Group:
    """Cities of one set in one year: of the same class of size where there are ten, else of the whole country."""

    peers: PeerSet
    year: int
    size_class: int | None
    rows: tuple[Peer, ...]

    def values(self, pack: str, ratio: str) -> list[Decimal]:
        """What is known of a ratio."""
        return _known(self.rows, pack, ratio)

    def percentile(self, value: Value, pack: str, ratio: str) -> Value:
        """The share of peers strictly below, from 0 to 1."""
        return peers.percentile(value, self.values(pack, ratio))

    def quartiles(self, pack: str, ratio: str) -> tuple[Decimal, Decimal, Decimal] | None:
        """The first quartile, the median and the third, linear between neighbours; None of too few."""
        values = sorted(self.values(pack, ratio))
        if len(values) < peers.FEWEST:
            return None
        first, median, third = (peers.quantile(values, Decimal(share) / 4) for share in (1, 2, 3))
        return first, median, third


def sets() -> QuerySet[PeerSet]:
    """The sets of cities, each with how many rows and which years it has."""
    return PeerSet.objects.annotate(count=Count("rows"), first=Min("rows__year"), last=Max("rows__year"))


def group(assessment: Assessment, year: int, *, book: Book | None = None, currency: str = "") -> Group | None:
    """The peers of a city: the newest set of its country, in that year; None where there is no such set.

    Nobody stands beside themselves: where the set has the city too, by its name, it is left out.

    `currency` is that of the book, the assessment's own unless told; by revenue a city stands in the peers' currency.
    """
    found = (
        PeerSet.objects.filter(country=assessment.country, rows__year=year).order_by("-loaded_at").distinct().first()
    )
    if found is None:
        return None
    own = {tables.plain_name(name) for name in assessment.organisation.name.values()}
    rows = tuple(row for row in found.rows.filter(year=year) if tables.plain_name(row.unit) not in own)
    by_revenue = any(row.size_is_revenue for row in rows)
    size: Value | None = (book or books.book(assessment))("RC" if by_revenue else "POP", year)
    if by_revenue and isinstance(size, Decimal):
        size = _in(size, currency or assessment.currency, found.currency)
    if isinstance(size, Decimal):
        size_class = sizes.size_class(size, is_revenue=by_revenue)
        alike = tuple(row for row in rows if row.size_class == size_class)
        if len(alike) >= peers.FEWEST:
            return Group(found, year, size_class, alike)
    return Group(found, year, None, rows)


def _in(amount: Decimal, of: str, to: str) -> Decimal | None:
    try:
        return amount * currencies.rate(of, to)
    except NoRate:
        return None


def trends(found: PeerSet, units: Iterable[str], pack: str, ratio: str) -> dict[str, dict[int, Decimal]]:
    """A ratio of chosen cities over the years."""
    trend: dict[str, dict[int, Decimal]] = {unit: {} for unit in units}
    for row in found.rows.filter(unit__in=trend):
        for value in _known([row], pack, ratio):
            trend[row.unit][row.year] = value
    return trend


def _known(rows: Iterable[Peer], pack: str, ratio: str) -> list[Decimal]:
    spelled = (row.ratios.get(pack, {}).get(ratio, "") for row in rows)
    return [Decimal(each) for each in spelled if each]
