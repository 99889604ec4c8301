"""What administrators do to jobs and messages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JobTriedAgain:
    """A job that had given up was put back in the queue."""

    ref: str
    task: str


@dataclass(frozen=True)
class JobDeleted:
    """A job that had given up was deleted."""

    ref: str
    task: str


@dataclass(frozen=True)
class MessageSentAgain:
    """A message that was refused or uncertain was sent again."""

    ref: str


@dataclass(frozen=True)
class MessageDropped:
    """A message that was refused or uncertain was given up."""

    ref: str


@dataclass(frozen=True)
class LetterTaken:
    """A letter that was held or refused was taken after all; `into` is what it became."""

    ref: str
    into: str


@dataclass(frozen=True)
class LetterDropped:
    """A letter that was held was left at that."""

    ref: str
