"""Reading another catalogue's DCAT, page by page in either dialect of Hydra."""

from collections.abc import Iterator

from django.conf import settings

from korzo.capabilities.catalog.models import Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.operations.harvesting import Ask, Remote, Unread, Unreadable
from korzo.capabilities.catalog.rules.dcat import reading

_ACCEPT = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, text/n3;q=0.7"
_PAGES = 5000


def read(source: Source, ask: Ask) -> Iterator[Remote | Unread]:
    """Everything that a catalogue names; a data set that stands on two pages counts once."""
    address, asked, guids = source.address, set[str](), set[str]()
    for _page in range(_PAGES):
        asked.add(address)
        answer = ask(address, accept=_ACCEPT)
        try:
            graph = reading.parse(answer.body, answer.headers.get("content-type", ""), address)
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"{address}: {error}") from error
        new = 0
        for found in reading.datasets(graph, settings.LANGUAGE_CODE):
            if isinstance(found, str):
                yield Unread(found[:500], address, "it has no title, or neither an IRI nor an identifier")
                continue
            if found.guid not in guids:
                guids.add(found.guid)
                new += 1
                yield _remote(found)
        address = reading.next_page(graph)
        if not address:
            return
        if address in asked or not new:
            raise Unreadable("the pages go in a circle")
    raise Unreadable("more pages than a catalogue can have")


def _remote(found: reading.Found) -> Remote:
    page = str(found.values.get("landing_page") or found.values.get("uri") or "")
    wanted = found.guid.rstrip("/").rpartition("/")[2] or found.guid
    title = next(iter(found.values["title"].values()))
    values = {"name": title if len(wanted) > 30 or wanted.isdigit() else wanted, **found.values}  # noqa: PLR2004 -- no name is a UUID
    if not values.get("licence"):
        values["licence"] = next((form["licence"] for _key, form in found.forms if form.get("licence")), "")
    return Remote(found.guid[:500], page, values, found.forms, found.publisher)


harvesting.readers[Source.Kind.DCAT] = read
