"""The life of a case: its states, what may follow what, and what the outside standards call them.

Learned from the state machines of Signalen (a closed case is left only by reopening; old states stay readable) and
from the status words of Open311, CitySDK and the mySociety update extension.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    VALIDATED = "validated"
    IN_PROGRESS = "in_progress"
    FORWARDED = "forwarded"
    RESOLVED = "resolved"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What somebody can do to a case that may change its state."""

    VALIDATE = "validate"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    FORWARD = "forward"
    TAKE_BACK = "take_back"
    START = "start"
    RESOLVE = "resolve"
    DECLINE = "decline"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True)
class Words:
    """What other systems call a state."""

    open311: str
    citysdk: str
    mysociety: str


OPEN = frozenset({State.RECEIVED, State.VALIDATED, State.IN_PROGRESS, State.FORWARDED})
OURS = OPEN - {State.FORWARDED}
CLOSED = frozenset(State) - OPEN

_LEADS_TO: dict[Action, tuple[frozenset[State], State | None]] = {
    Action.VALIDATE: (frozenset({State.RECEIVED}), State.VALIDATED),
    Action.ASSIGN: (OPEN, None),
    Action.HAND_OVER: (OURS, None),
    Action.FORWARD: (OURS, State.FORWARDED),
    Action.TAKE_BACK: (frozenset({State.FORWARDED}), State.IN_PROGRESS),
    Action.START: (frozenset({State.VALIDATED}), State.IN_PROGRESS),
    Action.RESOLVE: (OPEN, State.RESOLVED),
    Action.DECLINE: (OPEN, State.DECLINED),
    Action.REOPEN: (CLOSED - {State.DUPLICATE}, State.IN_PROGRESS),
    Action.WITHDRAW: (OPEN, State.WITHDRAWN),
    Action.MERGE: (OPEN, State.DUPLICATE),
    Action.SPLIT: (frozenset({State.DUPLICATE}), State.VALIDATED),
}

WORDS: dict[State, Words] = {
    State.RECEIVED: Words("open", "RECEIVED", "OPEN"),
    State.VALIDATED: Words("open", "RECEIVED", "INVESTIGATING"),
    State.IN_PROGRESS: Words("open", "IN_PROCESS", "IN_PROGRESS"),
    State.FORWARDED: Words("open", "IN_PROCESS", "INVESTIGATING"),
    State.RESOLVED: Words("closed", "PROCESSED", "FIXED"),
    State.DECLINED: Words("closed", "REJECTED", "NO_FURTHER_ACTION"),
    State.DUPLICATE: Words("closed", "REJECTED", "DUPLICATE"),
    State.WITHDRAWN: Words("closed", "REJECTED", "CANCELLED"),
}


class NotPossible(ValueError):
    """The action does not fit the state of the case."""

    def __init__(self, action: Action, state: State) -> None:
        self.action, self.state = action, state
        super().__init__(f"cannot {action} a case that is {state}")


def after(state: State, action: Action) -> State:
    """The state that follows when the action is done; raises NotPossible."""
    allowed, then = _LEADS_TO[action]
    if state not in allowed:
        raise NotPossible(action, state)
    return then or state


def possible(state: State) -> frozenset[Action]:
    """The actions that fit a state."""
    return frozenset(action for action, (allowed, _then) in _LEADS_TO.items() if state in allowed)
