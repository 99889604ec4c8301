"""What everybody can look at: the list, the map, a case, and the reporter's own page behind their secret link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases import forms, operations, permissions
from korzo.capabilities.cases.models import Case, Verdict
from korzo.capabilities.cases.queries import following, lists, mapping, similar, story, watching
from korzo.capabilities.cases.rules import states
from korzo.capabilities.cases.rules.cells import Box
from korzo.capabilities.cases.rules.states import Action
from korzo.capabilities.cases.views import devices, listing, photos
from korzo.capabilities.cases.views import following as following_views
from korzo.kernel import refs
from korzo.kernel.people.models import Person
from korzo.ui import doors


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """List public cases beside the map."""
    filters = lists.Filters.read(request.GET.dict())
    pages = lists.Pages(lists.public(filters))
    context = {**listing.context(request, pages, filters), "follow": watching.label(request.GET.dict())}
    return render(request, "cases/list.html", context)


@require_safe
def map_features(request: HttpRequest) -> JsonResponse:
    """Answer what the map shows in a box at a zoom, as GeoJSON."""
    try:
        view = mapping.View(
            Box.parse(request.GET.get("bbox", "")),
            min(max(float(request.GET.get("zoom", "12")), 0.0), 22.0),
            request.GET.get("category", ""),
            status if (status := request.GET.get("status", "")) in lists.STATUSES else "",
        )
    except ValueError:
        return JsonResponse({"error": "bbox=west,south,east,north in degrees and zoom are needed"}, status=400)
    url = reverse("cases:case", args=["CODE"])
    found = mapping.heat(view) if request.GET.get("heat") == "1" else mapping.features(view, url=url)
    answer = JsonResponse(found, content_type="application/geo+json")
    answer["Cache-Control"] = "public, max-age=30"
    return answer


@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show one case."""
    found = lists.by_code(code)
    reader = _person(request)
    if found is None or not permissions.can_see(reader, found):
        raise Http404
    if found.code != code:
        return redirect("cases:case", found.code)
    context = {
        "case": found,
        "story": story.tell(found, reader=reader),
        "crumbs": [(_("Reported problems"), reverse("cases:list"))],
        "offers": refs.offered(found.ref),
        "became": refs.followed_by(found.ref, kind="became"),
        "works_on": permissions.can_use_queue(reader) and permissions.can_see_inside(reader, found),
        **following_views.shown(found, reader),
    }
    return render(request, "cases/case.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Let the reporter see all of their case, write to the office, reopen, withdraw, or erase their contact."""
    found = following.find(code, token)
    if found is None:
        return render(request, "cases/follow_unknown.html", {"code": code}, status=404)
    form = forms.Reply(request.POST or None, request.FILES or None)
    possible = states.possible(found.step)
    if request.method == "POST" and (done := _answered(request, found, form)):
        messages.success(request, done)
        return redirect("cases:case", found.code) if "erase" in request.POST else redirect(request.path)
    context = {
        "case": found,
        "story": story.tell(found, reader=_person(request), is_reporter=True),
        "form": form,
        "token": token,
        **devices.shown(found),
        "can_reopen": Action.REOPEN in possible and found.state in (Case.State.RESOLVED, Case.State.DECLINED),
        "can_withdraw": Action.WITHDRAW in possible and not found.repeated.exists(),
        "verdict": Verdict.objects.filter(case=found).first(),
        "answers": Verdict.Answer.choices,
        "root": root if (root := similar.root(found)).pk != found.pk and root.is_public else None,
    }
    return render(request, "cases/follow.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, found: Case, form: forms.Reply) -> str:  # noqa: PLR0911 -- one way out for each button
    """Do what the reporter asked; returns what to tell them, or nothing when the form must be shown again."""
    now, person = timezone.now(), _person(request)
    try:
        if "erase" in request.POST:
            operations.erase_contact(found, by=person, now=now)
            return _("Your name and addresses were deleted. The link no longer works.")
        if "withdraw" in request.POST:
            operations.withdraw(found, by=person, now=now)
            return _("You have withdrawn your report.")
        if "verdict" in request.POST:
            operations.judge(found, answer=request.POST["verdict"], by=person, now=now)
            return _("Thank you. Your answer is counted.")
        if not form.is_valid():
            return ""
        kept = tuple(photos.keep(form, owner=found.ref))
        if form.errors:
            return ""
        written = {"text": form.cleaned_data["text"], "photos": kept, "by": person, "now": now, "as_reporter": True}
        if "reopen" in request.POST:
            operations.reopen(found, **written)
            return _("The case is open again. The office knows.")
        operations.comment(found, public=False, **written)
        return _("Your message has reached the office.")
    except (operations.ReportRefused, states.NotPossible) as refusal:
        form.add_error(None, str(refusal))
        return ""


def _person(request: HttpRequest) -> Person | None:
    return doors.reader(request)
