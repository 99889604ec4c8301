"""A city's figures and ratios as a workbook in which every ratio is a formula over the figures beside it."""

from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from korzo.capabilities.assessments.rules import expressions
from korzo.capabilities.assessments.rules.accounts import Accounts
from korzo.capabilities.assessments.rules.expressions import Expression, Line
from korzo.capabilities.assessments.rules.packs import Pack

FORMATS = {"share": "0.0%", "percent": "0.0", "months": "0.0", "years": "0.0", "times": "0.00", "money": "#,##0.00"}
_FIRST = 1  # the row and the column after the heads


def write(path: Path, pack: Pack, accounts: Accounts, *, title: str, language: str = "en") -> None:
    """Write it: figures as numbers, an empty cell where nothing is known; ratios as formulas.

    Names of cities and codes come from elsewhere: they are written as text, never as formulas.
    """
    accounts, years, needed = accounts.over(pack.lines), accounts.years, _needed(pack)
    rows = {line: at for at, line in enumerate(needed, _FIRST)}
    columns = {year: at for at, year in enumerate(years, _FIRST)}
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        formats = {unit: book.add_format({"num_format": spelled}) for unit, spelled in FORMATS.items()}
        figures = book.add_worksheet("Figures")
        figures.write_string(0, 0, title, bold)
        for line, at in rows.items():
            figures.write_string(at, 0, line)
        for year, column in columns.items():
            figures.write_number(0, column, year, bold)
            for line, at in rows.items():
                value = accounts(line, year)
                if isinstance(value, Decimal):
                    figures.write_number(at, column, float(value), formats["money"])
        figures.set_column(0, 0, 24)
        figures.set_column(1, len(years), 18)
        figures.freeze_panes(1, 1)

        def cell(line: str, year: int) -> str:
            beside = len(years) + _FIRST  # always empty: for years before the first
            return f"Figures!{xl_rowcol_to_cell(rows[line], columns.get(year, beside))}"

        told = book.add_worksheet("Ratios")
        told.write_row(0, 0, [pack.title.get(language, pack.id), "", ""], bold)
        for year, column in columns.items():
            told.write_number(0, column + 2, year, bold)
        for at, ratio in enumerate(pack.ratios, _FIRST):
            flat = flattened(ratio.expression, pack)
            told.write_string(at, 0, ratio.id)
            told.write_string(at, 1, ratio.name.get(language, ratio.id))
            told.write_string(at, 2, expressions.readable(ratio.expression, str))
            for year, column in columns.items():
                known = expressions.evaluate(ratio.expression, accounts, year)
                cached = float(known) if isinstance(known, Decimal) else "#N/A"
                told.write_formula(
                    at, column + 2, expressions.formula(flat, cell, year), formats.get(ratio.unit), cached
                )
        told.set_column(1, 2, 36)
        told.freeze_panes(1, 2)


def flattened(expression: Expression, pack: Pack) -> Expression:
    """The formula with the pack's own aggregates spelled out, so that it is over lines only."""
    match expression:
        case Line(name, 0) if name in pack.lines:
            return flattened(pack.lines[name], pack)
        case expressions.Operation(sign, terms):
            return expressions.Operation(sign, tuple(flattened(term, pack) for term in terms))
    return expression


def _needed(pack: Pack) -> list[str]:
    used = (line.name for ratio in pack.ratios for line in expressions.lines(flattened(ratio.expression, pack)))
    return list(dict.fromkeys(used))
