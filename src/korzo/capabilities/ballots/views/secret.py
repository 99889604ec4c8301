"""How a secret ballot is prepared and counted, for staff: keepers of keys, codes of voters, sealing, opening."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.ballots.forms import secret as forms
from korzo.capabilities.ballots.models import Box, Vote, Voter
from korzo.capabilities.ballots.operations import boxes, codes, rolls, trustees
from korzo.capabilities.ballots.operations.codes import Unreadable
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.operations.trustees import Step
from korzo.capabilities.ballots.queries import archives, checklist, taking_part
from korzo.capabilities.ballots.rules import jsons
from korzo.capabilities.ballots.rules.listing import Flaw
from korzo.capabilities.ballots.views import inside, offline
from korzo.capabilities.ballots.views.rolls import as_csv
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

_SHOWN_PROBLEMS = 50
FLAWS = {
    Flaw.FORM: gettext_lazy("This is no list."),
    Flaw.EMPTY: gettext_lazy("The list is empty."),
    Flaw.SECRET: gettext_lazy(
        "This is the secret list! It must never leave the authority. Nothing of it was kept here."
    ),
    Flaw.ELEMENT: gettext_lazy("This is no public half of a code."),
    Flaw.WEIGHT: gettext_lazy("A weight is a whole number from 1."),
    Flaw.TWICE: gettext_lazy("This stands here twice."),
}


@require_http_methods(READS_AND_WRITES)
@inside.registrars
def prepare(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Show what is ready and what is missing; take the keepers' names or the list of codes."""
    vote = _vote(by, code)
    box = Box.objects.filter(vote=vote).first()
    keepers, file = forms.KeepersForm(), forms.CodesForm()
    practice, listed = forms.PracticeForm(), taking_part.electorate(vote)
    problems: list[Any] = []
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = _forms(request).get(act, lambda: keepers)()
        if act == "keepers":
            keepers = form
        elif act == "codes":
            file = form
        try:
            if form.is_valid() and _do(request, by, vote, act, form):
                return redirect("ballots:secret", code)
        except Unreadable as refusal:
            problems = [(each.line, FLAWS[each.flaw]) for each in refusal.problems]
            form.add_error("file", str(refusal))
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
    context = {
        "vote": vote,
        "box": box,
        "keepers": _keepers(box),
        "form": keepers,
        "file": file,
        "practice": practice,
        "problems": problems[:_SHOWN_PROBLEMS],
        "more_problems": max(0, len(problems) - _SHOWN_PROBLEMS),
        "codes": _count(box),
        "online": listed.filter(channel=Voter.Channel.ONLINE).count(),
        "paper": listed.filter(channel=Voter.Channel.PAPER).count(),
        "shuffles": box.pieces.filter(kind="Shuffle").count() if box else 0,
        "crumbs": inside.crumbs(vote),
    }
    return render(request, "ballots/secret/prepare.html", context, status=422 if form_errors(keepers, file) else 200)


def form_errors(*given: BaseForm) -> bool:
    """Whether something has to be put right."""
    return any(each.is_bound and each.errors for each in given)


def _forms(request: HttpRequest) -> dict[str, Callable[[], Any]]:
    return {
        "keepers": lambda: forms.KeepersForm(request.POST),
        "codes": lambda: forms.CodesForm(request.POST, request.FILES),
        "practice": lambda: forms.PracticeForm(request.POST),
    }


@transaction.atomic
def _do(request: HttpRequest, by: Person, vote: Vote, act: str, form: Any) -> bool:
    now = timezone.now()
    box = Box.objects.filter(vote=vote).first() or boxes.begin(
        vote,
        by=by,
        now=now,
        is_practice="is_practice" in request.POST,
        group=form.cleaned_data.get("group") or forms.GROUPS[0][0],
    )
    given = form.cleaned_data
    if act == "keepers":
        enough, people = given["threshold"], given["people"]
        enough = None if enough == len(people) else enough
        trustees.invite(box, people, threshold=enough, language=get_language() or "", by=by, now=now)
        messages.success(request, _("Each keeper gets a letter with a link."))
    elif act == "codes":
        count = codes.take(box, given["file"].read(), by=by)
        messages.success(request, _("The list is kept: %(count)s codes.") % {"count": count})
    elif act == "practice":
        codes.practise(box, given["count"], by=by)
        messages.success(request, _("The codes are made."))
    return True


@require_POST
@inside.registrars
def act(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Seal the vote, begin the keys anew, send a link again, or end the shuffling."""
    vote = _vote(by, code)
    box, now = get_object_or_404(Box, vote=vote), timezone.now()
    named = request.POST.get("act", "")
    try:
        if named == "seal":
            _complete(vote, now)
            trustees.seal(box, by=by, now=now)
            messages.success(request, _("The vote is sealed. From now on nothing of it changes."))
        elif named == "restart":
            trustees.restart(box, by=by, now=now)
            messages.success(request, _("All keys are thrown away. The keepers begin anew with the same links."))
        elif named == "link":
            keeper = get_object_or_404(box.keepers, pk=_number(request.POST.get("keeper", "")))
            trustees.send_again(keeper, by=by, now=now)
            messages.success(request, _("A new link is on its way. The old one no longer opens."))
        elif named == "end-shuffles":
            boxes.end_shuffles(box, by=by)
            messages.success(request, _("Shuffling is over. Now the keepers open the result."))
        else:
            raise Http404
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
    return redirect("ballots:secret", code)


@require_POST
@inside.registrars
def voters(_request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Give the authority those who get a code: number, weight, name, address. Paper voters are not among them.

    That the list was taken stands on the trail.
    """
    vote = _vote(by, code)
    lines = rolls.hand_out(vote.roll, with_addresses=True, by=by, now=timezone.now(), vote=vote) if vote.roll else ()
    answer = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-voters.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@inside.registrars
def authority(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Give the authority its page: one file, everything in it, for a computer without a network."""
    vote = _vote(by, code)
    box = get_object_or_404(Box, vote=vote)
    booth = request.build_absolute_uri(reverse("ballots:booth", args=[code]))
    data = {"uuid": box.uuid, "group": box.group, "code": code, "booth": booth}
    context = {"vote": vote, "box": box, "booth": booth, "data": data}
    answer = HttpResponse(offline.page(request, "ballots/secret/authority.html", "ui/js/ballots/authority.js", context))
    answer["Content-Disposition"] = f'attachment; filename="{code}-codes.html"'
    return answer


def _complete(vote: Vote, now: datetime) -> None:
    """Seal nothing that could not be published: it cannot be changed any more."""
    if found := checklist.missing(vote):
        raise Refused("", found[0].text)
    if vote.closes_at is not None and vote.closes_at <= now:
        raise Refused("", _("Its end has passed. Set another one."))


def _vote(by: Person, code: str) -> Vote:
    vote = inside.organised(by, code)
    if not vote.is_secret:
        raise Http404
    return vote


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 -- 64 bits


def _count(box: Box | None) -> int:
    return len(jsons.read(bytes(box.credentials))) if box and box.credentials else 0


def _keepers(box: Box | None) -> list[tuple[Any, str]]:
    """Each keeper, and how far they are."""
    if box is None:
        return []
    words = {
        Step.KEY: _("makes a key"),
        Step.DEAL: _("is next"),
        Step.FINISH: _("is next"),
        Step.WAIT: _("waits for the others"),
        Step.REHEARSE: _("has to try the key"),
        Step.READY: _("ready"),
        Step.SHUFFLE: _("can shuffle"),
        Step.DECRYPT: _("can open"),
        Step.DONE: _("done"),
    }
    done = {archives.owner_of(each) for each in box.pieces.filter(kind="Shuffle")}
    found = []
    for each in box.keepers.select_related("box__vote"):
        step = trustees.next_step(each)
        shuffled = box.step == Box.Step.MIXING and each.owner in done
        found.append((each, _("has shuffled") if shuffled else words[step]))
    return found
