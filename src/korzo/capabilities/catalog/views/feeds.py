"""Atom feeds: of the newest data sets as a list is narrowed, and of one data set."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import addresses, finding
from korzo.capabilities.catalog.templatetags.catalog import plain
from korzo.capabilities.catalog.views import inside
from korzo.ui import atom


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The data sets that changed last, narrowed as the list with the same address is."""
    asked = request.GET.copy()
    asked["sort"] = "new"
    found = finding.find(asked, by=None, now=timezone.now())
    about = " · ".join([_("Open data"), *(each.label for each in found.chosen)])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    feed = atom.Feed(request, about, reverse("catalog:datasets") + query)
    for each in found.datasets:
        _add(feed, each, title=str(each.title), at=each.updated_at or each.issued_at or each.made_at)
    return feed.answer(seconds=300)


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """New files of one data set, the newest first."""
    found = inside.dataset(request, name)
    feed = atom.Feed(request, str(found.title), addresses.page(found))
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
        _add(feed, found, title=title, at=at, key=key)
    return feed.answer(seconds=300)


def _add(feed: atom.Feed, dataset: Dataset, *, title: str, at: datetime, key: str = "") -> None:
    feed.add(
        f"{addresses.dataset(dataset)}#{key}" if key else f"urn:uuid:{dataset.pk}",
        title=title,
        path=addresses.page(dataset),
        text=plain(dataset.notes)[:500],
        at=at,
        published=dataset.issued_at or at,
        by=str(dataset.publisher.title),
    )
