"""Members: data sets of groups. Who works for an organization is decided under Accounts, not by programs."""

from typing import Any

from django.utils.translation import gettext as _

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.ckan import lookup
from korzo.capabilities.catalog.ckan.actions import reading, writing
from korzo.capabilities.catalog.ckan.wire import Call, Denied, Invalid, Missing
from korzo.capabilities.catalog.models import Dataset, Group
from korzo.capabilities.catalog.queries import lists

Dict = dict[str, Any]
_ROLES = {"admin": "Admin", "editor": "Editor", "member": "Member"}


@reading()
def member_roles_list(call: Call) -> list[Dict]:
    """List the roles that CKAN knows; here an editor is an officer, an admin an analyst."""
    del call
    return [{"text": text, "value": value} for value, text in _ROLES.items()]


@reading()
def member_list(call: Call) -> list[list[str]]:
    """List the data sets of a group as [id, "package", "public"]. id, object_type."""
    found = lookup.owner(Group, call.text("id"))
    if call.text("object_type", default="package") != "package":
        return []
    keys = lists.shown(call.now).filter(groups=found).order_by("pk").values_list("pk", flat=True)
    return [[str(key), "package", "public"] for key in keys]


@writing()
def member_create(call: Call) -> Dict:
    """Put a data set into a group. id: the group; object: the data set; object_type: package."""
    group, dataset = _meant(call)
    operations.change(dataset, {"groups": [*dataset.groups.all(), group]}, by=call.by, now=call.now)
    return {
        "group_id": str(group.pk),
        "table_id": str(dataset.pk),
        "table_name": "package",
        "capacity": "public",
        "state": "active",
    }


@writing()
def member_delete(call: Call) -> None:
    """Take a data set out of a group. id: the group; object: the data set; object_type: package."""
    group, dataset = _meant(call)
    left = [each for each in dataset.groups.all() if each.pk != group.pk]
    operations.change(dataset, {"groups": left}, by=call.by, now=call.now)


@writing("organization_member_create", "organization_member_delete", "group_member_create", "group_member_delete")
def organization_member_create(call: Call) -> None:
    """Refuse: administrators give people their roles under Accounts, where each change is recorded."""
    lookup.person(call)
    raise Denied(_("Administrators give people their roles under Accounts."))


def _meant(call: Call) -> tuple[Group, Dataset]:
    if call.text("object_type") != "package":
        raise Denied(_("Administrators give people their roles under Accounts."))
    try:
        return lookup.owner(Group, call.text("id")), lookup.kept(call, call.text("object"))
    except Missing as missing:
        raise Invalid.one("id", str(missing)) from None
