"""What everybody sees of works and outages: the list with its map, one notice, feeds, calendar and alerts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.queries import alerts
from korzo.capabilities.portal.queries import notices as queries
from korzo.capabilities.portal.rules import calendars, cap
from korzo.kernel import refs
from korzo.kernel.places.models import District
from korzo.kernel.text.dates import day
from korzo.ui import atom, doors

ON_A_PAGE = 20
IN_FEED = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List notices: what runs and comes, or what is over."""
    now, asked = timezone.now(), queries.Asked.of(request.GET)
    page = Paginator(queries.listed(asked, now), ON_A_PAGE).get_page(request.GET.get("page"))
    districts = District.objects.only("code", "name")
    context = {
        "asked": asked,
        "page": page,
        "now": now,
        "tabs": _tabs(asked, queries.counts(now)),
        "kinds": Notice.Kind.choices,
        "districts": sorted(((each.code, str(each.name)) for each in districts), key=lambda pair: pair[1]),
        "announces": permissions.can_announce(doors.reader(request)),
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/notices/list.html", context)


def _tabs(asked: queries.Asked, counts: dict[str, int]) -> list[dict[str, Any]]:
    here = reverse("portal:notices")
    rows = (
        ("", _("Now and next"), sum(counts.values())),
        (queries.RUNNING, _("Running now"), counts[queries.RUNNING]),
        (queries.OVER, _("Over"), None),
    )
    return [
        {"label": label, "url": f"{here}?when={when}" if when else here, "current": asked.when == when, "count": count}
        for when, label, count in rows
    ]


@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """Show one notice: where, from when until when, how it goes on, whether it is over."""
    found, now = _found(code), timezone.now()
    context = {
        "notice": found,
        "now": now,
        "crumbs": [(_("Works and outages"), reverse("portal:notices"))],
        "place": queries.place(found, most=100),
        "related": [shown for ref in found.related if (shown := refs.describe(ref))],
        "spot": queries.spot(found),
        "works_on": permissions.can_update(doors.reader(request), found),
    }
    return render(request, "portal/notices/notice.html", context)


@require_safe
def features(request: HttpRequest) -> JsonResponse:
    """Answer what the map shows, as GeoJSON: the notices of a list, or the one that is named."""
    now, code = timezone.now(), request.GET.get("notice", "")
    found = [_found(code)] if code else list(queries.listed(queries.Asked.of(request.GET), now)[:IN_FEED])
    drawn = queries.features(found, now, reverse("portal:notice", args=["CODE"]))
    answer = JsonResponse(drawn, content_type="application/geo+json")
    answer["Cache-Control"] = "public, max-age=30"
    return answer


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The notices of a list as an Atom feed, what was changed last first."""
    rows = queries.listed(queries.Asked.of(request.GET), timezone.now()).order_by("-changed_at", "-pk")
    made = atom.Feed(request, _("Works and outages"), reverse("portal:notices"))
    for each in rows.prefetch_related("updates")[:IN_FEED]:
        last = next(iter(each.updates.all()), None)
        news = f"{last.get_what_display()}. {last.text}" if last else ""
        until = day(each.ends_at, "DATETIME_FORMAT")
        when = " – ".join(filter(None, [day(each.begins_at, "DATETIME_FORMAT"), until]))
        made.add(
            atom.tag(f"notice/{each.code}"),
            title=f"{each.title} · {queries.place(each)}",
            path=reverse("portal:notice", args=[each.code]),
            text="\n".join(filter(None, [news, when, str(each.text)])),
            at=each.changed_at,
            published=each.made_at,
            by=str(each.operator.name),
        )
    return made.answer()


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The notices of a list as a calendar (iCalendar); those that were cancelled stay in it for a month, as such."""
    now, asked = timezone.now(), queries.Asked.of(request.GET)
    listed = list(queries.listed(asked, now)[:IN_FEED])
    if asked.when != queries.OVER:
        listed += queries.cancelled(asked, now)
    made = calendars.calendar(
        _("Works and outages"),
        request.build_absolute_uri(),
        [alerts.entry(each, now) for each in listed],
        zone=alerts.zone(),
        now=now,
    )
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=300"
    answer["Content-Disposition"] = 'inline; filename="notices.ics"'
    return answer


@require_safe
def alert(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """A notice as an alert for programs (CAP 1.2)."""
    made = cap.xml(alerts.alert(_found(code), timezone.now()))
    return HttpResponse(made, content_type="application/cap+xml; charset=utf-8")


def _found(code: str) -> Notice:
    found = queries.by_code(code)
    if found is None:
        raise Http404
    return found
