"""The officers' pages: the queue, due first, and the record with everything that can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from korzo.capabilities.cases import forms, operations, permissions
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import lists, story
from korzo.capabilities.cases.rules import states
from korzo.capabilities.cases.views import listing, photos
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the cases of somebody's offices, what is due first on top."""
    return render(request, "cases/staff/queue.html", _queue(request))


def _queue(request: HttpRequest) -> dict[str, Any]:
    """What the list on the left shows."""
    filters, now = lists.Filters.read(request.GET.dict()), timezone.now()
    query = request.GET.copy()
    query.pop("contact", None)
    pages = lists.Pages(lists.queue(filters, person=_staff(request), now=now), "office", "assignee")
    return {**listing.context(request, pages, filters), "queue_query": query.urlencode(), "now": now}


@login_required
@never_cache
@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Show a case with everything that its reader may see and do."""
    return _record(request, _case(request, code))


@dataclass(frozen=True)
class Doing:
    """One thing an officer can do: the form it needs, how it is done, what is said then."""

    form: type[django_forms.Form] | None
    do: Callable[[Case, dict[str, Any], dict[str, Any]], object]
    said: Callable[[], str]


def _assign(case: Case, given: dict[str, Any], who: dict[str, Any]) -> None:
    assignee = Person.objects.filter(pk=given["assignee"]).first() if given["assignee"] else None
    office = Organisation.objects.get(code=given["office"])
    operations.assign(case, office=office, assignee=assignee, note=given["note"], version=given["version"], **who)


DOINGS: dict[str, Doing] = {
    "validate": Doing(
        None, lambda case, _g, who: operations.validate(case, **who), lambda: _("Checked. The promise runs now.")
    ),
    "validate-private": Doing(
        None,
        lambda case, _g, who: operations.validate(case, publish_text=False, **who),
        lambda: _("Checked. Words and photos stay internal."),
    ),
    "start": Doing(None, lambda case, _g, who: operations.start(case, **who), lambda: _("Work has begun.")),
    "assign": Doing(forms.Assign, _assign, lambda: _("Handed over.")),
    "comment": Doing(
        forms.Comment,
        lambda case, given, who: operations.comment(
            case, text=given["text"], public=given["public"], photos=given["photos"], **who
        ),
        lambda: _("Saved."),
    ),
    "resolve": Doing(
        forms.Resolve,
        lambda case, given, who: operations.resolve(
            case, text=given["text"], photos=given["photos"], version=given["version"], **who
        ),
        lambda: _("Solved. The reporter is told."),
    ),
    "decline": Doing(
        forms.Decline,
        lambda case, given, who: operations.decline(
            case, reason=given["reason"], text=given["text"], version=given["version"], **who
        ),
        lambda: _("Closed. The reporter is told why."),
    ),
    "reopen": Doing(
        forms.Reopen,
        lambda case, given, who: operations.reopen(case, text=given["text"], **who),
        lambda: _("Open again."),
    ),
    "hide": Doing(
        None, lambda case, _g, who: operations.hide(case, hidden=True, **who), lambda: _("Not public any more.")
    ),
    "show": Doing(None, lambda case, _g, who: operations.hide(case, hidden=False, **who), lambda: _("Public again.")),
    "publish-outcome": Doing(
        None,
        lambda case, _g, who: operations.publish_outcome(case, public=True, **who),
        lambda: _("Everybody can read it."),
    ),
}


@login_required
@require_POST
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """Do one thing to a case; when it cannot be done, show the record again with what was typed and why."""
    case, doing = _case(request, code), DOINGS.get(action)
    if doing is None:
        raise Http404
    form = doing.form(request.POST, request.FILES) if doing.form else None
    given: dict[str, Any] = {}
    if form is not None:
        if not form.is_valid():
            return _record(request, case, action=action, form=form)
        given = dict(form.cleaned_data)
        if "photos" in given:
            given["photos"] = tuple(photos.keep(form, owner=case.ref))
            if form.errors:
                return _record(request, case, action=action, form=form)
    try:
        doing.do(case, given, {"by": _staff(request), "now": timezone.now()})
    except operations.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except (operations.CaseChanged, operations.ReportRefused, states.NotPossible) as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("cases:record", case.code)
        form.add_error(None, str(refusal))
        return _record(request, _case(request, code), action=action, form=form)
    messages.success(request, doing.said())
    return redirect("cases:record", case.code)


def _record(
    request: HttpRequest, case: Case, *, action: str = "", form: django_forms.Form | None = None
) -> HttpResponse:
    person = _staff(request)
    works_on = permissions.can_work_on(person, case)
    has_contact = permissions.can_see_contact(person, case) and hasattr(case, "contact") and case.contact.is_reachable
    sees_contact = has_contact and "contact" in request.GET
    if sees_contact:
        with transaction.atomic():
            trail.record(trail.Seen(case.ref, "contact"), by=person, now=timezone.now())
    initial = {"version": case.version}
    assign = {**initial, "office": case.office.code, "assignee": str(case.assignee_id or "")}
    blank: dict[str, django_forms.Form] = {
        "assign": forms.Assign(initial=assign),
        "comment": forms.Comment(),
        "resolve": forms.Resolve(initial=initial),
        "decline": forms.Decline(initial=initial),
        "reopen": forms.Reopen(),
    }
    shown = {**blank, action: form} if form is not None else blank
    for name, each in shown.items():
        each.auto_id = f"{name}-%s"  # all of them stand on one page
    context = {
        **_queue(request),
        "case": case,
        "story": story.tell(case, reader=person),
        "possible": {each.value for each in states.possible(case.step)} if works_on else set(),
        "works_on": works_on,
        "can_assign": permissions.can_assign(person, case),
        "has_contact": has_contact,
        "contact": case.contact if sees_contact else None,
        "forms": shown,
        "action": action,
    }
    return render(request, "cases/staff/record.html", context, status=422 if form is not None else 200)


def _case(request: HttpRequest, code: str) -> Case:
    found = lists.by_code(code, "assignee", "contact__person")
    if found is None or not permissions.can_see_inside(_staff(request), found):
        raise Http404
    return found


def _staff(request: HttpRequest) -> Person:
    person = request.user if isinstance(request.user, Person) else None
    if person is None or not permissions.can_use_queue(person):
        raise PermissionDenied(_("These pages are for the people who work on cases."))
    return person
