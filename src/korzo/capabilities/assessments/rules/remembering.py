"""Lines by year that are each found once, and never made of themselves."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from korzo.capabilities.assessments.rules.expressions import BadFormula
from korzo.capabilities.assessments.rules.values import Value


@dataclass(slots=True, kw_only=True)
class Remembering(ABC):
    """Asked for a line in a year, it finds it once; a line that leads back to itself is a BadFormula."""

    _known: dict[tuple[str, int], Value] = field(default_factory=dict)
    _under_way: set[tuple[str, int]] = field(default_factory=set)

    def __call__(self, line: str, year: int) -> Value:
        """The amount of a line; Unknown with its reason when something that it is made of is missing."""
        key = line, year
        if key in self._known:
            return self._known[key]
        if key in self._under_way:
            raise BadFormula(f"{line} is made of itself")
        self._under_way.add(key)
        try:
            self._known[key] = found = self._find(line, year)
        finally:
            self._under_way.discard(key)
        return found

    @abstractmethod
    def _find(self, line: str, year: int) -> Value: ...
