"""An item's steps: handed in, published now or later, withdrawn, and seen by readers at its moment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.portal import events, permissions
from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.operations.editing import index
from korzo.capabilities.portal.operations.refusals import NotAllowed, Refused
from korzo.capabilities.portal.rules import states, writing
from korzo.kernel import trail
from korzo.kernel.people.models import Person

State = Item.State


@transaction.atomic
def hand_in(item: Item, *, by: Person, now: datetime) -> Item:
    """Ask editors to look at a draft. Raises NotAllowed, Refused."""
    held = _held(item)
    if not permissions.can_edit(by, held):
        raise NotAllowed
    return _step(held, State.IN_REVIEW, by=by, now=now)


@transaction.atomic
def send_back(item: Item, *, by: Person, now: datetime) -> Item:
    """Make a draft of it again. Raises NotAllowed, Refused."""
    held = _held(item)
    if not permissions.can_publish(by):
        raise NotAllowed
    return _step(held, State.DRAFT, by=by, now=now)


@transaction.atomic
def publish(item: Item, *, at: datetime | None = None, by: Person, now: datetime) -> Item:
    """Let everybody read it, now or from a moment on; again for what is published: at another moment.

    Raises NotAllowed, and Refused while something that shuts readers out is not put right.
    """
    held = _held(item)
    if not permissions.can_publish(by):
        raise NotAllowed
    _complete(held)
    moment = max(at, now) if at else now
    if held.state == State.PUBLISHED:
        if held.is_shown(now):
            raise Refused("", _("It is published already."))
        held.publish_at = moment
        return _saved(held, State.PUBLISHED, by=by, now=now)
    if held.publish_at is None or held.state != State.WITHDRAWN:
        held.publish_at, held.is_told = moment, False
    return _step(held, State.PUBLISHED, by=by, now=now)


@transaction.atomic
def withdraw(item: Item, *, by: Person, now: datetime) -> Item:
    """Take it away from readers; it can be published again. Raises NotAllowed, Refused."""
    held = _held(item)
    if not permissions.can_publish(by):
        raise NotAllowed
    return _step(held, State.WITHDRAWN, by=by, now=now)


def appear(now: datetime) -> int:
    """Announce what became readable since the last look: search finds it, and who waits is told; returns how many."""
    waiting = Item.objects.shown(now).filter(is_told=False).order_by("publish_at", "pk").values_list("pk", flat=True)
    return sum(_appear(pk, now) for pk in list(waiting[:200]))


@transaction.atomic
def _appear(pk: int, now: datetime) -> int:
    held = Item.objects.select_for_update().filter(pk=pk, is_told=False).first()
    if held is None or not held.is_shown(now):
        return 0
    held.is_told = True
    held.save(update_fields=["is_told"])
    index(held, now)
    trail.record(events.ItemAppeared(held.ref, held.kind), by=None, now=now)
    return 1


def lacking(item: Item) -> list[tuple[str, str]]:
    """What an item lacks before readers may see it, as pairs of field and what to do."""
    found = []
    if not item.title.get(item.language, "").strip():
        found.append(("title", _("Give it a title.")))
    if item.cover_id and not item.cover_alt.get(item.language, "").strip():
        found.append(("cover_alt", _("Say what the picture shows, for those who cannot see it.")))
    found += [("body", says) for flaw in writing.flaws(item.body.get(item.language, "")) if (says := _said(flaw))]
    if item.kind == Item.Kind.EVENT and item.starts_at is None:
        found.append(("starts_at", _("Say when it begins.")))
    if item.kind == Item.Kind.TESTIMONIAL and not item.details.get("consent_on"):
        found.append(("consent_on", _("Say when this person agreed to be quoted.")))
    if item.kind == Item.Kind.ALBUM and any(not photo.alt.get(item.language) for photo in item.photos.all()):
        found.append(("photos", _("Say of each picture what it shows.")))
    return found


def _said(flaw: writing.Flaw) -> str:
    if flaw.what == "picture":
        return _("Line %(line)s: say in the square brackets what the picture shows.") % {"line": flaw.line}
    if flaw.what == "link":
        return _("Line %(line)s: name the link after what it leads to, not “%(word)s”.") % {
            "line": flaw.line,
            "word": flaw.detail,
        }
    return ""


def _complete(item: Item) -> None:
    if missing := lacking(item):
        raise Refused(*missing[0])


def _held(item: Item) -> Item:
    return Item.objects.select_for_update().get(pk=item.pk)


def _step(held: Item, state: str, *, by: Person, now: datetime) -> Item:
    if not states.may_follow(held.state, state):
        raise Refused("", _("It is not at that step any more. Load the page again."))
    return _saved(held, state, by=by, now=now)


def _saved(held: Item, state: str, *, by: Person, now: datetime) -> Item:
    before, held.state = held.state, state
    held.version, held.sequence, held.changed_at = held.version + 1, held.sequence + 1, now
    held.full_clean(exclude=["made_by"])
    held.save()
    index(held, now)
    at = held.publish_at.isoformat() if held.publish_at else ""
    trail.record(events.ItemStepped(held.ref, held.kind, before, state, at), by=by, now=now)
    return held
