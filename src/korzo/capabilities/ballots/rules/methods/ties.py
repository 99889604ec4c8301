r"""Who goes first among equals: by a lot that anyone can draw again, by the order of the list, or as drawn by hand.

The lot: take the SHA-256 of the public seed, a line feed and the candidate's id (UTF-8); who has the smallest is
preferred. By hand: `printf '%s\n%s' SEED ID | sha256sum`. The seed has to be published before the votes are known,
or come from something nobody can choose (a lottery drawn after the last vote). One draw serves the whole count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class By(StrEnum):
    """What settled a tie."""

    EARLIER = "an earlier stage"
    LOT = "lot"
    LIST = "the order of the list"
    GIVEN = "a lot drawn by hand"


class For(StrEnum):
    """What a tie was about."""

    SEAT = "the last seat"
    ELECTION = "who is elected first"
    SURPLUS = "whose surplus is transferred first"
    EXCLUSION = "who is excluded"
    PAIR = "which pair is locked first"


@dataclass(frozen=True, slots=True)
class Tie:
    """Equals, and who was taken; in round `at`, if the method has rounds (from 1)."""

    about: For
    among: tuple[int, ...]
    taken: tuple[int, ...]
    by: By
    at: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """The order in which equals are preferred: for each candidate a place, 0 the best."""

    by: By
    places: tuple[int, ...]
    seed: str = ""

    def best(self, equals: Iterable[int]) -> int:
        """The one of them that is preferred."""
        return min(equals, key=self.places.__getitem__)

    def worst(self, equals: Iterable[int]) -> int:
        """The one of them that is preferred least."""
        return max(equals, key=self.places.__getitem__)


def digest(seed: str, candidate: str) -> str:
    """The number drawn for a candidate, 64 hexadecimal digits."""
    return sha256(f"{seed}\n{candidate}".encode()).hexdigest()


def lot(seed: str, ids: Sequence[str]) -> Draw:
    """Draw from a public seed. ValueError without one."""
    if not seed:
        raise ValueError("a draw needs a seed")
    return Draw(By.LOT, _places(sorted(range(len(ids)), key=lambda at: (digest(seed, ids[at]), at))), seed)


def listed(candidates: int) -> Draw:
    """Prefer whoever stands higher in the list."""
    return Draw(By.LIST, tuple(range(candidates)))


def given(order: Sequence[int]) -> Draw:
    """Prefer as somebody drew: all candidates, the best first."""
    return Draw(By.GIVEN, _places(order))


def _places(order: Sequence[int]) -> tuple[int, ...]:
    places = [0] * len(order)
    for place, at in enumerate(order):
        places[at] = place
    return tuple(places)


def seat(
    ranking: Iterable[tuple[int, ...]], seats: int, draw: Draw, at: int = 0
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """Fill the seats down a ranking; a tie is settled only where it is about the last of them."""
    seated: list[int] = []
    ties: list[Tie] = []
    for equals in ranking:
        room = seats - len(seated)
        if len(equals) > room > 0:
            taken = tuple(sorted(equals, key=draw.places.__getitem__)[:room])
            ties.append(Tie(For.SEAT, equals, taken, draw.by, at))
            seated += taken
        elif room:
            seated += equals
    return tuple(seated), tuple(ties)
