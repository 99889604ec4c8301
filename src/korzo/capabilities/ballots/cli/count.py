"""`korzo ballots count`: a file of ranked ballots in, a protocol out that can be followed round by round."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from korzo.capabilities.ballots.rules import methods
from korzo.capabilities.ballots.rules.methods import blt, plain
from korzo.capabilities.ballots.rules.methods.outcomes import Outcome
from korzo.capabilities.ballots.rules.methods.papers import Candidate, Number

RANKED = [name for name, each in methods.METHODS.items() if each.marks is methods.Marks.RANKS]
_WIDE = 28


@click.command()
@click.argument("ballots", metavar="FILE.blt", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--method", type=click.Choice(RANKED), default="scottish-stv", show_default=True)
@click.option("--seats", type=click.IntRange(min=1), help="Seats to fill.  [default: as the file says]")
@click.option("--seed", help="Draw lots from this public seed; without it equals go by the order of the file.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def count(ballots: Path, method: str, seats: int | None, seed: str | None, *, as_json: bool) -> None:
    """Count ranked ballots (BLT or .stv). Ends with 1 if the file cannot be counted for certain."""
    try:
        document = blt.read(ballots.read_bytes())
        candidates, papers = document.standing()
        outcome = methods.count(method, papers, candidates, seats=seats or document.seats, tie=seed or None)
    except blt.Unreadable as error:
        for problem in error.problems:
            click.secho(
                f"{'wrong' if problem.grave else 'note'}: {problem}", fg="red" if problem.grave else "yellow", err=True
            )
        sys.exit(1)
    except ValueError as error:
        click.secho(f"wrong: {error}", fg="red", err=True)
        sys.exit(1)
    if as_json:
        told = {"file": ballots.name, "title": document.title, **plain.plain(outcome)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for problem in document.problems:
        click.secho(f"note: {problem}", fg="yellow", err=True)
    click.secho(document.title or ballots.name, bold=True)
    click.echo("\n".join(protocol(outcome)))


def protocol(outcome: Outcome) -> list[str]:
    """The count in lines for reading."""
    names = [each.name or each.id for each in outcome.candidates]
    papers = f"{_say(outcome.cast)} papers: {_say(outcome.valid)} valid, {_say(outcome.blank)} blank"
    invalid = sum(each.paper.weight for each in outcome.invalid)
    lines = [f"{outcome.method}, {outcome.asked.seats} to elect", f"{papers}, {_say(invalid)} invalid"]
    lines += [
        f"  invalid: {_say(each.paper.weight)} x {list(each.paper.marks)}: {each.flaw}" for each in outcome.invalid
    ]
    if outcome.quota:
        lines.append(f"quota {_say(outcome.quota)}")
    if outcome.rounds:
        lines += _rounds(outcome, names)
    if outcome.scores:
        lines += ["", *(f"  {_say(outcome.scores[at]):>12}  {names[at]}" for group in outcome.ranking for at in group)]
    if outcome.pairs:
        lines += ["", "How many prefer the row to the column", *_matrix(outcome.candidates, names, outcome.pairs)]
    for tie in outcome.ties:
        where = f"round {tie.at}: " if tie.at else ""
        among, taken = (", ".join(names[at] for at in each) for each in (tie.among, tie.taken))
        lines.append(f"tie, {where}{tie.about}: {among}; {tie.by} took {taken}")
    ranking = " > ".join(" = ".join(names[at] for at in group) for group in outcome.ranking)
    return [*lines, "", f"ranking  {ranking}", f"elected  {', '.join(names[at] for at in outcome.winners)}"]


def _rounds(outcome: Outcome, names: Sequence[str]) -> list[str]:
    lines = []
    for number, each in enumerate(outcome.rounds, 1):
        done = each.did if each.of is None else f"{names[each.of]} {each.did}"
        if each.did == "surplus transferred" and each.of is not None:
            done = f"surplus of {names[each.of]} transferred"
        quota = "" if outcome.quota == each.quota else f", quota {_say(each.quota)}"
        lines += ["", f"{number}. {done}{quota}"]
        held = sorted((-total, at) for at, total in enumerate(each.totals) if total is not None)
        for minus, at in held:
            mark = "  elected" if at in each.elected else ""
            kept = f"  keeps {_say(each.kept[at])}" if each.kept and each.kept[at] != 1 else ""
            lines.append(f"  {_say(-minus):>16}  {names[at]}{kept}{mark}")
        if each.exhausted:
            lines.append(f"  {_say(each.exhausted):>16}  (no further preference)")
    return lines


def _matrix(candidates: Sequence[Candidate], names: Sequence[str], pairs: Sequence[Sequence[Number]]) -> list[str]:
    cells = [[_say(each) if row != at else "" for at, each in enumerate(line)] for row, line in enumerate(pairs)]
    width = max(len(cell) for cell in [*(each.id for each in candidates), *(cell for line in cells for cell in line)])
    labels = [
        f"{each.id} {name}"[:_WIDE] if each.id != name else name[:_WIDE]
        for each, name in zip(candidates, names, strict=True)
    ]
    left = max(len(label) for label in labels)
    head = " " * left + "".join(f"  {each.id:>{width}}" for each in candidates)
    return [
        head,
        *(
            f"{label:{left}}" + "".join(f"  {cell:>{width}}" for cell in line)
            for label, line in zip(labels, cells, strict=True)
        ),
    ]


def _say(value: Number) -> str:
    """A number for reading: as it is if whole, else with five decimals (nine where they are needed)."""
    if value == int(value):
        return f"{int(value):,}"
    five = value * 100_000
    return f"{float(value):,.5f}" if five == int(five) else f"{float(value):,.9f}"
