"""The years to come of an assessment: three scenarios, a fan from what happened to others, room for debt by law."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.assessments.models import Assessment, Peer, Scenario
from korzo.capabilities.assessments.queries import books, comparing, definitions, owing, picturing, reforming, spelling
from korzo.capabilities.assessments.queries.audiences import HOUSE, Audience
from korzo.capabilities.assessments.queries.comparing import Group
from korzo.capabilities.assessments.queries.owing import Owed
from korzo.capabilities.assessments.queries.picturing import Chart
from korzo.capabilities.assessments.rules import explaining, projections, ratios, reforms, scenarios
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.packs import Pack, Ratio
from korzo.capabilities.assessments.rules.pictures import PAGE, Ink
from korzo.capabilities.assessments.rules.reforms import Reform
from korzo.capabilities.assessments.rules.scenarios import Assumptions, Outlook, Room
from korzo.capabilities.assessments.rules.values import Unknown, Value
from korzo.kernel.text.multilingual import Text

SHOWN = ("C1", "C2", "D1", "D2", "D3")
RATE, PERIODS = Decimal("0.05"), 15
FURTHEST = 10
"""Years ahead to which the targets of a plan are followed."""
_PLANNED = ("X", "RK")
Kind = Scenario.Kind


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
        return list(owing.owed(self.book, self.assessment.last_year))

    @cached_property
    def investments(self) -> dict[str, dict[int, Decimal]]:
        """What the register of investments plans by year to come: all money (X), and that of others (RK).

        A year of which nothing is entered is not planned, unless somebody said that there is nothing to enter at all.
        """
        if "T10" in self.book.empty:
            return {line: dict.fromkeys(self.years, Decimal(0)) for line in _PLANNED}
        found: dict[str, dict[int, Decimal]] = {line: {} for line in _PLANNED}
        for year in self.years:
            told = {
                (row, column): self.book.amounts.get(Cell("T10", row, column, year))
                for row in self.book.rows("T10")
                for column in ("own", "grants", "loans")
            }
            known = {key: value for key, value in told.items() if isinstance(value, Decimal)}
            granted = [value for (_row, column), value in known.items() if column == "grants"]
            for line, amounts in (("X", [*known.values()]), ("RK", granted)):
                if amounts:
                    found[line][year] = sum(amounts, Decimal(0))
        return found

    def assumptions(self, kind: str) -> Assumptions:
        """What a scenario assumes; bad years are those of the base with less revenue and dearer loans.

        With the plan carried out, the base with what its actions change, and with what was said beside that.
        """
        if kind == Kind.STRESS:
            return self.assumptions(Kind.BASE).stressed()
        if kind == Kind.REFORM:
            return replace(self._entered(Kind.BASE, Kind.REFORM), moved=self.reform.moves)
        return self._entered(Kind.BASE)

    def _entered(self, *kinds: str) -> Assumptions:
        """What was entered for these scenarios, a later one over an earlier one."""
        rows = [self.stored[kind] for kind in kinds]
        drivers = {line: Decimal(growth) for row in rows for line, growth in row.drivers.items()}
        plan = {line: dict(of) for line, of in self.investments.items()}
        for line, of in ((line, of) for row in rows for line, of in row.plan.items()):
            plan.setdefault(line, {}).update({int(year): Decimal(amount) for year, amount in of.items()})
        return Assumptions(
            years=len(self.years),
            prices=drivers.pop(scenarios.PRICES, None),
            growth=drivers,
            invested=plan["X"],
            granted=plan["RK"],
            owed=tuple(each.loan for each in self.owed if each.loan),
            taken=tuple(map(owing.read, next((row.loans for row in reversed(rows) if row.loans), ()))),
        )

    @cached_property
    def reform(self) -> Reform:
        """What the plan's actions change."""
        first, last = self.assessment.first_year, self.assessment.last_year
        aims = reforming.aims(self.assessment)
        far = min(FURTHEST, max([len(self.years), *(aim.year - last for aim in aims)]))
        given = replace(self._entered(Kind.BASE, Kind.REFORM), years=far)
        return reforms.carry_out(
            lambda moves: scenarios.project(self.book, first, last, replace(given, moved=moves)),
            aims,
            range(last + 1, last + far + 1),
        )

    @property
    def actions(self) -> list[reforming.Told]:
        """The decided actions, each with what it is taken to change."""
        return reforming.told(self.assessment, self.reform)

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
        """Whether the plan changes anything: by its actions, or because somebody said so."""
        row = self.stored[Kind.REFORM]
        return bool(self.reform.moves or row.drivers or row.plan or row.loans)

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
        said += self._unplanned()
        if not self.peers:
            said.append(_("There is no fan: there are no figures of other cities."))
        return said

    def _unplanned(self) -> list[str]:
        """The years of which nobody said what will be invested, or what others give, and totals that cannot go on."""
        base, outlook, said = self.assumptions(Kind.BASE), self.outlooks[Kind.BASE], []
        empty = {
            line: [str(year) for year in self.years if year not in planned]
            for line, planned in (("X", base.invested), ("RK", base.granted))
        }
        if len(empty["X"]) == len(self.years):
            said.append(_("No investment is planned for the years to come, and it is not forecast."))
        elif empty["X"]:
            said.append(
                _("Investment of %(years)s is not planned, and it is not forecast.") % {"years": ", ".join(empty["X"])}
            )
        if empty["RK"] and len(empty["X"]) < len(self.years):
            told = _("What others give for investment in %(years)s is not planned, and it is not forecast.")
            said.append(told % {"years": ", ".join(empty["RK"])})
        names = explaining.names(definitions.instrument(self.assessment))
        for line in ("RC", "EC"):
            value = outlook(line, self.years[0])
            if isinstance(value, Unknown):
                said.append(
                    _("%(total)s cannot be projected: %(line)s of %(year)s is not known.")
                    % {
                        "total": Text(names.get(line, {"en": line})),
                        "line": Text(names.get(value.line, {"en": value.line})),
                        "year": value.year,
                    }
                )
        return said

    @property
    def made_of(self) -> list[str]:
        """How lines go on, as sentences: what is said of prices changes what growth means."""
        prices = self.assumptions(Kind.BASE).prices
        if prices is None:
            return [_("Growth is in the money of each year: nothing is assumed about prices.")]
        said = [
            _("Prices rise by %(percent)s a year, and all growth is on top of that.")
            % {"percent": spelling.value(prices, "share")}
        ]
        if any(isinstance(self.book(scenarios.PRICES, year), Unknown) for year in self.assessment.years):
            said.append(_("Past prices are not all known: lines of which no growth is given rise as prices do."))
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
