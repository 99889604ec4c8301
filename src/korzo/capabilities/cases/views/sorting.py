"""Saying what a letter was about and where: by its writer, and the short way from an SMS to their page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.forms import sorting as forms
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations.sorting import Sorted
from korzo.capabilities.cases.queries import following, suggested
from korzo.capabilities.cases.views.doing import Doing
from korzo.ui import doors


@never_cache
@require_safe
def short(request: HttpRequest, given: str) -> HttpResponse:
    """Lead from the link in an SMS to the reporter's own page."""
    contact = following.find_short(given)
    if contact is None:
        return render(request, "cases/follow_unknown.html", {"code": ""}, status=404)
    with translation.override(contact.language or get_language()):
        return redirect("cases:follow", contact.case.code, following.token(contact))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Let who wrote a letter say what it is about and where."""
    found = following.find(code, token)
    if found is None:
        return render(request, "cases/follow_unknown.html", {"code": code}, status=404)
    if not (found.is_unsorted and found.is_open):
        return redirect("cases:follow", code, token)
    form = forms.Complete(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = doors.reader(request)
        try:
            operations.sort(found, Sorted(**form.cleaned_data), by=by, now=timezone.now(), as_reporter=True)
        except operations.NotAllowed:
            return redirect("cases:follow", code, token)
        except operations.ReportRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "address", str(refusal))
        else:
            return redirect("cases:follow", code, token)
    context = {"case": found, "form": form, "token": token}
    return render(request, "cases/sorting/complete.html", context, status=422 if form.errors else 200)


def proposed(case: Case) -> dict[str, object]:
    """What its words say about a case's kind and office, where that is something else."""
    return {"proposed": suggested.doubts(case), "proposed_office": suggested.better_office(case)}


DOINGS = {
    "sort": Doing(
        forms.Sort,
        lambda case, given, who: operations.sort(
            case, Sorted(given["category"], given["address"]), version=given["version"], **who
        ),
        lambda: _("Set right. If it belongs to another office, hand it over."),
        gettext_lazy("Set kind and place right"),
        gettext_lazy("Set right"),
        "k",
    )
}
