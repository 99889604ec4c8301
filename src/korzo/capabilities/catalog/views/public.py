"""What everybody reads: the list of data sets and each of them."""

import re

from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.forms.readers import Remark
from korzo.capabilities.catalog.models import Dataset, Distribution, Request
from korzo.capabilities.catalog.queries import addresses, finding, readers
from korzo.capabilities.catalog.views import inside
from korzo.ui import doors


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """Find what is published."""
    person = doors.reader(request)
    found = finding.find(request.GET, by=person, now=timezone.now())
    themes = [each for each in found.chosen if each.field == "theme"]
    context = {
        "found": found,
        "sorts": finding.SORTS,
        "works": permissions.can_work(person),
        "followed": (themes[0].value, themes[0].label) if len(themes) == 1 else None,
    }
    return render(request, "catalog/datasets.html", context)


@require_safe
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """Show one data set; an id leads to its name."""
    found, person, now = inside.dataset(request, name), doors.reader(request), timezone.now()
    if name != found.name:
        return redirect("catalog:dataset", found.name, permanent=True)
    if found.is_shown(now) and not permissions.can_edit(person, found):
        Dataset.objects.filter(pk=found.pk).update(views=F("views") + 1)
    return page(request, found)


def page(request: HttpRequest, found: Dataset, *, remark: Remark | None = None, reply_to: str = "") -> HttpResponse:
    """Draw a data set; with a remark that was refused, as it was typed."""
    person, now = doors.reader(request), timezone.now()
    keeps = permissions.can_edit(person, found)
    context = {
        "dataset": found,
        "forms": found.distributions.all(),
        "crumbs": [(_("Open data"), reverse("catalog:datasets")), (str(found.publisher.title), _of(found))],
        "edits": keeps,
        "has_data": permissions.can_have(person, found, now),
        "now": now,
        "threads": readers.threads(found, keeps=keeps, person=person, opened=reply_to),
        "remark": remark or Remark(),
        "reply_to": reply_to,
        "showcases": readers.showcases(now).filter(datasets=found),
        "answers": found.requests.filter(state=Request.State.DONE),
    }
    answer = render(request, "catalog/dataset.html", context, status=422 if remark else 200)
    if found.replaced_by and found.replaced_by.is_shown(now):
        answer["Link"] = f'<{request.build_absolute_uri(address(found.replaced_by))}>; rel="successor-version"'
    return answer


def address(dataset: Dataset) -> str:
    """Where a data set is shown."""
    return reverse("catalog:dataset", args=[dataset.name])


@require_safe
def file(request: HttpRequest, key: str, form: str, name: str) -> HttpResponseBase:
    """Hand out the file of an upload as it came, under the name it had."""
    found = inside.dataset(request, str(key))
    if not permissions.can_have(doors.reader(request), found, timezone.now()):
        raise Http404
    distribution = inside.distribution(found, form)
    version = distribution.current
    if distribution.source != Distribution.Source.UPLOAD or version is None or not version.path.is_file():
        raise Http404
    answer = FileResponse(version.path.open("rb"), as_attachment=True, filename=distribution.file_name)
    answer["Content-Type"] = _media_type(distribution.media_type)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    if distribution.has_table:
        told = f"{addresses.distribution(distribution)}/csv-metadata.json"
        answer["Link"] = f'<{told}>; rel="describedby"; type="application/csvm+json"'
    del name
    return answer


def _media_type(told: str) -> str:
    return told if re.fullmatch(r"[\w.+-]+/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*", told) else "application/octet-stream"


def _of(dataset: Dataset) -> str:
    return reverse("catalog:publisher", args=[dataset.publisher.name])
