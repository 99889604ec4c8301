"""Telling this device about one's own report: without an account, by the secret of the report's page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import following
from korzo.kernel.messages import devices
from korzo.kernel.messages.channels import push


def shown(case: Case) -> dict[str, Any]:
    """What a page needs to offer it; nothing where the city sends no notifications."""
    if not settings.KORZO.push_contact:
        return {}
    return {"push_key": push.public_key(), "devices": devices.count(case.ref)}


@never_cache
@require_POST
def device(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Tell this browser each step of a case, or no device any more."""
    case = following.find(code, token)
    if case is None or not settings.KORZO.push_contact:
        raise Http404
    if "stop" in request.POST:
        devices.forget(case.ref)
        messages.success(request, _("No more notifications about this report."))
    elif devices.keep(request.POST.dict(), ref=case.ref, language=get_language() or "", now=timezone.now()):
        messages.success(request, _("From now on we tell you on this device."))
    else:
        messages.error(request, _("Notifications of this browser cannot be used here."))
    return redirect("cases:follow", case.code, token)
