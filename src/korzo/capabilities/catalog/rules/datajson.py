"""Data sets in `data.json` (Project Open Data metadata 1.1), as Socrata, ArcGIS Hub and others really write it.

Gives what `rules.dcat.reading` gives of RDF; a text says why something cannot be read. Source of the fields: the schema
of resources.data.gov, version 1.1.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin

from korzo.capabilities.catalog.rules import licences, shapes, vocabularies
from korzo.capabilities.catalog.rules.dcat.reading import Found

FREQUENCIES = {
    "R/PT1S": "UPDATE_CONT", "R/PT1H": "HOURLY", "R/P1D": "DAILY", "R/P1W": "WEEKLY", "R/P7D": "WEEKLY",
    "R/P1M": "MONTHLY", "R/P3M": "QUARTERLY", "R/P6M": "ANNUAL_2", "R/P0.5Y": "ANNUAL_2", "R/P1Y": "ANNUAL",
    "R/P2Y": "BIENNIAL", "irregular": "IRREG",
}  # fmt: skip
ACCESS = {"public": "PUBLIC", "restricted public": "RESTRICTED", "non-public": "NON_PUBLIC"}
_MOST = 200
_FOUR = 4


def datasets(told: Any, default: str, themes: Callable[[str], str]) -> Iterator[Found | tuple[str, str]]:
    """Every data set of a document, or (its id, why it cannot be read); raises ValueError for another kind of document.

    `default` is the language of what names none; `themes` gives the code for a theme in words, or "".
    """
    listed = told.get("dataset") if isinstance(told, Mapping) else None
    if not isinstance(listed, list):
        raise ValueError("this is no data.json: it has no list of data sets")  # noqa: TRY004 -- of their document
    for number, each in enumerate(listed, start=1):
        if not isinstance(each, Mapping):
            yield str(number), "it is no object"
            continue
        guid, title = text(each.get("identifier")), text(each.get("title"))
        if not guid or not title or len(guid) > 500:  # noqa: PLR2004 -- the field's
            yield guid[:500] or str(number), "it has no identifier or no title"
            continue
        yield _found(each, guid, default, themes)


def _found(given: Mapping[str, Any], guid: str, default: str, themes: Callable[[str], str]) -> Found:
    language = next((code for each in many(given.get("language")) if (code := _language(text(each)))), default)
    words = [text(each) for each in many(given.get("theme"))]
    codes = sorted({code for word in words if (code := themes(word))})
    tags = dict.fromkeys([*map(text, many(given.get("keyword"))), *(word for word in words if not themes(word))])
    landing = address(given.get("landingPage"))
    values: dict[str, Any] = {
        "name": text(given.get("title")),
        "title": {language: text(given.get("title"))[:300]},
        "notes": {language: body} if (body := text(given.get("description"))[:20000]) else {},
        "keywords": {language: kept} if (kept := [tag for tag in tags if 0 < len(tag) <= 100][:_MOST]) else {},  # noqa: PLR2004 -- CKAN's limit
        "themes": codes,
        "identifier": guid[:300],
        "uri": guid[:500] if shapes.is_address(guid) else "",
        "landing_page": landing or (guid if shapes.is_address(guid) else ""),
        "licence": licence(given.get("license")),
        "rights": text(given.get("rights"))[:2000],
        "access": ACCESS.get(text(given.get("accessLevel")).lower(), "PUBLIC"),
        "frequency": FREQUENCIES.get(text(given.get("accrualPeriodicity")), ""),
        "documentation": [each for part in many(given.get("references")) if (each := address(part))][:_MOST],
        "conforms_to": [each] if (each := address(given.get("conformsTo"))) else [],
        **_contact(given.get("contactPoint")),
        **_period(text(given.get("temporal"))),
    }
    if spatial := place(given.get("spatial")):
        values["spatial"] = spatial
    if issued := moment(text(given.get("issued"))):
        values["issued_at"] = issued
    if modified := moment(text(given.get("modified"))):
        values["updated_at"] = modified
    return Found(guid, values, list(_forms(given.get("distribution"), language)), _publisher(given, language))


def _forms(given: Any, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Files by their address, which is all that a distribution is known by."""
    seen: set[str] = set()
    for each in many(given):
        if not isinstance(each, Mapping):
            continue
        url = address(each.get("downloadURL")) or address(each.get("accessURL"))
        if not url or url in seen:
            continue
        seen.add(url)
        media = text(each.get("mediaType"))
        spelled = text(each.get("format"))
        yield (
            url,
            {
                "url": url,
                "title": {language: name} if (name := text(each.get("title"))[:300]) else {},
                "description": {language: body} if (body := text(each.get("description"))[:8000]) else {},
                "format": vocabularies.file_type(spelled, media) or (spelled or media.rpartition("/")[2])[:100],
                "media_type": media[:150] if "/" in media else "",
                "licence": licence(each.get("license")),
            },
        )


def _publisher(given: Mapping[str, Any], language: str) -> dict[str, Any]:
    told = given.get("publisher")
    name = text(told.get("name")) if isinstance(told, Mapping) else ""
    return {"name": name, "title": {language: name[:200]}} if name else {}


def _contact(given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping):
        return {}
    email = text(given.get("hasEmail")).removeprefix("mailto:").strip()
    return {
        "contact_name": text(given.get("fn"))[:200],
        "contact_email": email if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) else "",
    }


def _period(told: str) -> dict[str, date]:
    start, _slash, end = told.partition("/")
    days = {name: day for name, part in (("temporal_start", start), ("temporal_end", end)) if (day := _day(part))}
    first, last = days.get("temporal_start"), days.get("temporal_end")
    if first and last and last < first:
        del days["temporal_end"]
    return days


def text(given: Any) -> str:
    """A value as text without blanks around it; "" for what is none."""
    if isinstance(given, str):
        return given.replace("\0", "").strip()
    return str(given) if isinstance(given, int | float) and not isinstance(given, bool) else ""


def many(given: Any) -> list[Any]:
    """A value that may be one or several."""
    return given if isinstance(given, list) else [] if given is None else [given]


def address(given: Any) -> str:
    """An address, or ""."""
    found = text(given).replace(" ", "%20")
    return found if shapes.is_address(found) and len(found) <= 1000 else ""  # noqa: PLR2004 -- the field's


def joined(base: str, given: Any) -> str:
    """An address as it stands at another one, or ""."""
    try:
        return address(urljoin(base, found)) if (found := text(given).replace(" ", "%20")) else ""
    except ValueError:
        return ""


def licence(given: Any) -> str:
    """The id of a licence that is known, else its address."""
    named = text(given)
    found = licences.find(named)
    return found.id if found else named if shapes.is_address(named) and len(named) <= 100 else ""  # noqa: PLR2004


def place(given: Any) -> dict[str, Any] | None:
    """A box `west,south,east,north`, a point `lat,long` or GeoJSON as GeoJSON; names of places are left out."""
    if isinstance(given, Mapping):
        found = dict(given)
        return found if not list(shapes.dataset({"spatial": found})) else None
    try:
        sides = [float(part) for part in text(given).split(",")]
    except ValueError:
        return None
    return box(sides) if len(sides) == _FOUR else None


def box(sides: list[float]) -> dict[str, Any] | None:
    """A rectangle as GeoJSON; None for one that is not on the globe."""
    west, south, east, north = sides
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 -- degrees
        return None
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def moment(told: str) -> datetime | None:
    """A day or moment of ISO 8601 in UTC; None for others."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told.strip()[:10])
    except ValueError:
        return None


def _language(tag: str) -> str:
    known = {"sr-cyrl": "sr", "sr-latn": "sr-latn", "sh": "sr-latn"}
    lowered = tag.lower()
    code = known.get(lowered, lowered.partition("-")[0])
    return code if code in vocabularies.LANGUAGES else ""
