"""Lines and areas of a table as a map draws them: whole, no finer than the screen, no more than a page bears."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.queries.looking import Question, has_shapes, label_of, place, shaped
from korzo.capabilities.catalog.queries.tables import asked_of
from korzo.capabilities.catalog.rules import filtering, lying
from korzo.capabilities.catalog.rules.columns import KEY, Column, quoted
from korzo.capabilities.catalog.rules.filtering import Condition
from korzo.kernel.publishing import store

SHAPES = 2_000
VERTICES = 40_000
LARGEST = 8_000_000
"""Signs of one shape; larger ones are not drawn."""
READ = 48_000_000
"""Signs of all shapes that are read for one look."""
_DIGITS = 5
_PIXELS = 256
_COARSER = 6
"""How often shapes are made twice as coarse before some are left out."""


@dataclass(frozen=True)
class Drawn:
    """What a map draws, and how many shapes there are altogether; None where a table holds points only."""

    features: list[dict[str, Any]] = field(default_factory=list)
    matched: int | None = None


def shapes(
    distribution: Distribution, asked: Question, columns: Sequence[Column], box: Sequence[float], zoom: float
) -> Drawn:
    """The lines and areas that meet a box, simplified for a zoom."""
    where = place(distribution, columns)
    if where is None or not where.geometry or not has_shapes(distribution, where.geometry):
        return Drawn()
    name, label = quoted(where.geometry), quoted(label_of(columns, where))
    with store.opened(distribution.table) as table:
        condition = filtering.both(
            asked_of(columns, asked.search(), table, distribution.table),
            lying.boxed(where, box),
            Condition(shaped(where.geometry), ()),
        )
        source = f"FROM {table.data} WHERE {condition.sql}"
        query = f"SELECT {quoted(KEY)}, {label}, {name} {source} AND length({name}) < {LARGEST} LIMIT {SHAPES}"
        rows, size = [], 0
        for batch in table.batches(query, condition.values, rows=50):
            rows += batch
            size += sum(len(row[2]) for row in batch)
            if size > READ:
                break
        matched = table.all(f"SELECT count(*) {source}", condition.values)[0][0]
    return _drawn(rows, matched, box, zoom)


def _drawn(rows: Sequence[tuple[int, Any, str]], matched: int, box: Sequence[float], zoom: float) -> Drawn:
    """Simplify all of them until they are few enough; what does not fit even then is left out."""
    import numpy as np
    import shapely  # slow imports, needed only here

    read = shapely.force_2d(shapely.from_geojson([row[2] for row in rows], on_invalid="ignore"))
    fine = [at for at, shape in enumerate(read) if shape is not None and _on_globe(shape)]
    if not fine:
        return Drawn([], matched - len(rows))
    whole, tolerance = read[fine], 360 / (_PIXELS * 2**zoom) / 2
    west, south, east, north = box
    if west < east:
        wide, high = (east - west) / 2, (north - south) / 2  # what a hand's breadth beside the window would show
        whole = np.array([_clipped(each, (west - wide, south - high, east + wide, north + high)) for each in whole])
    for _turn in range(_COARSER):
        made = shapely.simplify(whole, tolerance)
        if shapely.get_num_coordinates(made).sum() <= VERTICES:
            break
        tolerance *= 2
    kept = np.cumsum(shapely.get_num_coordinates(made)) <= VERTICES
    rounded = shapely.transform(made[kept], lambda pairs: pairs.round(_DIGITS))
    chosen = [rows[at] for at, is_kept in zip(fine, kept, strict=True) if is_kept]
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(text),
            "properties": {"ref": f"row:{key}", "title": str(label), "url": f"?c=_id&o=eq&v={key}&view=row"},
        }
        for (key, label, _text), text in zip(chosen, shapely.to_geojson(rounded), strict=True)
    ]
    return Drawn(features, matched - (len(rows) - len(fine)))  # what is no shape is not waited for


def _on_globe(shape: Any) -> bool:
    west, south, east, north = shape.bounds if not shape.is_empty else (1, 1, 0, 0)
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004 -- degrees


def _clipped(shape: Any, box: tuple[float, float, float, float]) -> Any:
    """What lies in and around the window; the whole where a shape is too odd to be cut."""
    import shapely

    try:
        cut = shapely.clip_by_rect(shape, *box)
    except shapely.errors.GEOSException:
        return shape
    return shape if cut.is_empty else cut
