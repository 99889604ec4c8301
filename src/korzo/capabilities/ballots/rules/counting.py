"""Checking many ballots: a piece of the archive at a time, in one process or in several.

Every process reads its ballots from the file itself and gives back what they add up to; memory holds one piece, never
all ballots.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from korzo.capabilities.ballots.rules import archive, ballot, questions, tally
from korzo.capabilities.ballots.rules.archive import Stored
from korzo.capabilities.ballots.rules.questions import Election
from korzo.capabilities.ballots.rules.tally import Tally

_PIECE = 20


@dataclass(frozen=True, slots=True)
class Vote:
    """A ballot in the archive; `weight` is that of its voter if it counts (it is the last one), else 0."""

    number: int
    stored: Stored
    credential: str
    weight: int


@dataclass(slots=True)
class Counted:
    """What a piece adds up to, and what is wrong with it: (number of the ballot, reason)."""

    tally: Tally
    count: int = 0
    weight: int = 0
    checked: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


def count(path: Path, election: bytes, votes: Sequence[Vote], *, cores: int = 1) -> Iterator[Counted]:
    """Check all ballots; what each piece adds up to comes as it is done."""
    pieces = (votes[at : at + _PIECE] for at in range(0, len(votes), _PIECE))
    if cores == 1 or len(votes) <= _PIECE:
        known = questions.read(election)
        yield from (piece(path, known, each) for each in pieces)
        return
    running: deque[Future[Counted]] = deque()
    start = multiprocessing.get_context("spawn")  # forks of a process with threads can hang
    with ProcessPoolExecutor(cores, start, initializer=_remember, initargs=(path, election)) as pool:
        for each in pieces:
            running.append(pool.submit(_work, list(each)))
            if len(running) > 3 * cores:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def piece(path: Path, election: Election, votes: Sequence[Vote]) -> Counted:
    """Check some ballots one after the other."""
    found = Counted(tally.empty(election))
    with path.open("rb") as file:
        for vote in votes:
            found.checked += 1
            try:
                read = ballot.check(election, archive.content(file, vote.stored))
            except ValueError as error:
                found.wrong.append((vote.number, str(error)))
                continue
            if read.credential != vote.credential:
                found.wrong.append((vote.number, "the credential stands in the wrong place"))
            elif vote.weight:
                tally.add(election, found.tally, read.answers, vote.weight)
                found.count += 1
                found.weight += vote.weight
    return found


_HERE: dict[str, tuple[Path, Election]] = {}


def _remember(path: Path, election: bytes) -> None:
    _HERE["here"] = (path, questions.read(election))


def _work(votes: Sequence[Vote]) -> Counted:
    path, election = _HERE["here"]
    return piece(path, election, votes)


def last(credentials: Sequence[str], weights: Mapping[str, int]) -> list[int]:
    """The weight with which each ballot counts: 0 if its voter has voted again since."""
    latest = {credential: at for at, credential in enumerate(credentials)}
    return [weights.get(each, 0) if latest[each] == at else 0 for at, each in enumerate(credentials)]
