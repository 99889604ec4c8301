"""Actions on many data sets of one organization."""

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import operations, permissions
from korzo.capabilities.catalog.ckan import lookup
from korzo.capabilities.catalog.ckan.actions import writing
from korzo.capabilities.catalog.ckan.wire import Call, Denied, Invalid
from korzo.capabilities.catalog.models import Dataset, Publisher


@writing()
def bulk_update_private(call: Call) -> None:
    """Hide data sets of an organization. org_id, datasets: ids."""
    _set(call, is_private=True)


@writing()
def bulk_update_public(call: Call) -> None:
    """Show data sets of an organization. org_id, datasets: ids."""
    _set(call, is_private=False)


@writing()
def bulk_update_delete(call: Call) -> None:
    """Delete data sets of an organization. org_id, datasets: ids."""
    with transaction.atomic():
        for each in _meant(call):
            operations.delete(each, by=call.by, now=call.now)


def _set(call: Call, *, is_private: bool) -> None:
    with transaction.atomic():
        for each in _meant(call):
            operations.change(each, {"is_private": is_private}, by=call.by, now=call.now)


def _meant(call: Call) -> list[Dataset]:
    publisher = lookup.owner(Publisher, call.text("org_id"))
    if not permissions.can_begin(call.by, publisher):
        raise Denied
    found = [lookup.kept(call, str(each)) for each in call.listed("datasets")]
    if any(each.publisher_id != publisher.pk for each in found):
        raise Invalid.one("datasets", _("One of these belongs to another organization."))
    return found
