"""Data sets, their resources, publishers and groups as CKAN's dicts."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.ckan import fields
from korzo.capabilities.catalog.ckan.fields import naive
from korzo.capabilities.catalog.models import Dataset, Distribution, Group, Publisher
from korzo.capabilities.catalog.permissions import Who
from korzo.capabilities.catalog.queries import addresses, indexed, words
from korzo.capabilities.catalog.rules import licences, vocabularies
from korzo.kernel.text.multilingual import in_language

URL_TYPES: Mapping[str, str] = {Distribution.Source.UPLOAD: "upload", Distribution.Source.TABLE: "datastore"}
TEXTS = {"title": "title_translated", "notes": "notes_translated"}
_TAGS = uuid.UUID("6f1f9a52-93a5-4a6e-9b51-2d1a9f6f2c11")
Dict = dict[str, Any]


def whole() -> "QuerySet[Dataset]":
    """Data sets with everything that is shown of them."""
    return Dataset.objects.select_related("publisher").prefetch_related(
        Prefetch("distributions", Distribution.objects.order_by("position", "made_at", "pk")),
        Prefetch("groups", Group.objects.filter(is_deleted=False)),
    )


def text(value: Any) -> str:
    """A text in the portal's own language, or the next best."""
    return in_language(value, settings.LANGUAGE_CODE).text


def package(
    of: Dataset,
    *,
    by: Who,
    now: datetime,
    groups: Sequence[Group] | None = None,
    forms: Sequence[Distribution] | None = None,
) -> Dict:
    """A data set; a caller who knows its groups or distributions saves looking for them."""
    licence = licences.find(of.licence) if of.licence else None
    resources = [resource(each, by=by) for each in (of.distributions.all() if forms is None else forms)]
    tags = sorted(words.shown(of.keywords, settings.LANGUAGE_CODE))
    made: Dict = {
        "author": of.author or None,
        "author_email": of.author_email or None,
        "creator_user_id": str(of.creator_id) if of.creator_id and permissions.can_edit(by, of) else None,
        "id": str(of.pk),
        "isopen": bool(licence and licence.open_),
        "license_id": of.licence or None,
        "license_title": licence.title if licence else of.licence or None,
        "maintainer": of.maintainer or None,
        "maintainer_email": of.maintainer_email or None,
        "metadata_created": naive(of.made_at),
        "metadata_modified": naive(max(of.changed_at, of.updated_at or of.changed_at)),
        "name": of.name,
        "notes": text(of.notes),
        "num_resources": len(resources),
        "num_tags": len(tags),
        "organization": embedded(of.publisher),
        "owner_org": str(of.publisher_id),
        "private": of.is_private or bool(of.embargo_until and of.embargo_until > now),
        "state": indexed.STATES.get(of.step, "active"),
        "title": text(of.title),
        "type": "dataset",
        "url": of.landing_page or None,
        "version": of.version or None,
        "extras": fields.extras(of),
        "groups": [grouped(each) for each in (of.groups.all() if groups is None else groups)],
        "resources": resources,
        "tags": [tag(each) for each in tags],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }
    if licence and licence.url:
        made["license_url"] = licence.url
    made |= _translated(of.custom, title=of.title, notes=of.notes)
    if any(code for code in of.keywords):
        made["keywords"] = of.keywords
    return {**fields.top(of), **made}


def resource(of: Distribution, *, by: Who) -> Dict:
    """A distribution; who may not have the data does not learn where they lie."""
    has = of.dataset.is_open or permissions.can_edit(by, of.dataset)
    extra: Dict = {
        "hash_algorithm": of.hash_algorithm,
        "license": _licence(of.licence),
        "rights": of.rights,
        "conforms_to": of.conforms_to,
        "documentation": of.documentation,
        "availability": f"{vocabularies.AUTHORITY}planned-availability/{of.availability}" if of.availability else "",
    }
    return {
        **{key: value for key, value in of.custom.items() if has and key not in NAMES_TRANSLATED.values()},
        **{key: value for key, value in extra.items() if value},
        **_translated(of.custom, NAMES_TRANSLATED, name=of.title, description=of.description),
        "cache_last_updated": None,
        "cache_url": None,
        "created": naive(of.made_at),
        "datastore_active": of.has_table and has,
        "description": text(of.description),
        "format": of.format,
        "hash": of.hash if has else "",
        "id": str(of.pk),
        "last_modified": naive(of.updated_at),
        "metadata_modified": naive(of.changed_at),
        "mimetype": of.media_type or None,
        "mimetype_inner": None,
        "name": text(of.title) or of.file_name or None,
        "package_id": str(of.dataset_id),
        "position": of.position,
        "resource_type": of.resource_type or "file",
        "size": of.size,
        "state": "active",
        "url": addresses.file(of) if has else addresses.public(of),
        "url_type": URL_TYPES.get(of.source),
    }


NAMES_TRANSLATED = {"name": "name_translated", "description": "description_translated"}


def _licence(named: str) -> str:
    found = licences.find(named) if named else None
    return found.iri if found and found.iri else named


def _translated(custom: Mapping[str, Any], keys: Mapping[str, str] = TEXTS, **values: Any) -> Dict:
    """Texts by language, as ckanext-fluent names them, with languages that Korzo does not speak."""
    made = {}
    for name, value in values.items():
        others = custom.get(keys[name])
        if value or others:
            made[keys[name]] = {**(others if isinstance(others, dict) else {}), **dict(value or {})}
    return made


def tag(name: str) -> Dict:
    """A keyword."""
    key = str(uuid.uuid5(_TAGS, name))
    return {"display_name": name, "id": key, "name": name, "state": "active", "vocabulary_id": None}


def embedded(of: Publisher) -> Dict:
    """A publisher inside a data set."""
    return {
        "id": str(of.pk),
        "name": of.name,
        "title": text(of.title),
        "type": "organization",
        "description": text(of.description),
        "image_url": of.image_url,
        "created": naive(of.made_at),
        "is_organization": True,
        "approval_status": "approved",
        "state": "deleted" if of.is_deleted else "active",
    }


def grouped(of: Group) -> Dict:
    """A group inside a data set."""
    return {
        "description": text(of.description),
        "display_name": text(of.title),
        "id": str(of.pk),
        "image_display_url": of.image_url,
        "name": of.name,
        "title": text(of.title),
    }


def owner(of: Publisher | Group, *, packages: int | None, followers: int | None) -> Dict:
    """A publisher or group for itself; nobody learns who works for it."""
    is_publisher = isinstance(of, Publisher)
    made: Dict = {
        "id": str(of.pk),
        "name": of.name,
        "title": text(of.title),
        "type": "organization" if is_publisher else "group",
        "description": text(of.description),
        "image_url": of.image_url,
        "created": naive(of.made_at),
        "is_organization": is_publisher,
        "approval_status": "approved",
        "state": "deleted" if of.is_deleted else "active",
        "display_name": text(of.title),
        "image_display_url": of.image_url,
        "num_followers": followers or 0,
        "extras": of.extras,
        "tags": [],
        "groups": [],
        "users": [],
        "title_translated": dict(of.title),
    }
    if of.description:
        made["description_translated"] = dict(of.description)
    if isinstance(of, Publisher):
        made |= {"url": of.homepage, "email": of.email, "publisher_type": of.kind}
    if packages is not None:
        made["package_count"] = packages
    return made
