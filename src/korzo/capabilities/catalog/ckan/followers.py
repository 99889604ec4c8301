"""Following data sets, organizations and groups."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.ckan import lookup, shown
from korzo.capabilities.catalog.ckan.actions import Work, reading, writing
from korzo.capabilities.catalog.ckan.fields import naive
from korzo.capabilities.catalog.ckan.wire import Call, Denied, Invalid, Missing
from korzo.capabilities.catalog.models import Dataset, Follow, Group, Publisher

Thing = Dataset | Publisher | Group
FIELDS = {"dataset": "dataset", "organization": "publisher", "group": "group"}


def _find(call: Call, kind: str) -> Thing:
    if kind == "dataset":
        return lookup.dataset(call, call.text("id"))
    if kind == "organization":
        return lookup.owner(Publisher, call.text("id"))
    try:
        return lookup.owner(Group, call.text("id"))
    except Missing:  # CKAN follows organizations by this name
        return lookup.owner(Publisher, call.text("id"))


def _where(thing: Thing) -> dict[str, Any]:
    kind = "dataset" if isinstance(thing, Dataset) else "publisher" if isinstance(thing, Publisher) else "group"
    return {kind: thing}


def _actions(kind: str) -> None:
    """Make the actions for one kind of thing."""

    def follow(call: Call) -> dict[str, Any]:
        """Follow it, to hear of changes. id."""
        person, thing = lookup.person(call), _find(call, kind)
        if not permissions.can_take_part(person):
            raise Denied
        _made, is_new = Follow.objects.get_or_create(person=person, **_where(thing), defaults={"since": call.now})
        if not is_new:
            raise Invalid({"message": [_("You follow this already.")]})
        return {"follower_id": str(person.pk), "object_id": str(thing.pk), "datetime": naive(call.now)}

    def unfollow(call: Call) -> None:
        """Follow it no more. id."""
        if not Follow.objects.filter(person=lookup.person(call), **_where(_find(call, kind))).delete()[0]:
            raise Missing

    def am_following(call: Call) -> bool:
        """Say whether the caller follows it. id."""
        return Follow.objects.filter(person=lookup.person(call), **_where(_find(call, kind))).exists()

    def count(call: Call) -> int:
        """Say how many follow it. id."""
        return Follow.objects.filter(**_where(_find(call, kind))).count()

    def listed(call: Call) -> list[Any]:
        """Tell nobody who follows what."""
        _find(call, kind)
        return []

    named: list[tuple[str, Callable[..., Callable[[Work], Work]], Work]] = [
        (f"follow_{kind}", writing, follow),
        (f"unfollow_{kind}", writing, unfollow),
        (f"am_following_{kind}", reading, am_following),
        (f"{kind}_follower_count", reading, count),
        (f"{kind}_follower_list", reading, listed),
    ]
    for name, way, work in named:
        way(name)(work)


for _kind in FIELDS:
    _actions(_kind)


@reading("followee_list", "dataset_followee_list", "group_followee_list", "organization_followee_list")
def followee_list(call: Call) -> list[dict[str, Any]]:
    """List what the caller follows."""
    rows = Follow.objects.filter(person=lookup.person(call)).select_related("dataset", "publisher", "group")
    found = []
    for row in rows:
        for kind, field in FIELDS.items():
            thing: Thing | None = getattr(row, field)
            if thing is not None and _seen(thing, call):
                told = {"id": str(thing.pk), "name": thing.name, "title": shown.text(thing.title)}
                found.append({"type": kind, "display_name": told["title"], "dict": told})
    return found


def _seen(thing: Thing, call: Call) -> bool:
    return not isinstance(thing, Dataset) or permissions.can_see(call.by, thing, call.now)


@reading("followee_count")
def followee_count(call: Call) -> int:
    """Say how much the caller follows."""
    return Follow.objects.filter(person=lookup.person(call), theme="").count()


@writing("follow_user", "unfollow_user")
def follow_user(call: Call) -> None:
    """Refuse: people are not followed here."""
    lookup.person(call)
    raise Denied(_("People are not followed here."))
