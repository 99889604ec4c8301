"""The mayor's view: where the city stands, on one page."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.queries import overview
from korzo.capabilities.cases.views import inside


@login_required
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show figures, offices, what grows and what waits for longest; each figure leads to its cases."""
    if not permissions.can_oversee(inside.staff(request)):
        raise PermissionDenied(_("This page is for who answers for the whole city."))
    now = timezone.now()
    found = overview.overview(now, today=timezone.localdate(now))
    context = {
        "overview": found,
        "now": now,
        "days": overview.SPAN.days,
        "labels": {"month": _("Month"), "closed": _("closed"), "on_time": _("in time")},
    }
    return render(request, "cases/overview.html", context)
