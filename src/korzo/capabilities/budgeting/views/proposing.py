"""Proposing an idea in four screens: what, where, how much, and off it goes. The draft waits between them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from korzo.capabilities.budgeting import forms, permissions
from korzo.capabilities.budgeting.models import Idea, Theme
from korzo.capabilities.budgeting.operations import origins, proposing
from korzo.capabilities.budgeting.queries import calendar, similar
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.views import inside
from korzo.capabilities.budgeting.views.public import shown
from korzo.kernel import limits
from korzo.kernel.files import operations as files
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.ui import photos
from korzo.ui.doors import READS_AND_WRITES

STEPS = 4
NEW = limits.Limit.parse("20/d")


@require_http_methods(READS_AND_WRITES)
@inside.residents
def begin(request: HttpRequest, person: Person) -> HttpResponse:
    """Choose the cycle; with `from`, take over what another record says: at one tap, where only one cycle is open."""
    open_now = calendar.open_for("propose", now=timezone.now())
    ref = request.POST.get("from") or request.GET.get("from", "")
    found = origins.find(ref) if ref else None
    if ref and found is None:
        raise Http404
    wanted = [each for each in open_now if len(open_now) == 1 or each.code == request.POST.get("cycle")]
    if request.method == "POST" and found is not None and wanted:
        if not _allowed(person):
            return _too_many(request)
        try:
            idea = origins.draft(found, wanted[0], by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal)
            return redirect("home")
        messages.success(request, _("We took over what is known. Look at it and complete it."))
        return redirect("budgeting:write", idea.code)
    if found is None and len(open_now) == 1:
        return redirect("budgeting:propose", open_now[0].code)
    return render(request, "budgeting/propose/begin.html", {"cycles": open_now, "origin": found})


@require_http_methods(READS_AND_WRITES)
@inside.residents
def new(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """First screen of a new idea."""
    cycle = inside.cycle(request, code)
    if not calendar.may(cycle, "propose", now=timezone.now()):
        messages.warning(request, _("Ideas cannot be proposed now. The calendar says when."))
        return redirect("budgeting:cycle", cycle.code)
    form = forms.Words(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if not _allowed(person):
            return _too_many(request)
        try:
            idea = proposing.begin(cycle, _words(form), by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            complete = _keep_photos(form, idea, person)
            for text in form.errors.get("photos", []):
                messages.error(request, str(text))
            return redirect("budgeting:place" if complete else "budgeting:write", idea.code)
    context = {"form": form, "cycle": cycle, "step": 1, "steps": STEPS}
    return render(request, "budgeting/propose/words.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.residents
def write(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """First screen again."""
    idea = _changeable(person, code)
    known = {"title": idea.title, "theme": idea.theme.code, "body": idea.body, "benefits": idea.benefits}
    form = forms.Words(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            proposing.write(idea, _words(form), by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            if _keep_photos(form, idea, person):
                return redirect("budgeting:place", idea.code)
    context = {"form": form, "idea": idea, "cycle": idea.cycle, "step": 1, "steps": STEPS}
    return render(request, "budgeting/propose/words.html", context, status=422 if form.errors else 200)


@require_POST
@inside.residents
def drop_photo(request: HttpRequest, person: Person, code: str, key: int) -> HttpResponse:
    """Take a picture away."""
    idea = _changeable(person, code)
    photo = get_object_or_404(idea.photos.select_related("upload"), pk=key)
    try:
        proposing.drop_photo(idea, photo, by=person, now=timezone.now())
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal)
    return redirect("budgeting:write", idea.code)


@require_http_methods(READS_AND_WRITES)
@inside.residents
def place(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Second screen: where it is."""
    idea = _changeable(person, code)
    known = {"address": idea.address, "latitude": idea.lat, "longitude": idea.long}
    form = forms.Where(_chosen(request) or request.POST or None, initial=known)
    found: list[places.Found] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "find" in request.POST:
            found = places.find(given["address"]) if given["address"] else []
            if not found:
                form.add_error("address", _("We do not know this address. Show the place on the map instead."))
        else:
            try:
                where = _where(idea, given)
                proposing.place(idea, where, by=person, now=timezone.now())
            except inside.REFUSALS as refusal:
                inside.tell(request, refusal, form)
            else:
                return redirect("budgeting:cost", idea.code)
    context = {
        "form": form,
        "found": found,
        "idea": idea,
        "step": 2,
        "steps": STEPS,
        "back": reverse("budgeting:write", args=[idea.code]),
    }
    return render(request, "budgeting/propose/place.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.residents
def cost(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Third screen: what it costs, and which envelope should pay."""
    idea = _changeable(person, code)
    known = {"track": idea.track.code, "estimated_cost": idea.estimated_cost, "is_signed": idea.is_signed}
    form = forms.Cost(request.POST or None, idea=idea, initial=known)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            wanted = proposing.Cost(form.tracks[given["track"]], given["estimated_cost"], given["is_signed"])
            proposing.price(idea, wanted, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            return redirect("budgeting:send", idea.code)
    context = {
        "form": form,
        "idea": idea,
        "tracks": list(form.tracks.values()),
        "step": 3,
        "steps": STEPS,
        "back": reverse("budgeting:place", args=[idea.code]),
    }
    return render(request, "budgeting/propose/cost.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.residents
def send(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Fourth screen: show everything once more, and send; after a check, with an answer to it."""
    idea = _changeable(person, code)
    is_draft = idea.state == states.State.DRAFT
    answers = idea.state in (states.State.RETURNED, states.State.INFEASIBLE)
    form: Any = forms.Improve(request.POST or None) if answers else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if answers:
                proposing.improve(idea, answer=form.cleaned_data["answer"], by=person, now=timezone.now())
                messages.success(request, _("Thank you. The office looks at it again."))
            elif is_draft:
                proposing.send(idea, by=person, now=timezone.now())
                messages.success(request, _("Thank you. Your idea is public now, and others can support it."))
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            return redirect("budgeting:idea", idea.code)
    context = {
        "form": form,
        "idea": idea,
        "is_draft": is_draft,
        "is_first": permissions.can_withdraw(person, idea),
        "last": idea.reviews.filter(state="confirmed").last() if answers else None,
        "similar": similar.found(idea) if is_draft else [],
        "step": 4,
        "steps": STEPS,
        "back": reverse("budgeting:cost", args=[idea.code]),
    }
    return render(request, "budgeting/propose/send.html", context, status=422 if form and form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.residents
def withdraw(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Take an idea back, after asking once."""
    idea = inside.own(person, code)
    if request.method == "POST":
        try:
            proposing.withdraw(idea, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal)
            return redirect("budgeting:idea", code)
        messages.success(request, _("You have taken it back."))
        return redirect("me")
    return render(request, "budgeting/propose/withdraw.html", {"idea": idea, **shown(request, idea)})


def _words(form: forms.Words) -> proposing.Words:
    given = form.cleaned_data
    theme = Theme.objects.get(code=given["theme"])
    return proposing.Words(given["title"], theme, given["body"], given["benefits"], get_language() or "")


def _where(idea: Idea, given: dict[str, Any]) -> proposing.Place:
    """The place as it was typed and shown; when only the address was changed, the pin does not count any more."""
    point = (given["latitude"], given["longitude"])
    if idea.address and given["address"].strip() != idea.address and point == (idea.lat, idea.long):
        point = (None, None)
    return proposing.Place(given["address"], *point)


def _keep_photos(form: forms.Words, idea: Idea, person: Person) -> bool:
    """Keep the pictures with the draft; False, with the reason in the form, when one cannot be used."""
    kept = photos.keep(form, owner=f"{files.DRAFT}{idea.code}", already=idea.photos.count())
    if kept:
        proposing.add_photos(idea, kept, by=person, now=timezone.now())
    return not form.errors


def _changeable(person: Person, code: str) -> Idea:
    """An own idea that may be changed now; raises Http404."""
    idea = inside.own(person, code)
    if idea.step not in states.IMPROVABLE:
        raise Http404
    return idea


def _chosen(request: HttpRequest) -> dict[str, str] | None:
    """The answer “this one” among several addresses, as if it had been typed and shown on the map."""
    lat, _comma, rest = request.POST.get("choose", "").partition(",")
    long, _comma, label = rest.partition(",")
    return {"address": label, "latitude": lat, "longitude": long} if label else None


def _allowed(person: Person) -> bool:
    return limits.allow("budgeting.propose", person.ref, NEW, now=timezone.now())


def _too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)
