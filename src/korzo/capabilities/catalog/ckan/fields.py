"""Korzo's fields under the names that CKAN's neighbours give them: ckanext-dcat's extras, data.gov.hr's own keys.

Each is written one way and read in several. What cannot be read is kept as it came, and shown again until somebody
gives the field a value that can.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.rules import shapes, vocabularies
from korzo.kernel.text.languages import OWN_NAME
from korzo.kernel.text.multilingual import Text

AUTHORITY = vocabularies.AUTHORITY


@dataclass(frozen=True)
class Known:
    """A field: `write` gives its value for the wire, `read` understands what came; both raise ValueError."""

    field: str
    empty: Any
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _text(value: Any) -> str:
    if isinstance(value, dict | list | bool):
        raise TypeError("not a text")
    return str(value)


def _code(kind: str, codes: Any, prefix: str = AUTHORITY) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        code = _text(value).strip().removeprefix(f"{prefix}{kind}/").removeprefix(prefix)
        if code not in codes and code.upper() in codes:
            code = code.upper()
        if codes and code not in codes:
            raise ValueError("not in the list")
        return code

    return read


def _iri(kind: str, prefix: str = AUTHORITY) -> Callable[[Any], str]:
    return lambda code: f"{prefix}{kind}/{code}" if kind else f"{prefix}{code}"


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        value = json.loads(value) if value.lstrip()[:1] == "[" else [value]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("not a list")
    return [each.strip() for each in value if each.strip()]


def _addresses(value: Any) -> list[str]:
    found = _listed(value)
    if not all(map(shapes.is_address, found)):
        raise ValueError("not addresses")
    return found


def _address(value: Any) -> str:
    if not shapes.is_address(_text(value)):
        raise ValueError("not an address")
    return _text(value)


def _codes(kind: str, codes: Any) -> Callable[[Any], list[str]]:
    read = _code(kind, codes)
    return lambda value: [read(each) for each in _listed(value)]


def _language(value: Any) -> list[str]:
    own = {code.casefold(): iso for code, iso in vocabularies.LANGUAGES.items()}
    short = [each.removeprefix(f"{AUTHORITY}language/") for each in _listed(value)]
    found = [own.get(each.casefold(), each.upper()) for each in short]
    if not all(len(each) == 3 and each.isascii() and each.isalpha() for each in found):  # noqa: PLR2004 -- ISO 639-3
        raise ValueError("not languages")
    return found


def _category(value: Any) -> str:
    first = (_listed(value) or [""])[0]
    code = first.removeprefix(vocabularies.HVD)
    if code not in vocabularies.HVD_CATEGORIES:
        raise ValueError("not in the list")
    return code


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value)[:10])


def _moment(value: Any) -> datetime:
    at = datetime.fromisoformat(_text(value))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _metres(value: Any) -> Decimal:
    try:
        return Decimal(_text(value)).quantize(Decimal("0.001"))
    except InvalidOperation as error:
        raise ValueError("not a number") from error


def _geometry(value: Any) -> Any:
    found = json.loads(value) if isinstance(value, str) else value
    if next(shapes.dataset({"spatial": found}), None) or found is None:
        raise ValueError("not a geometry")
    return found


def _duration(value: Any) -> str:
    if next(shapes.dataset({"temporal_resolution": _text(value)}), None):
        raise ValueError("not a length of time")
    return _text(value)


def _own_language(value: Any) -> Text:
    return Text({settings.LANGUAGE_CODE: _text(value)})


def naive(at: datetime | None) -> str | None:
    """A moment as CKAN writes it: UTC without saying so, microseconds always."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") if at else None


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value


def _all_iris(kind: str) -> Callable[[Any], list[str]]:
    return lambda codes: [f"{AUTHORITY}{kind}/{code}" for code in codes]


_ADDRESSES = (_plain, _addresses)
LISTS: Mapping[str, Known] = {
    "theme": Known("themes", [], _all_iris("data-theme"), _codes("data-theme", vocabularies.THEMES)),
    "language": Known("languages", [], _all_iris("language"), _language),
    "conforms_to": Known("conforms_to", [], *_ADDRESSES),
    "documentation": Known("documentation", [], *_ADDRESSES),
    "source": Known("sources", [], *_ADDRESSES),
    "applicable_legislation": Known("legislation", [], *_ADDRESSES),
}
_CATEGORY = Known("hvd_category", "", _iri("", vocabularies.HVD), _category)
_ACCESS = Known("access", "PUBLIC", _iri("access-right"), _code("access-right", vocabularies.ACCESS))
_FREQUENCY = Known("frequency", "", _iri("frequency"), _code("frequency", vocabularies.FREQUENCIES))
_START, _END = (Known(name, None, date.isoformat, _day) for name in ("temporal_start", "temporal_end"))
_CONTACT, _CONTACT_EMAIL = (Known(name, "", str, _text) for name in ("contact_name", "contact_email"))
EXTRAS: Mapping[str, Known] = {
    **LISTS,
    "identifier": Known("identifier", "", str, _text),
    "frequency": _FREQUENCY,
    "access_rights": _ACCESS,
    "provenance": Known("provenance", Text(), str, _own_language),
    "spatial": Known("spatial", None, _dumped, _geometry),
    "spatial_uri": Known("spatial_uri", "", str, _address),
    "spatial_resolution_in_meters": Known("spatial_resolution", None, str, _metres),
    "temporal_start": _START,
    "temporal_end": _END,
    "temporal_resolution": Known("temporal_resolution", "", str, _duration),
    "hvd_category": _CATEGORY,
    "contact_name": _CONTACT,
    "contact_email": _CONTACT_EMAIL,
    "contact_uri": Known("contact_url", "", str, _address),
    "version_notes": Known("version_notes", "", str, _text),
    "issued": Known("issued_at", None, lambda at: at.astimezone(UTC).isoformat(), _moment),
}
"""Keys of `extras`, as ckanext-dcat has them; lists are JSON text there."""
TOP: Mapping[str, Known] = {
    "access_rights": _ACCESS,
    "applicable_legislation": LISTS["applicable_legislation"],
    "conforms_to": LISTS["conforms_to"],
    "hvd_category": _CATEGORY,
    "dataset_valid_from": _START,
    "dataset_valid_until": _END,
    "data_refresh_frequency": _FREQUENCY,
    "coordinator": _CONTACT,
    "coordinator_email": _CONTACT_EMAIL,
}
"""Keys beside CKAN's own thirty, as data.gov.hr has them."""


def top(dataset: Dataset) -> dict[str, Any]:
    """The keys beside CKAN's own: known ones that have a value, and whatever else came."""
    made: dict[str, Any] = {}
    for key, known in TOP.items():
        value = getattr(dataset, known.field)
        if value != known.empty or known is _ACCESS:
            made[key] = known.write(value)
    if dataset.hvd_category:
        made["is_hvd"] = True
    for key, came in dataset.custom.items():
        meant = TOP.get(key)
        if meant is None or _still(came, meant, getattr(dataset, meant.field)):
            made.setdefault(key, came) if meant is None else made.update({key: came})
    return made


def extras(dataset: Dataset) -> list[dict[str, str]]:
    """Known fields as ckanext-dcat names them, and whatever else came; by key, as CKAN sorts them."""
    made: dict[str, str] = {}
    for key, known in EXTRAS.items():
        value = getattr(dataset, known.field)
        if value != known.empty and key != "issued":  # shown where it came, because every published set has one
            written = known.write(value)
            made[key] = written if isinstance(written, str) else _dumped(written)
    if dataset.uri:
        made["uri"] = dataset.uri
    for each in dataset.extras:
        known_key = EXTRAS.get(each["key"])
        if known_key is None or _still(each["value"], known_key, getattr(dataset, known_key.field)):
            made[each["key"]] = each["value"]
    return [{"key": key, "value": made[key]} for key in sorted(made)]


def _still(came: Any, known: Known, value: Any) -> bool:
    """Whether what came says what the field says now, or could never be read and nobody has said more since."""
    try:
        return bool(known.read(came) == value)
    except (ValueError, TypeError, LookupError):
        return bool(value == known.empty)


def texts(given: Mapping[str, Any]) -> tuple[Text, dict[str, str]]:
    """Texts by language, and those in languages that Korzo does not speak; raises ValueError."""
    if not all(isinstance(text, str) for text in given.values()):
        raise ValueError("not texts by language")
    own = {code: _own(code) for code in given}
    spoken = {own[code]: text for code, text in given.items() if own[code] in OWN_NAME and text}
    return Text(spoken), {code: text for code, text in given.items() if own[code] not in OWN_NAME}


def _own(code: str) -> str:
    folded = code.replace("_", "-").casefold()
    return {"sr@latin": "sr-latn", "sr-cyrl": "sr"}.get(folded, folded)
