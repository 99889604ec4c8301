"""`korzo ballots roll`: a roll of voters from a register; this part needs the installation's database."""

import hashlib
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import click

from korzo.capabilities.ballots.rules import register


@click.group()
def roll() -> None:
    """Rolls of voters."""


@roll.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--name", required=True, help="What people call the roll.")
@click.option("--code", required=True, help="Small letters, digits and dashes; it cannot be changed.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the register.  [default: today]")
@click.option("--keep-good", is_flag=True, help="Take the good lines even when others are rejected.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write rejected lines here as CSV.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
def import_(
    source: Path, name: str, code: str, as_of: datetime | None, rejects: Path | None, *, keep_good: bool, dry_run: bool
) -> None:
    """Make a roll of the register in FILE (CSV). Ends with 1 if nothing was stored because of wrong lines."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from korzo.capabilities.ballots.operations import rolls
    from korzo.capabilities.ballots.operations.refusals import Refused

    day: date = as_of.date() if as_of else timezone.localdate()
    data = source.read_bytes()
    try:
        reading = register.read(data, districts=rolls.known_districts(), as_of=day)
    except register.Unreadable as error:
        raise click.ClickException(f"{source.name}: {error}") from error
    _tell(source, reading)
    if rejects:
        rejects.write_text("".join(register.rejected_csv(reading.rejected)), encoding="utf-8")
    if dry_run:
        click.echo("Nothing was stored.")
        return
    plan, proof = rolls.Plan(code, {settings.KORZO.language: name}, day), hashlib.sha256(data).hexdigest()
    try:
        made = rolls.from_register(plan, reading, source=proof, good_ones=keep_good, by=None, now=timezone.now())
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{made.ref}: {made.voters.count():,} voters as of {day}")


def _tell(source: Path, reading: register.Reading) -> None:
    click.echo(f"{source.name}: {reading.encoding}, {len(reading.entries):,} good, {len(reading.rejected):,} rejected")
    for each in reading.rejected[:20]:
        click.echo(f"  line {each.line}, {each.column or 'whole line'}: {each.reason.value}", err=True)
    counted = Counter(each.reason.value for each in reading.rejected)
    if len(reading.rejected) > 20:  # noqa: PLR2004 -- the rest in the file of rejects
        click.echo(f"  … {', '.join(f'{reason}: {number}' for reason, number in counted.most_common())}", err=True)
