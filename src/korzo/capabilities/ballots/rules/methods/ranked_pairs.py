"""Ranked pairs (Tideman): lock majorities from the strongest down, except one that would close a circle.

Strength is that of Schulze's method here: votes for, then fewer against. Majorities of equal strength are locked in
the order of the draw (winner's place, then loser's), which is noted if the order mattered. Source: Tideman 1987; Zavist
and Tideman 1989 for a fixed order among equals.
"""

from collections.abc import Iterable
from itertools import groupby

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, of_ranking
from korzo.capabilities.ballots.rules.methods.pairs import matrix, strength
from korzo.capabilities.ballots.rules.methods.papers import Paper, anything, sort
from korzo.capabilities.ballots.rules.methods.ties import For, Tie, seat

Pair = tuple[int, int]


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count; the outcome has the table of pairs, and those locked, in order."""
    number = len(asked.candidates)
    places = asked.draw.places
    box = sort(papers, number, anything)
    pairs = matrix(box.valid, number)
    beats = sorted(
        ((one, other) for one in range(number) for other in range(number) if pairs[one][other] > pairs[other][one]),
        key=lambda pair: (_descending(strength(pairs, *pair)), places[pair[0]], places[pair[1]]),
    )
    above: list[set[int]] = [set() for _ in range(number)]
    locked: list[Pair] = []
    ties: list[Tie] = []
    for _strength, equals in groupby(beats, key=lambda pair: strength(pairs, *pair)):
        group = list(equals)
        # Alone none of these would close a circle: whatever is left out now is left out because of the order.
        possible = [pair for pair in group if pair[0] not in _below(above, pair[1])]
        kept = [pair for pair in possible if _lock(above, pair)]
        locked += kept
        if len(kept) < len(possible):
            among = tuple(sorted({at for pair in possible for at in pair}))
            ties.append(Tie(For.PAIR, among, tuple(dict.fromkeys(at for pair in kept for at in pair)), asked.draw.by))
    ranking, left = [], set(range(number))
    while left:
        top = tuple(at for at in sorted(left) if not any(at in above[other] for other in left))
        ranking.append(top)
        left -= set(top)
    winners, more = seat(ranking, asked.seats, asked.draw)
    return of_ranking("ranked-pairs", asked, box, ranking, (winners, (*ties, *more)), pairs=pairs, locked=tuple(locked))


def _descending(strength: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(-each for each in strength)  # type: ignore[operator]


def _below(above: list[set[int]], start: int) -> set[int]:
    """All whom `start` beats along what is locked, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        for at in above[waiting.pop()] - found:
            found.add(at)
            waiting.append(at)
    return found


def _lock(above: list[set[int]], pair: Pair) -> bool:
    """Lock unless it closes a circle; tell which."""
    one, other = pair
    if one in _below(above, other):
        return False
    above[one].add(other)
    return True
