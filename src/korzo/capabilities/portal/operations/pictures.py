"""Pictures of an item: in its text, in its album, and the one above it."""

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Item, Photo
from korzo.capabilities.portal.operations import editing
from korzo.capabilities.portal.operations.refusals import NotAllowed, Refused
from korzo.kernel.files import operations as uploads
from korzo.kernel.files import pictures
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.text import plain
from korzo.kernel.text.multilingual import Text

MOST = 200

__all__ = ["add", "cover", "describe", "no_cover", "remove"]


@transaction.atomic
def add(item: Item, file: IO[bytes], *, alt: str, by: Person, now: datetime) -> Photo:
    """Keep a picture; `alt` says in the original's language what it shows. Raises NotAllowed, Refused."""
    held = _held(item, by)
    if not alt.strip():
        raise Refused("alt", _("Say what the picture shows, for those who cannot see it."))
    if held.photos.count() >= MOST:
        raise Refused("file", _("An item holds at most %(most)s pictures.") % {"most": MOST})
    upload = _kept(held, file, now)
    last = held.photos.order_by("order").last()
    photo = Photo(item=held, upload=upload, alt=Text({held.language: plain.clean(alt, lines=False)}))
    photo.order = last.order + 1 if last else 0
    photo.full_clean()
    photo.save()
    return photo


@transaction.atomic
def describe(photo: Photo, *, by: Person, **values: object) -> Photo:
    """Say what a picture shows, its caption, who took it, and where it stands. Raises NotAllowed, ValidationError."""
    _held(photo.item, by)
    for name in ("alt", "caption", "credit", "order"):
        if name in values:
            setattr(photo, name, values[name])
    photo.full_clean()
    photo.save()
    return photo


@transaction.atomic
def remove(photo: Photo, *, by: Person) -> None:
    """Take a picture away. Raises NotAllowed."""
    held = _held(photo.item, by)
    if held.cover_id == photo.upload_id:
        photo.delete()  # it still stands above the item
        return
    uploads.delete(photo.upload)


@transaction.atomic
def cover(
    item: Item,
    chosen: IO[bytes] | Upload | None,
    *,
    alt: str,
    focus: tuple[float, float],
    version: int,
    by: Person,
    now: datetime,
) -> Item:
    """Put a picture above an item, or describe the one that is there; `focus` is what must not be cut off.

    Both its parts lie between 0 and 1, from the left and from the top. Raises NotAllowed, Conflict, Refused,
    ValidationError.
    """
    held = _held(item, by)
    if not alt.strip():
        raise Refused("alt", _("Say what the picture shows, for those who cannot see it."))
    upload = held.cover if chosen is None else chosen if isinstance(chosen, Upload) else _kept(held, chosen, now)
    if upload is None:
        raise Refused("file", _("Choose a picture."))
    values = {
        "cover": upload,
        "cover_alt": held.cover_alt | {held.language: plain.clean(alt, lines=False)},
        "focus_x": focus[0],
        "focus_y": focus[1],
    }
    return editing.change(held, values, version=version, by=by, now=now)


def no_cover(item: Item, *, version: int, by: Person, now: datetime) -> Item:
    """Leave the picture above an item away. Raises NotAllowed, Conflict."""
    return editing.change(item, {"cover": None, "cover_alt": Text()}, version=version, by=by, now=now)


def _held(item: Item, by: Person) -> Item:
    held = Item.objects.select_for_update().get(pk=item.pk)
    if not permissions.can_edit(by, held):
        raise NotAllowed
    return held


def _kept(item: Item, file: IO[bytes], now: datetime) -> Upload:
    try:
        return uploads.add(file, owner=item.ref, now=now)
    except pictures.UnusablePicture as error:
        raise Refused("file", str(error)) from error
