"""What counts by transfers share: the stages so far, who stands lowest, and the ranking at the end."""

from collections.abc import Iterable, Sequence

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Round
from korzo.capabilities.ballots.rules.methods.papers import Number
from korzo.capabilities.ballots.rules.methods.ties import By, Draw, For, Tie

Totals = Sequence[Number | None]


class Stages:
    """A count under way: rounds, who is elected and excluded, and the ties on the way."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.rounds: list[Round] = []
        self.elected: list[int] = []
        self.excluded: list[int] = []
        self.ties: list[Tie] = []

    @property
    def continuing(self) -> list[int]:
        """Who is neither elected nor excluded."""
        gone = {*self.elected, *self.excluded}
        return [at for at in range(len(self.asked.candidates)) if at not in gone]

    @property
    def vacancies(self) -> int:
        """Seats still to fill."""
        return self.asked.seats - len(self.elected)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to decide."""
        return self.vacancies <= 0 or not self.continuing

    def note(self, stage: Round) -> None:
        """Note a stage with those elected in it."""
        self.rounds.append(stage)
        self.elected += stage.elected

    def exclude(self, totals: Totals, *, looking_back: bool = True) -> int:
        """Exclude the lowest of those continuing, and say who it is."""
        lowest = min(_number(totals[at]) for at in self.continuing)
        out = self.among([at for at in self.continuing if totals[at] == lowest], For.EXCLUSION, looking_back)
        self.excluded.append(out)
        return out

    def among(self, equals: Iterable[int], about: For, looking_back: bool = True) -> int:
        """One of several equals: by the last earlier stage at which they differed, else by the draw.

        Preferred is the higher, for an exclusion the lower. Settled ties are noted.
        """
        left = list(equals)
        if len(left) == 1:
            return left[0]
        everybody, at = tuple(left), len(self.rounds) + (about is For.ELECTION)  # one elects before the round is noted
        worst = about is For.EXCLUSION
        for stage in reversed(self.rounds if looking_back else []):
            end = (min if worst else max)(_number(stage.totals[each]) for each in left)
            left = [each for each in left if stage.totals[each] == end]
            if len(left) == 1:
                self.ties.append(Tie(about, everybody, (left[0],), By.EARLIER, at))
                return left[0]
        draw: Draw = self.asked.draw
        taken = draw.worst(left) if worst else draw.best(left)
        self.ties.append(Tie(about, everybody, (taken,), draw.by, at))
        return taken

    def ranking(self, totals: Totals) -> tuple[tuple[int, ...], ...]:
        """Elected in order, then who was left by votes (equals together), then the excluded, the last one first."""
        left = self.continuing
        levels = sorted({_number(totals[at]) for at in left}, reverse=True)
        return (
            *((at,) for at in self.elected),
            *(tuple(at for at in left if totals[at] == level) for level in levels),
            *((at,) for at in reversed(self.excluded)),
        )


def _number(total: Number | None) -> Number:
    return 0 if total is None else total


def by_votes(candidates: Iterable[int], totals: Totals) -> tuple[int, ...]:
    """The same candidates, who has most first; equals as in the list."""
    return tuple(sorted(candidates, key=lambda at: (-_number(totals[at]), at)))
