"""`korzo lake`: ask everything that is published, with DuckDB or with Spark."""

import csv
import sys

import click


@click.group()
def lake() -> None:
    """Ask all published data at once."""


@lake.command()
def tables() -> None:
    """Name the tables."""
    _start()
    from korzo.kernel.publishing import engine

    with engine.connect() as opened:
        for name in opened.names():
            click.echo(name)


@lake.command()
@click.argument("query")
def ask(query: str) -> None:
    """Answer a QUERY in DuckDB's SQL as CSV, such as "SELECT district, count(*) FROM cases GROUP BY 1"."""
    _start()
    from korzo.kernel.publishing import engine

    try:
        with engine.connect() as opened:
            found = opened.ask(query)
    except engine.NoSpark as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:  # both engines have errors of their own for what they do not understand
        raise click.ClickException(str(error).partition("\n\n")[0]) from error
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(found.column_names)
    for batch in found.to_batches():
        writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _start() -> None:
    import django

    django.setup()
