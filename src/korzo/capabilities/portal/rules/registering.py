"""Places at an event: who has one, who waits, and who moves up."""

from collections.abc import Sequence
from dataclasses import dataclass

CONFIRMED, WAITING, ASKED, CANCELLED, ATTENDED = "confirmed", "waiting", "asked", "cancelled", "attended"
HOLDS = (CONFIRMED, ATTENDED)


@dataclass(frozen=True)
class Place:
    """Somebody's registration: its number, its state, and how many people it is for."""

    number: int
    state: str
    people: int = 1


def taken(places: Sequence[Place]) -> int:
    """Count the people who have a place."""
    return sum(place.people for place in places if place.state in HOLDS)


def first_state(capacity: int | None, places: Sequence[Place], people: int, *, needs_approval: bool) -> str:
    """Say where a new registration stands: who comes while others wait waits too, even if there would be room."""
    if needs_approval:
        return ASKED
    waits = any(place.state == WAITING for place in places)
    if capacity is not None and (waits or taken(places) + people > capacity):
        return WAITING
    return CONFIRMED


def moving_up(capacity: int | None, places: Sequence[Place]) -> list[int]:
    """Name those who get a place now, first come first served; nobody is passed over for a smaller party."""
    free = None if capacity is None else capacity - taken(places)
    found = []
    for place in sorted((each for each in places if each.state == WAITING), key=lambda each: each.number):
        if free is not None and place.people > free:
            break
        found.append(place.number)
        free = None if free is None else free - place.people
    return found
