"""Atom feeds: of the newest data sets as a list is narrowed, and of one data set."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import addresses, finding
from korzo.capabilities.catalog.templatetags.catalog import plain
from korzo.capabilities.catalog.views import inside
from korzo.kernel.text.languages import HTML_LANG

TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The data sets that changed last, narrowed as the list with the same address is."""
    asked = request.GET.copy()
    asked["sort"] = "new"
    found = finding.find(asked, by=None, now=timezone.now())
    about = " · ".join([_("Open data"), *(each.label for each in found.chosen)])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    feed = _feed(request, about, reverse("catalog:datasets") + query)
    for each in found.datasets:
        at = each.updated_at or each.issued_at or each.made_at
        _add(feed, each, title=str(each.title), at=at, text=plain(each.notes)[:500])
    return _answer(feed)


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """New files of one data set, the newest first."""
    found = inside.dataset(request, name)
    feed = _feed(request, str(found.title), addresses.page(found))
    entries: list[tuple[datetime, str, str]] = []
    for form in found.distributions.all():
        title = str(form.title) or form.file_name or form.format
        for version in form.versions.filter(state="ready"):
            rows = _("%(count)d rows") % {"count": version.rows} if version.rows is not None else ""
            entries.append((version.made_at, f"{form.pk}/{version.number}", f"{title} {version.number} {rows}".strip()))
        if form.current_id is None and form.updated_at:
            entries.append((form.updated_at, f"{form.pk}/{form.updated_at:%Y%m%d}", title))
    if found.issued_at:
        entries.append((found.issued_at, "issued", _("Published")))
    for at, key, title in sorted(entries, reverse=True)[:50]:
        _add(feed, found, title=title, at=at, text=plain(found.notes)[:500], key=key)
    return _answer(feed)


def _feed(request: HttpRequest, title: str, url: str) -> Any:
    base = settings.KORZO.base_url
    return Atom1Feed(
        title=f"{title} · {settings.KORZO.city_name}",
        link=base + url,
        description="",
        language=HTML_LANG.get(get_language() or "", get_language()),
        feed_url=base + request.get_full_path(),
    )


def _add(feed: Any, dataset: Dataset, *, title: str, at: datetime, text: str, key: str = "") -> None:
    base = settings.KORZO.base_url
    feed.add_item(
        title=title,
        link=base + addresses.page(dataset),
        description=text,
        unique_id=f"urn:uuid:{dataset.pk}" if not key else f"{addresses.dataset(dataset)}#{key}",
        updateddate=at,
        pubdate=dataset.issued_at or at,
        author_name=str(dataset.publisher.title),
    )


def _answer(feed: Any) -> HttpResponse:
    answer = HttpResponse(content_type=TYPE)
    feed.write(answer, "utf-8")
    answer["Cache-Control"] = "public, max-age=300"
    return answer
