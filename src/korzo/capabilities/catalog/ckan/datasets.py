"""Actions that make, change and remove data sets, and show one."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import operations, permissions
from korzo.capabilities.catalog.ckan import lookup, revising, shown, taken, uploading
from korzo.capabilities.catalog.ckan.actions import reading, writing
from korzo.capabilities.catalog.ckan.wire import Call, Denied, Invalid, Missing
from korzo.capabilities.catalog.models import Dataset, Publisher
from korzo.kernel.people.models import Person

Dict = dict[str, Any]


@reading()
def package_show(call: Call) -> Dict:
    """Return a data set with its resources. id: its id or name."""
    return shown.package(lookup.dataset(call, call.text("id", "name_or_id")), by=call.by, now=call.now)


@writing()
def package_create(call: Call) -> Dict:
    """Make a data set. name, owner_org, title, notes, license_id, tags, extras, resources ... as package_show has them.

    Who may publish publishes at once; what an officer makes waits for a check (`state` is `draft`).
    """
    by, given = lookup.person(call), _decoded(call)
    if not permissions.can_work(by):
        raise Denied
    publisher = _publisher(by, given)
    key = _new_key(given)
    values, forms = taken.package(given, None)
    wanted = str(given.get("state") or "active")
    made = Dataset(publisher=publisher)
    at_once = wanted == "active" and permissions.can_publish(by, made)
    step = Dataset.Step.PUBLISHED if at_once else Dataset.Step.DRAFT
    with nullcontext() if at_once else transaction.atomic():  # one of its own is enough for a single operation
        made, resources = operations.enter(publisher, values, forms=forms, key=key, step=step, by=by, now=call.now)
        if wanted == "active" and not at_once:
            operations.submit(made, by=by, now=call.now)
        elif wanted == "deleted":
            operations.delete(made, by=by, now=call.now)
    return shown.package(made, by=by, now=call.now, groups=values["groups"], forms=resources)


@writing()
def package_update(call: Call) -> Dict:
    """Change a data set to what is sent: what is left out is deleted, resources too. id: its id or name."""
    return update(call, lookup.kept(call, call.text("id", "name")), _decoded(call))


@writing()
def package_patch(call: Call) -> Dict:
    """Change what is sent of a data set and leave the rest. id: its id or name."""
    found, given = lookup.kept(call, call.text("id")), _decoded(call)
    return update(call, found, {**shown.package(found, by=call.by, now=call.now), **given, "id": str(found.pk)})


@writing()
def package_revise(call: Call) -> Dict:
    """Change a data set if it still is as expected. match, filter, update, update__resources__<id>..., include.

    `match` names the data set (id or name) and what must be so; `filter` lists patterns of keys to keep (+) or drop
    (-); `update` and `update__...` say what is new.
    """
    asked = revising.read(call)
    expected = asked.match
    found = lookup.kept(call, str(expected.get("id") or expected.get("name") or ""))
    with transaction.atomic():
        Dataset.objects.select_for_update().get(pk=found.pk)
        found = lookup.kept(call, str(found.pk))
        there = shown.package(found, by=call.by, now=call.now)
        if not revising.matches(there, expected):
            raise Invalid({"message": [_("The data set is not as expected.")], "match": [_("This has changed.")]})
        wanted = revising.revised(there, asked)
        result = update(call, found, wanted, dict(revising.files(call, wanted)))
    return {"package": revising.included(result, asked.include)}


@writing()
def package_delete(call: Call) -> None:
    """Take a data set out of the catalogue; its editors can bring it back. id: its id or name."""
    operations.delete(lookup.kept(call, call.text("id")), by=lookup.person(call), now=call.now)


@writing("dataset_purge", "package_purge")
def dataset_purge(call: Call) -> None:
    """Remove a data set for good, with its files. id: its id or name."""
    operations.purge(lookup.kept(call, call.text("id")), by=lookup.person(call), now=call.now)


@writing()
def package_owner_org_update(call: Call) -> None:
    """Give a data set to another organization. id, organization_id."""
    found = lookup.kept(call, call.text("id"))
    publisher = lookup.owner(Publisher, call.text("organization_id"))
    operations.change(found, {}, publisher=publisher, by=lookup.person(call), now=call.now)


@writing()
def package_resource_reorder(call: Call) -> Dict:
    """Put resources into another order; those not named come last. id, order: ids of resources."""
    found, order = lookup.kept(call, call.text("id")), [str(each) for each in call.listed("order")]
    there = [str(each.pk) for each in found.distributions.all()]
    if unknown := [each for each in order if each not in there] or len(set(order)) < len(order):
        raise Invalid.one("order", _("These are not resources of the data set: %s") % unknown)
    sorted_keys = [*order, *(each for each in there if each not in order)]
    forms = [operations.Form({}, UUID(each)) for each in sorted_keys]
    operations.change(found, {}, forms=forms, by=lookup.person(call), now=call.now)
    return {"id": str(found.pk), "order": sorted_keys}


def update(call: Call, found: Dataset, given: Mapping[str, Any], files: Mapping[int, Any] | None = None) -> Dict:
    """Make a data set what a whole dict says; `files` are uploads by the place of their resource."""
    by = lookup.person(call)
    if found.origin != Dataset.Origin.EDITED:
        raise Denied(_("This data set is written by Korzo or another catalogue."))
    publisher = _publisher(by, given) if given.get("owner_org") else None
    values, forms = taken.package({"name": found.name, **given}, found)
    with transaction.atomic():
        _step(call, found, str(given.get("state") or "active"))
        if found.step != Dataset.Step.DELETED or given.get("state") != "deleted":
            operations.change(found, values, forms=forms, publisher=publisher, by=by, now=call.now)
        for place, file in (files or {}).items():
            uploading.receive(found.distributions.all()[place], file, call)
    return _again(call, found.pk)


def _step(call: Call, found: Dataset, state: str) -> None:
    """Take the step that a state asks for; an officer's `active` asks for a check."""
    by, now, step = lookup.person(call), call.now, Dataset.Step
    if state == "deleted":
        operations.delete(found, by=by, now=now)
        return
    if found.step == step.DELETED and state in ("active", "draft"):
        operations.restore(found, by=by, now=now)
    if state == "active" and found.step in (step.DRAFT, step.REVIEW):
        if permissions.can_publish(by, found):
            operations.publish(found, by=by, now=now)
        elif found.step == step.DRAFT:
            operations.submit(found, by=by, now=now)
    elif state == "draft" and found.step in (step.PUBLISHED, step.DEPRECATED):
        operations.withdraw(found, by=by, now=now)


def _again(call: Call, key: UUID) -> Dict:
    return shown.package(shown.whole().get(pk=key), by=call.by, now=call.now)


def _decoded(call: Call) -> Dict:
    """The dict with lists and objects where a form sent JSON text."""
    given = dict(call.data)
    for name in ("tags", "groups", "resources", "extras"):
        if isinstance(given.get(name), str):
            given[name] = call.listed(name)
    for name in ("title_translated", "notes_translated", "keywords"):
        if isinstance(given.get(name), str) and given[name].lstrip()[:1] == "{":
            given[name] = call.mapped(name)
    return given


def _publisher(by: Person, given: Mapping[str, Any]) -> Publisher:
    named = str(given.get("owner_org") or "")
    if not named:
        raise Invalid.one("owner_org", _("Missing value"))
    try:
        found = lookup.owner(Publisher, named)
    except Missing:
        raise Invalid.one("owner_org", _("Organization does not exist")) from None
    if not permissions.can_begin(by, found):
        raise Denied(_("You do not work for this organization."))
    return found


def _new_key(given: Mapping[str, Any]) -> UUID | None:
    """The id that somebody wants, such as one from another catalogue."""
    if not given.get("id"):
        return None
    key = taken.identity(given["id"])
    if key is None:
        raise Invalid.one("id", _("An id is a UUID."))
    if Dataset.objects.filter(pk=key).exists():
        raise Invalid.one("id", _("There is a data set with this id already."))
    return key
