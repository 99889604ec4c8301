"""The counter: a report written down for somebody on one page, by keyboard alone, with a receipt to take along."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.forms.counter import CHANNELS, TakeDown
from korzo.capabilities.cases.models import Attribute
from korzo.capabilities.cases.operations import counter
from korzo.capabilities.cases.queries import deciding, following
from korzo.capabilities.cases.views import inside, photos
from korzo.kernel.files import operations as files
from korzo.kernel.people.models import Person
from korzo.ui import doors

CHANNEL = "cases.counter"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    """Write a report down; a kind with further questions shows them once before it is taken."""
    person = _agent(request)
    if request.method != "POST":
        channel = request.session.get(CHANNEL, "counter")
        form = TakeDown(initial={"channel": channel, "language": get_language(), "client_key": uuid.uuid4().hex})
        return render(request, "cases/counter/take_down.html", {"form": form})
    questions, code = _questions(request.POST.get("category", ""))
    form = TakeDown(request.POST, request.FILES, questions=questions)
    news = bool(questions) and request.POST.get("questions_for") != code
    if news:
        _ask(form, code)
    elif form.is_valid() and (answer := _taken(request, form, person)):
        return answer
    context = {"form": form, "has_news": news}
    return render(request, "cases/counter/take_down.html", context, status=422 if form.errors and not news else 200)


@login_required
@never_cache
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the number and the short way to the reporter's own page, in their language, to print.

    Only of what was written down for somebody: others have their page from us, and it is nobody else's.
    """
    _agent(request)
    case = inside.case(request, code)
    is_written_down = case.channel in dict(CHANNELS)
    if not (is_written_down and hasattr(case, "contact") and case.contact.follow_nonce):
        raise Http404
    link = f"{settings.KORZO.base_url}{reverse('own-page', args=[following.short(case.contact)])}"
    context = {"case": case, "link": link, "again": reverse("cases:counter")}
    with translation.override(case.contact.language or get_language()):
        return render(request, "cases/counter/receipt.html", context)


def _agent(request: HttpRequest) -> Person:
    person = doors.reader(request)
    if person is None or not permissions.can_take_down(person):
        raise PermissionDenied(_("These pages are for the people who work at the counter."))
    return person


def _questions(code: str) -> tuple[list[Attribute], str]:
    """The questions of the chosen kind, and its code."""
    category = deciding.category(code)
    return (deciding.questions(category), code) if category else ([], "")


def _ask(form: TakeDown, code: str) -> None:
    """Show the form again with the questions of the kind, before anything is wrong."""
    data: Any = form.data
    data = data.copy()
    data["questions_for"] = code
    form.data = data
    form.full_clean()
    form.errors.clear()


def _taken(request: HttpRequest, form: TakeDown, person: Person) -> HttpResponse | None:
    """Take the report and go to its receipt; None, with the reason in the form, when it cannot be taken."""
    given = form.cleaned_data
    kept = photos.keep(form, owner=f"{files.DRAFT}counter")
    if form.errors:
        return None
    same = ("category", "description", "address", "name", "email", "phone", "language", "channel", "client_key")
    what = operations.Report(**{name: given[name] for name in same}, attributes=form.answers, photos=tuple(kept))
    try:
        made = counter.take_down(what, publish_text=given["publish_text"], by=person, now=timezone.now())
    except operations.ReportRefused as refusal:
        field = next((name for name in (refusal.field, f"attribute_{refusal.field}") if name in form.fields), "address")
        form.add_error(field, str(refusal))
        return None
    request.session[CHANNEL] = given["channel"]
    return redirect("cases:counter-receipt", made.case.code)
