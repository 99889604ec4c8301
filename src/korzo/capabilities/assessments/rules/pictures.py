"""Drawings of a few yearly figures as SVG: lines with gaps, fans and levels. For pages, and for paper.

A value far from all others does not press the rest flat: the axis ends before it, and a mark at the edge says how much
it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, isclose, log10
from statistics import median

Spell = Callable[[float], str]
_FAR = 8
_LEAST = 0.2
"""What lies farther from the median than so many times the usual distance is cut off with a mark, if the rest would
otherwise have less than so much of the height."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours: of lines, of what is behind them, of words."""

    lines: tuple[str, ...]
    behind: str
    words: str
    good: str


PAGE = Ink(
    lines=tuple(f"var(--k-chart-{number})" for number in range(1, 7)),
    behind="var(--k-chart-6)",
    words="var(--k-quiet)",
    good="var(--k-chart-3)",
)
PAPER = Ink(("#0b4f7d", "#c2643f", "#4f8a6b", "#8a6fa8", "#b08a1e", "#5f6b73"), "#5f6b73", "#444444", "#4f8a6b")


@dataclass(frozen=True, slots=True)
class Line:
    """A line by year; None leaves a gap. `dashed` for what is not the city's own, or not past."""

    points: Mapping[int, float | None]
    colour: int = 0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """What lies between two values by year; the stronger, the darker (0 to 1)."""

    points: Mapping[int, tuple[float, float]]
    strength: float = 0.15


@dataclass(frozen=True, slots=True)
class Level:
    """A value that something is measured by."""

    value: float
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where years and values lie on the sheet."""

    years: Sequence[int]
    low: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, year: int) -> float:
        span = max(1, self.years[-1] - self.years[0])
        return round(self.left + (year - self.years[0]) / span * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        held = min(max(value, self.low), self.high)
        return round(self.bottom - (held - self.low) / (self.high - self.low) * (self.bottom - self.top), 1)


def spark(points: Mapping[int, float | None], *, ink: Ink = PAGE) -> str:
    """A line without words, as high as a line of text; the words beside it say what it shows. Empty for one point."""
    known = [value for value in points.values() if value is not None]
    if len(known) < 2:  # noqa: PLR2004 -- a line has two ends
        return ""
    low, high = _reach(known)
    years = sorted(points)
    frame = _Frame(years, low, high, 3, 117, 4, 28)
    drawn = _line(Line(points), frame, ink) + _dots(Line(points), frame, ink, only_last=True)
    return _svg(drawn, 120, 32, "")


def plot(
    lines: Sequence[Line],
    *,
    spell: Spell,
    says: str,
    areas: Sequence[Area] = (),
    levels: Sequence[Level] = (),
    now: int | None = None,
    ink: Ink = PAGE,
) -> str:
    """A chart of lines over years; `says` is read out in its place, `now` is the last year that is known."""
    known = [value for line in lines for value in line.points.values() if value is not None]
    known += [end for area in areas for ends in area.points.values() for end in ends]
    if not known:
        return ""
    low, high = _reach(known, [level.value for level in levels])
    ticks = _ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    every = (*(line.points for line in lines), *(area.points for area in areas))
    years = sorted({year for points in every for year in points})
    margin = 12 + 7 * max(len(spell(tick)) for tick in ticks)
    frame = _Frame(years, low, high, margin, 404, 16, 192)
    drawn = [_axis(frame, ticks, spell, ink)]
    drawn += [_area(area, frame, ink) for area in areas]
    drawn += [_level(level, frame, ink) for level in levels]
    if now is not None and now in years:
        down = f"M{frame.x(now)} {frame.top}V{frame.bottom}"
        drawn.append(f'<path d="{down}" stroke="{ink.words}" stroke-dasharray="2 4" fill="none"/>')
    drawn += [_line(line, frame, ink) + _dots(line, frame, ink, spell=spell) for line in lines]
    return _svg("".join(drawn), 420, 222, says)


def _reach(known: Sequence[float], more: Sequence[float] = ()) -> tuple[float, float]:
    """From where to where the axis goes: without what lies far from all others, with what it is measured by."""
    middle = median(known)
    usual = median(abs(value - middle) for value in known)
    near = [value for value in known if usual == 0 or abs(value - middle) <= _FAR * usual] or list(known)
    pressed = (max(near) - min(near)) < _LEAST * (max(known) - min(known))
    ends = [*(near if pressed else known), *more]
    low, high = min(ends), max(ends)
    if isclose(low, high):
        room = abs(low) * 0.2 or 1
        return low - room, high + room
    room = (high - low) * 0.05
    return (low - room if low < 0 else max(0.0, low - room)), high + room


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round values that hold both ends."""
    rough = (high - low) / 4
    power = 10 ** floor(log10(rough))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough * 0.999)
    return [step * at for at in range(floor(low / step), ceil(high / step) + 1)]


def _axis(frame: _Frame, ticks: Iterable[float], spell: Spell, ink: Ink) -> str:
    drawn = []
    for tick in ticks:
        y = frame.y(tick)
        strong = 0.7 if isclose(tick, 0, abs_tol=1e-12) else 0.22
        across = f"M{frame.left} {y}H{frame.right}"
        drawn.append(f'<path d="{across}" stroke="{ink.words}" stroke-width="1" stroke-opacity="{strong}"/>')
        drawn.append(_word(frame.left - 6, y + 4, spell(tick), ink, "end"))
    every = max(1, ceil(len(frame.years) / 7))
    for year in frame.years[::-1][::every]:
        end = "end" if year == frame.years[-1] and len(frame.years) > 1 else "middle"
        drawn.append(_word(frame.x(year) + (8 if end == "end" else 0), frame.bottom + 20, str(year), ink, end))
    return "".join(drawn)


def _area(area: Area, frame: _Frame, ink: Ink) -> str:
    years = sorted(area.points)
    there = [f"{frame.x(year)} {frame.y(area.points[year][1])}" for year in years]
    back = [f"{frame.x(year)} {frame.y(area.points[year][0])}" for year in reversed(years)]
    return f'<path d="M{"L".join((*there, *back))}Z" fill="{ink.behind}" fill-opacity="{area.strength}"/>'


def _level(level: Level, frame: _Frame, ink: Ink) -> str:
    y = frame.y(level.value)
    drawn = f'<path d="M{frame.left} {y}H{frame.right}" stroke="{ink.good}" stroke-width="1.5" stroke-dasharray="6 4"/>'
    return drawn + (_word(frame.left + 4, y - 5, level.word, ink, "start") if level.word else "")


def _line(line: Line, frame: _Frame, ink: Ink) -> str:
    colour = ink.lines[line.colour % len(ink.lines)]
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    drawn = []
    for one, other in pairwise(sorted(line.points)):
        start, end = line.points[one], line.points[other]
        if start is not None and end is not None:
            path = f"M{frame.x(one)} {frame.y(start)}L{frame.x(other)} {frame.y(end)}"
            drawn.append(
                f'<path d="{path}" stroke="{colour}" stroke-width="2.5" stroke-linecap="round" fill="none"{dash}/>'
            )
    return "".join(drawn)


def _dots(line: Line, frame: _Frame, ink: Ink, *, spell: Spell | None = None, only_last: bool = False) -> str:
    colour = ink.lines[line.colour % len(ink.lines)]
    known = [(year, value) for year, value in sorted(line.points.items()) if value is not None]
    drawn = []
    for year, value in known[-1:] if only_last else known:
        x, y = frame.x(year), frame.y(value)
        if spell and not frame.low <= value <= frame.high:  # beyond the edge: a mark that points there, and how much
            up = value > frame.high
            tip, foot, words = (y - 8, y, y + 14) if up else (y + 8, y, y - 6)
            drawn.append(f'<path d="M{x - 6} {foot}H{x + 6}L{x} {tip}Z" fill="{colour}"/>')
            end = "end" if x > frame.right - 40 else "middle"
            drawn.append(_word(x, words, spell(value), ink, end))
        else:
            drawn.append(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>')
    return "".join(drawn)


def _word(x: float, y: float, word: str, ink: Ink, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="12" text-anchor="{anchor}" fill="{ink.words}">{escape(word)}</text>'


def _svg(drawn: str, width: int, height: int, says: str) -> str:
    told = f'role="img" aria-label="{escape(says)}"' if says else 'aria-hidden="true"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {told}>{drawn}</svg>'
