"""A data set as search engines read it: schema.org `Dataset`, with the columns and checksums of Croissant.

Sources: schema.org, Google's guide to Dataset structured data, MLCommons Croissant 1.0.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from korzo.capabilities.catalog.rules import extents, licences, schemas, vocabularies
from korzo.capabilities.catalog.rules.dcat import terms
from korzo.capabilities.catalog.rules.dcat.views import Dataset, Distribution, Portal, Text

CONTEXT = {
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "recordSet": "cr:recordSet",
    "field": "cr:field",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "source": "cr:source",
    "fileObject": "cr:fileObject",
    "extract": "cr:extract",
    "column": "cr:column",
}
CROISSANT = "http://mlcommons.org/croissant/1.0"
_LONGEST = 5_000
_TYPES = {"integer": "Integer", "number": "Float", "boolean": "Boolean", "date": "Date", "datetime": "DateTime"}


def text(of: Dataset, portal: Portal, language: str) -> str:
    """The description as JSON that may stand in a page of HTML."""
    made = json.dumps(described(of, portal, language), ensure_ascii=False, separators=(",", ":"))
    return re.sub(r"[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", made)


def described(of: Dataset, portal: Portal, language: str) -> dict[str, Any]:
    """The description in one language, or the nearest that there is."""
    tables = [form for form in of.distributions if schemas.fields(form.schema)]
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": of.iri,
        "identifier": of.identifier or of.iri,
        "url": of.local,
        "name": _said(of.title, language),
        "description": (_said(of.description, language) or _said(of.title, language))[:_LONGEST],
        "inLanguage": terms.tag(language),
        "isAccessibleForFree": of.access in ("", "PUBLIC"),
        "license": _licence(of.licence),
        "keywords": _keywords(of.keywords, language),
        "datePublished": of.issued.isoformat() if of.issued else None,
        "dateModified": (of.updated or of.modified).isoformat(),
        "temporalCoverage": _span(of),
        "spatialCoverage": _place(of),
        "creator": {"@type": "Person", "name": of.author} if of.author else _agent(of, language),
        "publisher": _agent(of, language),
        "version": of.version,
        "sameAs": of.landing_page,
        "includedInDataCatalog": {
            "@type": "DataCatalog", "@id": portal.iri, "name": _said(portal.title, language), "url": portal.homepage,
        },
        "variableMeasured": list(_columns(tables)),
        "distribution": [_file(form, language) for form in of.distributions],
    }  # fmt: skip
    if tables:
        made |= {"conformsTo": CROISSANT, "recordSet": [_records(form) for form in tables]}
    return {name: value for name, value in made.items() if value not in (None, "", [], {})}


def _said(given: Text, language: str) -> str:
    return next((given[code] for code in (language, "en", *given) if given.get(code)), "")


def _keywords(given: Mapping[str, Sequence[str]], language: str) -> list[str]:
    spoken = next((code for code in (language, "en", *given) if code and given.get(code)), "")
    return list(dict.fromkeys([*given.get(spoken, ()), *given.get("", ())]))


def _licence(named: str) -> str:
    found = licences.find(named)
    return found.url if found else named


def _agent(of: Dataset, language: str) -> dict[str, Any]:
    who = {"@type": "Organization", "@id": of.publisher.iri, "name": _said(of.publisher.name, language)}
    return who | ({"url": of.publisher.homepage} if of.publisher.homepage else {})


def _span(of: Dataset) -> str:
    if not (of.temporal_start or of.temporal_end):
        return ""
    return f"{of.temporal_start or '..'}/{of.temporal_end or '..'}"


def _place(of: Dataset) -> dict[str, Any] | None:
    box = extents.box(of.spatial)
    if box is None:
        return {"@type": "Place", "@id": of.spatial_uri} if of.spatial_uri else None
    west, south, east, north = box
    return {"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}}


def _columns(tables: Sequence[Distribution]) -> Iterator[dict[str, Any]]:
    seen = set()
    for field in (field for form in tables for field in schemas.fields(form.schema)):
        if field["name"] not in seen:
            seen.add(field["name"])
            about = str(field.get("description") or field.get("title") or "")
            yield {"@type": "PropertyValue", "name": field["name"]} | ({"description": about} if about else {})


def _file(of: Distribution, language: str) -> dict[str, Any]:
    made = {
        "@type": ["DataDownload", "cr:FileObject"],
        "@id": of.iri,
        "name": _said(of.title, language) or of.format or of.iri,
        "contentUrl": of.url,
        "encodingFormat": vocabularies.media_type(of.format, of.media_type),
        "contentSize": f"{of.size} B" if of.size is not None else "",
        "sha256": of.hash if of.hash_algorithm.lower().replace("-", "") == "sha256" else "",
        "dateModified": of.modified.isoformat() if of.modified else "",
    }
    return {name: value for name, value in made.items() if value}


def _records(of: Distribution) -> dict[str, Any]:
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{of.iri}#{field['name']}",
            "name": field["name"],
            "description": str(field.get("description") or field.get("title") or field["name"]),
            "dataType": _TYPES.get(str(field.get("type")), "Text"),
            "source": {"fileObject": {"@id": of.iri}, "extract": {"column": field["name"]}},
        }
        for field in schemas.fields(of.schema)
    ]
    return {"@type": "cr:RecordSet", "@id": f"{of.iri}#rows", "name": "rows", "field": fields}
