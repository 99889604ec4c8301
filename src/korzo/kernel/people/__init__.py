"""Accounts, organisations, roles: who somebody is, and for whom they act.

A capability that keeps something about people says how it is handed out and how it is forgotten:

    @people.exports("cases")
    def mine(person: Person) -> list[dict[str, object]]: ...   # JSON

    @people.erases("cases")
    def forget(person: Person, now: datetime) -> None: ...      # idempotent; called inside the transaction
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from korzo.kernel.people.models import Person

Export = Callable[["Person"], Any]
Erase = Callable[["Person", datetime], None]

exporters: dict[str, Export] = {}
erasers: dict[str, Erase] = {}


def language_of(person: "Person | None", otherwise: str = "") -> str:
    """In which language somebody is written to: their own, that in which they once wrote to us, or the city's."""
    return (person.language if person else "") or otherwise or str(settings.LANGUAGE_CODE)


def exports(name: str) -> Callable[[Export], Export]:
    """Have the decorated function add its part to what a person downloads about themselves."""

    def register(function: Export) -> Export:
        exporters[name] = function
        return function

    return register


def erases(name: str) -> Callable[[Erase], Erase]:
    """Have the decorated function forget a person before their account goes; what they contributed stays, nameless."""

    def register(function: Erase) -> Erase:
        erasers[name] = function
        return function

    return register
