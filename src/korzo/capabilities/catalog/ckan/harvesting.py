"""Reading another CKAN: all data sets by `package_search`, page by page, until a page has none.

Pages move while they are read: they are sorted by id and overlap, so that nothing is skipped when a data set goes. A
page that is the same as the one before means that the source does not page at all.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from korzo.capabilities.catalog.ckan import taken
from korzo.capabilities.catalog.ckan.wire import Invalid
from korzo.capabilities.catalog.models import Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.operations.harvesting import Ask, Remote, Unread, Unreadable
from korzo.capabilities.catalog.rules import shapes

_ROWS = 100
_OVERLAP = 10
_OTHERS = {"organization", "owner_org", "groups", "name", "private", "state"}
"""What is the source's own business: it is said here in another way, or not at all."""


def read(source: Source, ask: Ask) -> Iterator[Remote | Unread]:
    """Everything that a CKAN shows to strangers."""
    base = source.address.rstrip("/").removesuffix("/api/3/action").removesuffix("/api/action").removesuffix("/api/3")
    start, before = 0, b""
    while True:
        params = {"rows": str(_ROWS), "start": str(start), "sort": "id asc"} | (
            {"fq": source.query} if source.query else {}
        )
        answer = ask(f"{base}/api/3/action/package_search", params=params, accept="application/json")
        found = _results(answer.body)
        if not found:
            return
        if answer.body == before:
            raise Unreadable("every page is the same: this source does not page")
        before, start = answer.body, start + (len(found) - _OVERLAP if len(found) == _ROWS else len(found))
        yield from (_remote(base, each) for each in found if each.get("type") != "harvest")


def _results(body: bytes) -> list[Mapping[str, Any]]:
    try:
        told = json.loads(body)
        found = told["result"]["results"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unreadable("this is no answer of a CKAN") from error
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable("this is no answer of a CKAN")
    return found


def _remote(base: str, given: Mapping[str, Any]) -> Remote | Unread:
    guid, name = str(given.get("id") or given.get("name") or ""), str(given.get("name") or given.get("id") or "")
    address = f"{base}/dataset/{name}"
    if not guid or len(guid) > 500:  # noqa: PLR2004 -- the field's
        return Unread(guid[:500] or "?", address, "it has no id")
    resources = [each for each in given.get("resources") or () if isinstance(each, dict)]
    whole = {key: value for key, value in given.items() if key not in _OTHERS} | {"name": "any", "resources": []}
    try:
        values, _forms = taken.package(whole, None)
        forms = [(str(each.get("id") or number), _form(base, guid, each)) for number, each in enumerate(resources)]
    except Invalid as error:
        return Unread(guid, address, str(error) or "it cannot be understood")
    extras = [each for each in given.get("extras") or () if isinstance(each, dict)]
    uri = next((each.get("value") for each in extras if each.get("key") == "uri"), "")
    values |= {"name": name, "uri": uri if shapes.is_address(str(uri)) else address, "groups": []}
    values["landing_page"] = values.get("landing_page") or address
    return Remote(guid, address, values, forms, _publisher(given.get("organization")))


def _form(base: str, guid: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A resource elsewhere; tables without a file are dumped there."""
    url = str(given.get("url") or "")
    if not url and given.get("datastore_active"):
        url = f"{base}/datastore/dump/{given.get('id')}"
    elif url.startswith("/"):
        url = f"{base}{url}"
    del guid
    kept = {key: value for key, value in given.items() if key not in ("url_type", "upload")}
    return taken.resource({**kept, "url": url}, None)


def _publisher(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or not given.get("name"):
        return {}
    title = str(given.get("title") or given["name"])[:200]
    return {"name": str(given["name"]), "title": {settings.LANGUAGE_CODE: title}}


harvesting.readers[Source.Kind.CKAN] = read
