"""Which office owns a case: readable conditions, and always exactly one answer."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What routing may look at."""

    category: str
    group: str
    district: str | None


@dataclass(frozen=True)
class Rule:
    """Cases that meet all named conditions go to `office`; a condition that is None is met by every case."""

    office: str
    category: str | None = None
    group: str | None = None
    district: str | None = None
    order: int = 0

    def fits(self, facts: Facts) -> bool:
        """Say whether the case meets every named condition."""
        return (
            self.category in (None, facts.category)
            and self.group in (None, facts.group)
            and self.district in (None, facts.district)
        )

    @property
    def weight(self) -> int:
        """How special the rule is: a category counts more than a group, a group more than a district."""
        return 4 * (self.category is not None) + 2 * (self.group is not None) + (self.district is not None)


@dataclass(frozen=True)
class Routed:
    """The office, and the rule that named it (None: nothing fitted, so the office for everything else)."""

    office: str
    rule: Rule | None


def route(facts: Facts, rules: Iterable[Rule], *, otherwise: str) -> Routed:
    """Name the one office that owns a case: the most special fitting rule, the lowest order, the office's code."""
    fitting = [rule for rule in rules if rule.fits(facts)]
    if not fitting:
        return Routed(otherwise, None)
    best = min(fitting, key=lambda rule: (-rule.weight, rule.order, rule.office))
    return Routed(best.office, best)
