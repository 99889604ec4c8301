"""What the columns of a file mean, for programs: CSV on the Web (W3C) and Data Package v2 with Table Schema."""

import re
from collections.abc import Mapping
from typing import Any

from korzo.capabilities.catalog.rules import licences, schemas, vocabularies
from korzo.capabilities.catalog.rules.columns import KEY
from korzo.capabilities.catalog.rules.dcat import terms
from korzo.capabilities.catalog.rules.dcat.views import Dataset, Distribution, Text

_FIELD = ("name", "type", "format", "title", "description", "example", "constraints", "categories", "rdfType")
_DATATYPES = {
    "integer": "integer", "number": "double", "boolean": "boolean", "date": "date", "datetime": "dateTime",
    "time": "time", "year": "gYear", "duration": "duration",
}  # fmt: skip
_FORMATS = {
    "CSV": "csv",
    "TSV": "tsv",
    "JSON": "json",
    "XLSX": "xlsx",
    "ODS": "ods",
    "GEOJSON": "geojson",
    "PARQUET": "parquet",
}
_TABLES = {"CSV", "TSV"}
_DUMPED, _OPEN = "/datastore/dump/", "/open/"
_PLAIN = {"text", "integer", "number", "date", "time"}


def csvw(of: Distribution, whole: Dataset) -> dict[str, Any]:
    """The metadata of a CSV file; raises LookupError where nobody knows its columns."""
    fields = _fields(of)
    if not fields or vocabularies.file_type(of.format, of.media_type) not in _TABLES:
        raise LookupError(of.iri)
    made: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": of.url,
        "dc:title": _tagged(of.title or whole.title),
        "dc:identifier": whole.iri,
        "tableSchema": {"columns": [_column(each) for each in fields]},
    }
    if whole.publisher.homepage:
        made["dc:publisher"] = {"@id": whole.publisher.homepage}
    if licence := _licence(of.licence or whole.licence):
        made["dc:license"] = {"@id": licence["path"]}
    if key := schemas.primary_key(of.schema):
        made["tableSchema"]["primaryKey"] = key
    if vocabularies.file_type(of.format, of.media_type) == "TSV":
        made["dialect"] = {"delimiter": "\t"}
    return made


def _fields(of: Distribution) -> list[Mapping[str, Any]]:
    """The columns of a file; what is written from a table begins with the number of the row."""
    fields = [_as_written(each, of.url) for each in schemas.fields(of.schema)]
    return [{"name": KEY, "type": "integer"}, *fields] if fields and _DUMPED in of.url else fields


def _as_written(field: Mapping[str, Any], url: str) -> Mapping[str, Any]:
    """A column as it is in the file: in a table `3,5` became a number, but programs would not read it as one there."""
    if field.get("type") == "boolean" and _OPEN in url:
        return {**field, "datatype": {"base": "boolean", "format": "True|False"}}
    is_plain = field.get("kind") in _PLAIN if field.get("kind") else True
    return field if is_plain else {**field, "type": "string"}


def _column(field: Mapping[str, Any]) -> dict[str, Any]:
    name = str(field["name"])
    made: dict[str, Any] = {
        "titles": name,
        "datatype": field.get("datatype") or _DATATYPES.get(str(field.get("type")), "string"),
    }
    if re.fullmatch(r"[A-Za-z0-9.~-][\w.~-]*", name, re.ASCII):
        made["name"] = name
    if about := field.get("description") or field.get("title"):
        made["dc:description"] = str(about)
    return made


def package(of: Dataset, language: str) -> dict[str, Any]:
    """The descriptor of a data set: its files and, where known, their columns."""
    made: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": of.name,
        "id": of.iri,
        "title": _said(of.title, language),
        "description": _said(of.description, language),
        "homepage": of.local,
        "version": of.version,
        "created": of.issued.isoformat(timespec="seconds") if of.issued else "",
        "keywords": list(dict.fromkeys(word for listed in of.keywords.values() for word in listed)),
        "licenses": [licence] if (licence := _licence(of.licence)) else [],
        "contributors": [{"title": _said(of.publisher.name, language), "roles": ["publisher"]}],
        "sources": [{"title": each, "path": each} for each in of.sources],
        "resources": [_resource(each, number, language) for number, each in enumerate(of.distributions, 1)],
    }
    return {name: value for name, value in made.items() if value}


def _resource(of: Distribution, number: int, language: str) -> dict[str, Any]:
    code = vocabularies.file_type(of.format, of.media_type)
    made: dict[str, Any] = {
        "name": f"{(_FORMATS.get(code) or code or 'file').lower().replace('_', '-')}-{number}",
        "path": of.url,
        "title": _said(of.title, language),
        "description": _said(of.description, language),
        "format": _FORMATS.get(code, code.lower()),
        "mediatype": vocabularies.media_type(of.format, of.media_type),
        "bytes": of.size,
        "hash": f"sha256:{of.hash}" if of.hash and of.hash_algorithm == "sha256" else "",
    }
    if code in _TABLES and (fields := _fields(of)):
        made |= {"type": "table", "encoding": "utf-8", "schema": table_schema(of.schema, fields)}
    return {name: value for name, value in made.items() if value not in ("", None)}


def table_schema(schema: Mapping[str, Any], fields: list[Mapping[str, Any]]) -> dict[str, Any]:
    """A schema with what the standard knows, and nothing of our own."""
    listed = [{name: each[name] for name in _FIELD if each.get(name) not in (None, "")} for each in fields]
    made: dict[str, Any] = {"fields": listed}
    if key := schemas.primary_key(schema):
        made["primaryKey"] = key
    return made


def _licence(named: str) -> dict[str, str]:
    found = licences.find(named)
    if found and found.url:
        return {"name": (found.code or found.id).replace("_", "-"), "path": found.url, "title": found.title}
    return {"path": named} if named.startswith("http") else {}


def _tagged(text: Text) -> list[dict[str, str]]:
    return [{"@value": each.text, "@language": each.lang} for each in terms.words(text) if each.lang]


def _said(text: Text, language: str) -> str:
    return next((text[code] for code in (language, "en", *text) if text.get(code)), "")
