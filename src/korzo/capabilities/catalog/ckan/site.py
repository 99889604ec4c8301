"""Actions about the site itself: what it is, its licences, and how each action is used."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.ckan import actions
from korzo.capabilities.catalog.ckan.actions import reading
from korzo.capabilities.catalog.ckan.wire import Call, Missing
from korzo.capabilities.catalog.rules import licences

VERSION = "2.12.0"
"""The CKAN whose interface is spoken; clients choose their ways by it."""
_EXTENSIONS = ["datastore", "fluent", "dcat"]


@reading()
def status_show(call: Call) -> dict[str, Any]:
    """Say what this site is and which CKAN it speaks like."""
    del call
    return {
        "site_title": settings.KORZO.city_name,
        "site_description": _("Open data"),
        "site_url": settings.KORZO.base_url,
        "error_emails_to": None,
        "locale_default": settings.LANGUAGE_CODE,
        "extensions": _EXTENSIONS,
        "ckan_version": VERSION,
    }


@reading()
def site_read(call: Call) -> bool:
    """Say that the site can be read; old clients ask."""
    del call
    return True


@reading()
def help_show(call: Call) -> str:
    """Say how an action is used. name."""
    found = actions.known.get(call.text("name"))
    if found is None:
        raise Missing("action")
    return (found.work.__doc__ or "").strip()


@reading()
def license_list(call: Call) -> list[dict[str, Any]]:
    """List licences."""
    del call
    return [
        {
            "id": each.id,
            "title": each.title,
            "url": each.url,
            "status": "active",
            "maintainer": "",
            "family": "",
            "is_generic": str(each.id.startswith("other-") or each.id == "notspecified"),
            "domain_content": str(each.open_ and not each.id.startswith("odc-")),
            "domain_data": str(each.open_),
            "domain_software": "False",
            "od_conformance": "approved" if each.open_ else "not reviewed",
            "osd_conformance": "not reviewed",
        }
        for each in licences.LICENCES.values()
    ]


@reading()
def vocabulary_list(call: Call) -> list[Any]:
    """List vocabularies of tags: there are none."""
    del call
    return []


@reading()
def vocabulary_show(call: Call) -> None:
    """Find no vocabulary, because there is none. id."""
    del call
    raise Missing
