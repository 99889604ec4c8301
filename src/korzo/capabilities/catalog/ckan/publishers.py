"""Organizations (Korzo's publishers) and groups: the same actions for both."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.ckan import fields, finding, lookup, shown, taken
from korzo.capabilities.catalog.ckan.actions import Work, reading, writing
from korzo.capabilities.catalog.ckan.wire import Call, Invalid
from korzo.capabilities.catalog.models import Follow, Group, Publisher
from korzo.capabilities.catalog.operations import registers
from korzo.capabilities.catalog.queries import index, lists
from korzo.capabilities.catalog.rules.lucene import Term
from korzo.kernel.people.roles import Role
from korzo.kernel.text import folding
from korzo.kernel.text.multilingual import Text

Dict = dict[str, Any]
Kind = type[Publisher] | type[Group]
_FACETS: Mapping[Kind, str] = {Publisher: "organization", Group: "groups"}
_OWN = {"url": "homepage", "email": "email", "publisher_type": "kind"}


def _both(named: Callable[[str], Callable[[Work], Work]]) -> Callable[[Callable[[Kind, Call], Any]], Any]:
    """Make a function two actions, for organizations and for groups; its name is what follows these words."""

    def kept(work: Callable[[Kind, Call], Any]) -> Any:
        told = work.__doc__ or ""
        alike = told.replace("an organization", "a group").replace("organization", "group")
        for kind, noun, doc in ((Publisher, "organization", told), (Group, "group", alike)):
            action = partial(work, kind)
            action.__doc__ = doc
            named(noun + work.__name__)(action)
        return work

    return kept


@reading()
def group_package_show(call: Call) -> list[Dict]:
    """List the data sets of a group. id, limit."""
    found = lookup.owner(Group, call.text("id"))
    return _packages(call, found, call.number("limit", finding.MOST_ROWS, most=finding.MOST_ROWS))


@reading()
def organization_list_for_user(call: Call) -> list[Dict]:
    """List the organizations for which the caller may make data sets."""
    if call.by is None:
        return []
    capacity = "admin" if call.by.has_role(Role.ADMINISTRATOR, Role.ANALYST) else "editor"
    rows = lists.publishers_of(call.by) if permissions.can_work(call.by) else Publisher.objects.none()
    counts = _counts(Publisher, call)
    return [
        {**shown.owner(each, packages=counts.get(each.name, 0), followers=None), "capacity": capacity} for each in rows
    ]


@reading()
def group_list_authz(call: Call) -> list[Dict]:
    """List the groups to which the caller may add data sets."""
    rows = Group.objects.filter(is_deleted=False) if permissions.can_work(call.by) else []
    return [shown.owner(each, packages=None, followers=None) for each in rows]


def _counts(kind: Kind, call: Call) -> Mapping[str, int]:
    facet = _FACETS[kind]
    return index.find(by=None, now=call.now, rows=0, facets=(facet,)).facets[facet]


@_both(reading)
def _list(kind: Kind, call: Call) -> list[Any]:
    """List organizations. all_fields, sort (title asc, name, package_count), limit, offset, organizations: names."""
    every, names = call.flag("all_fields"), "organizations" if kind is Publisher else "groups"
    rows: list[Any] = list(kind.objects.filter(is_deleted=False))
    if call.data.get(names):
        wanted = {str(each) for each in call.listed(names)}
        rows = [row for row in rows if row.name in wanted or str(row.pk) in wanted]
    counts = _counts(kind, call)
    field, _blank, direction = call.text("sort", "order_by", default="title asc").strip().partition(" ")
    by = {
        "title": lambda row: folding.fold(shown.text(row.title)),
        "name": lambda row: row.name,
        "package_count": lambda row: counts.get(row.name, 0),
        "packages": lambda row: counts.get(row.name, 0),
    }
    if field not in by or direction.strip().lower() not in ("", "asc", "desc"):
        raise Invalid.one("sort", _("Sort by title, name or package_count."))
    rows.sort(key=lambda row: row.name)
    rows.sort(key=by[field], reverse=direction.strip().lower() == "desc")
    start, limit = call.number("offset", 0), call.number("limit", 25 if every else 1000)
    rows = rows[start : start + limit]
    if not every:
        return [row.name for row in rows]
    follows = dict(kind.objects.annotate(n=Count("follows")).values_list("pk", "n"))
    return [shown.owner(row, packages=counts.get(row.name, 0), followers=follows.get(row.pk)) for row in rows]


@_both(reading)
def _show(kind: Kind, call: Call) -> Dict:
    """Return an organization. id, include_datasets (the first 10), include_dataset_count."""
    found = lookup.owner(kind, call.text("id"))
    count = _counts(kind, call).get(found.name, 0) if call.flag("include_dataset_count", default=True) else None
    made = shown.owner(found, packages=count, followers=_followers(found))
    if call.flag("include_datasets"):
        made["packages"] = _packages(call, found, 10)
    return made


def _followers(of: Publisher | Group) -> int:
    return Follow.objects.filter(Q(publisher=of) if isinstance(of, Publisher) else Q(group=of)).count()


def _packages(call: Call, of: Publisher | Group, limit: int) -> list[Dict]:
    found = index.find(Term(_FACETS[type(of)], of.name), by=call.by, now=call.now, rows=limit)
    return finding.packages(call, found.keys)


@_both(reading)
def _autocomplete(kind: Kind, call: Call) -> list[Dict]:
    """Suggest organizations. q, limit (20)."""
    part = folding.fold(call.text("q", "incomplete", default=""))
    rows = [
        row
        for row in kind.objects.filter(is_deleted=False)
        if part in row.name or part in folding.fold(shown.text(row.title))
    ]
    limit = call.number("limit", 20, most=100)
    return [{"id": str(row.pk), "name": row.name, "title": shown.text(row.title)} for row in rows[:limit]]


@_both(writing)
def _create(kind: Kind, call: Call) -> Dict:
    """Make an organization. name, title, description, image_url, extras ..."""
    key = taken.identity(call.data["id"]) if call.data.get("id") else None
    if call.data.get("id") and key is None:
        raise Invalid.one("id", _("An id is a UUID."))
    if key and kind.objects.filter(pk=key).exists():
        raise Invalid.one("id", _("There is one with this id already."))
    made = registers.make(kind, _values(call, call.data, None), key=key, by=call.by, now=call.now)
    return shown.owner(made, packages=0, followers=0)


@_both(writing)
def _update(kind: Kind, call: Call) -> Dict:
    """Change an organization to what is sent; what is left out is emptied. id."""
    return _change(kind, call, whole=True)


@_both(writing)
def _patch(kind: Kind, call: Call) -> Dict:
    """Change what is sent of an organization and leave the rest. id."""
    return _change(kind, call, whole=False)


@_both(writing)
def _delete(kind: Kind, call: Call) -> None:
    """Offer an organization no more; one that publishes data sets stays. id."""
    registers.delete(lookup.owner(kind, call.text("id")), by=call.by, now=call.now)


@_both(writing)
def _purge(kind: Kind, call: Call) -> None:
    """Remove an organization for good; one that publishes data sets stays. id."""
    registers.purge(lookup.owner(kind, call.text("id"), also_deleted=True), by=call.by, now=call.now)


def _change(kind: Kind, call: Call, *, whole: bool) -> Dict:
    found = lookup.owner(kind, call.text("id", "name"), also_deleted=True)
    if call.data.get("state") == "deleted":
        registers.delete(found, by=call.by, now=call.now)
    else:
        there = {} if whole else shown.owner(found, packages=None, followers=None)
        values = _values(call, {**there, "name": found.name, **call.data}, found)
        registers.change(found, values, by=call.by, now=call.now)
    return shown.owner(found, packages=_counts(kind, call).get(found.name, 0), followers=_followers(found))


def _values(call: Call, given: Mapping[str, Any], current: Publisher | Group | None) -> dict[str, Any]:
    told = Call(given, call.by, call.now)
    extras = told.listed("extras")
    if not all(isinstance(each, dict) and each.get("key") for each in extras):
        raise Invalid.one("extras", _("Each needs a key and a value."))
    values: dict[str, Any] = {
        "name": told.text("name"),
        "title": _translated(told, "title", getattr(current, "title", None)),
        "description": _translated(told, "description", getattr(current, "description", None)),
        "image_url": told.text("image_url", default=""),
        "extras": [{"key": str(each["key"]), "value": each.get("value", "")} for each in extras],
    }
    if not values["title"]:
        values["title"] = Text({settings.LANGUAGE_CODE: values["name"]})
    if isinstance(current, Publisher) or (current is None and "publisher_type" in given):
        for key, field in _OWN.items():
            if given.get(key) is not None:
                values[field] = told.text(key, default="")
    return values


def _translated(told: Call, key: str, current: Text | None) -> Text:
    text, by_language = told.text(key, default=""), told.data.get(f"{key}_translated")
    own = Text()
    if by_language:
        try:
            own, _others = fields.texts(told.mapped(f"{key}_translated"))
        except ValueError:
            raise Invalid.one(f"{key}_translated", _("Write an object with a text for each language.")) from None
    elif current and shown.text(current) == text:
        return current
    return own | {settings.LANGUAGE_CODE: text} if text and text != shown.text(own) else own
