"""What everybody reads: lists of items, and each of them at its one address."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Moved
from korzo.capabilities.portal.operations import counting
from korzo.capabilities.portal.queries import items as queries
from korzo.capabilities.portal.queries import naming, schema
from korzo.capabilities.portal.rules import kinds
from korzo.ui import doors, shelf

ON_A_PAGE = {"service": 60, "partner": 60, "page": 60}
USUALLY = 12


@require_safe
@shelf.same_for_strangers
def listed(request: HttpRequest, path: str) -> HttpResponse:
    """List the items of a kind."""
    kind, asked, now = kinds.BY_PATH[path], queries.Asked.of(request.GET), timezone.now()
    found = Paginator(queries.listed(kind, asked, now), ON_A_PAGE.get(kind.code, USUALLY))
    page = found.get_page(request.GET.get("page"))
    title, says, icon = naming.LISTS[kind.code]
    context = {
        "kind": kind,
        "title": title,
        "says": says,
        "icon": icon,
        "asked": asked,
        "page": page,
        "categories": queries.categories(kind, now),
        "years": queries.years(kind, now) if kind.has_days or kind.in_feeds else [],
        "is_narrowed": bool(asked.words or asked.category or asked.year),
        "tabs": [
            {"label": label, "url": f"{request.path}?when={when}", "current": (asked.when or queries.COMING) == when}
            for when, label in ((queries.COMING, _("To come")), (queries.PAST, _("Past")))
        ],
        "writes": permissions.can_write(doors.reader(request)),
    }
    return render(request, "portal/items.html", context)


@require_safe
@shelf.same_for_strangers
def item(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    """Show an item; who may look at drafts sees those too, and an old address leads to the new one."""
    kind, person, now = kinds.BY_PATH[path], doors.reader(request), timezone.now()
    found = queries.find(kind, slug)
    if found is None:
        if (elsewhere := sent_on(f"/{path}/{slug}/")) is None:
            raise Http404
        return elsewhere
    if not (found.is_shown(now) or permissions.can_see(person, found)):
        raise Http404
    reading = queries.Read.of(found, get_language() or "en")
    context = {
        "item": found,
        "reading": reading,
        "crumbs": [(naming.title(kind), reverse("portal:items", args=[path]))],
        "alike": queries.alike(found, now),
        "views": queries.views(found),
        "is_over": queries.is_over(found, now),
        "edits": permissions.can_edit(person, found),
        "edit_url": reverse("portal:edit", args=[found.pk]),
        "is_shown": found.is_shown(now),
        "languages_ready": schema.alternates(found),
        "canonical": schema.canonical(found, reading.language),
        "described": schema.described(reading),
        "now": now,
    }
    answer = render(request, "portal/item.html", context)
    if found.is_shown(now) and not permissions.can_edit(person, found):
        shelf.each_time(answer, partial(_count, found.pk))
    return answer


def sent_on(path: str) -> HttpResponse | None:
    """Send on to where an address leads now; None when it never led anywhere."""
    moved = Moved.objects.filter(path=path).select_related("item").first()
    if moved is None:
        return None
    if moved.item is None:
        return redirect(moved.to, permanent=True)
    return redirect("portal:item", moved.item.made_of.path, moved.item.slug, permanent=True)


def _count(number: int, request: HttpRequest) -> None:
    silent = "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT"))
    if counting.is_reader(request.headers.get("User-Agent", ""), asks_not_to=silent):
        counting.seen(number, timezone.localdate())
