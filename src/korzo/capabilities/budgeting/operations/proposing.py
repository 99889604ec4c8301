"""Writing an idea: from the first draft to the ballot of its authors' own hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Cycle, Idea, Photo, Review, Theme, Track
from korzo.capabilities.budgeting.models.idea import TEXT_LIMIT, TITLE_LIMIT
from korzo.capabilities.budgeting.operations.stepping import (
    NotAllowed,
    Refused,
    Step,
    changing,
    hashed,
    in_time,
    needed,
    tidy,
)
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.rules.money import said
from korzo.capabilities.budgeting.rules.states import Action
from korzo.kernel import refs, trail
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places

MOST_PHOTOS = 5
MOST_DRAFTS = 10


@dataclass(frozen=True)
class Words:
    """What somebody writes about an idea."""

    title: str
    theme: Theme
    body: str = ""
    benefits: str = ""
    language: str = ""


@dataclass(frozen=True)
class Place:
    """Where it is: a point (WGS 84), an address, both, or neither for the whole city."""

    address: str = ""
    lat: float | None = None
    long: float | None = None


@dataclass(frozen=True)
class Cost:
    """Which envelope is asked for how much, in the cycle's currency, and whether the author's name is shown."""

    track: Track
    estimated: Decimal | None = None
    is_signed: bool = False


def begin(cycle: Cycle, words: Words, *, by: Person, now: datetime, from_ref: str = "") -> Idea:
    """Keep a first draft, which only its author sees. Raises NotNow, Refused."""
    in_time(cycle, "propose", now=now)
    if Idea.objects.filter(author=by, state=states.State.DRAFT).count() >= MOST_DRAFTS:
        raise Refused("", _("You have many drafts already. Send or delete one of them first."))
    track = cycle.tracks.first()
    if track is None:
        raise Refused("", _("There is no envelope in this cycle yet."))
    with transaction.atomic():
        idea = Idea(cycle=cycle, track=track, author=by, made_at=now, changed_at=now, from_ref=from_ref)
        _write(idea, words)
        idea.code = next_code(cycle)
        idea.save(force_insert=True)
    return idea


def write(idea: Idea, words: Words, *, by: Person, now: datetime) -> None:
    """Write title and text anew."""
    with _editing(idea, by=by, now=now) as step:
        _write(step.idea, words)
        step.fields |= {"title", "theme", "body", "benefits", "language"}
        _tell_change(step.idea, by=by, now=now)


def place(idea: Idea, where: Place, *, by: Person, now: datetime) -> None:
    """Say where it is; raises Refused outside the city."""
    settled = _settled(where)
    with _editing(idea, by=by, now=now) as step:
        step.set(**settled)
        _tell_change(step.idea, by=by, now=now)


def price(idea: Idea, cost: Cost, *, by: Person, now: datetime) -> None:
    """Say what it costs and which envelope should pay; raises Refused."""
    with _editing(idea, by=by, now=now) as step:
        if cost.track.cycle_id != step.idea.cycle_id:
            raise Refused("track", _("Choose an envelope of this cycle."))
        _affordable(cost)
        step.set(track=cost.track, estimated_cost=cost.estimated, is_signed=cost.is_signed)
        _tell_change(step.idea, by=by, now=now)


def add_photos(idea: Idea, uploads: list[Upload], *, by: Person, now: datetime) -> None:
    """Add pictures that were kept for it; raises Refused when they are too many."""
    with _editing(idea, by=by, now=now) as step:
        if step.idea.photos.count() + len(uploads) > MOST_PHOTOS:
            raise Refused("photos", _("At most %(most)d photos can be sent.") % {"most": MOST_PHOTOS})
        files.adopt(uploads, owner=step.idea.ref)
        Photo.objects.bulk_create(Photo(idea=step.idea, upload=upload, added_at=now) for upload in uploads)


def drop_photo(idea: Idea, photo: Photo, *, by: Person, now: datetime) -> None:
    """Take a picture away."""
    with _editing(idea, by=by, now=now):
        files.delete(photo.upload)


def send(idea: Idea, *, by: Person, now: datetime) -> None:
    """Make a draft public. Raises NotNow, Refused, NotAllowed."""
    with changing(idea, now=now) as step:
        if not permissions.can_withdraw(by, step.idea):
            raise NotAllowed(_("Only who began the idea can send it."))
        in_time(step.idea.cycle, "propose", now=now)
        if not step.idea.body:
            raise Refused("body", _("Tell in a few sentences what should be done."))
        _affordable(Cost(step.idea.track, step.idea.estimated_cost))
        _fitting(step.idea)
        step.to(Action.PROPOSE)
        step.set(proposed_at=now)
        if step.idea.from_ref:
            refs.link(step.idea.from_ref, step.idea.ref, kind="became", now=now)
        happened = events.IdeaProposed(
            step.idea.ref,
            step.idea.cycle.code,
            step.idea.track.code,
            step.idea.theme.code,
            step.idea.from_ref,
            proof(step.idea),
        )
        trail.record(happened, by=by, now=now)


def improve(idea: Idea, *, answer: str, by: Person, now: datetime) -> Review:
    """Send an idea again after a check, with an answer to it; the same office checks anew."""
    from korzo.capabilities.budgeting.operations.reviewing import again  # it reads what is written here

    with changing(idea, now=now) as step:
        if not permissions.is_author(by, step.idea):
            raise NotAllowed(_("Only its authors can change an idea."))
        in_time(step.idea.cycle, "improve", now=now)
        text = needed(answer, _("Say in a sentence what you changed."), field="answer")
        last = step.idea.reviews.filter(state=Review.State.CONFIRMED).last()
        if last is None:
            raise states.NotPossible(Action.IMPROVE, step.idea.step)
        _affordable(Cost(step.idea.track, step.idea.estimated_cost))
        _fitting(step.idea)
        step.to(Action.IMPROVE)
        last.answer, last.answered_at = text, now
        last.save(update_fields=["answer", "answered_at"])
        trail.record(events.IdeaImproved(step.idea.ref, last.pk, proof(step.idea)), by=by, now=now)
        return again(last, now=now)


def withdraw(idea: Idea, *, by: Person, now: datetime) -> None:
    """Take an idea back; a draft is deleted."""
    if not permissions.can_withdraw(by, idea):
        raise NotAllowed(_("Only who began the idea can take it back."))
    with transaction.atomic():
        unsent = Idea.objects.select_for_update(of=("self",)).filter(pk=idea.pk, state=states.State.DRAFT).first()
        if unsent is not None:
            delete_draft(unsent)
            return
    with changing(idea, now=now) as step:
        step.to(Action.WITHDRAW)
        step.idea.reviews.exclude(state=Review.State.CONFIRMED).delete()
        trail.record(events.IdeaWithdrawn(step.idea.ref), by=by, now=now)


def delete_draft(idea: Idea) -> None:
    """Delete a draft with its pictures."""
    for photo in idea.photos.select_related("upload"):
        files.delete(photo.upload)
    idea.delete()


def next_code(cycle: Cycle) -> str:
    """Give the next number of the cycle; two drafts at once never get the same."""
    Cycle.objects.filter(pk=cycle.pk).update(last_number=F("last_number") + 1)
    return f"I-{cycle.code.upper()}-{Cycle.objects.values_list('last_number', flat=True).get(pk=cycle.pk):04d}"


def proof(idea: Idea) -> str:
    """What the trail keeps of an idea's words."""
    return hashed(idea.title, idea.body, idea.benefits, str(idea.estimated_cost))


def tracks_for(idea: Idea) -> list[Track]:
    """The envelopes that can pay for an idea, by its place and theme."""
    return [track for track in idea.cycle.tracks.all() if _fits(idea, track)]


def _fits(idea: Idea, track: Track) -> bool:
    return {
        Track.Scope.CITY: True,
        Track.Scope.DISTRICT: track.district_id == idea.district_id,
        Track.Scope.THEME: track.theme_id == idea.theme_id,
    }[Track.Scope(track.scope)]


def _fitting(idea: Idea) -> None:
    if not _fits(idea, idea.track):
        raise Refused("track", _("This envelope is for another district or theme. Choose another envelope."))


@contextmanager
def _editing(idea: Idea, *, by: Person, now: datetime) -> Iterator[Step]:
    """Let authors in while an idea may be changed; raises NotAllowed, NotNow, NotPossible."""
    with changing(idea, now=now) as step:
        if not permissions.is_author(by, step.idea):
            raise NotAllowed(_("Only its authors can change an idea."))
        if step.idea.step not in states.IMPROVABLE:
            raise states.NotPossible(Action.IMPROVE, step.idea.step)
        in_time(step.idea.cycle, "propose" if step.idea.state == states.State.DRAFT else "improve", now=now)
        yield step


def _write(idea: Idea, words: Words) -> None:
    title = tidy(words.title, field="title", limit=TITLE_LIMIT, lines=False)
    if not title:
        raise Refused("title", _("Give your idea a title."))
    idea.title, idea.theme = title, words.theme
    idea.body = tidy(words.body, field="body", limit=TEXT_LIMIT)
    idea.benefits = tidy(words.benefits, field="benefits", limit=1000)
    idea.language = words.language


def _tell_change(idea: Idea, *, by: Person, now: datetime) -> None:
    if idea.state == states.State.PROPOSED:
        trail.record(events.IdeaChanged(idea.ref, proof(idea)), by=by, now=now)


def _affordable(cost: Cost) -> None:
    least, most, amount = cost.track.minimum_cost, cost.track.maximum_cost, cost.estimated
    if amount is not None and most is not None and amount > most:
        text = _("An idea of this envelope may cost at most %(most)s.") % {
            "most": said(most, cost.track.cycle.currency)
        }
        raise Refused("estimated_cost", text)
    if amount is not None and amount < least:
        text = _("An idea of this envelope costs at least %(least)s.") % {
            "least": said(least, cost.track.cycle.currency)
        }
        raise Refused("estimated_cost", text)


def _settled(where: Place) -> dict[str, Any]:
    address = tidy(where.address, field="address", limit=200, lines=False)
    lat, long = where.lat, where.long
    if lat is None and address:
        hits = places.find(address, limit=1)
        if hits and hits[0].kind == "address":
            lat, long = hits[0].lat, hits[0].long
    if lat is None or long is None:
        return {"lat": None, "long": None, "address": address, "district_id": None}
    located = places.locate(lat, long)
    if not located.inside:
        raise Refused("address", _("This place is outside our city, so we cannot act there."))
    near = located.nearest_street
    return {
        "lat": lat,
        "long": long,
        "address": address or (near.name if near else ""),
        "district_id": located.district.pk if located.district else None,
    }
