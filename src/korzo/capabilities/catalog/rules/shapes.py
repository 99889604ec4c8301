"""Which values of a description have the right shape: codes from their lists, addresses that are addresses.

Yields (field, what is wrong); what is wrong is one of `WRONG`, which callers say in the reader's language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from korzo.capabilities.catalog.rules import vocabularies

Wrong = Literal["code", "address", "list", "words", "place", "duration", "extras"]
_LISTS = ("legislation", "conforms_to", "documentation", "sources")
_ADDRESSES = ("landing_page", "contact_url", "uri", "spatial_uri")
_UNSAFE = re.compile(r"[\s<>\"{}|\\^`]")
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_ALIAS, _ID = re.compile(r"[^\W\d][\w-]{1,62}"), re.compile(r"[0-9a-fA-F-]{32,36}")
_GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
_CODES: dict[str, Iterable[str]] = {
    "frequency": vocabularies.FREQUENCIES,
    "access": vocabularies.ACCESS,
}


def is_address(text: str) -> bool:
    """Whether a browser could open it, or a machine could look it up: http, https, ftp with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https", "ftp"} and bool(parts.hostname) and not _UNSAFE.search(text)
    except ValueError:
        return False


def is_alias(name: str) -> bool:
    """Whether a table can also be called so: a name that is not taken for the id of another."""
    return bool(_ALIAS.fullmatch(name)) and not _ID.fullmatch(name)


def dataset(values: Mapping[str, Any]) -> Iterator[tuple[str, Wrong]]:
    """What is wrong with the values of a data set."""
    for field, codes in _CODES.items():
        if values.get(field) and values[field] not in codes:
            yield field, "code"
    if "themes" in values and not _among(values["themes"], vocabularies.THEMES):
        yield "themes", "code"
    if values.get("hvd_category") and not re.fullmatch(r"c_[0-9a-f]{8}", values["hvd_category"]):
        yield "hvd_category", "code"
    if "languages" in values and not _among(values["languages"], None, r"[A-Z]{3}"):
        yield "languages", "code"
    yield from ((field, "list") for field in _LISTS if field in values and not _addresses(values[field]))
    yield from ((field, "address") for field in _ADDRESSES if values.get(field) and not is_address(values[field]))
    if "keywords" in values and not _keywords(values["keywords"]):
        yield "keywords", "words"
    if values.get("spatial") is not None and not _is_geometry(values["spatial"]):
        yield "spatial", "place"
    if values.get("temporal_resolution") and not _DURATION.fullmatch(values["temporal_resolution"]):
        yield "temporal_resolution", "duration"
    if "extras" in values and not _is_extras(values["extras"]):
        yield "extras", "extras"


def distribution(values: Mapping[str, Any]) -> Iterator[tuple[str, Wrong]]:
    """What is wrong with the values of a distribution."""
    yield from ((field, "list") for field in _LISTS if field in values and not _addresses(values[field]))
    if values.get("availability") and values["availability"] not in vocabularies.AVAILABILITIES:
        yield "availability", "code"


def _among(values: Any, codes: Iterable[str] | None, pattern: str = "") -> bool:
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        return False
    return all(each in codes if codes is not None else re.fullmatch(pattern, each) for each in values)


def _addresses(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(each, str) and is_address(each) for each in values)


def _keywords(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(words, list) and all(isinstance(word, str) and 0 < len(word) <= 100 for word in words)  # noqa: PLR2004 -- CKAN's limit
        for words in value.values()
    )


def _is_geometry(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.get("type") in _GEOMETRIES
        and ("coordinates" in value or "geometries" in value)
    )


def _is_extras(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and isinstance(each.get("key"), str) and "value" in each for each in value
    )
