"""The link in the letter that asks whether a report is its reader's. Scanners open links: only a button decides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Category, Unconfirmed
from korzo.capabilities.cases.queries import confirming, following


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_report(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the owner of an address say yes or no to a report; afterwards the link leads to their own page."""
    found = confirming.find(secret)
    if found is None:
        return render(request, "cases/confirming/over.html", status=404)
    problem = ""
    if "revoke" in request.POST and operations.revoke_report(found, now=timezone.now()):
        return render(request, "cases/confirming/over.html", {"is_revoked": True})
    if "confirm" in request.POST:
        try:
            operations.confirm_report(found, now=timezone.now())
        except operations.ReportRefused as refusal:
            problem = str(refusal)
    if found.case is not None:
        return redirect("cases:follow", found.case.code, following.token(found.case.contact))
    category = Category.objects.filter(code=found.report.get("category", "")).first()
    context = {"report": found.report, "category": category, "problem": problem}
    return render(request, "cases/confirming/confirm.html", context, status=422 if problem else 200)


def asked(request: HttpRequest, row: Unconfirmed) -> HttpResponse:
    """Say that a letter is on its way."""
    context = {"email": row.email, "days": confirming.waits().days}
    return render(request, "cases/confirming/asked.html", context)
