"""Nodes of a graph and what they say: IRIs, words in a language, typed values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "adms": "http://www.w3.org/ns/adms#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_TAGS = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")


class Iri(str):
    """An IRI, with whatever it may not hold percent-encoded."""

    __slots__ = ()


class Literal(NamedTuple):
    """A text in a language, or a value of a type (a name such as `xsd:date`)."""

    text: str
    lang: str = ""
    datatype: str = ""


Value = Iri | Literal


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, its classes, and what is said of it: (name such as `dct:title`, value)."""

    iri: Iri
    types: tuple[str, ...]
    said: tuple[tuple[str, Value], ...] = ()


def iri(text: str) -> Iri:
    """An IRI made of what was typed."""
    return Iri(
        _NOT_IN_IRI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(errors="ignore")), text)
    )


def iris(texts: Iterable[str]) -> Iterator[Iri]:
    """Those of the texts that are IRIs at all."""
    return (iri(text) for text in texts if text and _ABSOLUTE.fullmatch(text.strip()))


def tag(language: str) -> str:
    """The tag of one of Korzo's languages (BCP 47); "" for what is none."""
    found = _TAGS.get(language, language)
    return found if _TAG.fullmatch(found) else ""


def words(texts: Mapping[str, str]) -> Iterator[Literal]:
    """A text in each of its languages; Serbian in Latin letters only where nobody wrote it in Cyrillic."""
    for language, text in texts.items():
        if (language != "sr-latn" or "sr" not in texts) and text.strip():
            yield Literal(clean(text), tag(language))


def plain(text: str) -> Literal:
    """A text in no language."""
    return Literal(clean(text))


def clean(text: str) -> str:
    """A text as every syntax can hold it."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def value(given: datetime | date | int | Decimal) -> Literal:
    """A day, an instant or a number."""
    if isinstance(given, datetime):
        return Literal(given.isoformat(), datatype="xsd:dateTime")
    if isinstance(given, date):
        return Literal(given.isoformat(), datatype="xsd:date")
    return Literal(str(given), datatype="xsd:integer" if isinstance(given, int) else "xsd:decimal")


def expanded(name: str) -> str:
    """The IRI of a name with a prefix."""
    prefix, _colon, local = name.partition(":")
    return PREFIXES[prefix] + local
