"""Who does what, and what can be reported: pages on which administrators keep the city's own order."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.forms import setting_up as forms
from korzo.capabilities.cases.models import Attribute, Case, Category, RoutingRule
from korzo.capabilities.cases.operations import setting_up
from korzo.capabilities.cases.queries import routing as reading
from korzo.capabilities.cases.queries import suggested
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES, Guarded, P, View

_WHY = gettext_lazy("These pages are for administrators.")


def administrators(view: View[P]) -> Guarded[P]:
    """Let in who sets the city up; the view gets them as its second argument."""
    return doors.guard(permissions.can_set_up, _WHY, view)


@require_safe
@administrators
def routing(request: HttpRequest, _by: Person) -> HttpResponse:
    """List the rules as sentences, and answer where something would go."""
    form = forms.TryOut(request.GET if "category" in request.GET else None, initial={"at": timezone.localtime()})
    answer = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        category = get_object_or_404(Category, code=given["category"])
        answer = reading.tried(category, district=given["district"], address=given["address"], at=given["at"])
    context = {"lines": reading.lines(), "form": form, "answer": answer, "here": "routing"}
    return render(request, "cases/setting_up/routing.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@administrators
def rule(request: HttpRequest, by: Person, key: int = 0) -> HttpResponse:
    """Add a rule, or change one."""
    row = get_object_or_404(RoutingRule, pk=key) if key else None
    form = forms.Rule(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        done = setting_up.change_rule if row else setting_up.add_rule
        done(form.save(commit=False), by=by, now=timezone.now())
        messages.success(request, _("Saved.") if row else _("Added where it belongs; you can move it."))
        return redirect("cases:routing")
    context = {"form": form, "row": row}
    return render(request, "cases/setting_up/rule.html", context, status=422 if form.errors else 200)


@require_POST
@administrators
def move_rule(request: HttpRequest, by: Person, key: int) -> HttpResponse:
    """Have a rule asked earlier or later."""
    row = get_object_or_404(RoutingRule.objects.select_related("office"), pk=key)
    setting_up.move_rule(row, up="up" in request.POST, by=by, now=timezone.now())
    return redirect("cases:routing")


@require_http_methods(READS_AND_WRITES)
@administrators
def delete_rule(request: HttpRequest, by: Person, key: int) -> HttpResponse:
    """Ask once more, then delete a rule."""
    line = next((each for each in reading.lines() if each.row.pk == key), None)
    if line is None:
        return redirect("cases:routing")
    if request.method == "POST":
        setting_up.delete_rule(line.row, by=by, now=timezone.now())
        messages.success(request, _("The rule is deleted. Cases that it sent stay where they are."))
        return redirect("cases:routing")
    return render(request, "cases/setting_up/delete_rule.html", {"line": line})


@require_safe
@administrators
def kinds(request: HttpRequest, _by: Person) -> HttpResponse:
    """List what can be reported."""
    found = Category.objects.prefetch_related("attributes").order_by("group", "order", "code")
    return render(
        request, "cases/setting_up/kinds.html", {"kinds": found, "learned": suggested.reports(), "here": "kinds"}
    )


@require_http_methods(READS_AND_WRITES)
@administrators
def kind(request: HttpRequest, by: Person, code: str = "") -> HttpResponse:
    """Add a kind of problem, or change one."""
    found = get_object_or_404(Category, code=code) if code else None
    form = forms.Kind(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        setting_up.keep_category(kept, fields=form.changed_data, by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("cases:kind", kept.code)
    context: dict[str, Any] = {"form": form, "kind": found}
    if found:
        context |= {"questions": found.attributes.all(), "is_used": Case.objects.filter(category=found).exists()}
    return render(request, "cases/setting_up/kind.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@administrators
def question(request: HttpRequest, by: Person, code: str, key: int = 0) -> HttpResponse:
    """Add a question about a kind of problem, change it, or ask it no more."""
    of = get_object_or_404(Category, code=code)
    found = get_object_or_404(Attribute, pk=key, category=of) if key else None
    if found and "delete" in request.POST:
        setting_up.delete_question(found, by=by, now=timezone.now())
        messages.success(request, _("It is asked no more. Answers that were given stay."))
        return redirect("cases:kind", of.code)
    form = forms.Question(request.POST or None, instance=found or Attribute(category=of))
    if request.method == "POST" and form.is_valid():
        setting_up.keep_question(form.save(commit=False), by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("cases:kind", of.code)
    context = {"form": form, "kind": of, "question": found}
    return render(request, "cases/setting_up/question.html", context, status=422 if form.errors else 200)
