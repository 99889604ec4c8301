"""Jobs that gave up, and messages that did not arrive."""

from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kernel import trail
from korzo.kernel.jobs import queries
from korzo.kernel.messages import delivery
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.site.office import events
from korzo.site.office.doors import does, shows

PAGE_SIZE = 30
STUCK = (Message.State.UNCERTAIN, Message.State.REFUSED)
VIEWS = {"stuck": STUCK, "waiting": (Message.State.WAITING, Message.State.SENDING), "dropped": (Message.State.DROPPED,)}


@shows
def jobs(request: HttpRequest, _by: Person) -> HttpResponse:
    """Show how the background work is doing, and what gave up."""
    page = Paginator(queries.dead_letters(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "site/office/jobs.html", {"page": page, "state": queries.state()})


@shows
def job(request: HttpRequest, _by: Person, job: UUID) -> HttpResponse:
    """Show one job that gave up, with its error."""
    return render(request, "site/office/job.html", {"job": get_object_or_404(queries.dead_letters(), pk=job)})


@does
def try_again(request: HttpRequest, by: Person, job: UUID) -> HttpResponse:
    """Put a job back in the queue."""
    dead = get_object_or_404(queries.dead_letters(), pk=job)
    with transaction.atomic():
        if queries.try_again(str(job)):
            trail.record(events.JobTriedAgain(f"job:{job}", dead.task_path), by=by, now=timezone.now())
    notes.success(request, _("It runs again now."))
    return redirect("office:jobs")


@does
def delete(request: HttpRequest, by: Person, job: UUID) -> HttpResponse:
    """Delete a job that gave up."""
    dead = get_object_or_404(queries.dead_letters(), pk=job)
    with transaction.atomic():
        if queries.give_up(str(job)):
            trail.record(events.JobDeleted(f"job:{job}", dead.task_path), by=by, now=timezone.now())
    notes.success(request, _("Deleted."))
    return redirect("office:jobs")


@shows
def messages(request: HttpRequest, _by: Person) -> HttpResponse:
    """List messages that need a decision, or wait."""
    view = view if (view := request.GET.get("view", "")) in VIEWS else "stuck"
    found = Message.objects.filter(state__in=VIEWS[view]).select_related("person")
    labels = {"stuck": _("Not arrived"), "waiting": _("Waiting"), "dropped": _("Dropped")}
    tabs = [
        {
            "label": labels[name],
            "url": f"?view={name}",
            "current": name == view,
            "count": Message.objects.filter(state__in=states).count(),
        }
        for name, states in VIEWS.items()
    ]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "site/office/messages.html", {"page": page, "tabs": tabs, "view": view})


@does
def send_again(request: HttpRequest, by: Person, message: int) -> HttpResponse:
    """Send a message again; the person who presses the button has decided that twice is better than never."""
    now = timezone.now()
    with transaction.atomic():
        if delivery.send_again(get_object_or_404(Message, pk=message), now=now):
            trail.record(events.MessageSentAgain(f"message:{message}"), by=by, now=now)
            notes.success(request, _("It is on its way again."))
    return redirect("office:messages")


@does
def drop(request: HttpRequest, by: Person, message: int) -> HttpResponse:
    """Leave a message unsent."""
    with transaction.atomic():
        if delivery.drop(get_object_or_404(Message, pk=message)):
            trail.record(events.MessageDropped(f"message:{message}"), by=by, now=timezone.now())
            notes.success(request, _("Dropped. It is not sent again."))
    return redirect("office:messages")
