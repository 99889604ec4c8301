"""Letters and SMS that people write to the city: fetched, read, and taken by the capability that they belong to.

A capability says so in its `jobs`:

    @arriving.takes
    def take(letter: Letter, now: datetime) -> str | None: ...   # the reference of what it became; None: not mine

Called inside a transaction, in the order of the capabilities, until one takes it. A taker that raises leaves nothing
behind, and the letter is held for a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Attachment:
    """A file that came along. `content` is as it was sent: look at it before you believe its type."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Letter:
    """Something that somebody wrote to us. `sender` is an e-mail address in small letters, or a number in E.164.

    `about` is the reference whose letter is answered, proven by a secret that only its receiver had. `mentions` are
    references that the letter names without proof: believe them only of somebody who could know them anyway.
    """

    channel: str
    sender: str
    text: str
    name: str = ""
    subject: str = ""
    about: str = ""
    mentions: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    fingerprint: str = ""


Taker = Callable[[Letter, datetime], str | None]
takers: list[Taker] = []


class Held(Exception):
    """A taker cannot decide: the letter is kept for a person, with this reason to read."""


def takes(function: Taker) -> Taker:
    """Have the decorated function asked whether a letter is its own."""
    takers.append(function)
    return function
