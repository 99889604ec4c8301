"""What is shown of rolls to those who may read them, and of appeals to everybody."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models import Appeal, Box, Roll, Vote, Voter
from korzo.capabilities.ballots.rules.register import Reason

REASONS = {
    Reason.MISSING: _("The number is missing."),
    Reason.TWICE: _("This number stands in the file twice."),
    Reason.DATE: _("This is no date. Write 1970-12-31 or 31.12.1970."),
    Reason.FUTURE: _("This day was still to come."),
    Reason.DISTRICT: _("We know no such district."),
    Reason.EMAIL: _("This is no e-mail address."),
    Reason.WEIGHT: _("A weight is a whole number from 1 to 10000."),
    Reason.CHANNEL: _("Write online or paper."),
    Reason.TOO_LONG: _("This is too long."),
    Reason.CELLS: _("This line has more cells than the first one."),
}


def rolls() -> "QuerySet[Roll]":
    """Rolls with how many are on them."""
    paper = Count("voters", filter=Q(voters__channel=Voter.Channel.PAPER))
    return Roll.objects.annotate(size=Count("voters"), on_paper=paper)


def forgettable(before: datetime) -> "QuerySet[Roll]":
    """Rolls whose votes were all over before a moment, and counted where somebody counts them; drafts hold one, too."""
    over = Q(step=Vote.Step.PUBLISHED, closes_at__lt=before) & (Q(box=None) | Q(box__step=Box.Step.DONE))
    used = Vote.objects.exclude(roll=None)
    going_on = used.exclude(over | Q(step=Vote.Step.REFUSED)).values("roll")
    return Roll.objects.filter(forgotten_at=None, pk__in=used.values("roll")).exclude(pk__in=going_on)


def voters(roll: Roll, given: dict[str, Any]) -> "QuerySet[Voter]":
    """The voters of a roll, narrowed by words, way of voting and district."""
    rows = roll.voters.select_related("district").defer("district__geometry")
    if words := str(given.get("q", "")).strip()[:100]:
        # SQLite knows capitals of ASCII only
        named = Q(name__icontains=words) | Q(name__contains=words.title())
        rows = rows.filter(Q(number=int(words)) if words.isdecimal() else named)
    if (channel := given.get("channel", "")) in Voter.Channel.values:
        rows = rows.filter(channel=channel)
    if district := given.get("district", ""):
        rows = rows.filter(district__code=district)
    return rows


def public_log(vote: Vote) -> "QuerySet[Appeal]":
    """The appeals about a vote as everybody reads them: numbered, without names and words of who appealed."""
    return vote.appeals.exclude(state=Appeal.State.OPEN).only("pk", "state", "reason", "decided_at", "vote")


def waiting() -> "QuerySet[Appeal]":
    """The appeals to be decided, the oldest first."""
    return Appeal.objects.filter(state=Appeal.State.OPEN).select_related("vote", "roll", "person").order_by("made_at")
