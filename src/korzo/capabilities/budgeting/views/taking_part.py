"""What people do with the ideas of others: support, comment, complain, stand behind."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from korzo.capabilities.budgeting import forms
from korzo.capabilities.budgeting.forms import running
from korzo.capabilities.budgeting.models import Comment
from korzo.capabilities.budgeting.operations import committee, supporting
from korzo.capabilities.budgeting.queries import calendar, people
from korzo.capabilities.budgeting.views import inside
from korzo.capabilities.budgeting.views.public import shown
from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District
from korzo.ui.doors import READS_AND_WRITES

COMMENTS, TAPS, INVITATIONS = Limit.parse("10/10m"), Limit.parse("200/h"), Limit.parse("10/d")


@require_POST
@inside.residents
def support(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Support an idea, or no longer."""
    idea = inside.idea(request, code)

    def do() -> str:
        yes = "yes" in request.POST
        supporting.support(idea, yes=yes, by=person, now=timezone.now())
        return _("You support this idea.") if yes else _("You no longer support this idea.")

    return _done(request, person, TAPS, do, _page(code))


@require_POST
@inside.residents
def comment(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Comment on an idea."""
    idea = inside.idea(request, code)
    form = forms.Comment(request.POST)
    if not form.is_valid():
        return render(request, "budgeting/idea.html", shown(request, idea, comment_form=form), status=422)

    def do() -> str:
        made = supporting.comment(idea, text=form.cleaned_data["text"], by=person, now=timezone.now())
        if made.state == Comment.State.HELD:
            return _("Thank you. Comments with links are shown after a moderator has read them.")
        return _("Thank you. Your comment is shown.")

    return _done(request, person, COMMENTS, do, f"{_page(code)}#comments")


@require_http_methods(READS_AND_WRITES)
@inside.residents
def complain(request: HttpRequest, person: Person, code: str, key: int = 0) -> HttpResponse:
    """Tell moderators that an idea, or a comment on it, is out of place."""
    idea = inside.idea(request, code)
    row = get_object_or_404(idea.comments.filter(state=Comment.State.SHOWN), pk=key) if key else None
    form = forms.Complaint(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            supporting.complain(idea, row, why=form.cleaned_data["why"], by=person, now=timezone.now())
            return _("Thank you. A moderator looks at it.")

        return _done(request, person, COMMENTS, do, _page(code))
    context = {"idea": idea, "comment": row, "form": form}
    return render(request, "budgeting/complain.html", context, status=422 if form.errors else 200)


@require_POST
@inside.residents
def invite(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Ask somebody to stand behind an own idea."""
    idea = inside.own(person, code)
    form = forms.Invitation(request.POST)
    if not form.is_valid():
        return render(request, "budgeting/idea.html", shown(request, idea, invite_form=form), status=422)

    def do() -> str:
        supporting.invite(idea, email=form.cleaned_data["email"], by=person, now=timezone.now())
        return _("We ask them, if they have an account here.")

    return _done(request, person, INVITATIONS, do, _page(code))


@require_POST
@inside.residents
def answer(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Say whether one stands behind an idea."""
    idea = inside.idea(request, code)
    row = get_object_or_404(idea.coauthors, person=person)

    def do() -> str:
        yes = "yes" in request.POST
        supporting.answer_invitation(row, yes=yes, by=person, now=timezone.now())
        return _("You are a co-author now.") if yes else _("You are not a co-author.")

    return _done(request, person, TAPS, do, _page(code))


@require_http_methods(READS_AND_WRITES)
@inside.residents
def volunteer(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Put oneself on the list for the committee, or off it."""
    cycle, now = inside.cycle(request, code), timezone.now()
    row = people.volunteered(cycle.pk, person)
    known = {"age": row.age, "sex": row.sex, "district": row.district.code} if row else None
    form = running.VolunteerForm(request.POST if "leave" not in request.POST and request.POST else None, initial=known)
    try:
        if "leave" in request.POST:
            committee.leave(cycle, by=person, now=now)
            messages.success(request, _("You are not on the list any more."))
            return redirect("budgeting:cycle", code)
        if request.method == "POST" and form.is_valid():
            given = dict(form.cleaned_data)
            district = District.objects.get(code=given.pop("district"))
            committee.volunteer(cycle, **given, district=district, by=person, now=now)
            messages.success(request, _("Thank you. You are on the list."))
            return redirect("budgeting:volunteer", code)
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal, form)
    context = {
        "cycle": cycle,
        "form": form,
        "row": row,
        "is_open": calendar.may(cycle, "volunteer", now=now) and not hasattr(cycle, "draw"),
        "crumbs": [(str(cycle.name), reverse("budgeting:cycle", args=[cycle.code]))],
    }
    return render(request, "budgeting/committee/volunteer.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, person: Person, limit: Limit, do: Callable[[], str], page: str) -> HttpResponse:
    """Do it once counted, tell what came of it, and go back to the idea."""
    what = request.resolver_match.view_name if request.resolver_match else ""
    if not limits.allow(what, person.ref, limit, now=timezone.now()):
        return render(request, "429.html", status=429)
    try:
        messages.success(request, do())
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal)
    return redirect(page)


def _page(code: str) -> str:
    return reverse("budgeting:idea", args=[code])
