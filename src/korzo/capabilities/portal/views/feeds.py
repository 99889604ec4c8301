"""Items for feed readers, calendars and search engines."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.queries import alerts, naming, schema
from korzo.capabilities.portal.queries import items as queries
from korzo.capabilities.portal.rules import calendars, kinds
from korzo.ui import atom

IN_FEED = 30
IN_CALENDAR = 500
IN_SITEMAP = 45_000
"""Addresses in a site map; the protocol allows 50,000."""


@require_safe
def feed(request: HttpRequest, path: str, form: str = "atom") -> HttpResponse:
    """The newest items of a kind, as asked, with their whole texts: Atom 1.0 or RSS 2.0."""
    kind, now = kinds.BY_PATH[path], timezone.now()
    rows = queries.listed(kind, queries.Asked.of(request.GET), now).defer(None).prefetch_related("photos__upload")
    made = atom.Feed(request, naming.title(kind), reverse("portal:items", args=[path]), is_rss=form == "rss")
    for item in sorted(rows[: 2 * IN_FEED], key=lambda each: each.publish_at or now, reverse=True)[:IN_FEED]:
        reading = queries.Read.of(item, get_language() or "en")
        made.add(
            atom.tag(f"item/{item.pk}"),
            title=reading.text("title"),
            path=reverse("portal:item", args=[path, item.slug]),
            text=reading.text("lead") + schema.whole(reading.body),
            at=item.changed_at,
            published=item.publish_at or now,
            by=item.credit,
        )
    return made.answer()


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The events of a list as a calendar (iCalendar); what was cancelled stays in it, crossed out."""
    now = timezone.now()
    rows = queries.listed(kinds.EVENT, queries.Asked.of(request.GET), now)[:IN_CALENDAR]
    return _calendar(request, naming.title(kinds.EVENT), list(rows), now)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, to be put into somebody's own calendar."""
    now, found = timezone.now(), queries.find(kinds.EVENT, slug)
    if found is None or not found.is_shown(now) or found.starts_at is None:
        raise Http404
    return _calendar(request, str(found.said("title")), [found], now, file_name=found.slug)


def _calendar(
    request: HttpRequest, name: str, items: list[Item], now: datetime, *, file_name: str = "events"
) -> HttpResponse:
    entries = [_entry(item) for item in items if item.starts_at]
    made = calendars.calendar(name, request.build_absolute_uri(), entries, zone=alerts.zone(), now=now)
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=300"
    answer["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return answer


_STATUS = {"cancelled": calendars.CANCELLED, "postponed": calendars.TENTATIVE}


def _entry(item: Item) -> calendars.Entry:
    reading, given = queries.Read.of(item, get_language() or "en"), item.details
    begins, ends = item.starts_at, item.ends_at
    if begins is None:
        raise ValueError(item.ref)
    return calendars.Entry(
        uid=f"event-{item.pk}@{alerts.host()}",
        title=reading.text("title"),
        begins=timezone.localdate(begins) if item.is_all_day else begins,
        ends=(timezone.localdate(ends) if item.is_all_day else ends) if ends else None,
        changed=item.changed_at,
        sequence=item.sequence,
        status=_STATUS.get(given.get("status", ""), calendars.CONFIRMED),
        text=reading.text("lead"),
        place=", ".join(filter(None, [reading.text("venue"), given.get("address", "")])),
        url=schema.canonical(item, reading.language),
        lat=item.lat,
        long=item.long,
        lang=reading.html_lang,
    )


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every item's address in each language in which it can be read (sitemaps.org 0.9, with hreflang)."""
    rows = Item.objects.shown(timezone.now()).defer("body", "lead", "details", "links").order_by("pk")
    found = []
    for item in rows.iterator(chunk_size=500):
        alternates = schema.alternates(item)
        found += [(url, alternates, item.changed_at) for _lang, url in alternates]
        if len(found) >= IN_SITEMAP:
            break
    context = {"found": found[:IN_SITEMAP]}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(_request: HttpRequest) -> HttpResponse:
    """Tell search engines where the map of the site is, and to leave searches and desks alone."""
    lines = ["User-agent: *", "Disallow: /*/search/", "Disallow: /*/account/", "Disallow: /*/editors/"]
    lines += ["", f"Sitemap: {settings.KORZO.base_url}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
