"""Counting: on trial as often as one likes, officially once, always with everything that is needed to count again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from korzo import __version__
from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Count, Track
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused, changing, in_time
from korzo.capabilities.budgeting.queries import voting
from korzo.capabilities.budgeting.rules import counting, explaining, fairness
from korzo.capabilities.budgeting.rules.conventions import Completion, Conventions, Rule
from korzo.capabilities.budgeting.rules.elections import BadElection, Election
from korzo.capabilities.budgeting.rules.outcomes import plain
from korzo.capabilities.budgeting.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.people.models import Person

OTHERS = (
    Conventions(Rule.GREEDY),
    Conventions(Rule.EQUAL_SHARES, Completion.ADD1U),
    Conventions(Rule.PHRAGMEN),
)
"""What is shown beside a result, so that everybody sees what the rule does."""
INLINE = 5_000
"""Up to so many ballots a count takes less than a second and needs no job."""


@transaction.atomic
def begin(track: Track, *, by: Person | None, now: datetime) -> Count:
    """Note that the votes are to be counted; `work` does it. Before the votes are sealed nothing is counted."""
    if by is not None and not permissions.can_count(by):
        raise NotAllowed(_("Only who plans the cycle can do this."))
    in_time(track.cycle, "count", now=now)
    if track.sealed_at is None:
        raise Refused("", _("Seal the votes first. The lot among equals has to be known before the count."))
    conventions = voting.conventions_of(track)
    made = Count.objects.create(
        track=track,
        rule=conventions.rule,
        settings=plain(conventions),
        tie_seed=track.tie_seed,
        software=f"korzo {__version__}",
        made_at=now,
        made_by=by,
    )
    trail.record(events.CountBegun(track.ref, made.pk), by=by, now=now)
    return made


def work(count: Count, *, now: datetime) -> Count:
    """Count, certify and explain. Idempotent: a count that is done stays as it is."""
    if count.state != Count.State.RUNNING:
        return count
    track = Track.objects.select_related("cycle").get(pk=count.track_id)
    election = voting.election_of(track)
    try:
        result = counted(election, voting.conventions_of(track))
    except BadElection as error:
        Count.objects.filter(pk=count.pk).update(state=Count.State.FAILED, result={"error": str(error)})
        count.refresh_from_db()
        return count
    with transaction.atomic():
        locked = Count.objects.select_for_update().get(pk=count.pk)
        if locked.state == Count.State.RUNNING:
            locked.state, locked.result = Count.State.DONE, result
            locked.input_hash = voting.fingerprint(track, election)
            locked.save(update_fields=["state", "result", "input_hash"])
            winners = tuple(result["outcome"]["winners"])
            event = events.VotesCounted(track.ref, locked.pk, locked.rule, locked.input_hash, winners)
            trail.record(event, by=locked.made_by, now=now)
    return locked


def counted(election: Election, conventions: Conventions) -> dict[str, Any]:
    """Everything that is kept of a count, as plain data."""
    outcome = counting.count(election, conventions)
    return {
        "outcome": outcome.as_json(),
        "explanations": [plain(each) for each in explaining.explain(election, outcome)],
        "fairness": _fairness(election, outcome.winners, conventions),
        "votes": list(election.votes),
        "scores": [str(each) for each in election.scores],
        "ballots": election.ballots.cast,
        "different": len(election.ballots.weights),
        "empty": election.ballots.empty,
        "others": [_other(election, each, conventions) for each in OTHERS if each.rule is not conventions.rule],
    }


def _other(election: Election, other: Conventions, ours: Conventions) -> dict[str, Any]:
    conventions = replace(other, seed=ours.seed, empty_ballots_count=ours.empty_ballots_count)
    outcome = counting.count(election, conventions)
    return {
        "rule": conventions.rule.value,
        "completion": conventions.completion.value if conventions.rule is Rule.EQUAL_SHARES else "",
        "winners": list(outcome.winners),
        "cost": str(outcome.cost),
        "fairness": _fairness(election, outcome.winners, conventions),
    }


def _fairness(election: Election, winners: tuple[str, ...], conventions: Conventions) -> Mapping[str, Any]:
    certificate = fairness.certify(election, winners, empty_ballots_count=conventions.empty_ballots_count)
    return {"certificate": plain(certificate), "measures": plain(fairness.measure(election, winners))}


@transaction.atomic
def declare(count: Count, *, by: Person, now: datetime) -> None:
    """Make a count the official result: everybody sees it, and ideas have won or not. There is one for each track."""
    if not permissions.can_count(by):
        raise NotAllowed(_("Only who plans the cycle can do this."))
    in_time(count.track.cycle, "count", now=now)
    track = Track.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=count.track_id)
    if count.state != Count.State.DONE or track.counts.filter(is_official=True).exists():
        raise Refused("", _("There is an official result, or this count is not finished."))
    if count.input_hash != voting.fingerprint(track):
        raise Refused("", _("The votes are not those that were counted. Count again."))
    Count.objects.filter(pk=count.pk).update(is_official=True)
    count.is_official = True
    winners = set(count.result["outcome"]["winners"])
    for candidate in voting.candidates(track):
        won = str(candidate.number) in winners
        with changing(candidate.idea, now=now) as step:
            step.to(Action.WIN if won else Action.LOSE)
            if won:
                trail.record(events.IdeaWon(step.idea.ref, track.code, str(candidate.cost)), by=by, now=now)
            else:
                trail.record(events.IdeaLost(step.idea.ref, track.code), by=by, now=now)
    trail.record(events.ResultDeclared(track.ref, count.pk), by=by, now=now)
