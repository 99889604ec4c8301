"""What is wrong with a file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 200
"""How many problems are noted of one file; a file that is wholly wrong is not worth more."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, and where; line 0 is the file as a whole. A `grave` one makes the file unreadable."""

    line: int
    column: str
    value: str
    reason: str
    grave: bool = True

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else "the file"
        column = f", {self.column}" if self.column else ""
        value = f" “{self.value}”" if self.value else ""
        return f"{place}{column}:{value} {self.reason}"


class Unreadable(ValueError):
    """A file that cannot be counted for certain; `problems` say why, the grave ones first, by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (not each.grave, not each.line, each.line)))
        super().__init__("; ".join(str(each) for each in self.problems[:3]))


class Noted:
    """Problems as they are found."""

    def __init__(self) -> None:
        self.all: list[Problem] = []

    def grave(self, line: int, column: str, value: str, reason: str) -> None:
        """Note what makes the file unreadable; too much of it ends the reading."""
        self.all.append(Problem(line, column, value[:80], reason))
        if sum(each.grave for each in self.all) >= MOST:
            raise Unreadable(self.all)

    def light(self, line: int, column: str, value: str, reason: str) -> None:
        """Note what is put right, or only strange."""
        if len(self.all) < MOST:
            self.all.append(Problem(line, column, value[:80], reason, grave=False))

    def stop(self, line: int, column: str, value: str, reason: str) -> Unreadable:
        """Note what ends the reading at once."""
        self.all.append(Problem(line, column, value[:80], reason))
        return Unreadable(self.all)

    def check(self) -> None:
        """End the reading if anything grave was found."""
        if any(each.grave for each in self.all):
            raise Unreadable(self.all)
