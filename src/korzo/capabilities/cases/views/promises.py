"""What the city promises: to read, to try out, and for administrators to change."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.forms import promises as forms
from korzo.capabilities.cases.models import Category, DayOff, OfficeHours
from korzo.capabilities.cases.operations import ReportRefused, promise_rules, promises
from korzo.capabilities.cases.queries import choices, deciding, promised
from korzo.capabilities.cases.rules.promises import BadPromise
from korzo.kernel.people.models import Organisation, Person
from korzo.ui import doors

EDITS = ["GET", "HEAD", "POST"]


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List what is promised, in sentences, and answer when something would be due."""
    _administrator(request)
    asked = "category" in request.GET
    now = timezone.localtime()
    at_first = {"on": now.date(), "at": now.time()}
    form = forms.TryOut(request.GET if asked else None, initial=at_first)
    return render(request, "cases/promises/overview.html", _overview() | _tried(form) | {"form": form})


def _overview() -> dict[str, Any]:
    own = {row.pk: row for row in OfficeHours.objects.all()}
    offices = Organisation.objects.filter(code__in=[code for code, _name in choices.offices()])
    groups: dict[str, list[tuple[Category, list[str]]]] = {}
    for each in Category.objects.filter(is_active=True):
        groups.setdefault(str(each.group_name), []).append((each, promised.sentences(each)))
    return {
        "here": "promises",
        "groups": list(groups.items()),
        "ladder": promised.rungs(promised.own_ladder(None)),
        "offices": [(office, promised.hours(own.get(office.pk))) for office in offices],
        "days": DayOff.objects.filter(day__gte=timezone.localdate()),
        "day_form": forms.Day(),
    }


def _tried(form: forms.TryOut) -> dict[str, Any]:
    if not (form.is_bound and form.is_valid()):
        return {}
    given = form.cleaned_data
    category = get_object_or_404(Category, code=given["category"])
    office = Organisation.objects.filter(code=given["office"]).first()
    start = datetime.combine(given["on"], given["at"], ZoneInfo(settings.TIME_ZONE))
    deciding.forget()
    try:
        return {"start": start, "moments": promised.rehearse(category, office, start), "tried": category}
    except BadPromise:
        form.add_error(None, _("This promise can never be kept: there is no such working time."))
        return {}


@login_required
@never_cache
@require_http_methods(EDITS)
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """Change the clocks of a kind of problem, and its own ladder."""
    person = _administrator(request)
    category = get_object_or_404(Category, code=code)
    rules = forms.Rules(request.POST or None, instance=category)
    ladder = forms.Ladder(request.POST or None, rungs=promised.own_ladder(category))
    if request.method == "POST" and rules.is_valid() and ladder.is_valid():
        now = timezone.now()
        try:
            promise_rules.change(category, rules=rules.cleaned_data, by=person, now=now)
            promise_rules.set_ladder(category, rungs=ladder.rungs, by=person, now=now)
        except ReportRefused as refusal:
            rules.add_error(refusal.field if refusal.field in rules.fields else None, str(refusal))
        else:
            return _saved(request)
    context = {"category": category, "form": rules, "ladder": ladder}
    return render(request, "cases/promises/kind.html", context, status=_status(rules, ladder))


@login_required
@never_cache
@require_http_methods(EDITS)
def ladder(request: HttpRequest) -> HttpResponse:
    """Change who is told about cases whose kind has no ladder of its own."""
    person = _administrator(request)
    form = forms.Ladder(request.POST or None, rungs=promised.own_ladder(None))
    if request.method == "POST" and form.is_valid():
        promise_rules.set_ladder(None, rungs=form.rungs, by=person, now=timezone.now())
        return _saved(request)
    return render(request, "cases/promises/ladder.html", {"ladder": form}, status=_status(form))


@login_required
@never_cache
@require_http_methods(EDITS)
def hours(request: HttpRequest, code: str) -> HttpResponse:
    """Change when an office works."""
    person = _administrator(request)
    office = get_object_or_404(Organisation, code=code)
    form = forms.Hours(request.POST or None, stored=OfficeHours.objects.filter(pk=office.pk).first())
    if request.method == "POST" and form.is_valid():
        try:
            promise_rules.set_hours(office, hours=form.hours, by=person, now=timezone.now())
        except ReportRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return _saved(request)
    return render(request, "cases/promises/hours.html", {"office": office, "form": form}, status=_status(form))


@login_required
@require_POST
def day(request: HttpRequest) -> HttpResponse:
    """Make a day a day off or a working day."""
    person = _administrator(request)
    form = forms.Day(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        promise_rules.set_day(given["day"], is_working=form.kind, note=given["note"], by=person, now=timezone.now())
        return _saved(request)
    context = _overview() | {"form": forms.TryOut(initial={"on": timezone.localdate()}), "day_form": form}
    return render(request, "cases/promises/overview.html", context, status=422)


@login_required
@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Have the dates of all open cases counted anew, in the background."""
    person = _administrator(request)
    promises.recompute_later.enqueue(by=str(person.pk), now=timezone.now().isoformat())
    messages.success(request, _("The dates of all open cases are counted anew now. Whoever reported one hears of it."))
    return redirect("cases:promises")


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved. It holds for new cases; open ones keep their dates until you count them anew."))
    return redirect("cases:promises")


def _status(*forms: django_forms.BaseForm) -> int:
    return 422 if any(form.errors for form in forms) else 200


def _administrator(request: HttpRequest) -> Person:
    person = doors.reader(request)
    if person is None or not permissions.can_change_promises(person):
        raise PermissionDenied(_("These pages are for administrators."))
    return person
