"""`korzo cases`: bringing cases in from files and out to files."""

import csv
import gzip
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import click

from korzo.capabilities.cases.rules import mapping

READY = "korzo.capabilities.cases"
NOT_UTF8 = "is not in the encoding of the file; name it with --encoding"
csv.field_size_limit(2**20)


@click.group()
def cases() -> None:
    """Cases: import and export."""


@cases.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--mapping", "named", required=True, help="Name of a ready mapping (`korzo cases mappings`) or a TOML file.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Store nothing if any row is rejected.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write rejected rows here as CSV.")
@click.option("--encoding", default="utf-8-sig", show_default=True, help="Encoding of the file.")
@click.option("--index/--no-index", "indexing", default=True, help="Put the cases into the search as well.")
def import_(
    source: Path, named: str, rejects: Path | None, encoding: str, *, dry_run: bool, all_or_nothing: bool, indexing: bool
) -> None:
    """Import cases from a .csv, .csv.gz or .json FILE. Running it again adds only what is missing."""
    meaning = _mapping(named)
    started = time.monotonic()
    try:
        if all_or_nothing and not dry_run:
            refused = _read(source, meaning, encoding, None, lambda _rows: None, "Checking")
            if refused.total():
                _say_refused(refused)
                raise click.ClickException("Nothing was imported, because rows were rejected. See them with --dry-run --rejects FILE.")
        with ExitStack() as stack:
            out = stack.enter_context(rejects.open("w", encoding="utf-8", newline="")) if rejects else None
            store, importer = (lambda _rows: None), None
            if not dry_run:
                _django()
                from django.utils import timezone

                from korzo.capabilities.cases.operations.importing import Importer

                importer = Importer(meaning.source)

                def store(rows: list[tuple[int, mapping.Imported]]) -> None:
                    importer.add(rows, now=timezone.now())

            refused = _read(source, meaning, encoding, out, store, "Checking" if dry_run else "Importing")
    except (mapping.BadMapping, csv.Error, UnicodeError, json.JSONDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise click.ClickException(f"{source}: {error}") from error
    took = time.monotonic() - started
    if importer is None:
        click.echo(f"Nothing stored (dry run): {refused.total()} rows would be rejected.")
    else:
        tally = importer.tally
        click.echo(
            f"{tally.added} imported, {tally.known} were here already, {refused.total()} rejected, "
            f"in {took:.1f} s ({tally.added / max(took, 0.001):,.0f} a second)."
        )
        if indexing and tally.added:
            _index(meaning.source)
    _say_refused(refused)
    if rejects:
        click.echo(f"Rejected rows: {rejects}")


def _read(
    source: Path,
    meaning: mapping.Meaning,
    encoding: str,
    out: IO[str] | None,
    store: Callable[[list[tuple[int, mapping.Imported]]], None],
    label: str,
) -> "Counter[str]":
    """Read the file row by row, hand good rows over in batches, write bad ones down; returns reasons with their counts."""
    from korzo.capabilities.cases.operations.importing import BATCH

    refused: Counter[str] = Counter()
    writer = csv.writer(out) if out else None
    if writer:
        writer.writerow(["line", "column", "value", "reason"])
    rows = _rows(source, encoding)
    _line, header, done = next(rows, (0, [], 0))
    read = mapping.reader(meaning, header)
    batch: list[tuple[int, mapping.Imported]] = []
    with click.progressbar(length=source.stat().st_size, label=label, file=sys.stderr, width=30) as bar:
        position = 0
        for line, row, done in rows:
            try:
                if not row or not any(row):
                    continue
                if bad := next((value for value in row if not value.isascii() and "\udc80" <= max(value) <= "\udcff"), None):
                    raise mapping.BadValue(header[row.index(bad)], bad, NOT_UTF8)
                batch.append((line, read(row)))
            except mapping.BadValue as error:
                refused[f"{error.column} {error.reason}".strip()] += 1
                if writer:
                    writer.writerow([line, error.column, error.value.encode("utf-8", "backslashreplace").decode(), error.reason])
            if len(batch) == BATCH:
                store(batch)
                batch = []
                bar.update(done - position)
                position = done
        if batch:
            store(batch)
        bar.update(source.stat().st_size - position)
    return refused


def _rows(source: Path, encoding: str) -> Iterator[tuple[int, list[str], int]]:
    """Line number, values and bytes read so far; the header comes first."""
    with ExitStack() as stack:
        raw = stack.enter_context(source.open("rb"))
        packed = source.suffix == ".gz"
        data: Any = stack.enter_context(gzip.GzipFile(fileobj=raw)) if packed else raw
        if Path(source.stem if packed else source.name).suffix == ".json":
            yield from _json_rows(json.loads(data.read().decode(encoding)), source.stat().st_size)
            return
        text = io.TextIOWrapper(data, encoding=encoding, errors="surrogateescape", newline="")
        reader = csv.reader(text, strict=True)
        for number, row in enumerate(reader):
            yield reader.line_num, row, raw.tell() if number % 1000 == 0 else 0


def _json_rows(found: Any, size: int) -> Iterator[tuple[int, list[str], int]]:
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise mapping.BadMapping("a JSON file must hold a list of objects")
    header, rows = mapping.as_rows(found)
    yield 0, header, 0
    for number, row in enumerate(rows, start=1):
        yield number, row, size * number // len(rows)


def _index(source: str) -> None:
    from korzo.capabilities.cases.models import Case
    from korzo.capabilities.cases.operations import importing

    with click.progressbar(length=Case.objects.filter(source=source).count(), label="Indexing ", file=sys.stderr, width=30) as bar:
        for done in importing.index(source):
            bar.update(done)


def _say_refused(refused: "Counter[str]") -> None:
    for reason, count in refused.most_common(20):
        click.echo(f"  {count:>7}  {reason}")


@cases.command()
def mappings() -> None:
    """List the ready mappings."""
    for path in sorted(files(READY).joinpath("mappings").iterdir(), key=lambda path: path.name):
        click.echo(f"{path.name.removesuffix('.toml'):16} {path.read_text().splitlines()[0].lstrip('# ')}")


def _mapping(named: str) -> mapping.Meaning:
    path = Path(named)
    if path.suffix == ".toml":
        if not path.exists():
            raise click.BadParameter(f"there is no file {path}", param_hint="--mapping")
        return mapping.parse(path.read_text(encoding="utf-8"), path.stem)
    ready = files(READY).joinpath("mappings", f"{named}.toml")
    if not ready.is_file():
        raise click.BadParameter(f"there is no mapping “{named}”; see `korzo cases mappings`", param_hint="--mapping")
    return mapping.parse(ready.read_text(encoding="utf-8"), named)


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
