"""What is wrong with a file of ballots, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 200
"""How many problems are noted of one file; a file that is wholly wrong is not worth more."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, at a line and a column (both from 1; 0 is the file as a whole).

    A `grave` one makes the file unreadable, others were put right or are only strange.
    """

    line: int
    column: int
    value: str
    reason: str
    grave: bool = True

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}" if self.line else "the file"
        return f"{place}: " + (f"“{self.value}” " if self.value else "") + self.reason


class Unreadable(ValueError):
    """A file that cannot be counted for certain; `problems` say why, the grave ones first, by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (not each.grave, each.line, each.column)))
        super().__init__("; ".join(str(each) for each in self.problems[:3]))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the file, and where it stands."""

    text: str
    line: int
    column: int
    quoted: bool = False

    @property
    def is_end(self) -> bool:
        """Whether it is the 0 that ends a paper, or all of them."""
        return self.text == "0" and not self.quoted


class Noted:
    """Problems as they are found."""

    def __init__(self) -> None:
        self.all: list[Problem] = []

    def grave(self, at: Token, reason: str) -> None:
        """Note what makes the file unreadable; too much of it ends the reading."""
        self.all.append(Problem(at.line, at.column, at.text[:80], reason))
        if len(self.all) >= MOST:
            raise Unreadable(self.all)

    def light(self, at: Token, reason: str) -> None:
        """Note what is put right, or only strange."""
        if len(self.all) < MOST - 1:
            self.all.append(Problem(at.line, at.column, at.text[:80], reason, grave=False))

    def stop(self, at: Token, reason: str) -> Unreadable:
        """Note what ends the reading at once."""
        self.all.append(Problem(at.line, at.column, at.text[:80], reason))
        return Unreadable(self.all)

    def check(self) -> None:
        """End the reading if anything grave was found."""
        if any(each.grave for each in self.all):
            raise Unreadable(self.all)
