"""`korzo ballots verify`: an archive in, a verdict out."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from korzo.capabilities.ballots.rules import ballot, verifying
from korzo.capabilities.ballots.rules.questions import Homomorphic
from korzo.capabilities.ballots.rules.reports import Failure, Progress, Report

ARCHIVE = click.argument("archive", metavar="FILE.bel", type=click.Path(path_type=Path, exists=True, dir_okay=False))
CORES = click.option(
    "--cores", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="Processes.  [default: all cores]"
)
_PATIENCE = 2.0


@click.command()
@ARCHIVE
@CORES
@click.option(
    "--older",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A copy kept earlier: the archive has to begin with the same bytes.",
)
@click.option("--tracker", help="Look for the ballot with this tracker.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def verify(archive: Path, cores: int, older: Path | None, tracker: str | None, *, as_json: bool) -> None:
    """Verify an election from its archive alone. Ends with 1 if anything is wrong."""
    report = watched(archive, cores)
    if older is not None and not verifying.extends(archive, older):
        reason = "does not begin with the bytes of the older copy: something was changed or left out"
        report.failures.append(Failure("archive", reason))
    place = None if tracker is None else _find(report, tracker)
    if tracker is not None and place is None:
        report.failures.append(Failure("tracker", "no ballot of this archive has it"))
    if as_json:
        click.echo(json.dumps(_plain(report, archive, place), ensure_ascii=False, indent=1))
    else:
        _say(report, archive, place)
    sys.exit(0 if report.holds else 1)


def watched(archive: Path, cores: int) -> Report:
    """Verify with a bar that comes after two seconds."""
    steps, started = verifying.verifying(archive, cores=cores), time.monotonic()
    show = _bar()
    try:
        while True:
            progress = next(steps)
            if time.monotonic() - started > _PATIENCE:
                show(progress)
    except StopIteration as end:
        show(None)
        report: Report = end.value
        return report


def _bar() -> Callable[[Progress | None], None]:
    if not sys.stderr.isatty():
        return lambda _progress: None
    shown = False

    def show(progress: Progress | None) -> None:
        nonlocal shown
        if progress is None:
            if shown:
                click.echo("\r\033[K", nl=False, err=True)
            return
        shown = True
        part = progress.done / progress.total if progress.total else 1.0
        full = "#" * int(30 * part)
        click.echo(f"\r\033[K{progress.step:12}[{full:30}] {part:4.0%}", nl=False, err=True)

    return show


def _find(report: Report, tracker: str) -> int | None:
    if report.archive is None:
        return None
    for number, event in enumerate(report.archive.of("Ballot"), 1):
        if ballot.tracker(report.archive.content(event.data[0])) == tracker:
            return number
    return None


def _plain(report: Report, archive: Path, place: int | None) -> dict[str, Any]:
    election, found = report.election, report.archive
    return {
        "file": archive.name,
        "holds": report.holds,
        "failures": [{"place": failure.place, "reason": failure.reason} for failure in report.failures],
        "warnings": report.warnings,
        "election": None
        if election is None
        else {
            "uuid": election.uuid,
            "name": election.name,
            "group": election.group.name,
            "fingerprint": election.fingerprint,
        },
        "last_event": None if found is None else found.events[-1].digest,
        "voters": report.voters,
        "ballots": report.ballots,
        "counted": report.counted,
        "weight": report.weight,
        "shuffles": report.shuffles,
        "decryptions": report.decryptions,
        "result": report.result,
        **({} if place is None else {"ballot_with_tracker": place}),
    }


def _say(report: Report, archive: Path, place: int | None) -> None:
    election, found = report.election, report.archive
    if election is not None and found is not None:
        click.echo(f"{election.name} ({election.uuid}, {election.group.name})")
        click.echo(f"  fingerprint    {election.fingerprint}")
        click.echo(f"  last event     {found.events[-1].digest}")
        click.echo(f"  voters         {report.voters:,}")
        click.echo(f"  ballots        {report.ballots:,}, of which {report.counted:,} count")
        click.echo(f"  shuffles       {report.shuffles}")
        click.echo(f"  decryptions    {report.decryptions}")
        for asked, result in zip(election.questions, report.result or [], strict=False):
            click.echo(f"  {asked.question}")
            if isinstance(asked, Homomorphic):
                names = (["(blank)"] if asked.blank else []) + list(asked.answers)
                for name, votes in zip(names, result, strict=True):
                    click.echo(f"    {int(votes):>9,}  {name}")
            else:
                click.echo(f"    {len(result):>9,}  ballots, each on its own (--json shows them)")
    for warning in report.warnings:
        click.secho(f"note: {warning}", fg="yellow", err=True)
    for failure in report.failures:
        click.secho(f"wrong: {failure}", fg="red", err=True)
    if place is not None:
        click.echo(f"The ballot with this tracker is number {place}.")
    verdict = "everything in it is right" if report.holds else "NOT right"
    click.secho(f"{archive.name}: {verdict}", fg="green" if report.holds else "red", bold=True)
