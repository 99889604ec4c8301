"""Categories, and addresses of older sites that lead to what stands here now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.portal import events, permissions
from korzo.capabilities.portal.models import Category, Item, Moved
from korzo.capabilities.portal.operations.refusals import NotAllowed, Refused
from korzo.capabilities.portal.rules import kinds
from korzo.kernel import trail
from korzo.kernel.people.models import Person
from korzo.kernel.text.languages import OWN_NAME


@transaction.atomic
def keep_category(category: Category, values: Mapping[str, Any], *, by: Person, now: datetime) -> Category:
    """Add a category, or change one. Raises NotAllowed, ValidationError."""
    if not permissions.can_arrange(by):
        raise NotAllowed
    for name in ("code", "name", "kinds", "order", "is_shown"):
        if name in values:
            setattr(category, name, values[name])
    category.full_clean()
    category.save()
    trail.record(events.CategoryKept(f"itemcategory:{category.pk}"), by=by, now=now)
    return category


@transaction.atomic
def lead(old: str, to: str, *, by: Person, now: datetime) -> Moved:
    """Have an old address lead to an item or another address. Raises NotAllowed, Refused, ValidationError."""
    if not permissions.can_arrange(by):
        raise NotAllowed
    path, item = _path(old), found_at(to)
    if item is not None and path == f"/{item.made_of.path}/{item.slug}/":
        raise Refused("path", _("This is where it stands now."))
    target = "" if item else to.strip()
    if item is None and not (
        target.startswith(("https://", "http://")) or (target.startswith("/") and target[1:2] != "/")
    ):
        raise Refused("to", _("Write an address that begins with / or https://."))
    if target and _path(target) == path and target.startswith("/"):
        raise Refused("to", _("An address cannot lead to itself."))
    moved = Moved.objects.filter(path=path).first() or Moved(path=path)
    moved.item, moved.to, moved.made_at = item, target, now
    moved.full_clean(validate_constraints=True)
    moved.save()
    trail.record(events.ItemMoved(item.ref if item else f"moved:{moved.pk}", path, to.strip()[:300]), by=by, now=now)
    return moved


@transaction.atomic
def forget(moved: Moved, *, by: Person, now: datetime) -> None:
    """Have an old address lead nowhere. Raises NotAllowed."""
    if not permissions.can_arrange(by):
        raise NotAllowed
    trail.record(
        events.ItemMoved(moved.item.ref if moved.item else f"moved:{moved.pk}", moved.path, ""), by=by, now=now
    )
    moved.delete()


def found_at(address: str) -> Item | None:
    """The item that stands at an address of ours, with or without host and language."""
    parts = [part for part in urlsplit(address.strip()).path.split("/") if part]
    if parts and parts[0] in OWN_NAME:
        parts = parts[1:]
    if len(parts) != 2 or parts[0] not in kinds.BY_PATH:  # noqa: PLR2004 -- kind and name
        return None
    return Item.objects.filter(kind=kinds.BY_PATH[parts[0]].code, slug=parts[1]).first()


def _path(address: str) -> str:
    """The path of an address as it was asked for, with its question."""
    parts = urlsplit(address.strip())
    path = parts.path or "/"
    if not path.startswith("/"):
        raise Refused("path", _("Write an address that begins with /."))
    return f"{path}?{parts.query}" if parts.query else path
