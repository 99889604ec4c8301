"""The actions by name. An action takes a `Call` and gives what is put into the envelope."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from korzo.capabilities.catalog.ckan.wire import Call

Work = Callable[[Call], Any]


@dataclass(frozen=True)
class Action:
    """What is done, whether it only reads, and whether a stranger may ask for it."""

    work: Work
    reads: bool
    for_strangers: bool


known: dict[str, Action] = {}


def reading(*names: str, strangers: bool = True) -> Callable[[Work], Work]:
    """Make a function the action with these names, asked for by GET or POST."""
    return _named(names, reads=True, strangers=strangers)


def writing(*names: str) -> Callable[[Work], Work]:
    """Make a function the action with these names, asked for by POST with a token."""
    return _named(names, reads=False, strangers=False)


def _named(names: tuple[str, ...], *, reads: bool, strangers: bool) -> Callable[[Work], Work]:
    def kept(work: Work) -> Work:
        for name in names or (work.__name__,):
            known[name] = Action(work, reads, strangers)
        return work

    return kept
