"""One ratio, whole: its formula, every amount in it with its document, its years, and the cities around."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Document, Peer
from korzo.capabilities.assessments.queries import comparing, definitions, picturing, spelling
from korzo.capabilities.assessments.queries.overview import Overview, Told
from korzo.capabilities.assessments.queries.picturing import Chart
from korzo.capabilities.assessments.rules import explaining, expressions, sizes, workbook
from korzo.capabilities.assessments.rules.values import Unknown, Value
from korzo.kernel.text.multilingual import Text

MOST_CITIES = 5
SMALL = {False: sizes.BY_POPULATION, True: sizes.BY_REVENUE}


@dataclass(frozen=True)
class Term:
    """An amount of the formula: what it is called, where it stands, and which documents it is from."""

    name: str
    year: int
    value: Value
    table: str
    row: str
    documents: tuple[Document, ...]


@dataclass
class Explained:
    """A ratio and what stands behind it."""

    overview: Overview
    told: Told

    @property
    def formula(self) -> str:
        """In words, down to the lines of the tables."""
        return expressions.readable(self._whole, lambda line: str(self._name(line)))

    @cached_property
    def _whole(self) -> expressions.Expression:
        return workbook.flattened(self.told.computed.ratio.expression, self.told.pack)

    def _name(self, line: str) -> Text:
        return Text(self.overview.names.get(line, {"en": line}))

    @cached_property
    def terms(self) -> list[Term]:
        """Every amount in it, of the last closed year."""
        assessment, year = self.overview.assessment, self.told.computed.year
        through = self.overview.book.over(self.told.pack.lines)
        places = explaining.places(definitions.instrument(assessment))
        used = list(dict.fromkeys((each.name, year - each.back) for each in expressions.lines(self._whole)))
        documents = self._documents({places[line][0] for line, _year in used if line in places})
        found = []
        for line, at in used:
            table, row = places.get(line, ("", ""))
            from_ = documents.get((table, row, at)) or documents.get((table, "", at)) or ()
            found.append(Term(str(self._name(line)), at, through(line, at), table, row, tuple(from_)))
        return found

    def _documents(self, tables: Iterable[str]) -> dict[tuple[str, str, int], list[Document]]:
        """By table, row and year; with an empty row, all of the table's in that year."""
        figures = self.overview.assessment.figures.filter(table__in=tables, is_chosen=True, document__isnull=False)
        found: dict[tuple[str, str, int], list[Document]] = {}
        for figure in figures.select_related("document"):
            for row in (figure.row, figure.column, ""):
                if figure.document:
                    held = found.setdefault((figure.table, row, figure.year), [])
                    if figure.document not in held:
                        held.append(figure.document)
        return found

    @cached_property
    def peers(self) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
        """The quartiles of the peers of the last year, in each year of which there are enough."""
        group, ratio = self.overview.group, self.told.computed.ratio
        if group is None:
            return {}
        units = [row.unit for row in group.rows]
        rows = Peer.objects.filter(peers=group.peers, unit__in=units, year__in=self.told.series)
        found = {}
        for year in self.told.series:
            of_year = comparing.Group(group.peers, year, None, tuple(row for row in rows if row.year == year))
            if quartiles := of_year.quartiles(self.told.pack.id, ratio.id):
                found[year] = quartiles
        return found

    def chart(self) -> Chart:
        """Its years among those of the peers."""
        return picturing.trend(self.told.computed.ratio, str(self.told.name), self.told.series, self.peers)

    @property
    def who(self) -> str:
        """Which cities the peers are, in words."""
        group = self.overview.group
        if group is None:
            return ""
        said = {"title": group.peers.title, "year": group.year, "count": len(group.rows)}
        if group.size_class is None:
            return _("%(title)s, %(year)s: %(count)s cities of any size.") % said
        by_revenue = any(row.size_is_revenue for row in group.rows)
        edges = SMALL[by_revenue]
        low = edges[group.size_class - 1] if group.size_class else Decimal(0)
        high = edges[group.size_class] if group.size_class < len(edges) else None
        said |= {"low": spelling.value(low), "high": spelling.value(high) if high else "∞"}
        if by_revenue:
            return (
                _("%(title)s, %(year)s: %(count)s cities with current revenue from %(low)s to %(high)s euros.") % said
            )
        return _("%(title)s, %(year)s: %(count)s cities with %(low)s to %(high)s inhabitants.") % said

    @property
    def others(self) -> list[str]:
        """Cities that can be chosen."""
        group = self.overview.group
        return sorted(row.unit for row in group.rows) if group else []

    def beside(self, chosen: Iterable[str]) -> list[Chart]:
        """Small charts of chosen cities, beside this one."""
        group, told = self.overview.group, self.told
        units = [unit for unit in dict.fromkeys(chosen) if unit in self.others][:MOST_CITIES]
        if group is None or not units:
            return []
        ratio = told.computed.ratio
        found = comparing.trends(group.peers, units, told.pack.id, ratio.id)
        years = told.series
        cities: dict[str, dict[int, Value]] = {str(self.overview.assessment.organisation.name): dict(years)}
        cities |= {unit: {year: series[year] for year in years if year in series} for unit, series in found.items()}
        return picturing.multiples(ratio, cities)

    @property
    def missing(self) -> list[Term]:
        """What would have to be entered."""
        return [each for each in self.terms if isinstance(each.value, Unknown)]
