"""The public board of a secret ballot: what its archive holds, in words."""

from dataclasses import dataclass
from typing import Any

from korzo.capabilities.ballots.models import Box, Piece
from korzo.capabilities.ballots.queries import archives
from korzo.capabilities.ballots.rules.trustees import Pedersen
from korzo.kernel.trail.models import Entry


@dataclass(frozen=True)
class Event:
    """Something in the archive that is no ballot; `owner` is the number of the trustee, 0: nobody's."""

    kind: str
    height: int
    digest: str
    owner: int = 0


@dataclass(frozen=True)
class Keys:
    """Who opens the box: all of `everybody`, and `threshold` of `some`."""

    everybody: int
    threshold: int
    some: int


def box_of(code: str) -> Box | None:
    """The sealed box of a published secret vote."""
    rows = Box.objects.light().select_related("vote").exclude(step=Box.Step.SETUP)
    return rows.filter(vote__code=code, vote__step="published").first()


def voters(box: Box) -> int:
    """How many may vote."""
    return len(archives.known(box.uuid).weights)


def keys(box: Box) -> Keys:
    """What it takes to open the box."""
    members = archives.known(box.uuid).trustees.members
    groups = [each for each in members if isinstance(each, Pedersen)]
    some = groups[0] if groups else None
    return Keys(len(members) - len(groups), some.threshold if some else 0, len(some.publics) if some else 0)


def fingerprint(box: Box) -> str:
    """What everybody who votes in this election sees: SHA-256 of the election."""
    return archives.known(box.uuid).election.fingerprint


def ballots(box: Box) -> int:
    """How many people have voted: ballots that count."""
    return box.pieces.filter(is_last=True).count()


def trackers(box: Box, sought: str = "") -> Any:
    """The ballots that count, in the order of their trackers, which says nothing of when they came."""
    rows = box.pieces.filter(is_last=True).order_by("tracker")
    return rows.filter(tracker__startswith=sought) if sought else rows


def was_replaced(box: Box, tracker: str) -> bool:
    """Whether a ballot was here, and its voter has voted anew since."""
    return bool(tracker) and box.pieces.filter(tracker=tracker, is_last=False).exists()


def events(box: Box) -> list[Event]:
    """What else the archive holds."""
    rows = box.pieces.exclude(kind="Ballot").order_by("height")
    return [Event(row.kind, row.height, row.event, _owner(row)) for row in rows]


def posted(box: Box) -> list[Entry]:
    """Where the board stood, as the trail of the city has it: the newest first."""
    names = ("ballots.BoxSealed", "ballots.BoardGrew", "ballots.BoxClosed", "ballots.BoxCounted")
    return list(Entry.objects.filter(ref=box.ref, event__in=names).order_by("-seq")[:20])


def _owner(row: Piece) -> int:
    return archives.owner_of(row) if row.kind in {"Shuffle", "PartialDecryption"} else 0
