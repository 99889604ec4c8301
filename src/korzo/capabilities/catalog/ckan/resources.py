"""Actions on resources, and on the views that Korzo offers of each."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.ckan import lookup, shown, taken, uploading
from korzo.capabilities.catalog.ckan.actions import reading, writing
from korzo.capabilities.catalog.ckan.wire import Call, Invalid, Missing
from korzo.capabilities.catalog.models import Distribution

Dict = dict[str, Any]
_VIEWS = uuid.UUID("3a0d5d0e-6d3a-4c0b-8c55-0d3f1c1c8a55")


@reading()
def resource_show(call: Call) -> Dict:
    """Return a resource. id."""
    return shown.resource(lookup.distribution(call, call.text("id")), by=call.by)


@writing()
def resource_create(call: Call) -> Dict:
    """Add a resource to a data set. package_id, url or upload (a file in a multipart form), name, format ..."""
    found = lookup.kept(call, call.text("package_id"))
    given, file = _given(call), call.files.get("upload")
    if file is None and "url" not in call.data and given.get("url_type") != "datastore":
        raise Invalid.one("url", _("Missing value"))
    values = taken.resource({**given, "upload": file}, None)
    with transaction.atomic():
        made = operations.add_form(found, values, by=call.by, now=call.now)
        if file:
            uploading.receive(made, file, call)
    return _again(call, made)


@writing()
def resource_update(call: Call) -> Dict:
    """Change a resource to what is sent; what is left out is emptied. id."""
    found = lookup.distribution(call, call.text("id"), to_change=True)
    return _changed(call, found, _given(call))


@writing()
def resource_patch(call: Call) -> Dict:
    """Change what is sent of a resource and leave the rest. id."""
    found = lookup.distribution(call, call.text("id"), to_change=True)
    return _changed(call, found, {**shown.resource(found, by=call.by), **_given(call)})


@writing()
def resource_delete(call: Call) -> None:
    """Take a resource away, with its files. id."""
    found = lookup.distribution(call, call.text("id"), to_change=True)
    operations.remove_form(found, by=call.by, now=call.now)


def _changed(call: Call, found: Distribution, given: Dict) -> Dict:
    file = call.files.get("upload")
    values = taken.resource({**given, "upload": file} if file else given, found)
    with transaction.atomic():
        operations.change_form(found, values, by=call.by, now=call.now)
        if file:
            uploading.receive(found, file, call)
    return _again(call, found)


def _again(call: Call, made: Distribution) -> Dict:
    rows = Distribution.objects.select_related("current", "dataset__publisher")
    return shown.resource(rows.get(pk=made.pk), by=call.by)


def _given(call: Call) -> Dict:
    given = dict(call.data)
    for name in ("name_translated", "description_translated"):
        if isinstance(given.get(name), str) and given[name].lstrip()[:1] == "{":
            given[name] = call.mapped(name)
    return given


# Views ---------------------------------------------------------------------------------------------------------------
@reading()
def resource_view_list(call: Call) -> list[Dict]:
    """List how a resource is shown on its page: as a table where it has one. id: of the resource."""
    return _views(lookup.distribution(call, call.text("id")))


@reading()
def resource_view_show(call: Call) -> Dict:
    """Return a view. id."""
    wanted = taken.identity(call.text("id"))
    for each in Distribution.objects.filter(has_table=True).values_list("pk", flat=True):
        if wanted == uuid.uuid5(_VIEWS, str(each)):
            return _views(lookup.distribution(call, str(each)))[0]
    raise Missing


@writing()
def resource_view_create(call: Call) -> Dict:
    """Do nothing: pages show tables, charts and maps by themselves. resource_id, view_type, title."""
    found = lookup.distribution(call, call.text("resource_id"), to_change=True)
    told = {name: value for name, value in call.data.items() if name in ("view_type", "title", "description")}
    return {**_view(found), **told}


@writing("resource_view_update", "resource_view_delete", "resource_view_reorder")
def resource_view_update(call: Call) -> Dict:
    """Do nothing: pages show tables, charts and maps by themselves."""
    return dict(call.data)


def _views(of: Distribution) -> list[Dict]:
    return [_view(of)] if of.has_table else []


def _view(of: Distribution) -> Dict:
    return {
        "id": str(uuid.uuid5(_VIEWS, str(of.pk))),
        "resource_id": str(of.pk),
        "package_id": str(of.dataset_id),
        "title": _("Table"),
        "description": "",
        "view_type": "datatables_view",
    }
