"""Editors keep categories, and say where old addresses lead."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.portal.forms import around as forms
from korzo.capabilities.portal.models import Category, Moved
from korzo.capabilities.portal.operations import arranging
from korzo.capabilities.portal.views import inside
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES

ON_A_PAGE = 50


@require_safe
@inside.editors
def categories(request: HttpRequest, person: Person) -> HttpResponse:
    """List the categories with how many items stand in each."""
    del person
    rows = Category.objects.annotate(number=Count("items"))
    return render(request, "portal/editors/categories.html", {"categories": rows})


@require_http_methods(READS_AND_WRITES)
@inside.editors
def category(request: HttpRequest, person: Person, code: str = "") -> HttpResponse:
    """Add a category, or change one."""
    found = get_object_or_404(Category, code=code) if code else Category()
    form = forms.Kept(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid() and inside.tried(
        request, lambda: arranging.keep_category(found, form.cleaned_data, by=person, now=timezone.now()), form
    ):
        messages.success(request, _("Saved."))
        return redirect("portal:edit-categories")
    context = {"form": form, "category": found if found.pk else None}
    return render(request, "portal/editors/category.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.editors
def moved(request: HttpRequest, person: Person) -> HttpResponse:
    """List old addresses with where they lead, and take another."""
    form = forms.Lead(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        if inside.tried(
            request, lambda: arranging.lead(given["path"], given["to"], by=person, now=timezone.now()), form
        ):
            messages.success(request, _("Saved."))
            return redirect("portal:edit-moved")
    asked = request.GET.get("q", "").strip()
    rows = Moved.objects.select_related("item").filter(path__contains=asked)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "asked": asked}
    return render(request, "portal/editors/moved.html", context, status=422 if form.errors else 200)


@require_POST
@inside.editors
def forget(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Have an old address lead nowhere."""
    found = get_object_or_404(Moved, pk=key)
    inside.tried(request, lambda: arranging.forget(found, by=person, now=timezone.now()))
    return redirect("portal:edit-moved")
