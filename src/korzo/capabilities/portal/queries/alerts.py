"""A notice as others read it by program: as an alert (CAP 1.2), and as an entry of a calendar."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import shapely
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from shapely.geometry import Polygon

from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.queries import notices
from korzo.capabilities.portal.rules import calendars, cap
from korzo.capabilities.portal.rules import notices as rules
from korzo.kernel.places import geometry, memory
from korzo.kernel.text.languages import HTML_LANG
from korzo.kernel.text.multilingual import in_language

STREET_M = 20.0
"""How far to both sides of a street's middle an alert reaches."""
MOST_RINGS = 40


def zone() -> ZoneInfo:
    """The city's clock."""
    return ZoneInfo(settings.TIME_ZONE)


def host() -> str:
    """Whose alerts and calendars these are: the name of this site."""
    return settings.KORZO.base_url.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]


def alert(notice: Notice, now: datetime) -> cap.Alert:
    """The newest message about a notice, with what it says in each language that it is written in."""
    here, state = zone(), notice.state(now)
    moments = sorted({notice.made_at, notice.changed_at, *(each.at for each in notice.updates.all())})
    messages = [(cap.identifier(notice.code, each), each.astimezone(here)) for each in moments]
    *earlier, (name, sent) = messages
    kind = cap.CANCEL if notice.is_cancelled else cap.UPDATE if earlier else cap.ALERT
    is_late = notice.is_late(now)
    return cap.Alert(
        sender=host(),
        identifier=name,
        sent=sent,
        kind=kind,
        category=rules.CATEGORY[notice.kind],
        urgency=rules.urgency(notice.begins_at, state, now),
        severity=notice.severity,
        certainty="Observed" if notice.begins_at <= now else "Likely",
        onset=notice.begins_at.astimezone(here),
        expires=notice.ends_at.astimezone(here) if notice.ends_at and not is_late and state not in rules.OVER else None,
        web=settings.KORZO.base_url + reverse("portal:notice", args=[notice.code]),
        infos=[_info(notice, code) for code in notice.title or {settings.LANGUAGE_CODE: ""}],
        rings=_rings(notice),
        earlier=earlier,
        contact=notice.operator.phone,
        is_over=state in rules.OVER,
    )


def _info(notice: Notice, language: str) -> cap.Info:
    last = next(iter(notice.updates.all()), None)
    said = [in_language(each, language).text for each in (last.text if last else {}, notice.text, notice.reason)]
    with translation.override(language):
        return cap.Info(
            HTML_LANG.get(language, language),
            str(notice.get_kind_display()),
            in_language(notice.title, language).text,
            notices.place(notice, most=30),
            "\n\n".join(filter(None, said)),
            in_language(notice.operator.name, language).text,
        )


def _rings(notice: Notice) -> Sequence[cap.Ring]:
    """The edges of what is concerned; streets get their width."""
    ground = notices.where_is(notice)
    if ground is None:
        return ()
    plane = memory.current().plane
    wide = plane.round(plane.flat(ground).buffer(STREET_M, quad_segs=2).simplify(STREET_M / 10))
    areas = [part for part in shapely.get_parts([wide]) if isinstance(part, Polygon)]
    return [[(lat, long) for long, lat in area.exterior.coords] for area in areas[:MOST_RINGS]]


def entry(notice: Notice, now: datetime) -> calendars.Entry:
    """A notice in a calendar; one that was cancelled stays there, crossed out."""
    said = in_language(notice.title, translation.get_language() or "en")
    at: geometry.Point | None = notices.spot(notice)
    cancelled, planned = notice.is_cancelled, notice.begins_at > now
    status = calendars.CANCELLED if cancelled else calendars.TENTATIVE if planned else calendars.CONFIRMED
    return calendars.Entry(
        uid=f"notice-{notice.code}@{host()}",
        title=said.text,
        begins=notice.begins_at,
        ends=notice.ended_at or notice.ends_at,
        changed=notice.changed_at,
        sequence=notice.version - 1,
        status=status,
        text=str(notice.text),
        place=notices.place(notice),
        url=settings.KORZO.base_url + reverse("portal:notice", args=[notice.code]),
        categories=(str(notice.get_kind_display()),),
        lat=at.lat if at else None,
        long=at.long if at else None,
        lang=said.html_lang,
    )
