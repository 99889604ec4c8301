"""The officers' pages: the queue, due first, and the record with everything that can be done."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases import forms, operations, permissions
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import changes, inspecting, lists, story
from korzo.capabilities.cases.queries import owning as waits
from korzo.capabilities.cases.queries import writing as ready
from korzo.capabilities.cases.rules import states
from korzo.capabilities.cases.rules.handing_over import Settled
from korzo.capabilities.cases.views import asking, inside, listing, merging, offering, owning, photos, sorting, writing
from korzo.capabilities.cases.views.doing import Doing
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person

BESIDE = ("assignee", "contact__person", "arrival__system__authority")
"""What the record shows of a case, beside what every page does."""


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the cases of somebody's offices, what is due first on top."""
    return render(request, "cases/staff/queue.html", _queue(request))


def _queue(request: HttpRequest) -> dict[str, Any]:
    """What the list on the left shows."""
    filters, now = lists.Filters.read(request.GET.dict()), timezone.now()
    pages = lists.Pages(lists.queue(filters, person=inside.staff(request), now=now), "office", "assignee")
    waiting = waits.waiting(inside.staff(request))
    shown = listing.context(request, pages, filters)
    return {
        **shown,
        "queue_query": _query(request).urlencode(),
        "now": now,
        "waiting": waiting,
        "inspections_due": inspecting.how_many(inside.staff(request)),
        "can_merge": permissions.can_work(inside.staff(request)),
        "saved": (saved := ready.saved(inside.staff(request))),
        "saved_here": next((each for each in saved if each.query == shown["list_query"]), None),
    }


def _query(request: HttpRequest) -> QueryDict:
    """What the list is narrowed to, without what is asked of the record beside it."""
    query = request.GET.copy()
    for name in ("contact", "ready"):
        query.pop(name, None)
    return query


@login_required
@never_cache
@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Show a case with everything that its reader may see and do."""
    return _record(request, inside.case(request, code, *BESIDE))


def _assign(case: Case, given: dict[str, Any], who: dict[str, Any]) -> None:
    assignee = Person.objects.filter(pk=given["assignee"]).first() if given["assignee"] else None
    office = Organisation.objects.get(code=given["office"]) if given["office"] else case.office
    operations.assign(case, office=office, assignee=assignee, note=given["note"], version=given["version"], **who)


DOINGS: dict[str, Doing] = {
    "validate": Doing(
        None,
        lambda case, given, who: operations.validate(case, version=given["version"], **who),
        lambda: _("Checked. The promise runs now."),
    ),
    "validate-private": Doing(
        None,
        lambda case, given, who: operations.validate(case, publish_text=False, version=given["version"], **who),
        lambda: _("Checked. Words and photos stay internal."),
    ),
    "start": Doing(
        None,
        lambda case, given, who: operations.start(case, version=given["version"], **who),
        lambda: _("Work has begun."),
    ),
    "assign": Doing(
        forms.Assign,
        _assign,
        lambda: _("Saved."),
        gettext_lazy("Give to an office or a person"),
        gettext_lazy("Give"),
        "a",
    ),
    "comment": Doing(
        forms.Comment,
        lambda case, given, who: operations.comment(case, **given, **who),
        lambda: _("Saved."),
        gettext_lazy("Comment"),
        gettext_lazy("Save comment"),
    ),
    "resolve": Doing(
        forms.Resolve,
        lambda case, given, who: operations.resolve(case, **given, **who),
        lambda: _("Solved. The reporter is told."),
        gettext_lazy("Solve"),
        gettext_lazy("Close as solved"),
        "r",
    ),
    "decline": Doing(
        forms.Decline,
        lambda case, given, who: operations.decline(case, **given, **who),
        lambda: _("Closed. The reporter is told why."),
        gettext_lazy("Not possible"),
        gettext_lazy("Close with this reason"),
    ),
    "reopen": Doing(
        forms.Reopen,
        lambda case, given, who: operations.reopen(case, **given, **who),
        lambda: _("Open again."),
        gettext_lazy("Open again"),
        gettext_lazy("Open again"),
    ),
    "hide": Doing(
        None,
        lambda case, given, who: operations.hide(case, hidden=True, version=given["version"], **who),
        lambda: _("Not public any more."),
    ),
    "show": Doing(
        None,
        lambda case, given, who: operations.hide(case, hidden=False, version=given["version"], **who),
        lambda: _("Public again."),
    ),
    "publish-outcome": Doing(
        None,
        lambda case, given, who: operations.publish_outcome(case, public=True, version=given["version"], **who),
        lambda: _("Everybody can read it."),
    ),
    "read": Doing(None, lambda case, _given, who: operations.read(case, **who), lambda: _("Marked as read.")),
    **owning.DOINGS,
    **asking.DOINGS,
    **sorting.DOINGS,
}
REFUSALS = (operations.ReportRefused, states.NotPossible, Settled)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """Do one thing to a case; when it cannot be done, show the record again with what was typed and why.

    Asked for by GET, show the form that it needs: in the record, or alone where the record is open already (htmx).
    """
    if (doing := DOINGS.get(action)) is None:
        raise Http404
    if request.method != "POST":
        return _unfolded(request, code, action) if doing.form else HttpResponseNotAllowed(["POST"])
    case, person = inside.case(request, code, *BESIDE), inside.staff(request)
    form = doing.form(request.POST, request.FILES) if doing.form else None
    given = _given(request, case, form)
    if form is not None and form.errors:
        return _record(request, case, action=action, form=form)
    try:
        doing.do(case, given, {"by": person, "now": timezone.now()})
    except operations.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except operations.CaseChanged:
        return _changed(request, code, action, doing, given)
    except REFUSALS as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("cases:record", case.code)
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return _record(request, inside.case(request, code, *BESIDE), action=action, form=form)
    messages.success(request, doing.said())
    case.refresh_from_db()
    return redirect(*(("cases:record", code) if permissions.can_see_inside(person, case) else ("cases:queue",)))


def _given(request: HttpRequest, case: Case, form: django_forms.Form | None) -> dict[str, Any]:
    """What was typed, with the version of the case that its writer saw; wrong things are told in the form."""
    given: dict[str, Any] = {"version": _number(request.POST.get("version", ""))}
    if form is not None and form.is_valid():
        given |= form.cleaned_data
        if "photos" in given:
            given["photos"] = (*photos.sent_before(request, case), *photos.keep(form, owner=case.ref))
    return given


def _changed(request: HttpRequest, code: str, action: str, doing: Doing, given: dict[str, Any]) -> HttpResponse:
    """Show what somebody else did meanwhile, and the form with all that was typed, ready for the case as it is."""
    case, typed = inside.case(request, code, *BESIDE), request.POST.copy()
    typed["version"] = str(case.version)
    form = doing.form(typed) if doing.form else None
    if form is not None:
        form.is_valid()
        form.errors.clear()
    kept = given.get("photos", ())
    happened = changes.since(case, given["version"] or 0)
    more = {
        "changes": happened,
        "has_changed": True,
        "is_kept": form is not None,
        "kept": photos.note(kept, case),
        "kept_count": len(kept),
    }
    return _record(request, case, action=action, form=form, more=more, status=409)


def _unfolded(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """Show the empty form of one thing that can be done."""
    case = inside.case(request, code, *BESIDE)
    if not getattr(request, "htmx", False):
        return _record(request, case, action=action)
    person = inside.staff(request)
    about = offering.about(case, person)
    offered = offering.offered(DOINGS, case, person, about)
    if action not in offered:
        raise Http404
    context = {
        "case": case,
        "name": action,
        "doing": offered[action],
        "opened": offering.blank(action, offered[action], case, person, about),
        "queue_query": _query(request).urlencode(),
        **writing.beside(case, person, ""),
    }
    return render(request, "cases/staff/doing_form.html", context)


def _record(
    request: HttpRequest,
    case: Case,
    *,
    action: str = "",
    form: django_forms.Form | None = None,
    more: dict[str, Any] | None = None,
    status: int = 0,
) -> HttpResponse:
    person = inside.staff(request)
    about = offering.about(case, person)
    works_on = about["works_on"]
    has_contact = permissions.can_see_contact(person, case) and hasattr(case, "contact") and case.contact.is_reachable
    sees_contact = has_contact and "contact" in request.GET
    if sees_contact:
        with transaction.atomic():
            trail.record(trail.Seen(case.ref, "contact"), by=person, now=timezone.now())
    told = story.tell(case, reader=person)
    offered = offering.offered(DOINGS, case, person, about, question=told.question)
    ready_text = request.GET.get("ready", "")
    written = writing.beside(case, person, ready_text) if works_on and (action or ready_text) else {}
    chosen = None if form is not None else written.get("ready_chosen")
    action = chosen.use if chosen else action
    if form is not None:
        form.auto_id = offering.auto_id(action)
    elif action in offered:
        form = offering.blank(action, offered[action], case, person, about, text=chosen.text if chosen else "")
    context = {
        **_queue(request),
        **about,
        "case": case,
        "story": told,
        "offered": offered,
        "can_assign": permissions.can_assign(person, case),
        "gives": permissions.can_give(person),
        "has_contact": has_contact,
        "contact": case.contact if sees_contact else None,
        "opened": form,
        "action": action,
        **merging.shown(case, person),
        **(sorting.proposed(case) if works_on else {}),
        **written,
        **(more or {}),
    }
    return render(
        request,
        "cases/staff/record.html",
        context,
        status=status or (422 if form is not None and form.is_bound else 200),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
