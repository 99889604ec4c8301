"""Preparing one vote: checklist, words, questions, options, preview, publishing, closing early, the office's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.ballots.forms import making as forms
from korzo.capabilities.ballots.forms.booth import Booth
from korzo.capabilities.ballots.models import Option, Question, Vote
from korzo.capabilities.ballots.operations import making
from korzo.capabilities.ballots.queries import checklist, lists
from korzo.capabilities.ballots.views import inside
from korzo.capabilities.ballots.views.public import facts
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.files.pictures import UnusablePicture
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@inside.workers
def manage(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Show what is missing, the questions, and what can be done."""
    vote, now = inside.organised(by, code), timezone.now()
    context = {
        **facts(vote, now),
        "missing": checklist.missing(vote),
        "questions": vote.questions.prefetch_related("options"),
        "can_change": making.can_change(vote, now),
        "supporters": vote.supporters.count(),
        "followers": vote.followers.count(),
        "close_form": forms.Close(),
        "waiting_sheets": vote.sheets.count(),
    }
    return render(request, "ballots/desk/manage.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def edit(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Write a vote's words, times and audience."""
    vote = inside.organised(by, code)
    form = forms.Words(request.POST or None, request.FILES or None, instance=Vote.objects.get(pk=vote.pk))
    if request.method == "POST" and form.is_valid():
        values = form.values
        before, cover = vote.cover, _picture(form, "cover", vote)
        if cover:
            values["cover"] = cover
        if not form.errors:
            try:
                making.keep(vote, values, by=by, now=timezone.now())
            except inside.REFUSALS as refusal:
                doors.tell(request, refusal, form)
            else:
                _replaced(before, cover)
                messages.success(request, _("Saved."))
                return redirect("ballots:manage", code)
    return _page(request, "ballots/desk/edit.html", vote, form)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def question(request: HttpRequest, by: Person, code: str, number: int = 0) -> HttpResponse:
    """Add a question, or change one; its options stand below."""
    vote = inside.organised(by, code)
    row = get_object_or_404(vote.questions, number=number) if number else Question(vote=vote)
    language = get_language() or ""
    form = forms.QuestionForm(request.POST or None, request.FILES or None, instance=row, language=language)
    if request.method == "POST" and form.is_valid():
        made, before = form.save(commit=False), row.picture
        made.picture = _picture(form, "picture", vote) or before
        if not form.errors:
            try:
                making.keep_question(made, by=by, now=timezone.now(), options=form.new_options)
            except inside.REFUSALS as refusal:
                doors.tell(request, refusal, form)
            else:
                _replaced(before, made.picture)
                messages.success(request, _("Saved."))
                return redirect("ballots:question", code, made.number)
    options = row.options.select_related("picture") if number else []
    return _page(request, "ballots/desk/question.html", vote, form, question=row if number else None, options=options)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def option(request: HttpRequest, by: Person, code: str, number: int, at: int = 0) -> HttpResponse:
    """Add an option, or change one."""
    vote = inside.organised(by, code)
    parent = get_object_or_404(vote.questions, number=number)
    row = get_object_or_404(parent.options, number=at) if at else Option(question=parent)
    form = forms.OptionForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        made, before = form.save(commit=False), row.picture
        made.picture = _picture(form, "picture", vote) or before
        if not form.errors:
            try:
                making.keep_option(made, by=by, now=timezone.now())
            except inside.REFUSALS as refusal:
                doors.tell(request, refusal, form)
            else:
                _replaced(before, made.picture)
                messages.success(request, _("Saved."))
                return redirect("ballots:question", code, number)
    return _page(request, "ballots/desk/option.html", vote, form, question=parent, option=row if at else None)


@require_POST
@inside.workers
def arrange(request: HttpRequest, by: Person, code: str, number: int, at: int = 0) -> HttpResponse:
    """Move a question or an option, or take it away."""
    vote = inside.organised(by, code)
    parent = get_object_or_404(vote.questions, number=number)
    row = get_object_or_404(parent.options, number=at) if at else parent
    doing = next((name for name in ("up", "down", "remove") if name in request.POST), "")
    if doing:
        try:
            making.arrange(vote, row, doing, by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal)
    return redirect("ballots:question", code, number) if at else redirect("ballots:manage", code)


@require_safe
@inside.workers
def preview(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Show the booth as people will see it."""
    vote = inside.organised(by, code)
    context = {**facts(vote, timezone.now()), "booth": Booth(vote), "is_preview": True}
    return render(request, "ballots/answer/booth.html", context)


@require_POST
@inside.workers
def publish(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Show it to everybody."""
    vote = inside.organised(by, code)
    try:
        making.publish(vote, by=by, now=timezone.now())
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
        return redirect("ballots:manage", code)
    messages.success(request, _("Published. From its opening on nothing of it changes."))
    return redirect("ballots:vote", code)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def close(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Close before the day, with a reason."""
    vote = inside.organised(by, code)
    form = forms.Close(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            making.close(vote, form.cleaned_data["why"], by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Closed."))
            return redirect("ballots:manage", code)
    return _page(request, "ballots/desk/close.html", vote, form)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def reply(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Say what the office does with the result."""
    vote = inside.organised(by, code)
    form = forms.Reply(request.POST or None, initial={"reply": vote.reply})
    if request.method == "POST" and form.is_valid():
        try:
            making.reply(vote, form.cleaned_data["reply"], by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Published. Who asked to hear is told."))
            return redirect("ballots:vote", code)
    return _page(request, "ballots/desk/reply.html", vote, form)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def delete(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Throw a draft away, after asking once."""
    vote = inside.organised(by, code)
    if request.method == "POST":
        try:
            making.delete(vote, by=by)
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal)
            return redirect("ballots:manage", code)
        messages.success(request, _("Deleted."))
        return redirect("ballots:desk")
    return render(request, "ballots/desk/delete.html", {"vote": vote})


def _picture(form: Any, name: str, vote: Vote) -> Upload | None:
    """Keep the picture that came with a form; None when none came or it cannot be used."""
    for file in form.cleaned_data.get(name) or ():
        try:
            return files.add(file, owner=vote.ref, now=timezone.now())
        except UnusablePicture as reason:
            form.add_error(name, f"{file.name}: {reason}")
        except OSError:
            form.add_error(name, _("The picture could not be stored just now. Try again, or go on without it."))
    return None


def _replaced(before: Upload | None, after: Upload | None) -> None:
    """Delete the picture that another one has replaced."""
    if before is not None and after is not None and before.pk != after.pk:
        files.delete(before)


def _page(request: HttpRequest, template: str, vote: Vote, form: Any, **more: Any) -> HttpResponse:
    context = {"vote": vote, "form": form, "stand": lists.stand(vote, timezone.now()), **more}
    return render(request, template, context, status=422 if form.errors else 200)
