"""The years to come of an assessment: three scenarios, a fan from what happened to others, room for debt by law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.assessments.models import Assessment, Peer, Scenario
from korzo.capabilities.assessments.queries import books, comparing, definitions, picturing, spelling
from korzo.capabilities.assessments.queries.audiences import HOUSE, Audience
from korzo.capabilities.assessments.queries.comparing import Group
from korzo.capabilities.assessments.queries.picturing import Chart
from korzo.capabilities.assessments.rules import explaining, projections, ratios, scenarios
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.loans import Way
from korzo.capabilities.assessments.rules.packs import Pack, Ratio
from korzo.capabilities.assessments.rules.pictures import PAGE, Ink
from korzo.capabilities.assessments.rules.scenarios import Assumptions, Loan, Outlook, Room
from korzo.capabilities.assessments.rules.values import Unknown, Value
from korzo.kernel.text.multilingual import Text

SHOWN = ("C1", "C2", "D1", "D2", "D3")
RATE, PERIODS = Decimal("0.05"), 15
Kind = Scenario.Kind


@dataclass(frozen=True)
class Owed:
    """A loan of the register as it goes on; without `loan`, what is missing to know how."""

    name: str
    loan: Loan | None
    missing: str = ""


@dataclass(frozen=True)
class Capacity:
    """What could be borrowed in a scenario, and what holds it back."""

    scenario: str
    room: Room | None

    @property
    def held_by(self) -> str:
        """In words."""
        words = {
            "service": _("held back by the limit of debt service"),
            "stock": _("held back by the limit of debt"),
            "savings": _("held back by what is saved: net savings must not fall below zero"),
        }
        return words[self.room.held_by] if self.room else _("cannot be said: something that it is made of is not known")


@dataclass
class Projection:
    """All of it; `rate` and `periods` are those of a new loan, `since` and `until` the years the fan is drawn from."""

    assessment: Assessment
    rate: Decimal = RATE
    periods: int = PERIODS
    since: int | None = None
    until: int | None = None

    @cached_property
    def book(self) -> Book:
        """The closed years."""
        return books.book(self.assessment)

    @cached_property
    def stored(self) -> dict[str, Scenario]:
        """What was assumed, by kind; what nobody touched is as it was made."""
        held = {row.kind: row for row in self.assessment.scenarios.all()}
        now = self.assessment.changed_at
        return {
            kind: held.get(kind) or Scenario(assessment=self.assessment, kind=kind, changed_at=now)
            for kind in Kind.values
        }

    @property
    def years(self) -> range:
        """The years to come."""
        last = self.assessment.last_year
        return range(last + 1, last + self.stored[Kind.BASE].years + 1)

    @cached_property
    def owed(self) -> list[Owed]:
        """The city's own loans, as the register has them."""
        return list(_owed(self.book, self.assessment.last_year))

    @cached_property
    def investments(self) -> dict[int, tuple[Decimal, Decimal]]:
        """What the register of investments plans: all money, and that of others, by year to come."""
        found = {}
        for year in self.years:
            sums = {
                column: sum((_known(self.book, "T10", row, column, year) for row in self.book.rows("T10")), Decimal(0))
                for column in ("own", "grants", "loans")
            }
            if any(sums.values()):
                found[year] = (sum(sums.values(), Decimal(0)), sums["grants"])
        return found

    def assumptions(self, kind: str) -> Assumptions:
        """What a scenario assumes; bad years are those of the base with less revenue and dearer loans."""
        if kind == Kind.STRESS:
            return self.assumptions(Kind.BASE).stressed()
        row = self.stored[kind]
        plan = {line: {int(year): Decimal(amount) for year, amount in of.items()} for line, of in row.plan.items()}
        invested = {year: of[0] for year, of in self.investments.items()} | plan.get("X", {})
        granted = {year: of[1] for year, of in self.investments.items()} | plan.get("RK", {})
        return Assumptions(
            years=len(self.years),
            growth={line: Decimal(growth) for line, growth in row.drivers.items()},
            invested=invested,
            granted=granted,
            owed=tuple(each.loan for each in self.owed if each.loan),
            taken=tuple(read_loan(each) for each in row.loans),
        )

    @cached_property
    def outlooks(self) -> dict[str, Outlook]:
        """Every scenario carried out."""
        first, last = self.assessment.first_year, self.assessment.last_year
        return {
            kind: scenarios.project(self.book, first, last, self.assumptions(kind))
            for kind in (Kind.BASE, Kind.REFORM, Kind.STRESS)
        }

    @property
    def is_reformed(self) -> bool:
        """Whether anybody said what the plan changes."""
        row, base = self.stored[Kind.REFORM], self.stored[Kind.BASE]
        return bool(row.drivers or row.plan or row.loans) and row.pk != base.pk

    @property
    def kinds(self) -> dict[str, str]:
        """The scenarios that are shown, with their names."""
        names = dict(Kind.choices)
        shown = [Kind.BASE, *([Kind.REFORM] if self.is_reformed else []), Kind.STRESS]
        return {kind: str(names[kind]) for kind in shown}

    def charts(self, *, ink: Ink = PAGE) -> list[Chart]:
        """Current revenue and expenditure with the fan, debt, and the ratios."""
        made = [self._lines(line, ink) for line in ("RC", "EC", "DEBT")]
        for pack in definitions.packs_of(self.assessment)[:1]:
            made += [self._ratio(pack, ratio, ink) for ratio in pack.ratios if ratio.id in SHOWN]
        if self.limits:
            made += [self._ratio(self.limits, ratio, ink, legal=True) for ratio in self.limits.ratios]
        return [each for each in made if each.drawing]

    def _lines(self, line: str, ink: Ink) -> Chart:
        names = explaining.names(definitions.instrument(self.assessment))
        past: dict[int, Value] = {year: self.book(line, year) for year in self.assessment.years}
        lines = {name: {y: self.outlooks[kind](line, y) for y in self.years} for kind, name in self.kinds.items()}
        title = str(Text(names.get(line, {"en": line})))
        return picturing.future(title, past, lines, unit="money", fan=self.fan(line), ink=ink)

    def _ratio(self, pack: Pack, ratio: Ratio, ink: Ink, *, legal: bool = False) -> Chart:
        def at(figures: Outlook | Book, year: int) -> Value:
            found = ratios.compute(replace(pack, ratios=(ratio,)), figures, year)
            return found[0].value

        past = {year: at(self.book, year) for year in self.assessment.years}
        lines = {name: {y: at(self.outlooks[kind], y) for y in self.years} for kind, name in self.kinds.items()}
        limits = [level.limit for level in ratio.thresholds if level.band == "good"][:1]
        title = str(Text(ratio.name))
        if legal:
            title = _("Limit by law: %(name)s") % {"name": title}
        return picturing.future(title, past, lines, unit=ratio.unit, limits=limits, ink=ink)

    @cached_property
    def group(self) -> Group | None:
        """The other cities that the fan is drawn from."""
        return comparing.group(self.assessment, self.assessment.last_year, book=self.book)

    @cached_property
    def peers(self) -> dict[str, dict[str, dict[int, Decimal]]]:
        """Lines of the peers by year and city."""
        group = self.group
        found: dict[str, dict[str, dict[int, Decimal]]] = {}
        if group is None:
            return found
        for row in Peer.objects.filter(peers=group.peers, unit__in=[each.unit for each in group.rows]):
            for line in ("RC", "EC"):
                if row.lines.get(line):
                    found.setdefault(line, {}).setdefault(row.unit, {})[row.year] = Decimal(row.lines[line])
        return found

    @property
    def peer_years(self) -> list[int]:
        """The years from which a fan can be drawn."""
        return sorted({year for units in self.peers.values() for series in units.values() for year in series})

    def fan(self, line: str) -> list[dict[int, tuple[Decimal, Decimal]]]:
        """Where nine of ten, and half, of such cities ended after so many years; nothing where there are too few."""
        start, last = self.book(line, self.assessment.last_year), self.assessment.last_year
        series = [
            {year: amount for year, amount in series.items() if (self.since or 0) <= year <= (self.until or last)}
            for series in self.peers.get(line, {}).values()
        ]
        wide, narrow = dict[int, tuple[Decimal, Decimal]](), dict[int, tuple[Decimal, Decimal]]()
        if not isinstance(start, Decimal):
            return []
        for ahead, year in enumerate(self.years, 1):
            try:
                low, first, _middle, third, high = projections.fan(series, ahead)
            except ValueError:
                break
            wide[year], narrow[year] = (
                (start * (1 + low), start * (1 + high)),
                (start * (1 + first), start * (1 + third)),
            )
        if not wide:
            return []
        return [{last: (start, start), **wide}, {last: (start, start), **narrow}]

    @cached_property
    def limits(self) -> Pack | None:
        """The limits of debt by law: those that the assessment names, or its country's."""
        return definitions.limits_of(self.assessment)

    @property
    def capacities(self) -> list[Capacity]:
        """What could be borrowed next year, in each scenario."""
        if self.limits is None:
            return []
        return [
            Capacity(
                name,
                scenarios.room(
                    self.outlooks[kind],
                    self.limits,
                    self.years,
                    rate=self.rate + (scenarios.STRESS_RATE if kind == Kind.STRESS else 0),
                    periods=self.periods,
                ),
            )
            for kind, name in self.kinds.items()
        ]

    @property
    def gaps(self) -> list[str]:
        """What the projection leaves out, in words."""
        return self.left_out(HOUSE)

    def left_out(self, audience: Audience) -> list[str]:
        """The same for an audience: outside the house nobody is told whose loans these are."""
        missing = [each for each in self.owed if each.loan is None]
        said = [
            _("%(loan)s is not in the years to come: %(missing)s is not known.")
            % {"loan": each.name, "missing": each.missing}
            for each in missing
        ]
        if missing and not audience.is_house:
            told = ngettext(
                "%(count)d loan is not in the years to come: something that one has to know of it is not known.",
                "%(count)d loans are not in the years to come: something that one has to know of them is not known.",
                len(missing),
            )
            said = [told % {"count": len(missing)}]
        base = self.assumptions(Kind.BASE)
        if not any(base.invested.values()):
            said.append(_("No investment is planned for the years to come, and it is not forecast."))
        if not self.peers:
            said.append(_("There is no fan: there are no figures of other cities."))
        return said

    def in_words(self) -> list[str]:
        """How much could be borrowed, as sentences."""
        return [
            _("%(scenario)s: %(amount)s %(currency)s; %(why)s.")
            % {
                "scenario": each.scenario,
                "amount": spelling.value(each.room.amount),
                "currency": self.assessment.currency,
                "why": each.held_by,
            }
            if each.room
            else f"{each.scenario}: {each.held_by}."
            for each in self.capacities
        ]


def read_loan(given: Mapping[str, str]) -> Loan:
    """A loan as a scenario stores it."""
    return Loan(
        year=int(given["year"]),
        amount=Decimal(given["amount"]),
        rate=Decimal(given["rate"]),
        years=int(given["years"]),
        way=Way(given.get("way", Way.ANNUITY)),
        grace=int(given.get("grace", 0)),
    )


def _known(book: Book, table: str, row: str, column: str, year: int | None = None) -> Decimal:
    value = book.amounts.get(Cell(table, row, column, year))
    return value if isinstance(value, Decimal) else Decimal(0)


def _owed(book: Book, last: int) -> Iterator[Owed]:
    def text(row: str, column: str) -> str:
        return book.texts.get(Cell("T4", row, column), "")

    for row in book.rows("T4"):
        if text(row, "kind") != "own":
            continue
        name = " · ".join(filter(None, (text(row, "lender"), text(row, "purpose")))) or row
        left = book.amounts.get(Cell("T4", row, "closing", last))
        if isinstance(left, Decimal) and left <= 0:
            continue
        rate, years = (book.amounts.get(Cell("T4", row, column)) for column in ("rate", "years"))
        signed = text(row, "signed")[:4]
        needed = {
            _("what is owed"): isinstance(left, Decimal),
            _("its rate"): isinstance(rate, Decimal),
            _("how many years it runs"): isinstance(years, Decimal),
            _("when it was signed"): signed.isdecimal(),
        }
        missing = [what for what, is_known in needed.items() if not is_known]
        if missing or isinstance(left, Unknown) or isinstance(rate, Unknown) or isinstance(years, Unknown):
            yield Owed(name, None, ", ".join(missing))
            continue
        gone = last - int(signed)
        rest = max(1, int(years or 0) - gone)
        grace = min(max(0, int(_known(book, "T4", row, "grace")) - gone), rest - 1)
        way = text(row, "way")
        yield Owed(
            name,
            Loan(
                last,
                left or Decimal(0),
                rate or Decimal(0),
                rest,
                Way(way) if way in set(Way) else Way.ANNUITY,
                grace,
                floating=text(row, "rate_kind") == "floating",
            ),
        )
