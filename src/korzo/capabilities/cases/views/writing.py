"""Texts that stand ready, and lists that somebody kept."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.forms import writing as forms
from korzo.capabilities.cases.models import Case, ReadyText
from korzo.capabilities.cases.operations import writing
from korzo.capabilities.cases.queries import writing as ready
from korzo.capabilities.cases.queries.lists import NAMES
from korzo.capabilities.cases.views import inside
from korzo.capabilities.cases.views.setting_up import administrators
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@administrators
def texts(request: HttpRequest, _by: Person) -> HttpResponse:
    """List the texts that stand ready."""
    rows = ReadyText.objects.select_related("office", "category")
    return render(request, "cases/writing/texts.html", {"rows": rows, "here": "texts"})


@require_http_methods(READS_AND_WRITES)
@administrators
def text(request: HttpRequest, by: Person, key: int = 0) -> HttpResponse:
    """Add a text, change it, or delete it."""
    row = get_object_or_404(ReadyText, pk=key) if key else None
    if row and "delete" in request.POST:
        writing.delete_text(row, by=by, now=timezone.now())
        messages.success(request, _("Deleted. What was sent with it stays."))
        return redirect("cases:texts")
    form = forms.Text(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            writing.keep_text(form.save(commit=False), by=by, now=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("cases:texts")
    return render(request, "cases/writing/text.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@login_required
@require_POST
def keep_list(request: HttpRequest) -> HttpResponse:
    """Keep the list that is on the screen."""
    person, query = inside.staff(request), QueryDict(mutable=True)
    for name in sorted(NAMES & request.POST.keys()):
        if value := request.POST[name][:100]:
            query[name] = value
    try:
        row = writing.keep_list(name=request.POST.get("list", "")[:40], query=query.urlencode(), by=person)
    except operations.ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept as “%(name)s”. It stands above the queue.") % {"name": row.name})
    return redirect(f"{reverse('cases:queue')}?{query.urlencode()}")


@login_required
@require_POST
def drop_list(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a list no more."""
    if writing.drop_list(key, by=inside.staff(request)):
        messages.success(request, _("The list is kept no more. Its cases are where they were."))
    return redirect("cases:queue")


def beside(case: Case, person: Person, chosen: str) -> dict[str, Any]:
    """The texts that a record offers, one of them chosen, and the colleagues who can be named."""
    found = ready.texts(case)
    return {
        "ready": found,
        "ready_chosen": next((each for use in found.values() for each in use if str(each.key) == chosen), None),
        "colleagues": ready.colleagues(case, person),
    }
