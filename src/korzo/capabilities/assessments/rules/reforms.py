"""What the actions of a plan change in the years to come: each moves a line until its ratio reaches the target.

An action about revenue moves a line of revenue, one about spending, assets, companies or management a line of spending:
one of which its ratio is made. It does so step by step from the year in which it begins, and what it moved stays. Where
the ratio cannot be read off the years to come, the expected effect a year is taken, of revenue and spending; else
nothing is, and that is said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial

from korzo.capabilities.assessments.rules import expressions, ratios, scenarios
from korzo.capabilities.assessments.rules.expressions import Expression, Line
from korzo.capabilities.assessments.rules.packs import Pack, Ratio
from korzo.capabilities.assessments.rules.scenarios import Outlook
from korzo.capabilities.assessments.rules.values import Unknown, Value

_SIDES = {"revenue": "RC", "spending": "EC", "assets": "EC", "utilities": "EC", "management": "EC"}
_EFFECTS = {"revenue": ("RC", 1), "spending": ("EC", -1)}
_CLOSE, _CENT = Decimal("1e-12"), Decimal("0.01")

Moves = dict[str, dict[int, Decimal]]
"""What is added to lines, by year."""


class Way(StrEnum):
    """How an action is in the years to come, or why it is not."""

    TARGET = "target"
    EFFECT = "effect"
    REACHED = "reached"
    OVER = "over"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Aim:
    """What an action is to reach: a ratio of a pack its target in a year, or so much money a year."""

    number: int
    theme: str
    year: int
    since: int
    pack: Pack | None = None
    ratio: Ratio | None = None
    target: Decimal | None = None
    effect: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What an action changes: a line by so much a year from its year on."""

    aim: Aim
    way: Way
    line: str = ""
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reform:
    """All actions carried out."""

    moved: tuple[Moved, ...] = ()
    moves: Moves = field(default_factory=dict)


def carry_out(
    project: Callable[[Mapping[str, Mapping[int, Decimal]]], Outlook], aims: Iterable[Aim], years: range
) -> Reform:
    """Carry out one after the other, the nearest target first: what one reached, the next need not reach again."""
    moves: Moves = {}
    found = []
    for aim in sorted(aims, key=lambda each: (each.year, each.number)):
        one = _moved(aim, project(moves), years)
        found.append(one)
        if one.line:
            begins = min(max(aim.since, years[0]), aim.year)
            line = moves.setdefault(one.line, {})
            for year in years[years.index(begins) :]:
                share = Decimal(min(year, aim.year) - begins + 1) / (aim.year - begins + 1)
                line[year] = line.get(year, Decimal(0)) + one.amount * share
    return Reform(tuple(found), moves)


def _moved(aim: Aim, outlook: Outlook, years: range) -> Moved:
    if aim.year < years[0]:
        return Moved(aim, Way.OVER)
    if aim.year not in years:
        return Moved(aim, Way.OUTSIDE)
    if aim.pack and aim.ratio and aim.target is not None:
        now = _value(aim.pack, aim.ratio, outlook, aim.year)
        if isinstance(now, Decimal) and _is_reached(now, aim.target, aim.ratio.direction):
            return Moved(aim, Way.REACHED)
        for line in _levers(aim.pack, aim.ratio, _SIDES.get(aim.theme)):
            at = partial(_shifted, aim.pack, aim.ratio, outlook, line, aim.year)
            amount = _needed(at, outlook(line, aim.year), aim.target)
            if amount is not None and (amount > 0 or scenarios.TOTAL[line] != "RC"):  # nobody plans to earn less
                return Moved(aim, Way.TARGET, line, amount.quantize(_CENT))
    if aim.effect is not None and aim.theme in _EFFECTS:
        line, sign = _EFFECTS[aim.theme]
        if isinstance(outlook(line, aim.year), Decimal):
            return Moved(aim, Way.EFFECT, line, sign * aim.effect)
    return Moved(aim, Way.OUTSIDE)


def _is_reached(now: Decimal, target: Decimal, direction: str) -> bool:
    return {"up": now >= target, "down": now <= target}.get(direction, now == target)


def _levers(pack: Pack, ratio: Ratio, side: str | None) -> Iterator[str]:
    """The lines of one side of which a ratio is made, single lines before the total."""
    used = dict.fromkeys(_lines(ratio.expression, pack))
    mine = [line for line in used if side and scenarios.TOTAL.get(line) == side]
    yield from sorted(mine, key=lambda line: line == side)


def _lines(expression: Expression, pack: Pack) -> Iterator[str]:
    for each in expressions.lines(expression):
        if each.name in pack.lines and not each.back:
            yield from _lines(pack.lines[each.name], pack)
        elif each == Line(each.name):
            yield each.name


def _value(pack: Pack, ratio: Ratio, outlook: Outlook, year: int) -> Value:
    unrounded = replace(pack, ratios=(replace(ratio, decimals=None),))
    return ratios.compute(unrounded, outlook, year)[0].value


def _shifted(pack: Pack, ratio: Ratio, outlook: Outlook, line: str, year: int, amount: Decimal) -> Value:  # noqa: PLR0917
    return _value(pack, ratio, outlook.shifted(line, year, amount), year)


def _needed(at: Callable[[Decimal], Value], held: Value, target: Decimal) -> Decimal | None:
    """By how much a line has to change for a ratio to be the target: (a + b·x) ÷ (1 + d·x), of which three are known.

    None where the ratio is not of that kind, where the line does not move it, or would have to vanish or double.
    """
    if isinstance(held, Unknown) or not held:
        return None
    step = held / 100
    known = [value for times in range(3) if isinstance(value := at(step * times), Decimal)]
    if len(known) < 3 or known[1] == known[2]:  # noqa: PLR2004 -- all three
        return None
    first, second, third = known
    below = (2 * second - first - third) / (2 * (third - second))
    above = second * (1 + below) - first
    if above == target * below:
        return None
    amount = step * (target - first) / (above - target * below)
    reached = at(amount)
    if abs(amount) >= abs(held) or isinstance(reached, Unknown) or abs(reached - target) > _CLOSE:
        return None
    return amount
