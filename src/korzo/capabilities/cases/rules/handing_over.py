"""How a case goes from one office to another without ever being nobody's.

The giver owns it until the receiver has accepted, or until an arbiter has decided. A refusal, and silence beyond the
time for an answer, both go to the arbiter, never back to the resident.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from korzo.capabilities.cases.rules import promises
from korzo.capabilities.cases.rules.promises import Calendar


class State(StrEnum):
    """Where a hand-over stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OVERDUE = "overdue"
    DECIDED = "decided"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


class Move(StrEnum):
    """What can be done with a hand-over."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    RUN_OUT = "run_out"
    TAKE_BACK = "take_back"
    DECIDE = "decide"
    LAPSE = "lapse"


TO_DECIDE = frozenset({State.REFUSED, State.OVERDUE})
UNDECIDED = TO_DECIDE | {State.WAITING}

_LEADS_TO: dict[Move, tuple[frozenset[State], State]] = {
    Move.ACCEPT: (frozenset({State.WAITING}), State.ACCEPTED),
    Move.REFUSE: (frozenset({State.WAITING}), State.REFUSED),
    Move.RUN_OUT: (frozenset({State.WAITING}), State.OVERDUE),
    Move.TAKE_BACK: (frozenset({State.WAITING}), State.TAKEN_BACK),
    Move.DECIDE: (TO_DECIDE, State.DECIDED),
    Move.LAPSE: (UNDECIDED, State.LAPSED),
}


class Settled(ValueError):
    """The hand-over no longer stands where this could be done."""

    def __init__(self, move: Move, state: State) -> None:
        self.move, self.state = move, state
        super().__init__(f"cannot {move} a hand-over that is {state}")


def after(state: State, move: Move) -> State:
    """The state that follows; raises Settled."""
    allowed, then = _LEADS_TO[move]
    if state not in allowed:
        raise Settled(move, state)
    return then


def owner(state: State, *, giver: str, receiver: str, decided_for: str | None = None) -> str:
    """The one office that owns the case while a hand-over stands there."""
    if state is State.ACCEPTED:
        return receiver
    return decided_for if state is State.DECIDED and decided_for else giver


def accept_by(asked_at: datetime, hours: int, calendar: Calendar) -> datetime:
    """By when the receiver has to answer: so many office hours after it was asked (aware)."""
    return promises.advance(asked_at, timedelta(hours=hours), calendar)
