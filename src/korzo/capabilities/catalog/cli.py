"""`korzo catalog`: look through other catalogues from a terminal; this needs the installation's database."""

import sys

import click


@click.group()
def catalog() -> None:
    """The open data portal."""


@catalog.command()
@click.argument("source")
@click.option("--dry-run", is_flag=True, help="Look through it and say what would come, store nothing but the report.")
def harvest(source: str, *, dry_run: bool) -> None:
    """Take over the data sets of SOURCE, by its name. Ends with 1 when it failed or waits for somebody."""
    import django

    django.setup()
    from django.utils import timezone

    from korzo.capabilities.catalog.models import Run, Source
    from korzo.capabilities.catalog.operations import Refused, harvesting

    found = Source.objects.filter(name=source).first()
    if found is None:
        there = ", ".join(Source.objects.values_list("name", flat=True)) or "none"
        raise click.ClickException(f"no such source; there are: {there}")
    try:
        run = harvesting.harvest(found, trial=dry_run, by=None, now=timezone.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(", ".join(f"{name} {count}" for name, count in run.counts.items()))
    for problem in run.problems:
        click.echo(f"  {problem['address'] or problem['guid']}: {problem['reason']}", err=True)
    if run.reason:
        click.echo(run.reason, err=True)
    sys.exit(run.state != Run.State.DONE)
