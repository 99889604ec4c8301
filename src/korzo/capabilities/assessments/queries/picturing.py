"""Charts of an assessment: the drawing, what it says, and the same figures as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from korzo.capabilities.assessments.queries import spelling
from korzo.capabilities.assessments.rules import pictures
from korzo.capabilities.assessments.rules.packs import Ratio
from korzo.capabilities.assessments.rules.pictures import PAGE, Area, Ink, Level, Line
from korzo.capabilities.assessments.rules.values import Value

Series = Mapping[int, Value]
Quartiles = Mapping[int, tuple[Decimal, Decimal, Decimal]]


@dataclass(frozen=True)
class Chart:
    """A drawing, and its figures: what the columns are called, and a row for each year."""

    title: str
    drawing: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def spark(series: Series) -> SafeString:
    """A line as high as a line of text."""
    return _safe(pictures.spark(_points(series)))


def trend(ratio: Ratio, title: str, series: Series, quartiles: Quartiles, *, ink: Ink = PAGE) -> Chart:
    """A ratio over the years, with what half of the peers lie between, their median, and the comparator."""
    middle = Line({year: float(each[1]) for year, each in quartiles.items()}, colour=5, dashed=True)
    between = Area({year: (float(each[0]), float(each[2])) for year, each in quartiles.items()})
    shown = _("%(title)s by year, among others") if quartiles else _("%(title)s by year")
    drawing = pictures.plot(
        [*([middle] if quartiles else []), Line(_points(series))],
        spell=lambda value: spelling.short(value, ratio.unit),
        says=shown % {"title": title},
        areas=[between] if quartiles else [],
        levels=levels(ratio),
        ink=ink,
    )
    more = (_("first quartile"), _("median"), _("third quartile")) if quartiles else ()
    rows = []
    for year, value in series.items():
        row = [str(year), spelling.value(value, ratio.unit)]
        others = quartiles.get(year)
        row += [spelling.value(each, ratio.unit) for each in others] if others else ["–" for _each in more]
        rows.append(tuple(row))
    return Chart(title, _safe(drawing), (_("Year"), _("Value"), *more), tuple(rows))


def multiples(ratio: Ratio, cities: Mapping[str, Series]) -> list[Chart]:
    """One small chart for each city, all on the same axis: the first city's line lies behind the others'."""
    every = {year: value for series in cities.values() for year, value in _points(series).items() if value is not None}
    if not every:
        return []
    own = _points(next(iter(cities.values())))
    made = []
    for place, (name, series) in enumerate(cities.items()):
        lines = [Line(_points(series), colour=0 if place == 0 else 1)]
        drawing = pictures.plot(
            lines if place == 0 else [Line(own, colour=5, dashed=True), *lines],
            spell=lambda value: spelling.short(value, ratio.unit),
            says=name,
            levels=levels(ratio),
        )
        rows = tuple((str(year), spelling.value(value, ratio.unit)) for year, value in sorted(series.items()))
        made.append(Chart(name, _safe(drawing), (_("Year"), _("Value")), rows))
    return made


def levels(ratio: Ratio) -> list[Level]:
    """The limit that a ratio is measured by, if there is one."""
    good = [
        each for each in ratio.thresholds if each.band == "good" and each.test in {"above", "below", "from", "upto"}
    ]
    return [Level(float(each.limit)) for each in good[:1]]


def future(
    title: str,
    past: Series,
    lines: Mapping[str, Series],
    *,
    unit: str,
    fan: Sequence[Mapping[int, tuple[Decimal, Decimal]]] = (),
    limits: Sequence[Decimal] = (),
    ink: Ink = PAGE,
) -> Chart:
    """What was, and what comes in each scenario; `fan`: from the widest to the narrowest."""
    last = max(past)
    drawn = [Line(_points(past))]
    drawn += [
        Line(_points({last: past[last], **series}), colour=at, dashed=True) for at, series in enumerate(lines.values())
    ]
    areas = [Area({year: (float(a), float(b)) for year, (a, b) in each.items()}) for each in fan]
    drawing = pictures.plot(
        drawn,
        spell=lambda value: spelling.short(value, unit),
        says=title,
        areas=areas,
        levels=[Level(float(limit)) for limit in limits],
        now=last,
        ink=ink,
    )
    rows = [(str(year), spelling.value(value, unit), *("" for _each in lines)) for year, value in past.items()]
    ahead = sorted({year for series in lines.values() for year in series})
    rows += [(str(year), "", *(spelling.value(each.get(year), unit) for each in lines.values())) for year in ahead]
    return Chart(title, _safe(drawing), (_("Year"), _("As it was"), *lines), tuple(rows))


def _points(series: Series) -> dict[int, float | None]:
    return {year: float(value) if isinstance(value, Decimal) else None for year, value in series.items()}


def _safe(drawing: str) -> SafeString:
    return mark_safe(drawing)  # noqa: S308 -- our own lines; every word in it is escaped
