"""Collections, their queryables, and the OpenAPI document, which must be 3.0 here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from korzo import __version__
from korzo.capabilities.catalog.ogcapi import wire
from korzo.capabilities.catalog.ogcapi.wire import GEOJSON, HTML, JSON, address, link
from korzo.capabilities.catalog.queries import addresses, features
from korzo.capabilities.catalog.queries.features import Collection
from korzo.capabilities.catalog.rules import cql, grids, licences
from korzo.capabilities.catalog.rules.columns import Column
from korzo.kernel.text.multilingual import in_language, reading

CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
FILTER = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf"
CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf"
CONFORMS = (
    f"{CORE}/core", f"{CORE}/oas30", f"{CORE}/geojson",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    f"{FILTER}/queryables", f"{FILTER}/queryables-query-parameters", f"{FILTER}/filter", f"{FILTER}/features-filter",
    f"{CQL2}/cql2-text", f"{CQL2}/cql2-json", f"{CQL2}/basic-cql2", f"{CQL2}/advanced-comparison-operators",
)  # fmt: skip
PARAMETERS = ("bbox", "bbox-crs", "datetime", "limit", "crs", "filter", "filter-lang", "filter-crs", "after")
_TYPES = {
    "VARCHAR": {"type": "string"}, "BOOLEAN": {"type": "boolean"}, "DATE": {"type": "string", "format": "date"},
    "TIME": {"type": "string", "format": "time"},
}  # fmt: skip


def crss() -> tuple[str, ...]:
    """The systems that are offered here."""
    return grids.offered(settings.KORZO.country)


def described(of: Collection) -> dict[str, Any]:
    """A collection; the same alone and in the list."""
    dataset, here = of.dataset, f"collections/{of.id}"
    licence = licences.find(of.distribution.licence or dataset.licence)
    title, words = (in_language(text, reading()).text for text in (dataset.title, dataset.notes))
    start, end = dataset.temporal_start, dataset.temporal_end
    extent: dict[str, Any] = {"spatial": {"bbox": [list(of.box)], "crs": grids.CRS84}}
    if of.time and (start or end):
        span = [f"{start}T00:00:00Z" if start else None, f"{end}T23:59:59Z" if end else None]
        extent["temporal"] = {"interval": [span]}
    links = [
        link("self", address(here, f="json")),
        link("alternate", address(here, f="html"), HTML),
        link("items", address(f"{here}/items"), GEOJSON, title),
        link("items", address(f"{here}/items", f="html"), HTML, title),
        link("http://www.opengis.net/def/rel/ogc/1.0/queryables", address(f"{here}/queryables"), wire.SCHEMA),
        link("describedby", f"{addresses.dataset(dataset)}", HTML),
        link("enclosure", addresses.file(of.distribution), of.distribution.media_type or "text/csv"),
    ]
    if licence and licence.url:
        links.append(link("license", licence.url, HTML, licence.title))
    return {
        "id": of.id,
        "title": title,
        "description": words,
        "extent": extent,
        "itemType": "feature",
        "crs": list(crss()),
        "storageCrs": grids.CRS84,
        "links": links,
    }


def queryables(of: Collection, columns: Sequence[Column]) -> dict[str, Any]:
    """The columns by which features can be filtered, as JSON Schema."""
    known: dict[str, Any] = {each.name: _property(each) for each in columns}
    known["geometry"] = {"title": "geometry", "x-ogc-role": "primary-geometry", "format": "geometry-any"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address(f"collections/{of.id}/queryables"),
        "type": "object",
        "title": of.id,
        "properties": known,
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    if column.is_number:
        kind: Mapping[str, str] = {"type": "integer" if "INT" in column.type else "number"}
    elif column.type.startswith("TIMESTAMP"):
        kind = {"type": "string", "format": "date-time"}
    else:
        kind = _TYPES.get(column.type, {"type": "string"})
    about = column.info.get("notes") or ""
    return {"title": str(column.info.get("label") or column.name), **kind, **({"description": about} if about else {})}


def openapi(collections: Iterable[Collection]) -> dict[str, Any]:
    """The document of this interface, with the addresses of each collection spelled out."""
    paths: dict[str, Any] = {
        "/": _get("landing", "What there is"),
        "/conformance": _get("conformance", "What is conformed to"),
        "/api": _get("api", "This document", wire.OPENAPI),
        "/collections": _get("collections", "The collections"),
    }
    for each in collections:
        at, name = f"/collections/{each.id}", each.id.replace("-", "_").replace(".", "_")
        filters = [_by_column(column) for column in features.listed(each) if _is_parameter(column.name)]
        paths[at] = _get(f"{name}_collection", "A collection", missing=True)
        paths[f"{at}/queryables"] = _get(f"{name}_queryables", "What can be filtered by", wire.SCHEMA, missing=True)
        paths[f"{at}/items"] = _get(f"{name}_items", "Features", GEOJSON, [*_references(), *filters], missing=True)
        number = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
        crs = {"$ref": "#/components/parameters/crs"}
        paths[f"{at}/items/{{featureId}}"] = _get(f"{name}_item", "A feature", GEOJSON, [number, crs], missing=True)
    return {
        "openapi": "3.0.3",
        "info": {"title": f"{settings.KORZO.city_name}: OGC API Features", "version": __version__},
        "servers": [{"url": address().rstrip("/")}],
        "paths": paths,
        "components": {"parameters": _parameters()},
    }


def _is_parameter(name: str) -> bool:
    return name not in (*PARAMETERS, "f")


def _by_column(column: Column) -> dict[str, Any]:
    shape = {name: value for name, value in _property(column).items() if name in ("type", "format")}
    return {"name": column.name, "in": "query", "required": False, "schema": shape, "style": "form", "explode": False}


def _references() -> list[dict[str, str]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in PARAMETERS]


def _parameters() -> dict[str, Any]:
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    limit = {"type": "integer", "minimum": 1, "maximum": features.MOST, "default": 10}
    text, systems = {"type": "string"}, {"type": "string", "enum": list(crss())}
    shapes = {
        "bbox": box, "bbox-crs": systems, "datetime": text, "limit": limit, "crs": systems, "filter": text,
        "filter-lang": {"type": "string", "enum": list(cql.LANGUAGES)}, "after": {"type": "integer", "minimum": 0},
        "filter-crs": {"type": "string", "enum": [grids.CRS84]},
    }  # fmt: skip
    return {
        name: {"name": name, "in": "query", "required": False, "schema": shape, "style": "form", "explode": False}
        for name, shape in shapes.items()
    }


def _get(
    name: str, summary: str, type_: str = JSON, parameters: Sequence[Any] = (), *, missing: bool = False
) -> dict[str, Any]:
    form = {"name": "f", "in": "query", "required": False, "schema": {"type": "string", "enum": ["json", "html"]}}
    content = {type_: {"schema": {"type": "object"}}, HTML: {"schema": {"type": "string"}}}
    answers: dict[str, Any] = {
        "200": {"description": summary, "content": content},
        "400": {"description": "The request is not understood"},
    }
    if missing:
        answers["404"] = {"description": "There is none"}
    return {"get": {"operationId": name, "summary": summary, "parameters": [*parameters, form], "responses": answers}}
