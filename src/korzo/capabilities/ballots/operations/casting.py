"""Taking ballots into the box: checked as strictly as any outside verifier does, and appended in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots.models import Box, Piece
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.queries import archives
from korzo.capabilities.ballots.rules import archive, ballot

LARGEST = 1_000_000
"""Bytes of a ballot: one with 500 choices in a group of 2048 bits."""


@dataclass(frozen=True)
class Receipt:
    """What a voter gets: the tracker to find the ballot on the board by, and whether it was there already."""

    tracker: str
    height: int
    again: bool


def cast(box: Box, data: bytes, *, now: datetime) -> Receipt:
    """Take a ballot. Who sends the same bytes again gets the same receipt.

    Nobody's name is asked for: the credential in the ballot proves the right to vote. Raises Refused.
    """
    _open(box, now)
    tracker = ballot.tracker(data)
    if known := _known(box, tracker):
        return known
    setup = archives.known(box.uuid)
    try:
        read = ballot.check(setup.election, data)
    except ValueError as error:
        raise Refused("", _("This is not a valid ballot: %s") % error, "invalid") from error
    if read.credential not in setup.weights:
        raise Refused("", _("This code is not on the list of voters of this vote."), "credential")
    try:
        height = _append(box, read.credential, tracker, data, now)
    except IntegrityError:  # in another tab, at the same moment
        if (known := _known(box, tracker)) is None:
            raise
        return known
    return Receipt(tracker, height, again=False)


@transaction.atomic
def _append(box: Box, credential: str, tracker: str, data: bytes, now: datetime) -> int:
    box = Box.objects.light().select_related("vote").select_for_update(of=("self",)).get(pk=box.pk)
    _open(box, now)
    height = box.height
    box.pieces.filter(credential=credential, is_last=True).update(is_last=False)
    append(box, "Ballot", data, credential=credential, tracker=tracker, is_last=True)
    return height


def append(box: Box, kind: str, *records: bytes, **about: Any) -> None:
    """Add an event with its data records to the end of a box that the caller has locked; `about` it, what is asked."""
    made, head = archive.event(archive.Head(box.timestamp, box.head, box.height), kind, *records)
    _store(box, kind, made, head.parent or "", about)


def append_made(box: Box, kind: str, made: bytes) -> None:
    """The same with an event that `rules.steps` has made."""
    _store(box, kind, made, archive.records(made)[-1][0].partition(".")[0], {})


def _store(box: Box, kind: str, data: bytes, name: str, about: dict[str, Any]) -> None:
    Piece.objects.create(box=box, height=box.height, kind=kind, offset=box.size, data=data, event=name, **about)
    box.head, box.height, box.size = name, box.height + 1, box.size + len(data)
    box.save(update_fields=["head", "height", "size"])


def _open(box: Box, now: datetime) -> None:
    if box.step != Box.Step.VOTING or box.vote.is_over(now):
        raise Refused("", _("This vote takes no ballots any more."), "closed")
    if not box.vote.is_open(now):
        raise Refused("", _("This vote has not opened yet."), "early")


def _known(box: Box, tracker: str) -> Receipt | None:
    piece = box.pieces.filter(tracker=tracker).only("height", "is_last").first()
    if piece is None:
        return None
    if not piece.is_last:
        raise Refused("", _("You have voted anew since. That ballot counts, this old one cannot come back."), "old")
    return Receipt(tracker, piece.height, again=True)
