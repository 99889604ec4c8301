"""The life of an idea: its states and what may follow what."""

from enum import StrEnum


class State(StrEnum):
    """Where an idea stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_CHECK = "in_check"
    RETURNED = "returned"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not_shortlisted"
    WON = "won"
    LOST = "lost"
    CUT = "cut"
    BUILDING = "building"
    FINISHED = "finished"


class Action(StrEnum):
    """What somebody can do to an idea that changes its state."""

    PROPOSE = "propose"
    CHECK = "check"
    FIND_FEASIBLE = "find_feasible"
    FIND_INFEASIBLE = "find_infeasible"
    RETURN = "return"
    IMPROVE = "improve"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    SHORTLIST = "shortlist"
    LEAVE_OFF = "leave_off"
    WIN = "win"
    LOSE = "lose"
    CUT = "cut"
    BUILD = "build"
    FINISH = "finish"


UNSENT = frozenset({State.DRAFT})
WAITING = frozenset({State.PROPOSED, State.IN_CHECK, State.RETURNED})
"""Those about which the city has not decided yet."""
IMPROVABLE = frozenset({State.DRAFT, State.PROPOSED, State.RETURNED, State.INFEASIBLE})
"""Those whose words their authors may change; an idea that is being checked stands still."""
BEFORE_SHORTLIST = WAITING | {State.FEASIBLE}
ON_BALLOT = frozenset({State.SHORTLISTED, State.WON, State.LOST, State.CUT, State.BUILDING, State.FINISHED})
"""Those that people could vote for, now or in a past cycle."""
CHOSEN = frozenset({State.WON, State.BUILDING, State.FINISHED})

_LEADS_TO: dict[Action, tuple[frozenset[State], State]] = {
    Action.PROPOSE: (UNSENT, State.PROPOSED),
    Action.CHECK: (frozenset({State.PROPOSED}), State.IN_CHECK),
    Action.FIND_FEASIBLE: (frozenset({State.IN_CHECK}), State.FEASIBLE),
    Action.FIND_INFEASIBLE: (frozenset({State.IN_CHECK}), State.INFEASIBLE),
    Action.RETURN: (frozenset({State.IN_CHECK}), State.RETURNED),
    Action.IMPROVE: (frozenset({State.RETURNED, State.INFEASIBLE}), State.IN_CHECK),
    Action.MERGE: (BEFORE_SHORTLIST, State.MERGED),
    Action.WITHDRAW: (UNSENT | BEFORE_SHORTLIST, State.WITHDRAWN),
    Action.SHORTLIST: (frozenset({State.FEASIBLE, State.NOT_SHORTLISTED}), State.SHORTLISTED),
    Action.LEAVE_OFF: (frozenset({State.FEASIBLE, State.SHORTLISTED}), State.NOT_SHORTLISTED),
    Action.WIN: (frozenset({State.SHORTLISTED}), State.WON),
    Action.LOSE: (frozenset({State.SHORTLISTED}), State.LOST),
    Action.CUT: (frozenset({State.WON}), State.CUT),
    Action.BUILD: (frozenset({State.WON}), State.BUILDING),
    Action.FINISH: (frozenset({State.WON, State.BUILDING}), State.FINISHED),
}


class NotPossible(ValueError):
    """The action does not fit the state of the idea."""

    def __init__(self, action: Action, state: State) -> None:
        self.action, self.state = action, state
        super().__init__(f"cannot {action} an idea that is {state}")


def after(state: State, action: Action) -> State:
    """The state that follows when the action is done; raises NotPossible."""
    allowed, then = _LEADS_TO[action]
    if state not in allowed:
        raise NotPossible(action, state)
    return then


def possible(state: State) -> frozenset[Action]:
    """The actions that fit a state."""
    return frozenset(action for action, (allowed, _then) in _LEADS_TO.items() if state in allowed)
