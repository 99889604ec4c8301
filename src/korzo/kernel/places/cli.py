"""`korzo places`: fill the city's ground from GeoJSON files, and ask it questions."""

from pathlib import Path

import click


@click.group()
def places() -> None:
    """The city's boundary, districts, streets and addresses."""


@places.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--as", "kind", default="", help="What a single file holds, when its name does not say (streets, …).")
@click.option("--name", help="What the file calls the name.")
@click.option("--code", help="What the file calls the code.")
@click.option("--kind", "kind_of_thing", help="What the file calls the kind of district or feature.")
@click.option("--class", "street_class", help="What the file calls the class of a street.")
@click.option("--street", help="What the file calls the street of an address.")
@click.option("--number", help="What the file calls the house number.")
@click.option("--postal-code", "postal_code", help="What the file calls the postal code.")
@click.option("--near", nargs=2, type=float, help="Latitude and longitude of any place in the city.")
@click.option("--keep-good", is_flag=True, help="Take the good features even when others are rejected.")
def import_(
    path: Path,
    *,
    kind: str,
    kind_of_thing: str | None,
    street_class: str | None,
    near: tuple[float, float] | None,
    keep_good: bool,
    **named: str | None,
) -> None:
    """Import a GeoJSON file, or a folder of them, all or nothing."""
    from korzo.kernel.places import geometry, importing, reading  # tables exist only after Django has started

    ours = {"kind": kind_of_thing, "class": street_class, **named}
    try:
        reports = importing.load(
            path,
            kind=kind,
            properties={prop: theirs for prop, theirs in ours.items() if theirs},
            near=geometry.Point(*near) if near else None,
            keep_good=keep_good,
            progress=lambda what, done: click.echo(f"{what}: {done}", err=True),
        )
    except reading.Unreadable as error:
        raise click.ClickException(str(error)) from error
    except importing.NothingImported as error:
        _tell(error.reports)
        raise click.ClickException(str(error)) from error
    _tell(reports)


def _tell(reports: "list[importing.Report]") -> None:  # type: ignore[name-defined]  # noqa: F821 -- see import_
    for report in reports:
        click.echo(
            f"{report.path.name}: {report.added} new, {report.replaced} replaced, {report.mended} mended, "
            f"{len(report.rejects)} rejected"
        )
        for reject in report.rejects:
            click.echo(f"  feature {reject.index}: {reject.prop} {reject.value!r} {reject.reason}")


@places.command()
@click.argument("lat", type=float)
@click.argument("long", type=float)
def show(lat: float, long: float) -> None:
    """Say where a point is, and who is responsible there."""
    from korzo.kernel.places import queries  # see import_

    located = queries.locate(lat, long)
    for title, near in (
        ("district", located.district),
        ("street", located.nearest_street),
        ("address", located.nearest_address),
    ):
        if near:
            click.echo(f"{title}: {queries.said(near.name)} ({near.distance_m:.0f} m)")
    if not located.inside:
        there = located.responsible_neighbour
        click.echo(f"outside the city: {there.authority} {there.email} {there.phone}" if there else "outside the city")


@places.command()
@click.argument("text")
def find(text: str) -> None:
    """Find a street, a house, a district or a named place."""
    from korzo.kernel.places import queries  # see import_

    for found in queries.find(text):
        click.echo(f"{found.label}\t{found.kind}\t{found.lat:.6f} {found.long:.6f}\t{found.score:.2f}")
