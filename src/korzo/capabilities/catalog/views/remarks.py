"""Remarks under a data set."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from korzo.capabilities.catalog.forms import readers as forms
from korzo.capabilities.catalog.models import Comment, Dataset
from korzo.capabilities.catalog.operations import commenting
from korzo.capabilities.catalog.views import inside, public
from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person

WRITTEN, TAPS = Limit.parse("10/10m"), Limit.parse("30/h")


@require_POST
@inside.residents
def comment(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Write a remark, or answer one; what is refused stays in its box."""
    found, now = inside.dataset(request, name), timezone.now()
    form = forms.Remark(request.POST)
    to = request.POST.get("reply_to", "")
    if form.is_valid():
        if not limits.allow("data-comment", person.ref, WRITTEN, now=now):
            form.add_error(None, _("You have written much just now. Please wait ten minutes."))
        else:
            reply_to = found.comments.filter(pk=to).first() if to.isdecimal() else None
            text, language = form.cleaned_data["text"], get_language() or ""
            made = inside.tried(
                request,
                lambda: commenting.comment(found, text, reply_to=reply_to, language=language, by=person, now=now),
                form,
            )
            if made:
                if made.is_hidden:
                    messages.success(request, _("Thank you. What holds a link is shown after a steward has read it."))
                return redirect(_address(found))
    return public.page(request, found, remark=form, reply_to=to)


@require_POST
@inside.residents
def report(request: HttpRequest, person: Person, name: str, key: int) -> HttpResponse:
    """Say that a remark is out of place."""
    found, row = _row(request, name, key)
    if not limits.allow("data-report", person.ref, TAPS, now=timezone.now()):
        return render(request, "429.html", status=429)
    if inside.tried(request, lambda: commenting.report(row, by=person, now=timezone.now())):
        messages.success(request, _("Thank you. A steward looks at it."))
    return redirect(_address(found))


@require_POST
@inside.residents
def judge(request: HttpRequest, person: Person, name: str, key: int) -> HttpResponse:
    """Hide a remark or show it again."""
    found, row = _row(request, name, key)
    hidden = "hide" in request.POST
    inside.tried(request, lambda: commenting.judge(row, hidden=hidden, by=person, now=timezone.now()))
    return redirect(_address(found))


def _row(request: HttpRequest, name: str, key: int) -> tuple[Dataset, Comment]:
    found = inside.dataset(request, name)
    return found, get_object_or_404(found.comments.select_related("dataset__publisher"), pk=key)


def _address(dataset: Dataset) -> str:
    return f"{public.address(dataset)}#remarks"
