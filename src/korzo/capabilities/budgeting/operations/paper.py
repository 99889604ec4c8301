"""Paper ballots: entered twice, compared, settled by a third person, then counted like all others."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Batch, Channel, Panel, Sheet, Track
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused, needed, tidy
from korzo.capabilities.budgeting.operations.voting import counter, locked_track, store, told, unsealed
from korzo.capabilities.budgeting.queries import paper, voting
from korzo.capabilities.budgeting.rules import sheets
from korzo.capabilities.budgeting.rules.validity import Way, flaws
from korzo.kernel import trail
from korzo.kernel.people.models import Person

MOST_SHEETS = 500


@dataclass(frozen=True)
class Bundle:
    """What stands on the cover of a batch: its number, where it comes from, how many ballots, of which panel."""

    code: str
    size: int
    place: str = ""
    panel: Panel | None = None


@dataclass(frozen=True)
class Reading:
    """A sheet as somebody reads it: numbers as they are typed, or that it cannot be read."""

    text: str = ""
    is_spoilt: bool = False


@transaction.atomic
def open_batch(track: Track, bundle: Bundle, *, by: Person, now: datetime) -> Batch:
    """Begin a batch."""
    counter(by)
    locked = locked_track(track)
    unsealed(locked, now=now)
    if not locked.candidates.exists():
        raise Refused("", _("There is no ballot yet."))
    code = needed(bundle.code, _("Give the batch a number."), field="code", limit=64)
    if locked.batches.filter(code=code).exists():
        raise Refused("code", _("There is a batch with this number."))
    if not 0 < bundle.size <= MOST_SHEETS:
        raise Refused("size", _("A batch has between 1 and %(most)d ballots.") % {"most": MOST_SHEETS})
    place = tidy(bundle.place, field="place", limit=120, lines=False)
    made = Batch.objects.create(
        track=locked, panel=bundle.panel, channel=Channel.PAPER, code=code, place=place, size=bundle.size, made_at=now
    )
    trail.record(events.BatchOpened(locked.ref, code, bundle.size), by=by, now=now)
    return made


@transaction.atomic
def delete_batch(batch: Batch, *, by: Person, now: datetime) -> None:
    """Take away a batch that is not accepted; its sheets have to be typed again."""
    counter(by)
    locked = _locked(batch)
    if locked.state == Batch.State.ACCEPTED:
        raise Refused("", _("These votes are accepted and stay."))
    trail.record(events.BatchDeleted(locked.track.ref, locked.code), by=by, now=now)
    locked.delete()


@transaction.atomic
def enter(batch: Batch, number: int, reading: Reading, *, by: Person, now: datetime) -> Batch:
    """Type a sheet: the next one, or one again. Raises Refused with what cannot be read.

    When both clerks are through, the batch is compared, and accepted if they agree.
    """
    if not permissions.can_enter(by):
        raise NotAllowed(_("Only people who work for the city enter ballots."))
    locked = _locked(batch)
    unsealed(locked.track, now=now)
    typing = paper.typing(by, locked)
    if typing is None:
        raise Refused("", _("Two others enter this batch."))
    if not 1 <= number <= min(typing.next, locked.size):
        raise Refused("", _("Type the ballots one after the other."))
    choices = {} if reading.is_spoilt else _choices(locked, reading.text)
    clerk = "first_clerk" if typing.pass_no == paper.FIRST else "second_clerk"
    setattr(locked, clerk, by)
    locked.save(update_fields=[clerk])
    Sheet.objects.update_or_create(
        batch=locked,
        number=number,
        pass_no=typing.pass_no,
        defaults={"choices": choices, "is_spoilt": reading.is_spoilt, "entered_at": now},
    )
    mine = locked.sheets.filter(pass_no=typing.pass_no)
    if number == typing.next == locked.size:
        event = events.BatchTyped(locked.track.ref, locked.code, typing.pass_no, _digest(list(mine)))
        trail.record(event, by=by, now=now)
    if locked.sheets.count() == 2 * locked.size:
        _compare(locked, by=by, now=now)
    return locked


@transaction.atomic
def settle(batch: Batch, number: int, reading: Reading, *, by: Person, now: datetime) -> Batch:
    """Decide how a sheet reads on which two clerks differ; with the last one the batch is accepted."""
    locked = _locked(batch)
    if not permissions.can_settle(by, locked):
        raise NotAllowed(_("Somebody decides who plans the cycle and has not typed this batch."))
    unsealed(locked.track, now=now)
    differing = paper.differences(locked)
    if locked.state != Batch.State.COMPARED or number not in {each.number for each in differing}:
        raise Refused("", _("On this ballot the clerks agree."))
    Sheet.objects.update_or_create(
        batch=locked,
        number=number,
        pass_no=paper.SETTLED,
        defaults={
            "choices": {} if reading.is_spoilt else _choices(locked, reading.text),
            "is_spoilt": reading.is_spoilt,
            "entered_at": now,
        },
    )
    trail.record(events.SheetSettled(locked.track.ref, locked.code, number), by=by, now=now)
    if all(each.settled or each.number == number for each in differing):
        _accept(locked, by=by, now=now)
    return locked


def _compare(batch: Batch, *, by: Person, now: datetime) -> None:
    if paper.differences(batch):
        batch.state = Batch.State.COMPARED
        batch.save(update_fields=["state"])
    else:
        _accept(batch, by=by, now=now)


def _accept(batch: Batch, *, by: Person, now: datetime) -> None:
    """Count the sheets that are valid; the others are kept as rejected, and stay to be looked at."""
    form = voting.form_of(batch.track)
    final: dict[int, Sheet] = {}
    for sheet in batch.sheets.order_by("pass_no"):
        final[sheet.number] = sheet
    ballots = [{int(each): given for each, given in sheet.choices.items()} for sheet in final.values()]
    spoilt = [sheet.is_spoilt for sheet in final.values()]
    good = [ballot for ballot, bad in zip(ballots, spoilt, strict=True) if not bad and not flaws(ballot, form)]
    store(batch, ((ballot, None) for ballot in good))
    batch.state, batch.accepted_at, batch.rejected = Batch.State.ACCEPTED, now, len(final) - len(good)
    batch.save(update_fields=["state", "accepted_at", "rejected"])
    told(batch, len(good), _digest(list(final.values())), by=by, now=now)


def _choices(batch: Batch, text: str) -> dict[str, int]:
    """Read what was typed. What breaks the rules is typed as it stands on paper; what names nothing is a slip."""
    way = Way(batch.track.ballot)
    known = set(batch.track.candidates.values_list("number", flat=True))
    try:
        ballot = sheets.typed(text, way)
    except sheets.Unreadable as error:
        raise Refused("ballot", _("“%(part)s” cannot be read. Type it again.") % {"part": error}) from error
    if unknown := set(ballot) - known:
        message = _("There is no number %(number)s on this ballot. Look again.")
        raise Refused("ballot", message % {"number": min(unknown)})
    return {str(number): given for number, given in ballot.items()}


def _digest(rows: list[Sheet]) -> str:
    said = [[each.number, each.is_spoilt, each.choices] for each in sorted(rows, key=lambda each: each.number)]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _locked(batch: Batch) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related("track__cycle", "first_clerk", "second_clerk")
    return rows.get(pk=batch.pk)
