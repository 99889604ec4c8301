"""The invented city's money over the years: amounts that agree with one another, to the cent. All of it is invented."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from korzo.capabilities.assessments.rules import loans
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.loans import Way

Amounts = dict[Cell, Decimal | str]

_REVENUE = {  # thousands in the first year, and their yearly growth
    "R1": (9_800, 4), "R2": (2_400, 2), "R3": (1_100, 3), "R4": (2_300, 7), "R5": (800, 5), "R6": (2_700, 2),
    "R7": (1_400, 4), "R8": (900, 1), "R9": (250, 0), "K1": (1_300, 6), "K2": (900, 9), "K3": (400, -4), "K4": (650, 3),
}  # fmt: skip
_SPENDING = {
    "E1": (4_100, 5), "E2": (660, 5), "E3": (3_700, 4), "E4": (1_150, 8), "E5": (1_250, 9), "E6": (2_100, 2),
    "E7": (3_300, 3), "E8": (1_000, 3), "E10": (200, 0), "X1": (5_300, 3), "X2": (700, 2), "X3": (250, -2),
}  # fmt: skip
LINES = (*_REVENUE, *_SPENDING)
_LEAN = {1: Decimal("0.94")}
"""The second year was a bad one, for revenue only."""
_TASKS = {
    "G01": (18, 6), "G02": (0, 0), "G03": (3, 1), "G04": (21, 38), "G05": (12, 16), "G06": (11, 21), "G07": (2, 2),
    "G08": (12, 7), "G09": (14, 8), "G10": (7, 1),
}  # fmt: skip
"""Shares of current and capital expenditure by division of COFOG, per cent."""
_CENT = Decimal("0.01")
_THOUSAND = 1000


@dataclass(frozen=True)
class Loan:
    """A loan: `began` counts years from the first year of the series."""

    lender: str
    purpose: str
    kind: str
    began: int
    principal: int
    rate: str
    way: Way
    years: int
    grace: int = 0


LOANS = (
    Loan("Razvojna banka obale", "Vodovod Gornji grad", "own", -2, 3_000_000, "0.032", Way.ANNUITY, 12),
    Loan("Zadružna banka", "Javna rasvjeta", "own", 2, 1_200_000, "0.025", Way.EQUAL_PRINCIPAL, 8),
    Loan("Razvojna banka obale", "Vrtić Maslina", "own", 5, 1_800_000, "0.041", Way.ANNUITY, 10, 1),
    Loan("Zadružna banka", "Autobusi gradskog prijevoza", "guaranteed", 3, 900_000, "0.036", Way.ANNUITY, 6),
)
_TAXES = (("Porez na imovinu", 14_200, 17_900, "0.0025"), ("Porez na promet nekretnina", 900, 950, "0.03"))
_COMPANIES = (
    ("Vodovod i kanalizacija", "water", 21_800, 4_900, 4_300, "0.41"),
    ("Čistoća", "waste", 20_900, 2_700, 2_600, ""),
    ("Gradski prevoz", "transport", 0, 1_600, 3_100, ""),
)
_SUBSIDISED = (Decimal("0.1"), Decimal("0.15"))
"""Shares of the first companies in all subsidies; the last one gets the rest."""
_PROJECTS = (
    ("Kišna kanalizacija Donji grad", "G05", "under_way", 4_200_000),
    ("Pješačka obala", "G06", "under_way", 2_600_000),
    ("Vrtić Maslina", "G09", "finished", 2_100_000),
    ("Sportska dvorana", "G08", "planned", 3_800_000),
)


def history(first: int, last: int, random: Random, habits: Mapping[str, Decimal] | None = None) -> Amounts:
    """All cells of all tables from one year to another; `habits` say how many times the usual a line is."""
    habits = habits or {}
    years = range(first, last + 1)
    found: Amounts = {}
    _register(found, years)
    opening = Decimal(1_150_000)
    for at, year in enumerate(years):
        for table, lines in (("T1", _REVENUE), ("T2", _SPENDING)):
            for line, (base, growth) in lines.items():
                lean = _LEAN.get(at, Decimal(1)) if table == "T1" else Decimal(1)
                actual = _grown(base, growth, at, random) * lean * habits.get(line, 1)
                _put(found, Cell(table, line, "", year), actual)
                plan = Decimal("1.22") if line[0] in "XK" else Decimal("1.03")
                budget = actual * plan * Decimal(random.uniform(0.97, 1.03))
                _put(found, Cell(table, line, "", year, Phase.ORIGINAL), budget)
        service = _service(found, year)
        for line, amount in service.items():
            _put(found, Cell("T1" if line == "K5" else "T2", line, "", year), amount)
        for line in ("F2", "F3"):
            _put(found, Cell("T2", line, "", year), Decimal(0))
        _put(found, Cell("T1", "K6", "", year), opening)
        opening = _close(found, year, opening)
        _by_task(found, year)
        _around(found, at, year, random)
    return found


def _grown(base: int, growth: int, at: int, random: Random) -> Decimal:
    return base * _THOUSAND * (1 + Decimal(growth) / 100) ** at * Decimal(random.uniform(0.98, 1.02))


def _put(found: Amounts, cell: Cell, amount: Decimal) -> None:
    found[cell] = amount.quantize(_CENT)


def _sum(found: Amounts, table: str, lines: list[str], year: int, phase: Phase = Phase.ACTUAL) -> Decimal:
    return sum((Decimal(found.get(Cell(table, line, "", year, phase), 0)) for line in lines), Decimal(0))


_CURRENT = [f"E{number}" for number in range(1, 11)]
_CAPITAL = ["X1", "X2", "X3"]
_ALL_REVENUE = [f"R{number}" for number in range(1, 10)] + ["K1", "K2", "K3", "K4"]


def _close(found: Amounts, year: int, opening: Decimal) -> Decimal:
    """Bend own investment so that what is left at the end is small and never below zero; return what is left."""
    out = _sum(found, "T2", [*_CURRENT, "X2", "X3", "F1"], year)
    money = opening + _sum(found, "T1", [*_ALL_REVENUE, "K5"], year) - out
    wanted = Decimal(found[Cell("T2", "X1", "", year)])
    invested = min(wanted, money - 600_000) if money - wanted < 600_000 else money - 900_000  # noqa: PLR2004 -- euros
    _put(found, Cell("T2", "X1", "", year), invested)
    return money - invested.quantize(_CENT)


def _service(found: Amounts, year: int) -> dict[str, Decimal]:
    """What own loans bring and cost in a year."""
    own = [str(at) for at, loan in enumerate(LOANS, 1) if loan.kind == "own"]

    def total(column: str) -> Decimal:
        return sum((Decimal(found.get(Cell("T4", row, column, year), 0)) for row in own), Decimal(0))

    return {"K5": total("drawn"), "E9": total("interest"), "F1": total("repaid")}


def _register(found: Amounts, years: range) -> None:
    for at, loan in enumerate(LOANS, 1):
        row = str(at)
        told = {
            "lender": loan.lender, "purpose": loan.purpose, "kind": loan.kind, "currency": "EUR",
            "signed": f"{years[0] + loan.began}-03-15", "rate_kind": "fixed", "way": loan.way.value,
        }  # fmt: skip
        found |= {Cell("T4", row, column): text for column, text in told.items()}
        found[Cell("T4", row, "principal")] = Decimal(loan.principal)
        found[Cell("T4", row, "rate")] = Decimal(loan.rate)
        found[Cell("T4", row, "grace")], found[Cell("T4", row, "years")] = Decimal(loan.grace), Decimal(loan.years)
        for year, column, amount in _payments(loan, years):
            found[Cell("T4", row, column, year)] = amount
    for at, (project, task, status, cost) in enumerate(_PROJECTS, 1):
        told = {"project": project, "function": task, "status": status}
        found |= {Cell("T10", str(at), column): text for column, text in told.items()}
        found[Cell("T10", str(at), "total")] = Decimal(cost)
    for at, (tax, _units, _real, _rate) in enumerate(_TAXES, 1):
        found[Cell("T7", str(at), "tax")] = tax
    for at, (company, service, *_more) in enumerate(_COMPANIES, 1):
        found |= {Cell("T9", str(at), "company"): company, Cell("T9", str(at), "service"): service}
        found[Cell("T9", str(at), "owned")] = Decimal(1)


def _payments(loan: Loan, years: range) -> Iterator[tuple[int, str, Decimal]]:
    paid = loans.schedule(Decimal(loan.principal), Decimal(loan.rate), loan.years, way=loan.way, grace=loan.grace)
    drawn = years[0] + loan.began
    for year in years:
        at = year - drawn  # the first payment comes a year after the money
        payment = paid[at - 1] if 1 <= at <= len(paid) else None
        yield year, "drawn", Decimal(loan.principal if at == 0 else 0)
        yield year, "repaid", payment.principal if payment else Decimal(0)
        yield year, "interest", payment.interest if payment else Decimal(0)
        balance = Decimal(loan.principal) if at == 0 else payment.balance if payment else Decimal(0)
        yield year, "closing", balance


def _by_task(found: Amounts, year: int) -> None:
    """Spread expenditure over the tasks; the last task takes what rounding leaves."""
    for phase in (Phase.ACTUAL, Phase.ORIGINAL):
        for kind, lines, share_at in (("C", _CURRENT, 0), ("K", _CAPITAL, 1)):
            total = _sum(found, "T2", lines, year, phase)
            left = total
            for task, shares in list(_TASKS.items())[:-1]:
                part = (total * shares[share_at] / 100).quantize(_CENT)
                _put(found, Cell("T3", f"{task}{kind}", "", year, phase), part)
                left -= part
            _put(found, Cell("T3", f"{list(_TASKS)[-1]}{kind}", "", year, phase), left)


def _around(found: Amounts, at: int, year: int, random: Random) -> None:
    """The city itself, bills, taxes and companies."""
    _put(found, Cell("T12", "POP", "", year), Decimal(60_240 - 190 * at))
    _put(found, Cell("T12", "HOUSEHOLDS", "", year), Decimal(21_600 + 40 * at))
    _put(found, Cell("T12", "AREA", "", year), Decimal(184))
    _put(found, Cell("T12", "JOBS", "", year), Decimal(17_900 + 160 * at))
    _put(found, Cell("T12", "CPI", "", year), Decimal(100) * Decimal("1.035") ** at)
    _put(found, Cell("T12", "GDP_GROWTH", "", year), Decimal("-0.06") if at == 1 else Decimal("0.03"))
    for line, base in (("P30", 410), ("P60", 160), ("P90", 90), ("P365", 70), ("PMORE", 25)):
        _put(found, Cell("T5", line, "", year), base * _THOUSAND * Decimal(random.uniform(0.8, 1.2)))
    for line, base in (("Q30", 380), ("Q90", 260), ("Q365", 540), ("QMORE", 910)):
        _put(found, Cell("T6", line, "", year), base * _THOUSAND * Decimal(random.uniform(0.9, 1.1)))
    _taxes(found, at, year)
    _companies(found, at, year)


def _companies(found: Amounts, at: int, year: int) -> None:
    subsidies = Decimal(found[Cell("T2", "E6", "", year)])
    left = subsidies
    for number, (_name, _service, customers, revenue, cost, losses) in enumerate(_COMPANIES, 1):
        grown = (1 + Decimal("0.03")) ** at
        earned, spent = revenue * _THOUSAND * grown, cost * _THOUSAND * grown
        subsidy = left if number == len(_COMPANIES) else (subsidies * _SUBSIDISED[number - 1]).quantize(_CENT)
        left -= subsidy
        yearly = {
            "customers": Decimal(customers), "revenue": earned, "subsidy": subsidy, "cost": spent,
            "interest": spent / 60, "depreciation": spent / 8,
            "result": earned + subsidy - spent - spent / 60 - spent / 8,
            "billed": earned, "collected": earned * Decimal("0.91"), "overdue": earned / 12, "debt": spent / 3,
            "staff": Decimal(customers // 120 + 40), "losses": Decimal(losses or 0),
        }  # fmt: skip
        for column, amount in yearly.items():
            _put(found, Cell("T9", str(number), column, year), amount)


def _taxes(found: Amounts, at: int, year: int) -> None:
    revenue = Decimal(found[Cell("T1", "R4", "", year)])
    for number, (_tax, units, real, rate) in enumerate(_TAXES, 1):
        collected = revenue * (Decimal("0.8") if number == 1 else Decimal("0.2"))
        billed = collected / (Decimal("0.78") + Decimal("0.012") * at)
        yearly = {
            "units": Decimal(units + 210 * at), "estimated": Decimal(real), "rate": Decimal(rate),
            "base": billed / Decimal(rate), "market": billed / Decimal(rate) * Decimal("1.6"), "exempt": billed / 20,
            "billed": billed, "collected": collected, "old": collected / 14,
        }  # fmt: skip
        for column, amount in yearly.items():
            found[Cell("T7", str(number), column, year)] = amount.quantize(
                Decimal("0.000001") if column == "rate" else _CENT
            )
    for number, (_name, _task, status, cost) in enumerate(_PROJECTS, 1):
        share = Decimal(0) if status == "planned" else Decimal(cost) / 5
        for column, part in (("own", "0.4"), ("grants", "0.45"), ("loans", "0.15")):
            found[Cell("T10", str(number), column, year)] = (share * Decimal(part)).quantize(_CENT)
