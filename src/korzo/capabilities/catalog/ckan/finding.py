"""Actions that find data sets, resources, tags and names that begin somehow."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.ckan import shown
from korzo.capabilities.catalog.ckan.actions import reading
from korzo.capabilities.catalog.ckan.wire import Call, Invalid, Missing, TooMany, UnknownParameter
from korzo.capabilities.catalog.models import Dataset, Distribution, Group, Publisher
from korzo.capabilities.catalog.queries import index, lists
from korzo.capabilities.catalog.rules import licences, lucene
from korzo.capabilities.catalog.rules.documents import Found
from korzo.capabilities.catalog.rules.lucene import And, Node
from korzo.kernel import limits
from korzo.kernel.text import folding

Dict = dict[str, Any]
SEARCHES = limits.Limit.parse("1200/10m")
MOST_ROWS, _MOST_FACETS = 1000, 40
_KNOWN = {
    "q", "fq", "fq_list", "sort", "rows", "start", "facet", "facet.field", "facet.limit", "facet.mincount", "qf", "mm",
    "tie", "bf", "boost", "defType", "fl", "wt", "df", "include_private", "include_drafts", "include_deleted",
    "use_default_schema", "q.op", "extras",
}  # fmt: skip
_ALSO = {"include_private": "private", "include_drafts": "drafts", "include_deleted": "deleted"}
_BY_NAME = "name asc"


@reading()
def package_search(call: Call) -> Dict:
    """Find data sets. q, fq, fq_list, sort, rows (10, at most 1000), start, facet.field, facet.limit, facet.mincount.

    `q` without a colon is words (with + and - and quotation marks), with one Lucene's language, as `fq` always is.
    """
    unknown = [name for name in call.data if name not in _KNOWN and not name.startswith("ext_")]
    if unknown:
        raise UnknownParameter(f"Search Query Error: Invalid search parameters: {sorted(unknown)}")
    counted(call)
    fields = [str(each) for each in call.listed("facet.field")] if call.flag("facet", default=True) else []
    sort = call.text("sort", default=index.BEST)
    found = index.find(
        _query(call), by=call.by, now=call.now, also=also(call), sort=sort, facets=fields[:_MOST_FACETS],
        rows=call.number("rows", 10, most=MOST_ROWS), start=call.number("start", 0),
    )  # fmt: skip
    facets = _facets(call, found)
    return {
        "count": found.total,
        "facets": facets,
        "results": packages(call, found.keys),
        "sort": sort,
        "search_facets": {name: _titled(name, values) for name, values in facets.items()},
    }


def counted(call: Call) -> None:
    """Count a stranger's search; raises TooMany."""
    if call.by is None and not limits.allow("catalog.search", call.address, SEARCHES, now=call.now):
        raise TooMany(_("Too many searches from your address. Wait a few minutes, or use a token."))


def also(call: Call) -> list[str]:
    """What beside public data sets is asked for."""
    return [kind for name, kind in _ALSO.items() if call.flag(name)]


def _query(call: Call) -> Node:
    parts = [lucene.read(call.text("q", default=""))]
    filters = [call.text("fq", default="") if not isinstance(call.data.get("fq"), list) else ""]
    filters += [str(each) for each in (call.data["fq"] if isinstance(call.data.get("fq"), list) else [])]
    filters += [str(each) for each in call.listed("fq_list")]
    parts += [lucene.parse(each) for each in filters if each.strip()]
    return And(tuple(parts))


def packages(call: Call, keys: Sequence[str]) -> list[Dict]:
    """The data sets with these ids, in this order."""
    rows = shown.whole().in_bulk(list(map(UUID, keys)))
    return [shown.package(rows[key], by=call.by, now=call.now) for key in map(UUID, keys) if key in rows]


def _facets(call: Call, found: Found) -> dict[str, dict[str, int]]:
    limit, least = call.number("facet.limit", 50, least=-1_000_000), call.number("facet.mincount", 1)
    made = {}
    for name, counts in found.facets.items():
        rows = sorted((each for each in counts.items() if each[1] >= least), key=lambda each: (-each[1], each[0]))
        made[name] = dict(rows[:limit] if limit >= 0 else rows)
    return made


def _titled(name: str, counts: Mapping[str, int]) -> Dict:
    titles: dict[str, str] = {}
    if name in ("organization", "groups"):
        rows = (Publisher if name == "organization" else Group).objects.filter(name__in=counts)
        titles = {row.name: shown.text(row.title) for row in rows}
    elif name == "license_id":
        titles = {key: found.title for key in counts if (found := licences.find(key))}
    items = [{"name": key, "display_name": titles.get(key) or key, "count": count} for key, count in counts.items()]
    return {"title": name, "items": sorted(items, key=lambda item: str(item["display_name"]), reverse=True)}


# Lists ---------------------------------------------------------------------------------------------------------------
@reading()
def package_list(call: Call) -> list[str]:
    """List the names of data sets. limit, offset."""
    kinds = also(call)
    rows: QuerySet[Dataset] = lists.shown(call.now).select_related(None)
    if kinds and permissions.can_work(call.by):
        found = index.find(by=call.by, now=call.now, also=kinds, sort=_BY_NAME, rows=10**9)
        names = dict(Dataset.objects.values_list("pk", "name"))
        return _cut(call, [names[UUID(key)] for key in found.keys if UUID(key) in names])
    limit, start = call.number("limit", 0), call.number("offset", 0)
    named = rows.order_by("name").values_list("name", flat=True)
    return list(named[start : start + limit] if "limit" in call.data else named[start:])


@reading()
def current_package_list_with_resources(call: Call) -> list[Dict]:
    """List data sets with their resources, those that changed last first. limit (at most 1000), offset."""
    counted(call)
    limit = call.number("limit", 100, most=MOST_ROWS)
    found = index.find(
        by=call.by, now=call.now, sort="metadata_modified desc, id asc", rows=limit, start=call.number("offset", 0)
    )
    return packages(call, found.keys)


@reading()
def resource_search(call: Call) -> Dict:
    """Find resources. query: `field:term`, or a list of these that must all be so; order_by, limit, offset."""
    counted(call)
    asked = call.data.get("query")
    terms = [str(each) for each in (asked if isinstance(asked, list) else call.listed("query"))]
    if not terms:
        raise Invalid.one("query", _("Missing value"))
    rows = Distribution.objects.filter(dataset__in=lists.shown(call.now).order_by().values("pk"))
    for term in terms:
        rows = rows.filter(_resource_term(term))
    order = {"name": "title", "created": "made_at", "format": "format", "url": "url", "size": "size"}
    rows = rows.order_by(order.get(call.text("order_by", default=""), "made_at"), "pk").select_related(
        "dataset__publisher"
    )
    start, limit = call.number("offset", 0), call.number("limit", MOST_ROWS, most=MOST_ROWS)
    return {
        "count": rows.count(),
        "results": [shown.resource(each, by=call.by) for each in rows[start : start + limit]],
    }


def _resource_term(term: str) -> Q:
    field, colon, words = term.partition(":")
    known = {
        "name": "title__icontains", "description": "description__icontains", "format": "format__icontains",
        "url": "url__icontains", "hash": "hash__startswith", "mimetype": "media_type__icontains",
        "resource_type": "resource_type__icontains",
    }  # fmt: skip
    if not colon or field not in known:
        raise Invalid.one("query", _("Write field:term; the fields are %s.") % ", ".join(sorted(known)))
    told = Q() if field not in ("url", "hash") else ~Q(dataset__access=Dataset.Access.NON_PUBLIC)
    return Q(**{known[field]: words}) & told


# Tags ----------------------------------------------------------------------------------------------------------------
def _tags(call: Call) -> Mapping[str, int]:
    return index.find(by=None, now=call.now, rows=0, facets=("tags",)).facets["tags"]


@reading()
def tag_list(call: Call) -> list[Any]:
    """List keywords. query: a part of them; all_fields."""
    if call.text("vocabulary_id", default=""):
        raise Missing("vocabulary")
    part = folding.fold(call.text("query", "q", default=""))
    names = sorted(name for name in _tags(call) if part in folding.fold(name))
    return [shown.tag(name) for name in names] if call.flag("all_fields") else list(names)


@reading()
def tag_search(call: Call) -> Dict:
    """Find keywords with how many there are. query, limit, offset."""
    asked = call.data.get("query") or call.data.get("q") or ""
    parts = [folding.fold(str(each)) for each in (asked if isinstance(asked, list) else [asked])]
    names = sorted(name for name in _tags(call) if all(part in folding.fold(name) for part in parts))
    return {"count": len(names), "results": [shown.tag(name) for name in _cut(call, names)]}


@reading()
def tag_show(call: Call) -> Dict:
    """Return a keyword. id: it itself; include_datasets."""
    name = call.text("id")
    wanted = next((each for each in _tags(call) if name in (each, shown.tag(each)["id"])), None)
    if wanted is None:
        raise Missing
    made = shown.tag(wanted)
    if call.flag("include_datasets"):
        found = index.find(lucene.Term("tags", wanted), by=None, now=call.now, rows=MOST_ROWS)
        made["packages"] = packages(call, found.keys)
    return made


# Beginnings ----------------------------------------------------------------------------------------------------------
@reading()
def package_autocomplete(call: Call) -> list[Dict]:
    """Suggest data sets whose name or title goes on so. q, limit (10)."""
    words = call.text("q", "incomplete", default="")
    found = index.find(lucene.simple(words), by=call.by, now=call.now, rows=call.number("limit", 10, most=100))
    rows = {str(row.pk): row for row in Dataset.objects.filter(pk__in=map(UUID, found.keys))}
    return [_suggested(rows[key], words) for key in found.keys if key in rows]


def _suggested(of: Dataset, words: str) -> Dict:
    title, by_name = shown.text(of.title), folding.fold(words) in of.name
    return {
        "name": of.name,
        "title": title,
        "match_field": "name" if by_name else "title",
        "match_displayed": of.name if by_name else f"{title} ({of.name})",
    }


@reading()
def format_autocomplete(call: Call) -> list[str]:
    """Suggest formats. q, limit (5)."""
    part = call.text("q", "incomplete", default="").lower()
    counts = index.find(by=None, now=call.now, rows=0, facets=("res_format",)).facets["res_format"]
    named: dict[str, int] = {}
    for name, count in counts.items():
        named[name.lower()] = named.get(name.lower(), 0) + count
    found = [name for name in sorted(named, key=lambda each: (-named[each], each)) if part in name]
    return found[: call.number("limit", 5, most=100)]


@reading()
def tag_autocomplete(call: Call) -> list[str]:
    """Suggest keywords. q, limit (10)."""
    part = folding.fold(call.text("q", "query", "incomplete", default=""))
    names = sorted(name for name in _tags(call) if folding.fold(name).startswith(part))
    return names[: call.number("limit", 10, most=100)]


def _cut(call: Call, rows: list[str]) -> list[str]:
    start = call.number("offset", 0)
    return rows[start : start + call.number("limit", 0)] if "limit" in call.data else rows[start:]
