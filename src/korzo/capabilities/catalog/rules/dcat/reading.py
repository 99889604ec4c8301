"""Data sets of others, read from RDF: DCAT and DCAT-AP in any version, as their portals really write it.

Gives plain dicts, named as Korzo's models are; what cannot be understood is left out. Nothing is fetched: JSON-LD with
a context elsewhere and XML with entities from elsewhere, or of entities of entities, are refused.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from korzo.capabilities.catalog.rules import licences, shapes, vocabularies
from korzo.capabilities.catalog.rules.dcat.terms import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

DCAT, DCT, FOAF, VCARD = (PREFIXES[name] for name in ("dcat", "dct", "foaf", "vcard"))
RDF, RDFS, HYDRA, DCATAP = (PREFIXES[name] for name in ("rdf", "rdfs", "hydra", "dcatap"))
LOCN, OWL, SCHEMA = "http://www.w3.org/ns/locn#", "http://www.w3.org/2002/07/owl#", "http://schema.org/"
SYNTAXES = {
    "text/turtle": "turtle", "application/x-turtle": "turtle", "application/rdf+xml": "xml", "application/xml": "xml",
    "text/xml": "xml", "application/ld+json": "json-ld", "application/json": "json-ld", "text/n3": "n3",
    "application/n-triples": "nt", ".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld", ".n3": "n3",
    ".nt": "nt",
}  # fmt: skip
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s*)?\S+\s+(SYSTEM|PUBLIC|\"[^\"]*&|'[^']*&)")
_MOST_KEYWORDS = 200


class Unsafe(ValueError):
    """The document wants something from elsewhere, or would grow without end."""


@dataclass(frozen=True)
class Found:
    """A data set as it stands in a graph."""

    guid: str
    values: Mapping[str, Any]
    forms: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    publisher: Mapping[str, Any] = field(default_factory=dict)


def parse(body: bytes, media_type: str, address: str) -> "Graph":
    """Read a document; the media type counts, then the address' ending. Raises Unsafe, ValueError."""
    from rdflib import Graph  # slow import, needed only here

    ending = "." + address.partition("?")[0].rpartition("/")[2].rpartition(".")[2]
    syntax = SYNTAXES.get(media_type.partition(";")[0].strip().lower()) or SYNTAXES.get(ending)
    if syntax is None:
        raise ValueError(f"{media_type or 'no media type'}: not a syntax of RDF")
    if syntax == "json-ld":
        _check_contexts(json.loads(body))
    elif syntax == "xml" and _ENTITY.search(body):
        raise Unsafe("XML with entities from elsewhere or of other entities is not read")
    graph = Graph()
    try:
        graph.parse(data=body, format=syntax, publicID=address)
    except Exception as error:  # parsers raise whatever they like
        raise ValueError(f"{type(error).__name__}: {str(error)[:300]}") from error
    return graph


def next_page(graph: "Graph") -> str:
    """The address of the next page in either dialect of Hydra; "" on the last one."""
    found = (each for term in ("next", "nextPage") for each in graph.objects(None, _iri(HYDRA + term)))
    return str(next(found, ""))


def datasets(graph: "Graph", default: str) -> Iterator[Found | str]:
    """Every data set of a graph; a text where one cannot be told apart from others. `default`: language of no tag."""
    for kind in (DCAT + "Dataset", SCHEMA + "Dataset"):
        for subject in sorted(set(graph.subjects(_iri(RDF + "type"), _iri(kind))), key=str):
            guid = str(subject) if _is_iri(subject) else _one(graph, subject, DCT + "identifier")
            title = _texts(graph, subject, DCT + "title", default)
            if not guid or not title:
                yield guid or "?"
                continue
            yield Found(
                guid,
                _values(graph, subject, title, default),
                _forms(graph, subject, default),
                _agent(graph, subject, default),
            )


def _values(graph: "Graph", subject: "Node", title: dict[str, str], default: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": title,
        "notes": _texts(graph, subject, DCT + "description", default),
        "keywords": _keywords(graph, subject, default),
        "themes": _codes(graph, subject, DCAT + "theme", vocabularies.THEMES),
        "languages": [
            code for code in _codes(graph, subject, DCT + "language", None) if re.fullmatch("[A-Z]{3}", code)
        ],
        "identifier": _one(graph, subject, DCT + "identifier")[:300],
        "conforms_to": _addresses(graph, subject, DCT + "conformsTo"),
        "documentation": _addresses(graph, subject, FOAF + "page"),
        "legislation": _addresses(graph, subject, DCATAP + "applicableLegislation"),
        "landing_page": next(iter(_addresses(graph, subject, DCAT + "landingPage")), ""),
        "version": (_one(graph, subject, DCAT + "version") or _one(graph, subject, OWL + "versionInfo"))[:100],
        "licence": _licence(graph, subject),
        "uri": str(subject) if _is_iri(subject) and shapes.is_address(str(subject)) else "",
    }
    for name, term, codes in (
        ("frequency", "accrualPeriodicity", vocabularies.FREQUENCIES),
        ("access", "accessRights", vocabularies.ACCESS),
    ):
        if found := _codes(graph, subject, DCT + term, codes):
            values[name] = found[0]
    if category := _codes(graph, subject, DCATAP + "hvdCategory", vocabularies.HVD_CATEGORIES):
        values["hvd_category"] = category[0]
    return values | _where_and_when(graph, subject) | _contact(graph, subject)


def _where_and_when(graph: "Graph", subject: "Node") -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place in graph.objects(subject, _iri(DCT + "spatial")):
        for term in (DCAT + "bbox", LOCN + "geometry", DCAT + "centroid"):
            for drawn in graph.objects(place, _iri(term)):
                if (geometry := _geometry(str(drawn))) and "spatial" not in values:
                    values["spatial"] = geometry
        if _is_iri(place) and shapes.is_address(str(place)):
            values.setdefault("spatial_uri", str(place)[:500])
    for period in graph.objects(subject, _iri(DCT + "temporal")):
        for name, term in (("temporal_start", "startDate"), ("temporal_end", "endDate")):
            told = _one(graph, period, DCAT + term) or _one(graph, period, SCHEMA + term)
            if (day := _day(told)) and name not in values:
                values[name] = day
    if (
        values.get("temporal_start")
        and values.get("temporal_end")
        and values["temporal_end"] < values["temporal_start"]
    ):
        del values["temporal_end"]
    return values


def _contact(graph: "Graph", subject: "Node") -> dict[str, str]:
    for each in graph.objects(subject, _iri(DCAT + "contactPoint")):
        email = _one(graph, each, VCARD + "hasEmail").removeprefix("mailto:")
        url = next(iter(_addresses(graph, each, VCARD + "hasURL")), "")
        return {
            "contact_name": _one(graph, each, VCARD + "fn")[:200],
            "contact_email": email if "@" in email else "",
            "contact_url": url,
        }
    return {}


def _forms(graph: "Graph", subject: "Node", default: str) -> list[tuple[str, dict[str, Any]]]:
    """Distributions with an address; the id is the IRI, or the address where there is none."""
    found = []
    for each in graph.objects(subject, _iri(DCAT + "distribution")):
        files = _addresses(graph, each, DCAT + "downloadURL") or _addresses(graph, each, DCAT + "accessURL")
        if not files:
            continue
        kind = _one(graph, each, DCT + "format") or _one(graph, each, DCAT + "mediaType")
        media = (
            _one(graph, each, DCAT + "mediaType")
            .removeprefix(vocabularies.MEDIA_TYPES)
            .removeprefix("http://www.iana.org/assignments/media-types/")
        )
        size = _one(graph, each, DCAT + "byteSize")
        values: dict[str, Any] = {
            "url": files[0],
            "title": {code: text[:300] for code, text in _texts(graph, each, DCT + "title", default).items()},
            "description": _texts(graph, each, DCT + "description", default),
            "format": vocabularies.file_type(kind.rpartition("/")[2] if "://" in kind else kind, media)
            or kind.rpartition("/")[2][:100],
            "media_type": media[:150] if "/" in media and ":" not in media else "",
            "licence": _licence(graph, each),
            "size": int(float(size)) if re.fullmatch(r"\d{1,15}(\.0*)?", size) else None,
        }
        found.append((str(each) if _is_iri(each) else files[0], values))
    return sorted(found, key=lambda pair: pair[0])


def _agent(graph: "Graph", subject: "Node", default: str) -> dict[str, Any]:
    for agent in graph.objects(subject, _iri(DCT + "publisher")):
        title = {code: text[:200] for code, text in _texts(graph, agent, FOAF + "name", default).items()}
        if title:
            return {"name": next(iter(title.values())), "title": title}
    return {}


def _licence(graph: "Graph", subject: "Node") -> str:
    named = _one(graph, subject, DCT + "license")
    found = licences.find(named) if named else None
    return found.id if found else named[:100] if shapes.is_address(named) else ""


def _keywords(graph: "Graph", subject: "Node", default: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(graph.objects(subject, _iri(DCAT + "keyword")), key=str)[:_MOST_KEYWORDS]:
        if 0 < len(text := str(word).strip()) <= 100:  # noqa: PLR2004 -- CKAN's limit
            found.setdefault(_language(word, default) or "", []).append(text)
    return found


def _texts(graph: "Graph", subject: "Node", term: str, default: str) -> dict[str, str]:
    """Texts by language; one in a language that Korzo does not speak is taken only where there is no other."""
    found: dict[str, str] = {}
    other = ""
    for text in sorted(graph.objects(subject, _iri(term)), key=str):
        code = _language(text, default)
        if code:
            found.setdefault(code, str(text))
        else:
            other = other or str(text)
    return found or ({default: other} if other else {})


def _language(text: Any, default: str) -> str:
    """Korzo's code of a literal's language; "" for one that Korzo does not speak."""
    tag = (getattr(text, "language", None) or default).lower()
    known = {"sr-cyrl": "sr", "sr-latn": "sr-latn", "sh": "sr-latn", "srp": "sr", "hrv": "hr", "bos": "bs"}
    code = known.get(tag, tag.partition("-")[0] if tag not in vocabularies.LANGUAGES else tag)
    return code if code in vocabularies.LANGUAGES else ""


def _codes(graph: "Graph", subject: "Node", term: str, listed: Any) -> list[str]:
    """The last parts of the IRIs that are codes of a list, in order."""
    found = {str(each).rstrip("/").rpartition("/")[2] for each in graph.objects(subject, _iri(term))}
    return sorted(code for code in found if listed is None or code in listed)


def _addresses(graph: "Graph", subject: "Node", term: str) -> list[str]:
    return sorted({str(each) for each in graph.objects(subject, _iri(term)) if shapes.is_address(str(each))})


def _one(graph: "Graph", subject: "Node", term: str) -> str:
    """One value as text; a node that has a label instead of an IRI says that."""
    for found in sorted(graph.objects(subject, _iri(term)), key=str):
        if _is_iri(found) or not list(graph.predicate_objects(found)):
            return str(found)
        return next((str(text) for text in graph.objects(found, _iri(RDFS + "label"))), "")
    return ""


def _geometry(drawn: str) -> dict[str, Any] | None:
    """GeoJSON or WKT as GeoJSON."""
    try:
        if drawn.lstrip().startswith("{"):
            found = json.loads(drawn)
        else:
            from shapely import from_wkt
            from shapely.geometry import mapping

            found = json.loads(json.dumps(mapping(from_wkt(drawn.rpartition(">")[2].strip()))))
    except Exception:  # noqa: BLE001 -- shapely raises its own, and the place is only left out
        return None
    return found if not list(shapes.dataset({"spatial": found})) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _check_contexts(told: Any, depth: int = 0) -> None:
    """Refuse contexts that would be fetched; raises Unsafe."""
    if depth > 60:  # noqa: PLR2004 -- no catalogue is so deep
        raise Unsafe("JSON nested too deep")
    if isinstance(told, dict):
        context = told.get("@context")
        if any(isinstance(each, str) for each in (context if isinstance(context, list) else [context])):
            raise Unsafe("JSON-LD with a context elsewhere is not read; ask for Turtle")
        if "@import" in told:
            raise Unsafe("JSON-LD that imports a context is not read; ask for Turtle")
    for each in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        _check_contexts(each, depth + 1)


def _is_iri(node: Any) -> bool:
    from rdflib import URIRef

    return isinstance(node, URIRef)


def _iri(text: str) -> Any:
    from rdflib import URIRef

    return URIRef(text)
