"""Things by id or name, as far as the caller may know of them."""

from typing import TypeVar, cast

from django.db.models import Q

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.ckan import shown
from korzo.capabilities.catalog.ckan.taken import identity
from korzo.capabilities.catalog.ckan.wire import Call, Denied, Missing
from korzo.capabilities.catalog.models import Alias, Dataset, Distribution, Group, Publisher
from korzo.kernel.people.models import Person

Some = TypeVar("Some", bound=Publisher | Group)


def person(call: Call) -> Person:
    """Who calls; raises Denied for strangers."""
    if call.by is None:
        raise Denied
    return call.by


def named(text: str) -> Q:
    """The condition for an id or a name."""
    key = identity(text)
    return Q(pk=key) | Q(name=text) if key else Q(name=text)


def dataset(call: Call, text: str) -> Dataset:
    """A data set that the caller may see; whoever may not is not told that it exists. Raises Missing."""
    found = shown.whole().filter(named(text)).first()
    if found is None or not permissions.can_see(call.by, found, call.now):
        raise Missing
    return found


def kept(call: Call, text: str) -> Dataset:
    """A data set that the caller may change; raises Missing, Denied."""
    found = dataset(call, text)
    if not permissions.can_edit(call.by, found):
        raise Denied
    return found


def distribution(call: Call, text: str, *, to_change: bool = False) -> Distribution:
    """A resource of a data set that the caller may see, by its id or an alias of its table; raises Missing, Denied."""
    key = identity(text) or Alias.objects.filter(name=text).values_list("distribution", flat=True).first()
    rows = Distribution.objects.select_related("dataset__publisher", "current")
    found = rows.filter(pk=key).first() if key else None
    if found is None or not permissions.can_see(call.by, found.dataset, call.now):
        raise Missing(f'Resource "{text[:100]}" was not found.')
    if to_change and not permissions.can_edit(call.by, found.dataset):
        raise Denied
    return found


def data(call: Call, text: str) -> Distribution:
    """A resource whose data the caller may have, not only its description; raises Missing, Denied."""
    found = distribution(call, text)
    if not permissions.can_have(call.by, found.dataset, call.now):
        raise Denied
    return found


def owner(kind: type[Some], text: str, *, also_deleted: bool = False) -> Some:
    """A publisher or group; raises Missing."""
    found = cast("Some | None", kind.objects.filter(named(text)).first())
    if found is None or (found.is_deleted and not also_deleted):
        raise Missing
    return found
