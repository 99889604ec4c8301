"""What machines read of an item's page: its address in each language, and what it is in schema.org's words."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.queries.items import Read
from korzo.capabilities.portal.rules import kinds
from korzo.kernel.files import links
from korzo.kernel.text.languages import HTML_LANG

_STATUS = {
    "scheduled": "EventScheduled", "cancelled": "EventCancelled", "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled", "online": "EventMovedOnline",
}  # fmt: skip
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def canonical(item: Item, language: str) -> str:
    """The one address of an item in a language, whole."""
    offered = dict(settings.LANGUAGES)
    with translation.override(language if language in offered else settings.LANGUAGE_CODE):
        return settings.KORZO.base_url + reverse("portal:item", args=[item.made_of.path, item.slug])


def alternates(item: Item) -> list[tuple[str, str]]:
    """The languages in which it can be read as HTML names them, each with its address; derived Serbian Latin too."""
    offered = [code for code, _name in settings.LANGUAGES]
    ready = [code for code in item.ready_languages() if code in offered]
    if "sr" in ready and "sr-latn" in offered and "sr-latn" not in ready:
        ready.append("sr-latn")
    return [(HTML_LANG[code], canonical(item, code)) for code in ready]


def whole(markup: str) -> str:
    """HTML in which addresses of this site are whole, for readers who see it elsewhere."""
    return markup.replace('="/', f'="{settings.KORZO.base_url}/')


def described(reading: Read) -> SafeString:
    """The item as JSON-LD, escaped so that it can stand in a page."""
    item = reading.item
    told = {
        "@context": "https://schema.org",
        "@type": item.made_of.schema,
        "@id": canonical(item, reading.language),
        "url": canonical(item, reading.language),
        "inLanguage": reading.html_lang,
        "name": reading.text("title"),
        "description": reading.text("lead"),
        **_OWN.get(item.kind, _nothing)(reading),
    }
    if item.cover:
        told["image"] = settings.KORZO.base_url + links.url(item.cover)
    text = json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 -- no `<` is left


def _nothing(_reading: Read) -> dict[str, Any]:
    return {}


def _city() -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": settings.KORZO.city_name, "url": settings.KORZO.base_url}


def _news(reading: Read) -> dict[str, Any]:
    item = reading.item
    author = {"@type": "Person", "name": item.credit} if item.credit else _city()
    return {
        "headline": reading.text("title")[:110],
        "datePublished": item.publish_at.isoformat() if item.publish_at else "",
        "dateModified": item.changed_at.isoformat(),
        "author": author,
        "publisher": _city(),
    }


def _event(reading: Read) -> dict[str, Any]:
    item, given = reading.item, reading.item.details
    where: list[dict[str, Any]] = []
    if venue := reading.text("venue") or given.get("address"):
        where.append({"@type": "Place", "name": venue, "address": given.get("address", "")})
    if online := given.get("online_url"):
        where.append({"@type": "VirtualLocation", "url": online})
    mode = "Mixed" if len(where) > 1 else "Online" if given.get("online_url") else "Offline"
    organiser = reading.text("organiser")
    return {
        "startDate": item.starts_at.isoformat() if item.starts_at else "",
        "endDate": item.ends_at.isoformat() if item.ends_at else "",
        "eventStatus": f"https://schema.org/{_STATUS[given.get('status', 'scheduled')]}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": where,
        "organizer": {"@type": "Organization", "name": organiser} if organiser else _city(),
        "maximumAttendeeCapacity": given.get("capacity"),
    }


def _service(reading: Read) -> dict[str, Any]:
    given = reading.item.details
    office = str(reading.item.office.name) if reading.item.office else settings.KORZO.city_name
    channel = {
        "@type": "ServiceChannel",
        "serviceUrl": given.get("url", ""),
        "servicePhone": {"@type": "ContactPoint", "telephone": given["phone"]} if given.get("phone") else "",
    }
    return {
        "serviceOperator": {"@type": "GovernmentOrganization", "name": office},
        "audience": {"@type": "Audience", "name": who} if (who := reading.text("who")) else "",
        "hoursAvailable": given.get("hours", "").splitlines(),
        "availableChannel": {key: value for key, value in channel.items() if value},
    }


def _testimonial(reading: Read) -> dict[str, Any]:
    given = reading.item.details
    person = "" if given.get("is_anonymous") else given.get("person", "")
    return {"text": reading.text("body"), "creator": {"@type": "Person", "name": person} if person else ""}


def _partner(reading: Read) -> dict[str, Any]:
    return {"sameAs": reading.item.details.get("url", "")}


_OWN = {
    kinds.NEWS.code: _news,
    kinds.EVENT.code: _event,
    kinds.SERVICE.code: _service,
    kinds.TESTIMONIAL.code: _testimonial,
    kinds.PARTNER.code: _partner,
}
