"""Drawing a committee by lot, so that anybody who knows the list and the seed draws the same one.

The order is that of SHA-256 over `seed:number`. Whoever comes next is seated when every group they belong to still has
room; seats that stay empty then go by the same order, whatever the groups. Everybody else is a substitute, in order.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Entry:
    """Somebody on the list: a number that says nothing about them, and the labels of the groups they belong to."""

    number: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """What the lot gave: the place in the order (from 1), a seat or none, and the groups that were full."""

    number: str
    place: int
    is_seated: bool
    full: tuple[str, ...] = ()


def ticket(seed: str, number: str) -> str:
    """The lot of a number, 64 hexadecimal digits; the smallest is drawn first."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def quotas(shares: Mapping[str, int | float], seats: int) -> dict[str, int]:
    """How many seats each group of one kind may have: its part of the whole, rounded up."""
    whole = sum(shares.values())
    return {group: ceil(seats * share / whole) if whole else seats for group, share in shares.items()}


def draw(entries: Iterable[Entry], *, seats: int, most: Mapping[str, int], seed: str) -> list[Place]:
    """Draw: everybody's place, those with a seat first.

    `most` says how many seats a group may have; a group that is not named has no limit. Raises ValueError when a number
    stands twice on the list or the seed is empty.
    """
    listed = list(entries)
    if not seed:
        raise ValueError("a draw needs a seed")
    if len({entry.number for entry in listed}) != len(listed):
        raise ValueError("a number stands twice on the list")
    ordered = sorted(listed, key=lambda entry: (ticket(seed, entry.number), entry.number))
    taken: Counter[str] = Counter()
    seated: list[Entry] = []
    full: dict[str, tuple[str, ...]] = {}
    for entry in ordered:
        crowded = tuple(group for group in entry.groups if taken[group] >= most.get(group, seats))
        if crowded or len(seated) >= seats:
            full[entry.number] = crowded
            continue
        seated.append(entry)
        taken.update(entry.groups)
    waiting = [entry for entry in ordered if entry.number in full]
    late, rest = waiting[: seats - len(seated)], waiting[seats - len(seated) :]
    return [
        Place(entry.number, at, is_seated, full.get(entry.number, ()))
        for at, (entry, is_seated) in enumerate(
            [*((entry, True) for entry in [*seated, *late]), *((entry, False) for entry in rest)], start=1
        )
    ]


def fingerprint(entries: Sequence[Entry], *, seats: int, most: Mapping[str, int]) -> str:
    """SHA-256 over the closed list, seats and quotas as canonical JSON: published before the seed can be known."""
    listed = sorted([entry.number, *sorted(entry.groups)] for entry in entries)
    whole = {"entries": listed, "quotas": dict(sorted(most.items())), "seats": seats}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
