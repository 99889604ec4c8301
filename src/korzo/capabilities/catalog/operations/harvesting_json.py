"""Reading another portal's `data.json` (Project Open Data 1.1), as Socrata and ArcGIS Hub publish it."""

import json
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from korzo.capabilities.catalog.models import Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.operations.harvesting import Ask, Remote, Unread, Unreadable
from korzo.capabilities.catalog.rules import datajson, vocabularies
from korzo.kernel.text.folding import fold


def read(source: Source, ask: Ask) -> Iterator[Remote | Unread]:
    """Everything that the document names; `/data.json` may be left out of the address."""
    address = source.address.rstrip("/")
    if not address.rpartition("/")[2].partition("?")[0].endswith(".json"):
        address += "/data.json"
    answer, themes = ask(address, accept="application/json"), spelled(vocabularies.THEMES)
    try:
        told = json.loads(answer.body)
        for found in datajson.datasets(told, settings.LANGUAGE_CODE, lambda word: themes.get(fold(word), "")):
            if isinstance(found, tuple):
                yield Unread(found[0], address, found[1])
            else:
                page = str(found.values["landing_page"])
                yield Remote(found.guid, page, found.values, found.forms, found.publisher)
    except RecursionError as error:
        raise Unreadable(f"{address}: JSON nested too deep") from error
    except ValueError as error:
        raise Unreadable(f"{address}: {str(error)[:200]}") from error


def spelled(codes: Mapping[str, str]) -> dict[str, str]:
    """The codes of a list by themselves and by their words in all our languages, folded."""
    found = {fold(code): code for code in codes}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(gettext(word)): code for code, word in codes.items()}
    with translation.override(None):
        return found | {fold(word): code for code, word in codes.items()}


harvesting.readers[Source.Kind.JSON] = read
