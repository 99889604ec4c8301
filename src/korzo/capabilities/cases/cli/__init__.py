"""`korzo cases`: bringing cases in from files and out to files."""

import codecs
import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path

import click

from korzo.capabilities.cases.cli import reading
from korzo.capabilities.cases.cli.learning import learn
from korzo.capabilities.cases.cli.promises import promises
from korzo.capabilities.cases.rules import mapping

READY = "korzo.capabilities.cases"


@click.group()
def cases() -> None:
    """Cases: import and export, and promised dates."""


cases.add_command(learn)
cases.add_command(promises)


def _known(_context: click.Context, _option: click.Parameter, encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise click.BadParameter(f"there is no encoding “{encoding}”") from error


@cases.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping", "named", required=True, help="Name of a ready mapping (`korzo cases mappings`) or a TOML file."
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Store nothing if any row is rejected.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write rejected rows here as CSV.")
@click.option("--encoding", default="utf-8-sig", show_default=True, callback=_known, help="Encoding of the file.")
@click.option("--index/--no-index", "indexing", default=True, help="Put the cases into the search as well.")
def import_(
    source: Path,
    named: str,
    rejects: Path | None,
    encoding: str,
    *,
    dry_run: bool,
    all_or_nothing: bool,
    indexing: bool,
) -> None:
    """Import cases from a .csv, .csv.gz or .json FILE. Running it again adds only what is missing."""
    meaning = find_mapping(named)
    if dry_run or all_or_nothing:
        refused = sum(
            (_noted(batch.rejected) for batch in _read(source, meaning, encoding, "Checking", rejects)), Counter()
        )
        _say_refused(refused, rejects)
        if dry_run:
            click.echo(f"Nothing was stored (dry run); {refused.total()} rows would be rejected.")
            return
        if refused:
            raise click.ClickException("Nothing was imported, because rows were rejected.")
    _django()
    from django.utils import timezone

    from korzo.capabilities.cases.operations.importing import Importer

    importer, refused, started = Importer(meaning.source), Counter[str](), time.monotonic()
    for batch in _read(source, meaning, encoding, "Importing", rejects):
        importer.add(batch.rows, now=timezone.now())
        refused += _noted(batch.rejected)
    took, tally = time.monotonic() - started, importer.tally
    click.echo(
        f"{tally.added} imported, {tally.known} were here already, {refused.total()} rejected, "
        f"in {took:.1f} s ({tally.added / max(took, 0.001):,.0f} a second)."
    )
    _say_refused(refused, rejects)
    if indexing:
        _index(meaning.source)


def _read(
    source: Path, meaning: mapping.Meaning, encoding: str, label: str, rejects: Path | None
) -> Iterator[reading.Batch]:
    """Read the file with a progress bar; rejected rows are written down on the way."""
    size = source.stat().st_size
    with ExitStack() as stack:
        out = stack.enter_context(rejects.open("w", encoding="utf-8", newline="")) if rejects else None
        writer = csv.writer(out) if out else None
        if writer:
            writer.writerow(["line", "column", "value", "reason"])
        bar = stack.enter_context(click.progressbar(length=size, label=label, file=sys.stderr, width=30))
        try:
            for batch in reading.ahead(source, meaning, encoding):
                if writer:
                    writer.writerows([each.line, each.column, each.value, each.reason] for each in batch.rejected)
                yield batch
                bar.update(batch.done - bar.pos)
        except reading.Unreadable as error:
            raise click.ClickException(f"{source}: {error}") from error


def _noted(rejected: Iterable[reading.Rejected]) -> "Counter[str]":
    return Counter(f"{each.column} {each.reason}".strip() for each in rejected)


def _say_refused(refused: "Counter[str]", rejects: Path | None) -> None:
    for reason, count in refused.most_common(20):
        click.echo(f"  {count:>7}  {reason}")
    if refused:
        click.echo(f"Rejected rows: {rejects}" if rejects else "See each rejected row with --rejects FILE.")


def _index(source: str) -> None:
    from korzo.capabilities.cases.models import Case
    from korzo.capabilities.cases.operations import importing

    length = Case.objects.filter(source=source).count()
    with click.progressbar(length=length, label="Indexing ", file=sys.stderr, width=30) as bar:
        for done in importing.index(source):
            bar.update(done)


@cases.command()
def mappings() -> None:
    """List the ready mappings."""
    for path in sorted(files(READY).joinpath("mappings").iterdir(), key=lambda path: path.name):
        click.echo(f"{path.name.removesuffix('.toml'):16} {path.read_text().splitlines()[0].lstrip('# ')}")


def find_mapping(named: str) -> mapping.Meaning:
    """Read a ready mapping or a file; raises click's BadParameter or ClickException."""
    path = Path(named)
    try:
        if path.suffix == ".toml":
            if not path.exists():
                raise click.BadParameter(f"there is no file {path}", param_hint="--mapping")
            return mapping.parse(path.read_text(encoding="utf-8"), path.stem)
        ready = files(READY).joinpath("mappings", f"{named}.toml")
        if not ready.is_file():
            raise click.BadParameter(
                f"there is no mapping “{named}”; see `korzo cases mappings`", param_hint="--mapping"
            )
        return mapping.parse(ready.read_text(encoding="utf-8"), named)
    except mapping.BadMapping as error:
        raise click.ClickException(str(error)) from error


@cases.command()
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--form", type=click.Choice(["csv", "json"]), help="Taken from the file's name when not given.")
def export(target: Path, form: str | None) -> None:
    """Export all public cases as GeoReport Bulk (CSV or JSON) to FILE; `-` is standard output."""
    _django()
    from korzo.capabilities.cases.open311 import bulk

    form = form or ("json" if target.suffix == ".json" else "csv")
    if str(target) == "-":
        count = bulk.write(sys.stdout, form)
    else:
        part = target.with_name(f".{target.name}.part")
        with part.open("w", encoding="utf-8", newline="") as out:
            count = bulk.write(out, form)
        part.replace(target)
    click.echo(f"{count} cases exported.", err=True)


def _django() -> None:
    import django

    django.setup()
