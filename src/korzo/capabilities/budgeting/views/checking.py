"""The desks behind the ideas: what waits to be checked, the check itself, joining, visiting, moderating."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.budgeting import permissions
from korzo.capabilities.budgeting.forms import checking as forms
from korzo.capabilities.budgeting.models import Comment, Cycle, Idea, Review
from korzo.capabilities.budgeting.operations import planning, reviewing, supporting
from korzo.capabilities.budgeting.queries import calendar, checking, similar
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.views import inside
from korzo.kernel.people.models import Organisation, Person
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@inside.workers
def desk(request: HttpRequest, person: Person) -> HttpResponse:
    """List what waits: checks due first, and for planners what no office has yet."""
    plans = permissions.can_plan(person)
    moderates = permissions.can_moderate(person)
    context = {
        "reviews": checking.reviews(person),
        "untouched": checking.untouched() if plans else [],
        "today": timezone.localdate(),
        "plans": plans,
        "moderates": moderates,
        "waiting": checking.held().count() + checking.complained().count() if moderates else 0,
        "cycles": Cycle.objects.prefetch_related("tracks") if plans else [],
        "here": "desk",
    }
    return render(request, "budgeting/staff/desk.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def review(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Write a check, or confirm one."""
    rows = Review.objects.select_related("idea__cycle", "idea__track", "idea__theme", "idea__district", "office")
    row = get_object_or_404(rows.defer("idea__district__geometry"), pk=key)
    if not permissions.can_see_review(person, row):
        raise PermissionDenied
    known = {name: getattr(row, name) for name in forms.Findings.base_fields}
    form = forms.Findings(request.POST if "back" not in request.POST and request.POST else None, initial=known)
    back = forms.SendBack(request.POST if "back" in request.POST else None)
    if request.method == "POST":
        try:
            if done := _checked(request, row, form, back, person):
                messages.success(request, done)
                return redirect("budgeting:desk")
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, back if "back" in request.POST else form)
    context = {
        "row": row,
        "idea": row.idea,
        "form": form,
        "send_back": back,
        "can_write": row.state == Review.State.OPEN and permissions.can_review(person, row),
        "can_confirm": row.state == Review.State.FINISHED and permissions.can_confirm(person, row),
        "questions": _questions(form),
        "findings": [
            (form.fields[name].label, getattr(row, f"get_{name}_display")(), getattr(row, f"{name}_why"))
            for name in reviewing.QUESTIONS
        ],
    }
    is_wrong = bool(form.errors or back.errors)
    return render(request, "budgeting/staff/review.html", context, status=422 if is_wrong else 200)


def _checked(request: HttpRequest, row: Review, form: forms.Findings, back: forms.SendBack, person: Person) -> str:
    """Do what was asked; nothing when the form must be shown again."""
    now = timezone.now()
    if "confirm" in request.POST:
        reviewing.confirm(row, by=person, now=now)
        return _("Confirmed. Everybody reads it now, and the authors are told.")
    if "back" in request.POST:
        if not back.is_valid():
            return ""
        reviewing.send_back(row, why=back.cleaned_data["why"], by=person, now=now)
        return _("Sent back to the office.")
    if not form.is_valid():
        return ""
    given: dict[str, Any] = form.cleaned_data
    version = int(text) if (text := request.POST.get("version", "")).isdecimal() else 0
    if "finish" in request.POST:
        reviewing.finish(row, reviewing.Findings(**given), version=version, by=person, now=now)
        return _("Finished. Somebody else confirms it now.")
    reviewing.write(row, reviewing.Findings(**given), version=version, by=person, now=now)
    return _("Saved. Nobody outside reads it yet.")


def _questions(form: forms.Findings) -> list[tuple[Any, Any]]:
    return [(form[name], form[f"{name}_why"]) for name in reviewing.QUESTIONS]


@require_http_methods(READS_AND_WRITES)
@inside.workers
def plan(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Give an idea to an office, join it with another, note a visit, hide it."""
    idea = inside.idea(request, code)
    wanted = request.POST.get("do", "")
    made: dict[str, Any] = {
        "give": forms.Give(request.POST if wanted == "give" else None, today=timezone.localdate()),
        "merge": forms.Merge(request.POST if wanted == "merge" else None),
        "visit": forms.Visit(request.POST if wanted == "visit" else None),
        "hide": forms.Hide(request.POST if wanted == "hide" else None),
    }
    if request.method == "POST":
        form = made.get(wanted)
        try:
            if wanted == "show":
                planning.hide(idea, hidden=False, why="", by=person, now=timezone.now())
                return redirect("budgeting:plan", code)
            if form is not None and form.is_valid():
                _DOES[wanted](idea, form.cleaned_data, person)
                messages.success(request, _("Done."))
                return redirect("budgeting:plan", code)
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
    context = {
        "idea": idea,
        "forms": made,
        "plans": permissions.can_plan(person),
        "moderates": permissions.can_moderate(person),
        "can_give": idea.state == states.State.PROPOSED,
        "can_merge": idea.step in states.BEFORE_SHORTLIST,
        "open_review": idea.reviews.exclude(state=Review.State.CONFIRMED).select_related("office").first(),
        "similar": similar.found(idea) if idea.step in states.BEFORE_SHORTLIST else [],
    }
    is_wrong = any(form.errors for form in made.values())
    return render(request, "budgeting/staff/plan.html", context, status=422 if is_wrong else 200)


def _give(idea: Idea, given: dict[str, Any], person: Person) -> None:
    office = Organisation.objects.get(code=given["office"])
    reviewing.ask(idea, office=office, due_on=given["due_on"], by=person, now=timezone.now())


def _merge(idea: Idea, given: dict[str, Any], person: Person) -> None:
    planning.merge(idea, into=given["into"], by=person, now=timezone.now())


def _visit(idea: Idea, given: dict[str, Any], person: Person) -> None:
    planning.visit(idea, **given, by=person, now=timezone.now())


def _hide(idea: Idea, given: dict[str, Any], person: Person) -> None:
    planning.hide(idea, hidden=True, why=given["why"], by=person, now=timezone.now())


_DOES: dict[str, Callable[[Idea, dict[str, Any], Person], None]] = {
    "give": _give,
    "merge": _merge,
    "visit": _visit,
    "hide": _hide,
}


@require_safe
@inside.moderators
def moderation(request: HttpRequest, _person: Person) -> HttpResponse:
    """List comments and ideas that somebody should look at."""
    context = {"comments": checking.held(), "ideas": checking.complained(), "form": forms.Hide(), "here": "moderation"}
    return render(request, "budgeting/staff/moderation.html", context)


@require_POST
@inside.moderators
def judge(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Show a comment, or hide it with a reason."""
    row = get_object_or_404(Comment.objects.select_related("idea"), pk=key)
    try:
        why = request.POST.get("why", "")
        supporting.judge(row, show="show" in request.POST, why=why, by=person, now=timezone.now())
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal)
    else:
        messages.success(request, _("Done."))
    return redirect("budgeting:moderation")


@require_http_methods(READS_AND_WRITES)
@inside.planners
def shortlist(request: HttpRequest, person: Person, code: str, track: str) -> HttpResponse:
    """Choose what will be voted on, with the sum beside what it may be."""
    cycle = inside.cycle(request, code)
    found = get_object_or_404(cycle.tracks.select_related("cycle"), code=track)
    chosen: set[str] | None = None
    if request.method == "POST":
        chosen = set(request.POST.getlist("idea"))
        try:
            planning.shortlist(found, chosen, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("budgeting:shortlist", code, track)
    sheet = checking.sheet(found)
    context = {
        "cycle": cycle,
        "track": found,
        "sheet": sheet,
        "chosen": chosen,
        "tracks": cycle.tracks.all(),
        "is_open": calendar.may(cycle, "shortlist", now=timezone.now()) and not found.batches.exists(),
    }
    return render(request, "budgeting/staff/shortlist.html", context, status=422 if chosen is not None else 200)
