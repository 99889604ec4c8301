"""Stewards enter data sets, describe them and say where their files are."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.catalog import forms, operations, permissions
from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.queries import lists, quality
from korzo.capabilities.catalog.views import inside
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES

Written = Callable[[], Any]


@require_safe
@inside.stewards
def desk(request: HttpRequest, person: Person) -> HttpResponse:
    """List what the reader keeps: what waits, what is stale, and everything."""
    now = timezone.now()
    kept = list(lists.kept_by(person))
    waiting = [each for each in kept if each.step == Dataset.Step.REVIEW and permissions.can_publish(person, each)]
    context = {
        "waiting": waiting,
        "stale": [each for each in kept if lists.is_stale(each, now)],
        "kept": kept,
        "sets_up": permissions.can_set_up(person),
        "begins": lists.publishers_of(person).exists(),
    }
    return render(request, "catalog/desk/desk.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.stewards
def begin(request: HttpRequest, person: Person) -> HttpResponse:
    """Enter a data set."""
    form = forms.Description(_sent(request), person=person)
    if form.is_valid():
        chosen, values = form.cleaned_data["publisher"], form.values
        made = inside.tried(request, lambda: operations.create(chosen, values, by=person, now=timezone.now()), form)
        if made:
            messages.success(request, _("It is a draft. Add its files, then publish it."))
            return redirect("catalog:edit", made.name)
    return _asked(request, "describe", form)


@require_safe
@inside.stewards
def edit(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Show what a steward can do with a data set."""
    found = inside.kept(request, name)
    context = {
        "dataset": found,
        "forms": found.distributions.all(),
        "writes": found.origin == Dataset.Origin.EDITED,
        "publishes": permissions.can_publish(person, found),
        "purges": permissions.can_set_up(person),
        "deprecation": forms.Deprecation(),
        "return": forms.Return(),
        "quality": quality.of(found),
    }
    return render(request, "catalog/desk/edit.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.stewards
def describe(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Change the description."""
    found = inside.kept(request, name)
    form = forms.Description(_sent(request), person=person, dataset=found)
    if form.is_valid():
        chosen, values = form.cleaned_data["publisher"], form.values
        now = timezone.now()
        if inside.tried(request, lambda: operations.change(found, values, publisher=chosen, by=person, now=now), form):
            messages.success(request, _("Saved."))
            return redirect("catalog:edit", found.name)
    return _asked(request, "describe", form, dataset=found)


@require_http_methods(READS_AND_WRITES)
@inside.stewards
def link(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Add a file that lies elsewhere."""
    found = inside.kept(request, name)
    form = forms.Link(_sent(request))
    if form.is_valid():
        values = form.cleaned_data
        if inside.tried(request, lambda: operations.add_form(found, values, by=person, now=timezone.now()), form):
            return redirect("catalog:edit", found.name)
    return _asked(request, "form", form, dataset=found)


@login_required
@require_POST
@inside.stewards
def upload(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Make room for a file that is uploaded next."""
    found = inside.kept(request, name)
    given = {"source": Distribution.Source.UPLOAD}
    made = inside.tried(request, lambda: operations.add_form(found, given, by=person, now=timezone.now()))
    return redirect("catalog:receive", found.name, made.pk) if made else redirect("catalog:edit", found.name)


@require_http_methods(READS_AND_WRITES)
@inside.stewards
def form(request: HttpRequest, person: Person, name: str, key: str) -> HttpResponse:
    """Change the words about a distribution."""
    found = inside.kept(request, name)
    chosen = inside.distribution(found, key)
    kind = forms.Link if chosen.source == Distribution.Source.LINK else forms.Form
    typed = kind(_sent(request), initial=forms.about(chosen))
    if typed.is_valid():
        values = typed.cleaned_data
        if inside.tried(request, lambda: operations.change_form(chosen, values, by=person, now=timezone.now()), typed):
            messages.success(request, _("Saved."))
            return redirect("catalog:edit", found.name)
    return _asked(request, "form", typed, dataset=found, distribution=chosen)


@login_required
@require_POST
@inside.stewards
def remove_form(request: HttpRequest, person: Person, name: str, key: str) -> HttpResponse:
    """Take a distribution away."""
    found = inside.kept(request, name)
    chosen = inside.distribution(found, key)
    inside.tried(request, lambda: operations.remove_form(chosen, by=person, now=timezone.now()))
    return redirect("catalog:edit", found.name)


@login_required
@require_POST
@inside.stewards
def step(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Take the next step with a data set."""
    found, now = inside.kept(request, name), timezone.now()
    steps: dict[str, Written] = {
        "submit": lambda: operations.submit(found, by=person, now=now),
        "publish": lambda: operations.publish(found, by=person, now=now),
        "withdraw": lambda: operations.withdraw(found, by=person, now=now),
        "return": lambda: operations.hand_back(found, why=request.POST.get("why", ""), by=person, now=now),
        "deprecate": lambda: operations.deprecate(found, replaced_by=_instead(request), by=person, now=now),
        "delete": lambda: operations.delete(found, by=person, now=now),
        "restore": lambda: operations.restore(found, by=person, now=now),
        "purge": lambda: operations.purge(found, by=person, now=now),
    }
    chosen = request.POST.get("step", "")
    if chosen in steps and inside.tried(request, steps[chosen]) and chosen == "purge":
        messages.success(request, _("It is gone."))
        return redirect("catalog:desk")
    return redirect("catalog:edit", found.name)


def _instead(request: HttpRequest) -> Dataset | None:
    """What is used instead, by its name; raises Refused for one that is not there."""
    named = request.POST.get("replaced_by", "").strip()
    if not named:
        return None
    found = lists.find(named)
    if found is None:
        raise operations.Refused.one("replaced_by", _("There is no data set of this name."))
    return found


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was typed; None when the form is only looked at."""
    return request.POST if request.method == "POST" else None


def _asked(request: HttpRequest, page: str, form: BaseForm, **more: Any) -> HttpResponse:
    """Show a form; 422 says that something in it is to be put right."""
    return render(request, f"catalog/desk/{page}.html", {"form": form, **more}, status=422 if form.errors else 200)
