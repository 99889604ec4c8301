"""Letters and SMS that came in: how the mailboxes are, what was not taken and why, and each as it came."""

from typing import Any

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kernel import trail
from korzo.kernel.messages.arriving import taking, threads
from korzo.kernel.messages.arriving.models import Arrived, Box
from korzo.kernel.people.models import Person
from korzo.site.office import events
from korzo.site.office.doors import does, shows

PAGE_SIZE = 30
State = Arrived.State
TABS = (State.HELD, State.REFUSED, State.TAKEN, State.DROPPED)


@shows
def letters(request: HttpRequest, _by: Person) -> HttpResponse:
    """Show the mailboxes, and the letters that need a decision, or were refused, taken, dropped."""
    view = state if (state := request.GET.get("view", "")) in TABS else State.HELD
    tabs = [
        {
            "label": state.label,
            "url": f"?view={state.value}",
            "current": state == view,
            "count": Arrived.objects.filter(state=state).count() if state == State.HELD else None,
        }
        for state in TABS
    ]
    page = Paginator(Arrived.objects.filter(state=view), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tabs": tabs,
        "view": view,
        "boxes": Box.objects.order_by("name"),
        "is_on": threads.is_on(),
        "can_decide": view in (State.HELD, State.REFUSED),
    }
    return render(request, "site/office/letters.html", context)


@does
def original(request: HttpRequest, by: Person, letter: int) -> HttpResponse:  # noqa: ARG001
    """Hand out a letter as it came, as a file that no browser opens; that somebody looked is recorded."""
    found = get_object_or_404(Arrived, pk=letter)
    if not found.has_original:
        raise Http404
    with transaction.atomic():
        trail.record(trail.Seen(f"letter:{letter}", "letter"), by=by, now=timezone.now())
    file = found.path.open("rb")
    sent: Any = FileResponse(file, as_attachment=True, filename=f"letter-{letter}.eml", content_type="message/rfc822")
    return sent  # type: ignore[no-any-return]  # Django's types hold it for something else


@does
def take(request: HttpRequest, by: Person, letter: int) -> HttpResponse:
    """Take a letter after all."""
    now = timezone.now()
    with transaction.atomic():
        found = get_object_or_404(Arrived.objects.select_for_update(), pk=letter)
        taken = taking.take_after_all(found, now=now)
        if taken:
            trail.record(events.LetterTaken(f"letter:{letter}", found.ref), by=by, now=now)
    if taken:
        notes.success(request, _("Taken: %(what)s") % {"what": found.ref.partition(":")[2]})
    else:
        notes.error(request, _("It cannot be taken by itself. Read it as it came, and write the case down by hand."))
    return redirect("office:letters")


@does
def drop(request: HttpRequest, by: Person, letter: int) -> HttpResponse:
    """Leave a letter at that."""
    with transaction.atomic():
        if taking.drop(get_object_or_404(Arrived, pk=letter)):
            trail.record(events.LetterDropped(f"letter:{letter}"), by=by, now=timezone.now())
            notes.success(request, _("Dropped."))
    return redirect("office:letters")
