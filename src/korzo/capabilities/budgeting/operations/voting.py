"""From the shortlist to the sealed urn: the ballot is made, votes come in, then nothing changes any more."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Batch, Candidate, Channel, Panel, Track, Vote
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused, in_time, tidy
from korzo.capabilities.budgeting.queries import calendar, voting
from korzo.capabilities.budgeting.rules import sheets, states
from korzo.capabilities.budgeting.rules.validity import Ballot, flaws, shuffled
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def make_ballot(track: Track, *, by: Person | None, now: datetime) -> list[Candidate]:
    """Put the shortlisted ideas on the ballot, numbered by a lot that anybody can draw again, with their costs.

    Before votes come in it can be made anew. `by` None: the calendar does it.
    """
    counter(by)
    locked = locked_track(track)
    if locked.batches.exists():
        raise Refused("", _("Votes have come in. The ballot cannot be changed any more."))
    ideas = {idea.pk: idea for idea in locked.ideas.filter(state=states.State.SHORTLISTED, is_hidden=False)}
    costs = {idea.pk: idea.cost for idea in ideas.values() if idea.cost is not None}
    if len(costs) < len(ideas):
        raise Refused("", _("An idea has no cost that an office has worked out."))
    locked.candidates.all().delete()
    codes = {int(idea.code.rpartition("-")[2]): idea for idea in ideas.values()}
    order = shuffled(codes, locked.ref)
    made = Candidate.objects.bulk_create(
        Candidate(track=locked, idea=codes[key], number=number, cost=costs[codes[key].pk])
        for number, key in enumerate(order, 1)
    )
    pairs = tuple((each.number, each.idea.ref) for each in made)
    trail.record(events.BallotMade(locked.ref, pairs), by=by, now=now)
    return made


@dataclass(frozen=True)
class Report:
    """What became of votes that were brought: how many count, and which do not, with why. `saved` False: none."""

    taken: int
    rejected: list[sheets.Rejected]
    saved: bool

    @property
    def more(self) -> int:
        """How many rejected rows are not told one by one."""
        return max(0, len(self.rejected) - sheets.MOST_PROBLEMS)


def take_file(track: Track, data: bytes, *, name: str, good_ones: bool, by: Person, now: datetime) -> Report:
    """Take votes from a `.pb` or CSV file: all, or only if `good_ones`, those rows that are valid.

    Raises Refused when it holds no table of ballots, or the same file was taken before.
    """
    counter(by)
    form = voting.form_of(track)
    panels = {panel.code: panel for panel in track.panels.all()}
    names = {each.idea.code: each.number for each in voting.candidates(track)}
    taken: list[sheets.Taken] = []
    rejected: list[sheets.Rejected] = []
    try:
        for row in sheets.rows(data, form, names, panels):
            if isinstance(row, sheets.Taken):
                taken.append(row)
            else:
                rejected.append(row)
    except sheets.NoBallots as error:
        message = _("This file holds no ballots that we can read: %(what)s is missing or wrong.")
        raise Refused("file", message % {"what": error}) from error
    if not taken or (rejected and not good_ones):
        return Report(len(taken), rejected, saved=False)
    digest = sha256(data).hexdigest()
    with transaction.atomic():
        batch = accepted(track, Channel.FILE, digest, len(taken), place=tidy(name, limit=120, lines=False), now=now)
        batch.rejected, batch.first_clerk = len(rejected), by
        batch.save(update_fields=["rejected", "first_clerk"])
        store(batch, ((row.ballot, panels.get(row.panel)) for row in taken))
        told(batch, len(taken), digest, by=by, now=now)
    return Report(len(taken), rejected, saved=True)


class Invalid(ValueError):
    """A ballot that an electronic vote should never have let through."""


@transaction.atomic
def receive(track: Track, ballots: Iterable[tuple[Ballot, str]], *, key: str, now: datetime) -> int:
    """Take the opened ballots of an electronic vote: pairs of ballot and code of the panel (or nothing).

    Idempotent by `key`. Raises Invalid if any ballot breaks the rules: then none is taken.
    """
    if known := track.batches.filter(code=key, channel=Channel.BALLOT).first():
        return known.votes.count()
    form = voting.form_of(track)
    panels = {panel.code: panel for panel in track.panels.all()}
    cast = [(dict(ballot), panels.get(panel)) for ballot, panel in ballots]
    wrong = next((found for ballot, _panel in cast if (found := flaws(ballot, form))), None)
    if wrong:
        raise Invalid(f"a ballot breaks the rules of {track.ref}: {wrong[0].wrong}")
    if not cast:
        return 0
    batch = accepted(track, Channel.BALLOT, key, len(cast), now=now)
    store(batch, cast)
    digest = sha256("\n".join(sorted(sheets.shown(ballot, form.way) for ballot, _panel in cast)).encode())
    told(batch, len(cast), digest.hexdigest(), by=None, now=now)
    return len(cast)


@transaction.atomic
def seal(track: Track, *, seed: str, by: Person, now: datetime) -> str:
    """Close the urn for good, and fix the lot among equals before anything is counted.

    `seed` may be what was announced (numbers of a public lottery); without one it is drawn here. Returns it.
    """
    counter(by)
    in_time(track.cycle, "count", now=now)
    locked = locked_track(track)
    unsealed(locked, now=now)
    if locked.batches.exclude(state=Batch.State.ACCEPTED).exists():
        raise Refused("", _("A batch of paper ballots is not finished. Finish it or delete it first."))
    locked.tie_seed = tidy(seed, field="seed", limit=80, lines=False) or secrets.token_hex(16)
    locked.sealed_at = now
    locked.save(update_fields=["tie_seed", "sealed_at"])
    track.tie_seed, track.sealed_at = locked.tie_seed, now
    election = voting.election_of(locked)
    digest = voting.fingerprint(locked, election)
    trail.record(events.VotesSealed(locked.ref, election.ballots.cast, digest, locked.tie_seed), by=by, now=now)
    return locked.tie_seed


def store(batch: Batch, ballots: Iterable[tuple[Ballot, Panel | None]]) -> None:
    """Write ballots in an order that says nothing of when they came."""
    rows = sorted((sorted(ballot.items()), panel.pk if panel else 0) for ballot, panel in ballots)
    Vote.objects.bulk_create(
        (
            Vote(
                track_id=batch.track_id,
                batch=batch,
                panel_id=panel or batch.panel_id,
                choices={str(number): given for number, given in ballot},
            )
            for ballot, panel in rows
        ),
        batch_size=2000,
    )


def accepted(track: Track, channel: Channel, code: str, size: int, *, now: datetime, place: str = "") -> Batch:
    """A new batch of accepted votes; raises Refused when none can come in (now, or by this file)."""
    locked = locked_track(track)
    unsealed(locked, now=now)
    if not locked.candidates.exists():
        raise Refused("", _("There is no ballot yet."))
    if locked.batches.filter(code=code).exists():
        raise Refused("file", _("This file has been taken before."))
    return Batch.objects.create(
        track=locked, channel=channel, code=code, size=size, place=place, made_at=now, accepted_at=now,
        state=Batch.State.ACCEPTED,
    )  # fmt: skip


def told(batch: Batch, taken: int, digest: str, *, by: Person | None, now: datetime) -> None:
    """Record that votes came in."""
    event = events.VotesTaken(batch.track.ref, batch.code, batch.channel, taken, batch.rejected, digest)
    trail.record(event, by=by, now=now)


def locked_track(track: Track) -> Track:
    """The track, for nobody else to change meanwhile."""
    return Track.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=track.pk)


def unsealed(track: Track, *, now: datetime) -> None:
    """Let votes in from the vote until they are sealed; raises Refused, NotNow."""
    if track.sealed_at is not None:
        raise Refused("", _("The votes are sealed. Nothing can be added or taken away."))
    if not calendar.may(track.cycle, "vote", now=now):
        in_time(track.cycle, "count", now=now)


def counter(person: Person | None) -> None:
    """Let in who counts; None is the calendar."""
    if person is not None and not permissions.can_count(person):
        raise NotAllowed(_("Only who plans the cycle can do this."))
