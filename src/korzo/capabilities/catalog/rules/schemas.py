"""Table Schema (Data Package v2): what a table's columns are, and what people corrected about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from korzo.capabilities.catalog.rules.columns import KEY, SCHEMA, Column

_TYPES = {
    "string": "text", "number": "number", "integer": "integer", "boolean": "boolean", "date": "date", "time": "time",
    "datetime": "datetime", "geojson": "geojson", "year": "integer", "any": "text", "object": "text", "array": "text",
    "list": "text", "yearmonth": "text", "duration": "text", "geopoint": "text",
}  # fmt: skip
"""Types of Table Schema as the guesser names its kinds."""


def described(columns: Sequence[Column], *, primary_key: Sequence[str] = ()) -> dict[str, Any]:
    """The schema of a table as it was made."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns if column.name != KEY]}
    if primary_key:
        schema["primaryKey"] = list(primary_key)
    return schema


def _field(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, "type": SCHEMA.get(column.type, "string")}
    if column.type.startswith(("DECIMAL", "FLOAT", "HUGEINT")):
        made["type"] = "number"
    if column.type.startswith("TIMESTAMP"):
        made["type"] = "datetime"
    if label := column.info.get("label"):
        made["title"] = label
    if notes := column.info.get("notes"):
        made["description"] = notes
    if column.info:
        made["info"] = dict(column.info)
    if column.ckan:
        made["ckan"] = column.ckan
    return made


def infos(schema: Mapping[str, Any]) -> dict[str, tuple[dict[str, Any], str]]:
    """What is said about each column: CKAN's `info` and, where it was made with one, CKAN's type."""
    said = {}
    for field in fields(schema):
        info = dict(field.get("info") or {})
        if field.get("title"):
            info["label"] = field["title"]
        if field.get("description"):
            info["notes"] = field["description"]
        said[str(field["name"])] = (info, str(field.get("ckan") or ""))
    return said


def fields(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The fields of a schema; whatever is no field is left out."""
    listed = schema.get("fields")
    return (
        [each for each in listed if isinstance(each, Mapping) and each.get("name")] if isinstance(listed, list) else []
    )


def primary_key(schema: Mapping[str, Any]) -> list[str]:
    """The key's columns; version 1 wrote a single one as a string."""
    key = schema.get("primaryKey") or []
    return [key] if isinstance(key, str) else [str(each) for each in key]


def matched(schema: Mapping[str, Any], names: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Which field of a schema each column of a file is, by `fieldsMatch`; without a match {}."""
    listed = fields(schema)
    there, wanted = set(names), {str(each["name"]) for each in listed}
    how = schema.get("fieldsMatch") or "partial"
    how = how[0] if isinstance(how, list) and how else how
    fits = {
        "exact": [str(each["name"]) for each in listed] == list(names),
        "equal": there == wanted,
        "subset": wanted <= there,
        "superset": there <= wanted,
        "partial": bool(there & wanted),
    }.get(str(how), False)
    return {str(each["name"]): each for each in listed if each["name"] in there} if fits else {}


def kind(field: Mapping[str, Any]) -> str:
    """The kind of value (`rules.guessing`) that a field asks for, with its format where that matters."""
    kept = field.get("kind")
    return str(kept) if kept else _TYPES.get(str(field.get("type")), "text")
