"""Uploads: recognised by content, limited, re-encoded without hidden data, served only to who may see them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from korzo.kernel.files.models import Upload
    from korzo.kernel.people.models import Person

Guard = Callable[["Person | None", "Upload"], bool]
_guards: dict[str, Guard] = {}


def guards(kind: str) -> Callable[[Guard], Guard]:
    """Let the decorated function decide who may see uploads that belong to this kind of reference."""

    def register(guard: Guard) -> Guard:
        _guards[kind] = guard
        return guard

    return register


def may_see(person: "Person | None", upload: "Upload") -> bool:
    """Ask the capability that owns an upload; nobody sees what has no owner."""
    guard = _guards.get(upload.owner.partition(":")[0])
    return guard is not None and guard(person, upload)
