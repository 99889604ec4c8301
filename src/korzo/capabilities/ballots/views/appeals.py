"""“I should be on the roll”: the public log with its form, and the desk where appeals are decided."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.ballots.forms import rolls as forms
from korzo.capabilities.ballots.models import Appeal
from korzo.capabilities.ballots.operations import appeals
from korzo.capabilities.ballots.queries import rolls
from korzo.capabilities.ballots.views import inside
from korzo.kernel import limits
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

APPEALS = limits.Limit.parse("5/d")


@require_http_methods(READS_AND_WRITES)
def log(request: HttpRequest, code: str) -> HttpResponse:
    """Show how appeals were decided, and take one."""
    vote, by = inside.vote(request, code), doors.reader(request)
    if vote.roll_id is None:
        raise Http404
    form = forms.Appeal(request.POST or None)
    if request.method == "POST":
        if by is None:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        if not limits.allow("ballots.appeal", by.ref, APPEALS, now=timezone.now()):
            return inside.too_many(request)
        if form.is_valid():
            try:
                appeals.appeal(vote, form.cleaned_data["text"], by=by, now=timezone.now())
            except inside.REFUSALS as refusal:
                doors.tell(request, refusal, form)
            else:
                messages.success(request, _("We have it. An officer decides, and we write to you."))
                return redirect("ballots:appeals", code)
    mine = vote.appeals.filter(person=by).first() if by else None
    context = {
        "vote": vote,
        "form": form,
        "rows": rolls.public_log(vote),
        "mine": mine,
        "can_appeal": by is not None and not vote.is_over(timezone.now()),
        "crumbs": inside.crumbs(vote),
    }
    return render(request, "ballots/rolls/appeals.html", context, status=422 if form.errors else 200)


@require_safe
@inside.registrars
def desk(request: HttpRequest, _by: Person) -> HttpResponse:
    """List the appeals to be decided."""
    return render(request, "ballots/rolls/appeals_desk.html", {"rows": rolls.waiting()})


@require_http_methods(READS_AND_WRITES)
@inside.registrars
def decide(request: HttpRequest, by: Person, key: int) -> HttpResponse:
    """Decide one."""
    row = get_object_or_404(Appeal.objects.select_related("vote", "roll", "person"), pk=key)
    form = forms.Decision(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeals.decide(row, grant="grant" in request.POST, **form.cleaned_data, by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Decided. They are told."))
            return redirect("ballots:appeals-desk")
    context = {"row": row, "form": form}
    return render(request, "ballots/rolls/decide.html", context, status=422 if form.errors else 200)
