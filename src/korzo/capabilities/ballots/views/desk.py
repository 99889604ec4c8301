"""The desk: votes by where they stand, and what waits for somebody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.forms import making as forms
from korzo.capabilities.ballots.models import Appeal, Vote
from korzo.capabilities.ballots.operations import commissions, making, proposing
from korzo.capabilities.ballots.queries import lists
from korzo.capabilities.ballots.views import inside
from korzo.kernel.people.models import Organisation, Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@inside.workers
def desk(request: HttpRequest, by: Person) -> HttpResponse:
    """List the votes that somebody prepares, by where they stand."""
    now, moderates = timezone.now(), permissions.can_moderate(by)
    mine = lists.for_desk(by)
    context = {
        "groups": lists.by_stand(mine, now=now),
        "late": [each for each in mine.filter(step=Vote.Step.PUBLISHED) if lists.is_late(each, now)],
        "proposals": lists.rows().filter(step=Vote.Step.PROPOSED) if moderates else [],
        "can_begin": permissions.can_begin(by),
        "orders": commissions.waiting(now) if permissions.can_run_secret(by) else [],
        "reads_rolls": permissions.can_run_secret(by),
        "appeals": Appeal.objects.filter(state=Appeal.State.OPEN).count() if permissions.can_run_secret(by) else 0,
    }
    return render(request, "ballots/desk/desk.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.organisers
def begin(request: HttpRequest, by: Person) -> HttpResponse:
    """Begin a vote."""
    form = forms.New(request.POST or None, person=by, may_be_secret=permissions.can_run_secret(by))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        office = get_object_or_404(Organisation, pk=given["organiser"])
        try:
            made = making.begin(given["title"], office, by=by, now=timezone.now(), kind=given["kind"])
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            return redirect("ballots:edit", made.code)
    return render(request, "ballots/desk/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@inside.registrars
def order(request: HttpRequest, by: Person) -> HttpResponse:
    """Prepare the secret ballots for something that waits to be voted on, in the name of the city."""
    city = Organisation.objects.filter(kind=Organisation.Kind.CITY).order_by("pk").first()
    try:
        made = commissions.prepare(
            request.POST.get("ref", ""), organiser=city.code if city else "", by=by, now=timezone.now()
        )
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
    else:
        if made:
            messages.success(request, _("Prepared. Add the roll of voters, the keepers of keys and the codes."))
    return redirect("ballots:desk")


@require_POST
@inside.moderators
def judge(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Let a proposal gather supporters, or refuse it."""
    vote = get_object_or_404(Vote, code=code)
    try:
        proposing.judge(vote, allow="allow" in request.POST, why=request.POST.get("why", ""), by=by, now=timezone.now())
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
    else:
        messages.success(request, _("Done. Its proposer is told."))
    return redirect("ballots:desk")
