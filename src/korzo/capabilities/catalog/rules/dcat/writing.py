"""Nodes as text, piece by piece: Turtle (which is N3 too), RDF/XML, JSON-LD."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from korzo.capabilities.catalog.rules.dcat.terms import PREFIXES, Iri, Literal, Node, Value, expanded

MEDIA_TYPES = {
    "ttl": "text/turtle",
    "xml": "application/rdf+xml",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "n3": "text/n3",
}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write(nodes: Iterable[Node], syntax: str) -> Iterator[str]:
    """Write nodes in one of `MEDIA_TYPES`."""
    return _WRITERS[syntax](nodes)


def _turtle(nodes: Iterable[Node]) -> Iterator[str]:
    yield "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items())
    for node in nodes:
        lines = [f"\n<{node.iri}> a {', '.join(node.types)}"]
        lines += [f"    {name} {_turtle_value(value)}" for name, value in node.said]
        yield " ;\n".join(lines) + " .\n"


def _turtle_value(value: Value) -> str:
    if isinstance(value, Iri):
        return f"<{value}>"
    text = f'"{"".join(_ESCAPES.get(sign, sign) for sign in value.text)}"'
    if value.lang:
        return f"{text}@{value.lang}"
    return f"{text}^^{value.datatype}" if value.datatype else text


def _xml(nodes: Iterable[Node]) -> Iterator[str]:
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'
    for node in nodes:
        first, *others = node.types
        lines = [f"<{first} rdf:about={quoteattr(node.iri)}>"]
        lines += [f'  <rdf:type rdf:resource="{expanded(other)}"/>' for other in others]
        lines += [f"  {_xml_value(name, value)}" for name, value in node.said]
        yield "\n".join(lines) + f"\n</{first}>\n"
    yield "</rdf:RDF>\n"


def _xml_value(name: str, value: Value) -> str:
    if isinstance(value, Iri):
        return f"<{name} rdf:resource={quoteattr(value)}/>"
    more = f' xml:lang="{value.lang}"' if value.lang else ""
    if value.datatype:
        more = f' rdf:datatype="{expanded(value.datatype)}"'
    return f"<{name}{more}>{escape(value.text)}</{name}>"


def _jsonld(nodes: Iterable[Node]) -> Iterator[str]:
    yield f'{{"@context": {json.dumps(PREFIXES)}, "@graph": ['
    for number, node in enumerate(nodes):
        made: dict[str, Any] = {"@id": node.iri, "@type": list(node.types)}
        for name, value in node.said:
            made.setdefault(name, []).append(_json_value(value))
        yield (",\n" if number else "\n") + json.dumps(made, ensure_ascii=False)
    yield "\n]}\n"


def _json_value(value: Value) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value}
    return _json_literal(value)


def _json_literal(value: Literal) -> dict[str, str]:
    made = {"@value": value.text}
    if value.lang:
        made["@language"] = value.lang
    if value.datatype:
        made["@type"] = value.datatype
    return made


_WRITERS: dict[str, Callable[[Iterable[Node]], Iterator[str]]] = {
    "ttl": _turtle,
    "n3": _turtle,
    "xml": _xml,
    "rdf": _xml,
    "jsonld": _jsonld,
}
