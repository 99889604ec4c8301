"""Reading the collections of another OGC API Features: each a data set with its features as GeoJSON."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings

from korzo.capabilities.catalog.models import Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.operations.harvesting import Ask, Remote, Unread, Unreadable
from korzo.capabilities.catalog.rules import datajson
from korzo.capabilities.catalog.rules.datajson import joined, licence, many, text

_DATA = ("data", "http://www.opengis.net/def/rel/ogc/1.0/data", "[ogc-rel:data]")
_GEOJSON = "application/geo+json"
_PAGES = 1000
_FOUR, _SIX = 4, 6
Dict = Mapping[str, Any]


def read(source: Source, ask: Ask) -> Iterator[Remote | Unread]:
    """Everything that the server lists, from its first page or its list of collections; pages by `next`."""
    where, asked, known = source.address, set[str](), set[str]()
    told = _asked(ask, where)
    if "collections" not in told:
        where = _link(told, where, *_DATA) or f"{where.rstrip('/')}/collections"
        told = _asked(ask, where)
    for _page in range(_PAGES):
        asked.add(where)
        listed = told.get("collections")
        if not isinstance(listed, list):
            raise Unreadable(f"{where}: this is no OGC API Features: it lists no collections")
        new = 0
        for each in listed:
            found = _remote(each, where)
            if found is not None and found.guid not in known:
                known.add(found.guid)
                new += 1
                yield found
        following = _link(told, where, "next")
        if not following:
            return
        if following in asked or not new:
            raise Unreadable("the pages go in a circle")
        where, told = following, _asked(ask, following)
    raise Unreadable("more pages than a server can have")


def _asked(ask: Ask, where: str) -> Dict:
    answer = ask(where, accept="application/json")
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{where}: this is no OGC API Features: it answers no JSON") from error
    if not isinstance(told, dict):
        raise Unreadable(f"{where}: this is no OGC API Features")
    return told


def _remote(given: Any, where: str) -> Remote | Unread | None:
    """A collection; None for one that holds no features."""
    if not isinstance(given, dict):
        return Unread("?", where, "it is no object")
    if text(given.get("itemType")) not in ("", "feature"):
        return None
    guid = text(given.get("id"))
    page = _link(given, where, "self") or joined(f"{where.partition('?')[0].rstrip('/')}/", guid)
    items = _link(given, where, "items", kind=_GEOJSON)
    if not guid or len(guid) > 300 or not items:  # noqa: PLR2004 -- the field's
        return Unread(guid[:300] or "?", where, "it has no id, or no address of its features as GeoJSON")
    language = settings.LANGUAGE_CODE
    words = [word for each in many(given.get("keywords")) if 0 < len(word := text(each)) <= 100]  # noqa: PLR2004 -- CKAN's limit
    values: dict[str, Any] = {
        "name": guid,
        "title": {language: (text(given.get("title")) or guid)[:300]},
        "notes": {language: body} if (body := text(given.get("description"))[:20000]) else {},
        "keywords": {language: words[:200]} if words else {},
        "identifier": guid,
        "uri": page[:500],
        "landing_page": _link(given, where, "alternate", kind="text/html") or page,
        "licence": licence(_link(given, where, "license")),
        **_extent(given.get("extent")),
    }
    form = {"url": items, "title": {}, "format": "GEOJSON", "media_type": _GEOJSON, "conforms_to": []}
    return Remote(guid, page, values, [("items", form)])


def _link(given: Dict, where: str, *rels: str, kind: str = "") -> str:
    """Where the first link of a relation leads; of the kind where one is asked for, else one without a kind."""
    found = [
        each for each in many(given.get("links")) if isinstance(each, dict) and text(each.get("rel")) in rels
    ]  # fmt: skip
    for fits in (kind, "") if kind else (None,):
        for each in found:
            if fits is None or text(each.get("type")).partition(";")[0] == fits:
                return joined(where, each.get("href"))
    return ""


def _extent(given: Any) -> dict[str, Any]:
    """The first box and span, which are those of the whole."""
    extent = given if isinstance(given, dict) else {}
    values: dict[str, Any] = {}
    try:
        sides = [float(each) for each in extent["spatial"]["bbox"][0]]
        sides = [sides[0], sides[1], sides[3], sides[4]] if len(sides) == _SIX else sides
        if len(sides) == _FOUR and (area := datajson.box(sides)):
            values["spatial"] = area
    except (LookupError, TypeError, ValueError):
        pass
    try:
        start, end = (_day(each) for each in extent["temporal"]["interval"][0])
    except (LookupError, TypeError, ValueError):
        return values
    if start and end and end < start:
        end = None
    return values | {name: day for name, day in (("temporal_start", start), ("temporal_end", end)) if day}


def _day(told: Any) -> date | None:
    found = datajson.moment(text(told))
    return found.date() if found else None


harvesting.readers[Source.Kind.OGC] = read
