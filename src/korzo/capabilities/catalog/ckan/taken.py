"""CKAN's dicts as values of Korzo's fields: what clients send to create and update.

A dict is whole: what it leaves out is emptied, as in CKAN. What Korzo has no field for is kept as it came. Fields that
CKAN does not know (embargo, series, reasons) are never touched here.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.ckan import fields, shown
from korzo.capabilities.catalog.ckan.wire import Invalid
from korzo.capabilities.catalog.models import Dataset, Distribution, Group
from korzo.capabilities.catalog.operations import Form
from korzo.capabilities.catalog.queries import addresses, words
from korzo.capabilities.catalog.rules import licences, vocabularies
from korzo.kernel.text.multilingual import Text

PLAIN = {
    "author": "author", "author_email": "author_email", "maintainer": "maintainer", "version": "version",
    "maintainer_email": "maintainer_email", "license_id": "licence", "url": "landing_page",
}  # fmt: skip
"""Texts of CKAN and the fields that hold them."""
_READ_ELSEWHERE = {
    "id", "name", "title", "notes", "title_translated", "notes_translated", "private", "state", "owner_org", "tags",
    "tag_string", "keywords", "groups", "resources", "extras", "type", "is_hvd", "creator_user_id", "isopen",
    "license_title", "license_url", "metadata_created", "metadata_modified", "num_resources", "num_tags",
    "organization", "relationships_as_subject", "relationships_as_object", "revision_id", "revision_timestamp",
    "tracking_summary", "changed_entities", "use_default_schema", "include_datasets", "include_users",
    "include_password_hash", "__junk", "save", "pkg_name", "force",
}  # fmt: skip
_RESOURCE_ELSEWHERE = {
    "id", "package_id", "position", "created", "metadata_modified", "state", "datastore_active", "cache_last_updated",
    "cache_url", "mimetype_inner", "last_modified", "name", "description", "name_translated", "description_translated",
    "url", "url_type", "format", "mimetype", "resource_type", "hash", "hash_algorithm", "size", "license", "rights",
    "availability", "conforms_to", "documentation", "upload", "clear_upload", "revision_id", "datastore_fields",
    "tracking_summary", "on_same_domain", "resource_group_id", "webstore_url", "webstore_last_updated",
}  # fmt: skip
_TAG = re.compile(r"[\w \-.]{2,100}")
_HVD = "http://data.europa.eu/eli/reg_impl/2023/138/oj"
Dict = Mapping[str, Any]


def package(given: Dict, current: Dataset | None) -> tuple[dict[str, Any], list[Form]]:
    """Values and distributions of a data set; `current` is what is there; raises Invalid."""
    problems: dict[str, list[str]] = {}
    values: dict[str, Any] = {"custom": {}}
    for key, field in PLAIN.items():
        values[field] = _text(given, key, problems)
    if not given.get("name"):
        problems["name"] = [_("Missing value")]
    values["name"] = _text(given, "name", problems)
    for key, translated in shown.TEXTS.items():
        before = getattr(current, key, None)
        values[key] = _translated(given, (key, translated), before, values["custom"], problems)
    if found := licences.find(values["licence"]):
        values["licence"] = found.id
    values["is_private"] = _flag(given, "private", problems)
    if current and values["is_private"] and not current.is_private and current.embargo_until:
        values["is_private"] = False  # under embargo, which is shown as private
    values["keywords"] = _keywords(given, current, problems)
    values["groups"] = _groups(given.get("groups"), problems)
    _known(given, current, values, problems)
    for key, value in given.items():
        if not (key in _READ_ELSEWHERE or key in PLAIN or key in fields.TOP or key in shown.TEXTS.values()):
            values["custom"][key] = value
    forms = _forms(given.get("resources"), current, problems)
    if problems:
        raise Invalid(problems)
    return values, forms


def resource(given: Dict, current: Distribution | None) -> dict[str, Any]:
    """Values of a distribution; raises Invalid."""
    problems: dict[str, list[str]] = {}
    custom: dict[str, Any] = {}
    values: dict[str, Any] = {"custom": custom}
    for key, field in (("name", "title"), ("description", "description")):
        before = getattr(current, field, None)
        if key == "name" and current and given.get("name") == current.file_name and not before:
            continue
        values[field] = _translated(given, (key, shown.NAMES_TRANSLATED[key]), before, custom, problems)
    values["format"] = _text(given, "format", problems)
    values["media_type"] = _text(given, "mimetype", problems)
    values["resource_type"] = _text(given, "resource_type", problems) or "file"
    values["rights"] = _text(given, "rights", problems)
    licence = _text(given, "license", problems)
    found = licences.find(licence)
    values["licence"] = found.id if found else licence
    availability = _text(given, "availability", problems).rpartition("/")[2]
    values["availability"] = availability if availability in vocabularies.AVAILABILITIES else ""
    for key in ("conforms_to", "documentation"):
        try:
            values[key] = fields.LISTS[key].read(given.get(key) or [])
        except ValueError:
            custom[key] = given[key]
    values |= _place(given, current, problems)
    if not (current and current.current_id):
        values["hash"] = _text(given, "hash", problems)
        values["hash_algorithm"] = _text(given, "hash_algorithm", problems)
        values["size"] = _size(given, problems)
    values |= {"custom": {**custom, **{key: value for key, value in given.items() if key not in _RESOURCE_ELSEWHERE}}}
    if not values["format"]:  # a table is dumped as CSV
        values["format"] = (
            "CSV" if values.get("source") == Distribution.Source.TABLE else _extension(values.get("url", ""))
        )
    if not values["media_type"]:
        values["media_type"] = vocabularies.media_type(values["format"])
    if problems:
        raise Invalid(problems)
    return values


def _place(given: Dict, current: Distribution | None, problems: dict[str, list[str]]) -> dict[str, Any]:
    """Where the file is: here when it is here already or comes with this call, elsewhere when an address says so."""
    url, source = _text(given, "url", problems).strip(), Distribution.Source
    if current and current.source != source.LINK and url in ("", addresses.file(current), current.file_name):
        return {}
    if given.get("url_type") == "datastore" and current is None:
        return {"source": source.TABLE}
    if not url or given.get("upload"):
        return {"source": source.UPLOAD, "url": ""}
    return {"source": source.LINK, "url": url}


def _extension(url: str) -> str:
    path = url.partition("?")[0].partition("#")[0].rpartition("/")[2]
    return path.rpartition(".")[2].upper()[:20] if "." in path and path.rpartition(".")[2].isalnum() else ""


def _size(given: Dict, problems: dict[str, list[str]]) -> int | None:
    value = given.get("size")
    if value in (None, ""):
        return None
    try:
        return max(0, min(int(float(str(value))), 2**62))
    except (ValueError, OverflowError):
        problems["size"] = [_("Invalid integer")]
        return None


def _text(given: Dict, key: str, problems: dict[str, list[str]]) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if isinstance(value, dict | list):
        problems[key] = [_("This is one value, not a list.")]
        return ""
    return str(value).replace("\x00", "")


def _flag(given: Dict, key: str, problems: dict[str, list[str]]) -> bool:
    written = str(given.get(key) or False).strip().lower()
    if written not in ("true", "1", "yes", "on", "false", "0", "no", "off"):
        problems[key] = [_("Write true or false.")]
    return written in ("true", "1", "yes", "on")


def _translated(
    given: Dict, keys: tuple[str, str], current: Text | None, custom: dict[str, Any], problems: dict[str, list[str]]
) -> Text:
    """The text by language; one that came without language is in the portal's own, if it is another than was there."""
    key, translated = keys
    text, by_language = _text(given, key, problems), given.get(translated)
    own = Text()
    if isinstance(by_language, Mapping):
        try:
            own, others = fields.texts(by_language)
        except ValueError:
            problems[translated] = [_("Write an object with a text for each language.")]
            return own
        if others:
            custom[translated] = others
    elif current and shown.text(current) == text:
        return current
    if text and text != shown.text(own):
        return own | {settings.LANGUAGE_CODE: text}
    return own


def _keywords(given: Dict, current: Dataset | None, problems: dict[str, list[str]]) -> dict[str, list[str]]:
    named = given.get("tags") or []
    if given.get("tag_string") and isinstance(given["tag_string"], str):
        named = [part.strip() for part in given["tag_string"].split(",") if part.strip()]
    if not isinstance(named, list) or not all(isinstance(each, str | dict) for each in named):
        problems["tags"] = [_("Write a list of objects with a name each.")]
        return {}
    tags = list(dict.fromkeys(str(each.get("name") or "") if isinstance(each, dict) else each for each in named))
    came = given.get("keywords")
    there = current.keywords if current else {}
    kept: dict[str, list[str]] = {}
    if isinstance(came, Mapping) and all(isinstance(value, list) for value in came.values()):
        kept = {str(code): [str(each) for each in value] for code, value in came.items()}
    elif sorted(words.shown(there, settings.LANGUAGE_CODE)) == sorted(tags):
        return dict(there)
    if sorted(words.shown(kept, settings.LANGUAGE_CODE)) == sorted(tags):
        return kept
    if kept and not tags and "tags" not in given and "tag_string" not in given:
        return kept
    wrong = [each for each in tags if not _TAG.fullmatch(each)]
    if wrong:
        told = _("“%s” is no keyword: use 2 to 100 letters, digits, blanks and - _ .")
        problems["tags"] = [told % each[:100] for each in wrong]
    kept.pop("", None)
    if kept:
        return {**kept, settings.LANGUAGE_CODE: tags}
    return {"": tags} if tags else {}


def _groups(named: Any, problems: dict[str, list[str]]) -> list[Group]:
    if named in (None, ""):
        return []
    if not isinstance(named, list) or not all(isinstance(each, str | dict) for each in named):
        problems["groups"] = [_("Write a list of objects with a name or id each.")]
        return []
    wanted = [str(each.get("id") or each.get("name") or "") if isinstance(each, dict) else each for each in named]
    other = [str(each.get("name") or "") if isinstance(each, dict) else each for each in named]
    found = {}
    for each in Group.objects.filter(is_deleted=False, name__in={*wanted, *other}):
        found[each.name] = each
    for each in Group.objects.filter(is_deleted=False, pk__in=[key for one in wanted if (key := identity(one))]):
        found[str(each.pk)] = each
    chosen = [found.get(one) or found.get(two) for one, two in zip(wanted, other, strict=True)]
    if None in chosen:
        problems["groups"] = [_("There is no group “%s”.") % wanted[chosen.index(None)][:100]]
    return [each for each in chosen if each]


def identity(named: Any) -> UUID | None:
    """The id in a text, None where there is none."""
    try:
        return uuid.UUID(str(named))
    except ValueError:
        return None


def _known(given: Dict, current: Dataset | None, values: dict[str, Any], problems: dict[str, list[str]]) -> None:
    """Korzo's own fields from extras and from keys beside CKAN's; the key that says something new counts."""
    came = _extras(given, problems)
    left = dict(came)
    for key, known in fields.EXTRAS.items():
        if key != "issued":
            values[known.field] = known.empty
        if key not in came or not _read(known, came[key], values):
            continue
        if key != "issued" and (known.write(values[known.field]) == came[key] or key in fields.LISTS):
            left.pop(key)
    _beside(given, current, values)
    if _flag(given, "is_hvd", problems) and _HVD not in values["legislation"]:
        values["legislation"] = [*values["legislation"], _HVD]
    values["extras"] = [{"key": key, "value": value} for key, value in left.items() if key != "uri"]
    if values["provenance"] and current and str(values["provenance"]) == str(current.provenance):
        values["provenance"] = current.provenance


def _beside(given: Dict, current: Dataset | None, values: dict[str, Any]) -> None:
    """The keys beside CKAN's own, where they say something else than the extras, or the extras nothing."""
    for key, known in fields.TOP.items():
        value = given.get(key)
        if value in (None, "", []):
            continue
        from_extras, before = values[known.field], getattr(current, known.field, known.empty)
        new: dict[str, Any] = {}
        if _read(known, value, new) and (new[known.field] != before or from_extras == known.empty):
            values[known.field] = new[known.field]
        if not new or known.write(new[known.field]) != value:
            values["custom"][key] = value


def _read(known: fields.Known, value: Any, values: dict[str, Any]) -> bool:
    try:
        values[known.field] = known.read(value)
    except (ValueError, TypeError, LookupError, RecursionError):
        return False
    return True


def _extras(given: Dict, problems: dict[str, list[str]]) -> dict[str, Any]:
    listed = given.get("extras") or []
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        problems["extras"] = [_("Write a list of objects with a key and a value each.")]
        return {}
    found: dict[str, Any] = {}
    for each in listed:
        if not isinstance(each, dict) or not isinstance(each.get("key"), str) or not each["key"].strip():
            problems["extras"] = [_("Each needs a key and a value.")]
        elif each["key"] in found:
            problems["extras"] = [_("The key “%s” is there twice.") % each["key"][:100]]
        elif each.get("value") not in (None, ""):
            found[each["key"]] = each["value"]
    return found


def _forms(listed: Any, current: Dataset | None, problems: dict[str, list[str]]) -> list[Form]:
    if listed in (None, ""):
        return []
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        problems["resources"] = [_("Write a list of objects.")]
        return []
    there = {each.pk: each for each in current.distributions.all()} if current else {}
    forms: list[Form] = []
    told: list[dict[str, list[str]]] = []
    for each in listed:
        key = identity(each.get("id")) if each.get("id") else None
        before = there.get(key) if key else None
        try:
            values = resource(each, before)
            new = {name: value for name, value in values.items() if before is None or getattr(before, name) != value}
            forms.append(Form(new, key))
            told.append({})
        except Invalid as wrong:
            told.append({name: value for name, value in wrong.error.items() if name != "__type"})
    keys = [form.id for form in forms if form.id]
    if len(set(keys)) < len(keys):
        problems["resources"] = [_("Two resources have the same id.")]
    strange = Distribution.objects.filter(pk__in=set(keys) - set(there)) if set(keys) - set(there) else ()
    if any(told) or strange:
        problems["resources"] = told if any(told) else [_("A resource has the id of another data set’s.")]  # type: ignore[assignment]
    return forms
