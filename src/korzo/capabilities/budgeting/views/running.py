"""Pages of administrators: cycles, envelopes, calendar, themes, the lot."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.budgeting.forms import running as forms
from korzo.capabilities.budgeting.models import Cycle, Seat, Theme, Track
from korzo.capabilities.budgeting.operations import committee, setting_up
from korzo.capabilities.budgeting.queries import calendar
from korzo.capabilities.budgeting.views import inside
from korzo.kernel import trail
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def cycle(request: HttpRequest, by: Person, code: str = "") -> HttpResponse:
    """Add a cycle, or change one."""
    row = get_object_or_404(Cycle, code=code) if code else None
    form = forms.CycleForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            made = setting_up.keep_cycle(form.save(commit=False), by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("budgeting:set-up", made.code)
    context = {
        "form": form,
        "cycle": row,
        "tracks": row.tracks.all() if row else [],
        "stages": calendar.stages(row, now=timezone.now()) if row else [],
        "next_form": forms.NextCycle(),
    }
    return render(request, "budgeting/setting_up/cycle.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def plan(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Set the dates of a cycle."""
    row = get_object_or_404(Cycle, code=code)
    form = forms.Calendar(request.POST or None, stages=calendar.stages(row, now=timezone.now()))
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.plan(row, form.dates, by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("budgeting:set-up", code)
    context = {"form": form, "cycle": row}
    return render(request, "budgeting/setting_up/calendar.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def track(request: HttpRequest, by: Person, code: str, track: str = "") -> HttpResponse:
    """Add an envelope, change it, or take it away."""
    row = get_object_or_404(Cycle, code=code)
    found = get_object_or_404(row.tracks, code=track) if track else Track(cycle=row)
    form = forms.TrackForm(None if "delete" in request.POST else request.POST or None, instance=found)
    if request.method == "POST":
        try:
            if "delete" in request.POST and track:
                setting_up.delete_track(found, by=by, now=timezone.now())
                messages.success(request, _("Deleted."))
                return redirect("budgeting:set-up", code)
            if form.is_valid():
                setting_up.keep_track(form.save(commit=False), by=by, now=timezone.now())
                messages.success(request, _("Saved."))
                return redirect("budgeting:set-up", code)
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
    context = {"form": form, "cycle": row, "track": found if track else None}
    return render(request, "budgeting/setting_up/track.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def follow_on(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Make the next cycle from this one."""
    row = get_object_or_404(Cycle, code=code)
    form = forms.NextCycle(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = setting_up.follow_on(row, form.cleaned_data["code"], by=by, now=timezone.now())
        except ValidationError as refusal:
            form.add_error("code", " ".join(refusal.messages))
        else:
            messages.success(request, _("Made with the same envelopes, a year later. Nobody else sees it yet."))
            return redirect("budgeting:set-up", made.code)
    context = {"form": form, "cycle": row}
    return render(request, "budgeting/setting_up/next.html", context, status=422 if form.errors else 200)


@require_safe
@inside.administrators
def themes(request: HttpRequest, _by: Person) -> HttpResponse:
    """List what ideas can be about."""
    return render(request, "budgeting/setting_up/themes.html", {"rows": Theme.objects.all()})


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def theme(request: HttpRequest, by: Person, code: str = "") -> HttpResponse:
    """Add a theme, or change one."""
    row = get_object_or_404(Theme, code=code) if code else None
    form = forms.ThemeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        setting_up.keep_theme(form.save(commit=False), by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("budgeting:themes")
    context = {"form": form, "row": row}
    return render(request, "budgeting/setting_up/theme.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def draw(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Close the list of volunteers, then draw with the seed; afterwards, whom to write to."""
    row, now = get_object_or_404(Cycle, code=code), timezone.now()
    found = getattr(row, "draw", None)
    form = forms.Seed(request.POST or None) if found else forms.Close(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                committee.draw(found, **form.cleaned_data, by=by, now=now)
            else:
                committee.close(row, **form.cleaned_data, by=by, now=now)
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            messages.success(request, _("Done."))
            return redirect("budgeting:draw", code)
    seats = Seat.objects.filter(draw=found).select_related("person") if found and found.seed else []
    if seats:
        with transaction.atomic():
            trail.record(trail.Seen(row.ref, "committee"), by=by, now=now)
    context = {"cycle": row, "draw": found, "form": form, "volunteers": row.volunteers.count(), "seats": seats}
    return render(request, "budgeting/committee/draw.html", context, status=422 if form.errors else 200)
