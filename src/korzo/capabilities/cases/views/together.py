"""One thing done to many cases: chosen in the queue, shown once more, done to each that allows it."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from korzo.capabilities.cases import forms, operations, permissions
from korzo.capabilities.cases.forms import owning
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.views import inside, staff
from korzo.kernel.people.models import Person

MOST = 50
FORMS: dict[str, type[django_forms.Form] | None] = {
    "validate": None,
    "assign": forms.Assign,
    "decline": forms.Decline,
    "hand-over": owning.HandOver,
}


@login_required
@never_cache
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Show what can be done with the chosen cases; or do it, to each as it was when it was shown."""
    person, versions = inside.staff(request), _chosen(request)
    found = Case.objects.select_related("category", "office").filter(code__in=versions).order_by("reported_at", "pk")
    cases = [case for case in found if permissions.can_work_on(person, case)]
    if not cases:
        messages.error(request, _("Choose cases that you work on."))
        return redirect("cases:queue")
    action = request.POST.get("action", "")
    if action not in FORMS:
        return _page(request, cases, person)
    kind = FORMS[action]
    form = kind(request.POST) if kind else None
    if form is not None and not form.is_valid():
        return _page(request, cases, person, action, form)
    given = form.cleaned_data if form else {}
    refused = [
        case.code for case in cases if not _done(action, case, {**given, "version": versions[case.code]}, person)
    ]
    if done := len(cases) - len(refused):
        messages.success(
            request, ngettext("Done with %(count)d case.", "Done with %(count)d cases.", done) % {"count": done}
        )
    if refused:
        messages.error(request, _("Not done, look at them one by one: %(codes)s") % {"codes": ", ".join(refused)})
    return redirect("cases:queue")


def _done(action: str, case: Case, given: dict[str, Any], person: Person) -> bool:
    try:
        staff.DOINGS[action].do(case, given, {"by": person, "now": timezone.now()})
    except (*staff.REFUSALS, operations.NotAllowed, operations.CaseChanged):
        return False
    return True


def _chosen(request: HttpRequest) -> dict[str, int | None]:
    """Codes of cases, each with the version that was shown, once it was."""
    pairs = (value.partition(":") for value in request.POST.getlist("case")[:MOST])
    return {code: int(version) if version.isdecimal() else None for code, _colon, version in pairs}


def _page(
    request: HttpRequest, cases: list[Case], person: Person, action: str = "", form: django_forms.Form | None = None
) -> HttpResponse:
    shown: dict[str, Any] = {name: kind() for name, kind in FORMS.items() if kind}
    if not permissions.can_give(person):
        if len({case.office_id for case in cases}) == 1:
            shown["assign"].keep_in(cases[0].office)
        else:
            del shown["assign"]
    if form is not None:
        shown[action] = form
    for name, each in shown.items():
        each.auto_id = f"{name}-%s"
    words = {"assign": _("Give"), "decline": _("Close with this reason"), "hand-over": _("Ask the office")}
    titles = {
        "assign": _("Give to a colleague"),
        "decline": _("Not possible"),
        "hand-over": _("Hand over to another office"),
    }
    doings = [(name, titles[name], words[name], each, name == action) for name, each in shown.items()]
    context = {"cases": cases, "doings": doings}
    return render(request, "cases/staff/together.html", context, status=422 if form is not None else 200)
