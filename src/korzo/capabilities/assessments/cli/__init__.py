"""`korzo assessments`: ratios of cities from tables of accounts, without a database or a home; loading peers."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from korzo.capabilities.assessments.rules import charts, cities, packs, peers, ratios, workbook
from korzo.capabilities.assessments.rules.accounts import Accounts
from korzo.capabilities.assessments.rules.packs import BadPack
from korzo.capabilities.assessments.rules.ratios import Computed
from korzo.capabilities.assessments.rules.reading import Unreadable
from korzo.capabilities.assessments.rules.tables import BadTable
from korzo.capabilities.assessments.rules.values import Unknown, Value


@click.group()
def assessments() -> None:
    """A city examines itself: ratios, peers, what does not agree."""


@assessments.command("ratios")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--mapping", default="slovenia", show_default=True, help="Chart of accounts: a name, or a .toml file.")
@click.option("--pack", default="mfsa", show_default=True, help="Ratios: a name, or a .toml file.")
@click.option("--unit", help="Only this city (as it is written in the file).")
@click.option("--year", type=int, help="Only this year; of files without a column for it: their year.")
@click.option("--xlsx", type=click.Path(path_type=Path), help="Write the city's figures and live formulas there.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def ratios_(  # noqa: PLR0917 -- click passes them by name
    source: Path, mapping: str, pack: str, unit: str | None, year: int | None, xlsx: Path | None, as_json: bool
) -> None:
    """Compute the ratios of every city and year in a table, and where each stands among the others."""
    chart = _named(charts, mapping)
    chosen = _named(packs, pack)
    found = _cities(source, chart, year)
    accounts = found.accounts
    if unit is not None and unit not in accounts:
        raise click.ClickException(f"{unit} is not in {source.name}; it has {len(accounts)} cities")
    if xlsx is not None:
        if unit is None:
            raise click.ClickException("Say with --unit whose workbook you want.")
        workbook.write(xlsx, chosen, accounts[unit], title=unit)
    years = sorted({at for each in accounts.values() for at in each.years if year in {None, at}})
    told = {at: {name: ratios.compute(chosen, each, at) for name, each in accounts.items()} for at in years}
    shown = [(at, name) for at in years for name in told[at] if unit in {None, name} and at in accounts[name].years]
    if as_json:
        rows = [_as_json(name, at, told[at], accounts[name]) for at, name in shown]
        click.echo(json.dumps({"pack": chosen.id, "mapping": chart.id, "rows": rows}, ensure_ascii=False, indent=1))
    else:
        for at, name in shown:
            _show(name, at, told[at], accounts[name])
    _complain(found)
    if not chosen.confirmed:
        click.echo("These ratios are to be confirmed by your association or ministry.", err=True)


@assessments.command("report")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--unit", required=True, help="Which city (as it is written in the file).")
@click.option("--mapping", default="slovenia", show_default=True, help="Chart of accounts: a name, or a .toml file.")
@click.option("--pack", default="mfsa", show_default=True, help="Ratios: a name, or a .toml file.")
@click.option("--year", type=int, help="Of a file without a column for it.")
@click.option("--language", default="en", show_default=True, help="Of the report.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default="report.pdf", show_default=True
)
def report_(  # noqa: PLR0917 -- click passes them by name
    source: Path, unit: str, mapping: str, pack: str, year: int | None, language: str, output: Path
) -> None:
    """Write a city's ratios, in words and beside the others of the table, as PDF; no database is asked."""
    import django  # slow, and ratios do without

    django.setup()
    from django.utils import translation

    from korzo.capabilities.assessments.queries import reporting
    from korzo.capabilities.assessments.views import printing
    from korzo.ui import typesetting

    chart, chosen = _named(charts, mapping), _named(packs, pack)
    accounts = _cities(source, chart, year).accounts
    if unit not in accounts:
        raise click.ClickException(f"{unit} is not in {source.name}; it has {len(accounts)} cities")
    city, others = accounts[unit], [each for name, each in accounts.items() if name != unit]
    with translation.override(language), typesetting.printable():
        made = reporting.of_city(unit, chosen, city, city.years, currency=chart.currency, others=others)
        output.write_bytes(printing.typeset(made))
    click.echo(f"{output}: {unit}, {city.years[0]}–{city.years[-1]}")


def _cities(source: Path, chart: charts.Chart, year: int | None) -> cities.Cities:
    try:
        return cities.read(source, chart, year=year)
    except (BadTable, Unreadable) as error:
        raise click.ClickException(f"{source.name}: {error}") from error


def _complain(found: cities.Cities) -> None:
    for sheet, problem in found.problems:
        place = f"{sheet}, line {problem.line}, column {problem.column} ({problem.name})"
        click.echo(f"{place}: {problem.reason}", err=True)
    for sheet in found.unread:
        click.echo(f"{sheet}: without a row of codes, left out", err=True)


def _named(room: Any, name: str) -> Any:
    try:
        return room.read(Path(name).read_text(encoding="utf-8")) if name.endswith(".toml") else room.named(name)
    except (BadPack, OSError) as error:
        raise click.ClickException(str(error)) from error


def _percentile(name: str, all_: dict[str, list[Computed]], at: int) -> Value:
    """Among the others: nobody stands beside themselves."""
    others = (each[at].value for other, each in all_.items() if other != name)
    return peers.percentile(all_[name][at].value, others)


def _as_json(name: str, year: int, all_: dict[str, list[Computed]], accounts: Accounts) -> dict[str, Any]:
    return {
        "unit": name,
        "year": year,
        "ratios": [
            {
                "id": found.ratio.id,
                **_spelled("value", found.value),
                "band": found.band,
                **_spelled("percentile", _percentile(name, all_, at)),
            }
            for at, found in enumerate(all_[name])
        ],
        "differences": [
            {
                "identity": each.identity.name.get("en", ""),
                "level": each.identity.level,
                "left": str(each.left),
                "right": str(each.right),
            }
            for each in accounts.check([year])
        ],
    }


def _spelled(name: str, value: Value) -> dict[str, Any]:
    if isinstance(value, Unknown):
        return {name: None, f"{name}_reason": value.reason.value, f"{name}_line": value.line}
    return {name: str(value.quantize(Decimal("0.000001")))}


def _show(name: str, year: int, all_: dict[str, list[Computed]], accounts: Accounts) -> None:
    click.secho(f"\n{name} {year}", bold=True)
    for at, found in enumerate(all_[name]):
        where = _percentile(name, all_, at)
        below = f"above {where:.0%} of the others" if isinstance(where, Decimal) else ""
        value = f"{found.value:,.4f}" if isinstance(found.value, Decimal) else f"– {found.value}"
        click.echo(f"  {found.ratio.id:4} {found.ratio.name['en']:40} {value:>20}  {found.band:8} {below}")
    for each in accounts.check([year]):
        click.secho(
            f"  {each.identity.level}: {each.identity.name.get('en', '')}: {each.left} is not {each.right}", fg="yellow"
        )


@assessments.group("peers")
def peers_() -> None:
    """Figures of other cities to compare with."""


@peers_.command("load")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--chart", "mapping", required=True, help="Chart of accounts: a name, or a .toml file.")
@click.option("--code", help="Name of the set; loaded again under the same name, it takes its own place.")
@click.option("--title", required=True)
@click.option("--source", "origin", required=True, help="Who published it, and where.")
@click.option("--licence", default="", help="SPDX, or in words.")
@click.option("--currency", help="What ratios per head are in; the chart's own otherwise.")
@click.option("--year", type=int, help="Of a file without a column for it.")
def load(  # noqa: PLR0917 -- click passes them by name
    source: Path, mapping: str, code: str | None, title: str, origin: str, licence: str, currency: str | None,
    year: int | None,
) -> None:  # fmt: skip
    """Load the cities of a table, with the ratios of every pack, in place of what the set held before."""
    import django  # slow, and ratios do without

    django.setup()
    from django.utils import timezone

    from korzo.capabilities.assessments.models import PeerSet
    from korzo.capabilities.assessments.operations import loading

    chart = _named(charts, mapping)
    found = _cities(source, chart, year)
    made = PeerSet(
        code=code or chart.id, title=title, chart=chart.id, country=chart.country, currency=currency or chart.currency,
        source=origin, licence=licence,
    )  # fmt: skip
    years = sorted({at for each in found.accounts.values() for at in each.years})
    loading.load(made, found.accounts, years=years, by=None, now=timezone.now())
    _complain(found)
    click.echo(f"{made.code}: {made.rows.count()} rows, {len(found.accounts)} cities, {years[0]}–{years[-1]}")
    if not made.rows.exists():
        click.echo("None of them tells current revenue, without which there is nothing to compare.", err=True)
