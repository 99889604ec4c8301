"""`korzo budgeting`: count votes from files, check and certify them; no database and no home is needed."""

import gc
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from korzo.capabilities.budgeting.cli import showing
from korzo.capabilities.budgeting.rules import counting, explaining, fairness, pabulib
from korzo.capabilities.budgeting.rules.conventions import Comparison, Completion, Conventions, Rule, Start, Stop
from korzo.capabilities.budgeting.rules.elections import BadElection
from korzo.capabilities.budgeting.rules.pabulib import declaring
from korzo.capabilities.budgeting.rules.support import Utility
from korzo.capabilities.budgeting.rules.ties import Ties

SOURCE = click.argument("source", metavar="FILE.pb", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group()
def budgeting() -> None:
    """Participatory budgets: count votes from .pb files, check and certify them."""


def _names(choices: Any) -> click.Choice[str]:
    return click.Choice([each.value for each in choices])


class _Amount(click.ParamType[Fraction]):
    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        try:
            read = Fraction(value)
        except (ValueError, ZeroDivisionError):
            self.fail(f"“{value}” is no amount", param, ctx)
        if read <= 0:
            self.fail("has to be above zero", param, ctx)
        return read


@budgeting.command()
@SOURCE
@click.option("--rule", type=_names(Rule), help="How to count.  [default: the rule the file names, or equal-shares]")
@click.option("--completion", type=_names(Completion), help="What Equal Shares does with what it leaves over.")
@click.option("--start", type=_names(Start), help="What endowments of add1 grow from.")
@click.option("--stop", type=_names(Stop), help="When endowments of add1 stop growing.")
@click.option("--increment", type=_Amount(), help="By how much they grow.  [default: 1]")
@click.option("--utility", type=_names(Utility), help="What a funded project is worth to a voter.")
@click.option("--comparison", type=_names(Comparison), help="Ask whether more voters prefer the greedy result.")
@click.option("--threshold-everywhere", is_flag=True, default=None, help="The least score holds for every rule.")
@click.option("--no-empty-ballots", "empty_ballots_count", flag_value=False, default=None, help="They have no share.")
@click.option("--tie-seed", help="Public seed of the lot among equals; without it the order of the file decides.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--explain", "explained", is_flag=True, help="Why each project lost, and what would have made it win.")
def count(source: Path, tie_seed: str | None, *, as_json: bool, explained: bool, **named: Any) -> None:
    """Count the votes of FILE.pb. Ends with 1 if the file cannot be counted for certain."""
    reading = _read(source)
    usual = declaring.rule(reading)
    chosen = {name: _SETTINGS[name](value) for name, value in named.items() if value is not None}
    if usual is None or "rule" in chosen:
        usual = Conventions(ties=Ties.LIST)
    lot = {} if tie_seed is None else {"ties": Ties.LOT, "seed": tie_seed}
    conventions = Conventions(**{**showing.settings(usual), **chosen, **lot})
    try:
        outcome = counting.count(reading.election, conventions)
    except (BadElection, ValueError) as error:
        raise click.ClickException(str(error)) from error
    why = explaining.explain(reading.election, outcome) if explained else ()
    if as_json:
        plain: dict[str, Any] = {"outcome": outcome.as_json()}
        if explained:
            plain["explanations"] = [showing.plain(each) for each in why]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    click.echo(showing.outcome(reading.election, outcome, reading.document.meta.get("currency", "")))
    if explained:
        click.echo(showing.explanations(reading.election, why))
    declared = declaring.winners(reading)
    if declared is not None:
        click.echo(showing.compared(declared, frozenset(outcome.winners)))


@budgeting.command()
@SOURCE
def check(source: Path) -> None:
    """Check FILE.pb: every problem with line and column. Ends with 1 if there are grave ones."""
    reading = _read(source)
    for problem in reading.problems:
        click.echo(f"note: {problem}")
    election = reading.election
    click.echo(
        f"{source.name}: {len(election.projects)} projects, {election.ballots.cast:,} ballots, "
        f"{len(election.ballots.weights):,} different; can be counted"
    )


@budgeting.command()
@SOURCE
def certify(source: Path) -> None:
    """Look for groups that were passed over by the winners FILE.pb declares and by a count. Ends with 1 if any."""
    reading = _read(source)
    conventions = declaring.rule(reading) or Conventions(ties=Ties.LIST)
    results = {"counted by " + conventions.rule.value: counting.count(reading.election, conventions).winners}
    if reading.declared is not None:
        results = {"declared in the file": tuple(reading.declared), **results}
    held = True
    for name, winners in results.items():
        certificate = fairness.certify(reading.election, winners)
        click.echo(showing.certificate(name, reading.election, certificate))
        click.echo(showing.measures(fairness.measure(reading.election, winners)))
        held = held and certificate.holds
    raise SystemExit(0 if held else 1)


_SETTINGS: dict[str, Any] = {
    "rule": Rule,
    "completion": Completion,
    "start": Start,
    "stop": Stop,
    "increment": Fraction,
    "utility": Utility,
    "comparison": Comparison,
    "threshold_everywhere": bool,
    "empty_ballots_count": bool,
}


def _read(source: Path) -> pabulib.Reading:
    gc.disable()  # millions of small objects that all stay: collecting them takes half of the time
    try:
        return pabulib.read(source)
    except pabulib.Unreadable as error:
        for problem in error.problems:
            click.echo(f"{'error' if problem.grave else 'note'}: {problem}", err=True)
        raise click.ClickException(f"{source.name} cannot be counted for certain") from error
    finally:
        gc.enable()
