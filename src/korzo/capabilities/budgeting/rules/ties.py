r"""Who goes first among equals: by a lot that anyone can draw again, or by the order of the list.

The lot: take the SHA-256 of the public seed, a line feed and the project's id (UTF-8); projects stand in ascending
order of it. By hand: `printf '%s\n%s' SEED ID | sha256sum`. The seed has to be published before the votes are
known, or come from something nobody can choose (a lottery drawn after the last vote).
"""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256

from .elections import Project


class Ties(StrEnum):
    """What decides when all else is equal."""

    LOT = "lot"
    LIST = "list"


def digest(seed: str, project: str) -> str:
    """The number drawn for a project, 64 hexadecimal digits."""
    return sha256(f"{seed}\n{project}".encode()).hexdigest()


def drawn(projects: Sequence[Project], ties: Ties, seed: str) -> tuple[int, ...]:
    """For each project its place in the draw, from 0; drawn once and used in every run of a count."""
    if ties is Ties.LIST:
        return tuple(range(len(projects)))
    order = sorted(range(len(projects)), key=lambda at: digest(seed, projects[at].id))
    places = [0] * len(projects)
    for place, at in enumerate(order):
        places[at] = place
    return tuple(places)
