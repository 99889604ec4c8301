"""The desk of those who announce works and outages: begin, put right, say how it goes on, give the all-clear."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.forms.notices import Announce, Tell
from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.operations import notices as operations
from korzo.capabilities.portal.queries import announcing
from korzo.capabilities.portal.queries import notices as queries
from korzo.capabilities.portal.views.inside import tried
from korzo.kernel.people.models import Organisation, Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES, Guarded, P, View


def announcers(view: View[P]) -> Guarded[P]:
    """Let in who announces works and outages; the view gets them as its second argument."""
    why = gettext_lazy("These pages are for offices that announce works and outages.")
    return doors.guard(permissions.can_announce, why, view)


@require_safe
@announcers
def desk(request: HttpRequest, by: Person) -> HttpResponse:
    """List the notices of one's offices: late ones first."""
    now = timezone.now()
    return render(request, "portal/notices/desk.html", {"now": now, **announcing.desk(by, now)})


@require_http_methods(READS_AND_WRITES)
@announcers
def announce(request: HttpRequest, by: Person) -> HttpResponse:
    """Announce something new."""
    now = timezone.now()
    begun = {"begins_at": now.replace(minute=0, second=0, microsecond=0), "severity": Notice.Severity.MODERATE}
    form = Announce(request.POST or None, offices=announcing.offices(by), initial=begun)
    if request.method == "POST" and "add" not in request.POST and form.is_valid():
        office = get_object_or_404(Organisation, code=form.cleaned_data["operator"])
        made = tried(
            request, lambda: operations.announce(office, form.values, **form.places, by=by, now=now), form
        )  # fmt: skip
        if made:
            messages.success(request, _("Announced. Who follows this place is told."))
            return redirect("portal:notice-desk", made.code)
    return _form(request, form, None)


@require_http_methods(READS_AND_WRITES)
@announcers
def correct(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Put right what was announced; what was typed stays when somebody else was faster."""
    notice, now = _own(by, code), timezone.now()
    begun = {"quarters": [] if _derived(notice) else [each.code for each in notice.districts.all()]}
    begun["streets"] = [each.code for each in notice.streets.all()]
    form = Announce(request.POST or None, offices=[], instance=notice, initial=begun)
    if request.method == "POST" and "add" not in request.POST and form.is_valid():
        version = form.cleaned_data["version"] or 0
        fresh = Notice.objects.get(pk=notice.pk)  # the form has written into the other one
        given = form.values
        if tried(
            request,
            lambda: operations.correct(fresh, given, **form.places, version=version, by=by, now=now),
            form,
        ):
            messages.success(request, _("Saved."))
            return redirect("portal:notice-desk", notice.code)
        form.now_at(Notice.objects.values_list("version", flat=True).get(pk=notice.pk))
    return _form(request, form, notice)


@require_http_methods(READS_AND_WRITES)
@announcers
def notice(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Show a notice to those who keep it, and take what they say: news, another end, all-clear, cancelled."""
    found, now = _own(by, code), timezone.now()
    form = Tell(request.POST or None)
    if request.method == "POST" and form.is_valid() and _said(request, found, form, by):
        return redirect("portal:notice-desk", code)
    context = {
        "notice": found,
        "form": form,
        "now": now,
        "is_current": not found.is_cancelled and found.ended_at is None,
        "has_begun": found.begins_at <= now,
        "crumbs": [(_("Works and outages: desk"), _desk())],
    }
    return render(request, "portal/notices/keep.html", context, status=422 if form.errors else 200)


def _said(request: HttpRequest, found: Notice, form: Tell, by: Person) -> bool:
    """Do what the pressed button says; False when it was refused."""
    text, now = form.cleaned_data["text"], timezone.now()
    if "end" in request.POST:
        done = tried(request, lambda: operations.end(found, text, by=by, now=now), form)
    elif "cancel" in request.POST:
        done = tried(request, lambda: operations.cancel(found, text, by=by, now=now), form)
    else:
        ends_at = form.cleaned_data["ends_at"]
        done = tried(request, lambda: operations.tell(found, text, ends_at=ends_at, by=by, now=now), form)
    if done:
        messages.success(request, _("Everybody can read it. Who follows this place is told."))
    return bool(done)


def _form(request: HttpRequest, form: Announce, notice: Notice | None) -> HttpResponse:
    if "add" in request.POST:
        form.errors.clear() if not form.unknown else _only(form, "street")
    context = {"form": form, "notice": notice, "crumbs": [(_("Works and outages: desk"), _desk())]}
    return render(request, "portal/notices/edit.html", context, status=422 if form.errors else 200)


def _only(form: Announce, name: str) -> None:
    """Say what is wrong with one field; the others are not finished yet."""
    for each in [each for each in form.errors if each != name]:
        del form.errors[each]


def _derived(notice: Notice) -> bool:
    """Whether its districts follow from its streets or its area."""
    return bool(notice.area or notice.streets.all())


def _own(by: Person, code: str) -> Notice:
    """A notice that this person keeps; raises Http404, PermissionDenied."""
    found = queries.by_code(code)
    if found is None:
        raise Http404
    if not permissions.can_update(by, found):
        raise PermissionDenied(_("This notice belongs to another office."))
    return found


def _desk() -> str:
    return reverse("portal:notices-desk")
