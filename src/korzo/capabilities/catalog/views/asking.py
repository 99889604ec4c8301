"""Asking for data: the public queue, a request, and the stewards' answers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.forms import readers as forms
from korzo.capabilities.catalog.models import Request
from korzo.capabilities.catalog.operations import requesting
from korzo.capabilities.catalog.queries import readers
from korzo.capabilities.catalog.queries.lists import PAGE_SIZE
from korzo.capabilities.catalog.views import inside
from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person
from korzo.ui import doors

ASKED, TAPS = Limit.parse("5/d"), Limit.parse("200/h")


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List what was asked for, as narrowed to a state."""
    rows, state = readers.requests(), request.GET.get("state", "")
    states = [each for each in Request.State if each not in readers.NOT_READ]
    if state in states:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": [(each.value, each.label) for each in states], **_today()}
    return render(request, "catalog/requests/list.html", context)


@require_http_methods(doors.READS_AND_WRITES)
@inside.residents
def ask(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask for data."""
    form = forms.Ask(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if not limits.allow("data-request", person.ref, ASKED, now=now):
            form.add_error(None, _("You have asked for much today. Please go on tomorrow."))
        else:
            given = {**form.cleaned_data, "language": get_language() or ""}
            made = inside.tried(request, lambda: requesting.ask(**given, by=person, now=now), form)
            if made:
                waits = made.state == Request.State.WAITING
                messages.success(
                    request,
                    _("Thank you. What holds a link is shown after a steward has read it.")
                    if waits
                    else _("Thank you. The city answers here, and we tell you."),
                )
                return redirect("catalog:request", made.number)
    context = {"form": form, "similar": readers.similar(str(form["title"].value() or ""))}
    return render(request, "catalog/requests/ask.html", context, status=422 if form.errors else 200)


@require_safe
@cache_control(public=True, max_age=60)
def similar(request: HttpRequest) -> HttpResponse:
    """Offer what may be there already, while somebody types."""
    found = readers.similar(request.GET.get("title", ""))
    return render(request, "catalog/requests/similar.html", {"similar": found})


@never_cache
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request with its answer."""
    found, person = _found(request, number), doors.reader(request)
    form = forms.Answer(request=found) if permissions.can_answer(person, found) else None
    return _page(request, found, form)


@require_POST
@inside.residents
def support(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """Need it too, or no longer."""
    found, now = _found(request, number), timezone.now()
    if not limits.allow("data-support", person.ref, TAPS, now=now):
        return render(request, "429.html", status=429)
    inside.tried(request, lambda: requesting.support(found, yes="yes" in request.POST, by=person, now=now))
    return redirect("catalog:request", number)


@require_POST
@inside.stewards
def answer(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """Answer a request."""
    found = _found(request, number)
    form = forms.Answer(request.POST, request=found)
    if form.is_valid():
        given = dict(form.cleaned_data)
        text = given.pop("answer")
        write = lambda: requesting.answer(found, text=text, **given, by=person, now=timezone.now())  # noqa: E731
        if inside.tried(request, write, form):
            messages.success(request, _("Saved."))
            return redirect("catalog:request", number)
    return _page(request, found, form)


@require_safe
@inside.stewards
def desk(request: HttpRequest, person: Person) -> HttpResponse:
    """List what waits for an answer."""
    rows = [each for each in readers.waiting_for(person) if permissions.can_answer(person, each)]
    return render(request, "catalog/requests/desk.html", {"rows": rows, **_today()})


def _found(request: HttpRequest, number: int) -> Request:
    found = Request.objects.select_related("publisher", "dataset", "person").filter(number=number).first()
    if found is None or not permissions.can_read_request(doors.reader(request), found):
        raise Http404
    return found


def _page(request: HttpRequest, found: Request, form: Any) -> HttpResponse:
    person = doors.reader(request)
    dataset = found.dataset if found.dataset and found.dataset.is_shown(timezone.now()) else None
    context = {
        "asked": found,
        "form": form,
        "dataset": dataset,
        "supported": found.supports.count(),
        "supports": person is not None and found.supports.filter(person=person).exists(),
        "own": person is not None and found.person_id == person.pk,
        "is_open": found.state in readers.UNDER_WAY,
        **_today(),
    }
    return render(request, "catalog/requests/one.html", context, status=422 if form and form.errors else 200)


def _today() -> dict[str, Any]:
    return {"today": timezone.localdate()}
