"""Reading a list of files: a sheet with one row a file, in CSV or any other form that a table may have."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from korzo.capabilities.catalog.models import Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.operations.harvesting import Ask, Remote, Unread, Unreadable
from korzo.capabilities.catalog.operations.harvesting_json import spelled
from korzo.capabilities.catalog.rules import listing, reading, vocabularies
from korzo.kernel.text.folding import fold


def read(source: Source, ask: Ask) -> Iterator[Remote | Unread]:
    """Every data set of the list; what is wrong in a row is told with its line and column."""
    answer = ask(source.address, accept="text/csv, */*;q=0.5")
    words = listing.Words(fold, spelled(vocabularies.THEMES), spelled(vocabularies.FREQUENCIES))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(answer.body)
        try:
            how = reading.look(path, Path(urlsplit(source.address).path).name or "list.csv")
            rows = reading.rows(path, how)
            for each in listing.datasets(how.names, rows, source.address, settings.LANGUAGE_CODE, words):
                yield _remote(source, each)
        except reading.Unreadable as error:
            raise Unreadable(f"{source.address}: this is no list: {error.problem}") from error
        except ValueError as error:
            raise Unreadable(f"{source.address}: {error}") from error


def _remote(source: Source, each: listing.Listed | listing.Useless) -> Remote | Unread:
    if isinstance(each, listing.Useless):
        return Unread(each.guid or f"line {each.line}", source.address, _place(each.line, each.column, each.why))
    found = each.found
    page = str(found.values.get("landing_page") or found.forms[0][0])
    told = [_place(*problem) for problem in each.problems]
    return Remote(found.guid, page[:1000], found.values, found.forms, found.publisher, told)


def _place(line: int, column: str, why: str) -> str:
    return f"line {line}, column “{column}”: {why}"


harvesting.readers[Source.Kind.LIST] = read
