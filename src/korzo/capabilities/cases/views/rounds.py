"""The round: an officer's phone page in the street, which also works without a network."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.forms import offline
from korzo.capabilities.cases.forms import rounds as forms
from korzo.capabilities.cases.models import Case, Stop, Work
from korzo.capabilities.cases.operations import rounds
from korzo.capabilities.cases.queries import changes, inspecting
from korzo.capabilities.cases.queries import rounds as reading
from korzo.capabilities.cases.rules.states import NotPossible
from korzo.capabilities.cases.views import inside, photos
from korzo.kernel.files import operations as files
from korzo.kernel.people.models import Person
from korzo.ui import doors

SIGNED_OUT = 401


@login_required
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show today's round, in its order, with all that is needed at each stop; nothing about who reported it."""
    return _page(request)


def _page(request: HttpRequest, at: int = 0, form: forms.Done | None = None, status: int = 200) -> HttpResponse:
    person, now = _worker(request), timezone.now()
    stops, materials = reading.stops(person, now=now), reading.materials()
    shown = []
    for stop in stops:
        fresh = forms.Done(initial={"version": stop.case.version}, materials=materials)
        this = form if form is not None and stop.pk == at else fresh
        this.auto_id = f"stop-{stop.pk}-%s"
        shown.append((stop, this))
    left = [stop for stop in stops if stop.is_left]
    context = {
        "shown": shown,
        "left": left,
        "next": left[0] if left else None,
        "here": at,
        "owner": reading.owner(person),
        "bounds": reading.bounds(stops),
        "checks": inspecting.due(person, now=now),
        "offered": reading.offered(person, now=now),
        "order": forms.Order(),
        "now": now,
    }
    return render(request, "cases/round/round.html", context, status=status)


@login_required
@never_cache
@require_safe
def features(request: HttpRequest) -> JsonResponse:
    """Answer the numbered stops of the round, for the map."""
    stops = reading.stops(_worker(request), now=timezone.now())
    found = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [stop.case.long, stop.case.lat]},
            "properties": {
                "ref": stop.case.code,
                "url": f"#stop-{stop.pk}",
                "title": f"{number}. {stop.case.category.name}",
                "state": stop.get_state_display(),
                "color": "" if stop.is_left else "neutral",
                "number": number,
            },
        }
        for number, stop in enumerate(stops, start=1)
        if stop.case.lat is not None
    ]
    return JsonResponse({"type": "FeatureCollection", "features": found}, content_type="application/geo+json")


@never_cache
@require_safe
def pass_(request: HttpRequest) -> JsonResponse:
    """Give a device what it needs to send what was done without a network: who is signed in, and a fresh token."""
    person = request.user
    if not isinstance(person, Person) or not permissions.can_work(person):
        return JsonResponse({"detail": _("Sign in, then what you wrote is sent.")}, status=SIGNED_OUT)
    return JsonResponse({"token": get_token(request), "owner": reading.owner(person)})


@login_required
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Put chosen cases on today's round."""
    person, done = _worker(request), 0
    codes = [value.partition(":")[0] for value in request.POST.getlist("case")[: rounds.MOST_STOPS]]
    for case in Case.objects.select_related("office").filter(code__in=codes).due_first():
        try:
            rounds.put_on_round(case, by=person, now=timezone.now())
        except (operations.ReportRefused, operations.NotAllowed) as refusal:
            messages.error(request, f"{case.code}: {refusal}")
        else:
            done += 1
    if done:
        said = ngettext("%(count)d case is on your round.", "%(count)d cases are on your round.", done)
        messages.success(request, said % {"count": done})
    return redirect("cases:round")


@login_required
@require_POST
def arrange(request: HttpRequest) -> HttpResponse:
    """Put the round in the order of a short way: from here, or from its first stop."""
    person, now = _worker(request), timezone.now()
    form = forms.Order(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    start = (given["latitude"], given["longitude"]) if given.get("latitude") is not None else None
    start = start if start and start[1] is not None else None
    rounds.arrange(day=reading.today(now), start=start, urgent_first=given.get("urgent", False), by=person, now=now)
    messages.success(request, _("Your round is in the order of a short way."))
    return redirect("cases:round")


@login_required
@require_POST
def change(request: HttpRequest, key: int, how: str) -> HttpResponse:
    """Move a stop up or down, skip it, or take it in again."""
    person = _worker(request)
    stop = get_object_or_404(Stop.objects.filter(person=person), pk=key)
    if how in {"up", "down"}:
        rounds.move(stop, up=how == "up", by=person)
    else:
        rounds.skip(stop, back=how == "back", by=person)
    return redirect(f"{reverse('cases:round')}#stop-{stop.pk}")


@require_POST
def do(request: HttpRequest, key: int) -> HttpResponse:
    """Take what was done at a stop. Devices that waited for a network send `Idempotency-Key` and get JSON."""
    number = offline.key(request.headers.get("Idempotency-Key", ""))
    if number and not permissions.can_work(doors.reader(request)):
        return JsonResponse({"detail": _("Sign in, then what you wrote is sent.")}, status=SIGNED_OUT)
    if not request.user.is_authenticated:
        return redirect("account_login")
    person = _worker(request)
    stop = Stop.objects.select_related("case").filter(person=person, pk=key).first()
    if stop is None:
        if number:
            return JsonResponse({"detail": _("This stop is no longer on your round.")}, status=422)
        raise Http404
    materials = reading.materials()
    form = forms.Done({"people": "1", "minutes": "0", **request.POST.dict()}, request.FILES, materials=materials)
    if request.POST.get("outcome") == Work.Outcome.STARTED:
        del form.fields["outcome"]
    answer = _taken(stop, form, person, number)
    if number:
        return JsonResponse(
            {name: value for name, value in answer.items() if name != "status"}, status=answer["status"]
        )
    if answer["status"] < 300:  # noqa: PLR2004 -- taken
        messages.success(request, answer["said"])
        return redirect("cases:round")
    form.is_valid()
    if "changes" in answer:
        form.data = {**form.data, "version": str(answer["version"])}  # shown with what happened; sent again it counts
    if not form.errors or "changes" in answer:
        form.add_error(None, answer["detail"])
    return _page(request, stop.pk, form, answer["status"])


def _taken(stop: Stop, form: forms.Done, person: Person, number: str) -> dict[str, Any]:
    """What is answered: `said`, or `detail` with the reason; and the version that the next report is measured by."""
    if not form.is_valid():
        return {"status": 422, "detail": form.first_problem()}
    kept = photos.keep(form, owner=f"{files.DRAFT}{number or stop.pk}")
    if form.errors:
        return {"status": 422, "detail": form.first_problem(), **_dropped(kept)}
    given = form.cleaned_data
    what = rounds.Done(
        outcome=given.get("outcome", Work.Outcome.STARTED),
        **{name: given[name] for name in ("text", "note", "reason", "version")},
        minutes=given["minutes"] or 0,
        people=given["people"] or 1,
        materials=form.materials,
        photos=tuple(kept),
        key=number or None,
    )
    try:
        work, is_new = rounds.do_stop(stop, what, by=person, now=timezone.now())
    except operations.CaseChanged:
        return {**_changed(stop, what.version or 0), **_dropped(kept)}
    except NotPossible:
        reason = _("This case is closed. Only a note, time and material can be added.")
        return {"status": 422, "detail": reason, **_dropped(kept)}
    except (operations.ReportRefused, operations.NotAllowed) as refusal:
        return {"status": 422, "detail": str(refusal), **_dropped(kept)}
    if not is_new:
        _dropped(kept)
    said = {"started": _("Work has begun."), "done": _("Solved. The reporter is told.")}.get(work.outcome, _("Saved."))
    return {"status": 201 if is_new else 200, "said": said, "version": work.left, "outcome": work.outcome}


def _changed(stop: Stop, version: int) -> dict[str, Any]:
    """Tell what somebody else did to the case since the person saw it."""
    case = Case.objects.select_related("category", "office").get(pk=stop.case_id)
    happened = [str(each) for each in changes.since(case, version)]
    said = _("Somebody else has just changed this case: %(state)s. Look at what you wrote, then send it again.")
    detail = said % {"state": case.get_state_display()}
    return {"status": 409, "detail": detail, "version": case.version, "changes": happened}


def _dropped(kept: list[Any]) -> dict[str, Any]:
    """Delete photos that became nobody's: they come again with the next try."""
    for upload in kept:
        files.delete(upload)
    return {}


def _worker(request: HttpRequest) -> Person:
    person = inside.staff(request)
    if not permissions.can_work(person):
        raise PermissionDenied(_("These pages are for the people who work on cases."))
    return person
