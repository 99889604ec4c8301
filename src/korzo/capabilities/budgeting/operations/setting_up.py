"""Making cycles: money, dates, and this year's from last year's."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Cycle, Panel, Theme, Track
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused
from korzo.capabilities.budgeting.queries import calendar
from korzo.kernel import phases, trail
from korzo.kernel.people.models import Person

Dates = Iterable[tuple[str, datetime, datetime | None]]


@transaction.atomic
def keep_cycle(cycle: Cycle, *, by: Person, now: datetime) -> Cycle:
    """Add or change a cycle. Raises ValidationError."""
    _administrator(by)
    cycle.full_clean()
    cycle.save()
    trail.record(events.CycleKept(cycle.ref, cycle.is_published, str(cycle.shortlist_factor)), by=by, now=now)
    return cycle


@transaction.atomic
def keep_track(track: Track, *, by: Person, now: datetime) -> Track:
    """Add or change an envelope, as long as its votes are not sealed. Raises ValidationError, Refused."""
    _administrator(by)
    if track.sealed_at is not None:
        raise Refused("", _("The votes are sealed. Nothing about their count can be changed any more."))
    track.full_clean()
    track.save()
    trail.record(events.TrackKept(track.ref, str(track.envelope), track.ballot, track.rule), by=by, now=now)
    return track


@transaction.atomic
def delete_track(track: Track, *, by: Person, now: datetime) -> None:
    """Take away an envelope for which nobody has proposed anything."""
    _administrator(by)
    if track.ideas.exists():
        raise Refused("", _("There are ideas for this envelope."))
    ref = track.ref
    track.delete()
    trail.record(events.TrackDeleted(ref), by=by, now=now)


@transaction.atomic
def keep_theme(theme: Theme, *, by: Person, now: datetime) -> Theme:
    """Add or change what ideas can be about. Raises ValidationError."""
    _administrator(by)
    theme.full_clean()
    theme.save()
    trail.record(events.ThemeKept(f"theme:{theme.code}"), by=by, now=now)
    return theme


@transaction.atomic
def plan(cycle: Cycle, dates: Dates, *, by: Person, now: datetime) -> None:
    """Set the dates of a cycle: (phase, start, end). Raises Refused when two phases overlap."""
    _administrator(by)
    ordered = sorted(dates, key=lambda each: each[1])
    try:
        phases.plan(cycle.ref, calendar.phases(ordered))
    except ValidationError as error:
        raise Refused("", " ".join(error.messages)) from error
    planned = tuple((code, start.isoformat()) for code, start, _end in ordered)
    trail.record(events.CalendarPlanned(cycle.ref, planned), by=by, now=now)


@transaction.atomic
def follow_on(cycle: Cycle, code: str, *, by: Person, now: datetime) -> Cycle:
    """Make the next cycle from this one: the same envelopes, the same calendar a year later, not published yet."""
    _administrator(by)
    made = Cycle(
        code=code,
        name={language: text.replace(cycle.code, code) for language, text in cycle.name.items()},
        introduction=dict(cycle.introduction),
        currency=cycle.currency,
        shortlist_factor=cycle.shortlist_factor,
    )
    keep_cycle(made, by=by, now=now)
    for track in cycle.tracks.prefetch_related("panels"):
        panels = list(track.panels.all())
        track.pk, track.cycle, track.tie_seed, track.sealed_at = None, made, "", None
        keep_track(track, by=by, now=now)
        Panel.objects.bulk_create(
            Panel(track=track, code=each.code, name=dict(each.name), weight=each.weight) for each in panels
        )
    stages = calendar.stages(cycle, now=now)
    if stages:
        dates = [
            (stage.kind.code, _year_later(stage.starts_at), stage.ends_at and _year_later(stage.ends_at))
            for stage in stages
        ]
        plan(made, dates, by=by, now=now)
    return made


def _year_later(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year + 1, day=28)


def _administrator(person: Person) -> None:
    if not permissions.can_set_up(person):
        raise NotAllowed(_("Only administrators can do this."))
