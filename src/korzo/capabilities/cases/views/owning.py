"""What officers and arbiters do when a case goes to others: hand-overs, parts of the work, letters to authorities."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.capabilities.cases import forms as plain_forms
from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.forms import owning as forms
from korzo.capabilities.cases.models import Case, Dispatch, Forwarding, HandOver, Part
from korzo.capabilities.cases.operations import dispatching, forwarding, handing_over, looking, parting
from korzo.capabilities.cases.queries import owning
from korzo.capabilities.cases.rules.states import Action
from korzo.capabilities.cases.views.doing import Doing, Given
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Organisation, Person

FEWEST_SECONDS, MOST_SECONDS = 15, 60
Who = Given


def _office(given: Given, name: str = "office") -> Organisation:
    return Organisation.objects.get(code=given[name])


def _undecided(case: Case) -> HandOver:
    found = owning.hand_over(case)
    if found is None:
        raise operations.ReportRefused("office", _("This was settled meanwhile."))
    return found


def _letter(case: Case) -> Forwarding:
    found = owning.forwarding(case)
    if found is None:
        raise operations.ReportRefused("text", _("This was settled meanwhile."))
    return found


def _part(case: Case, given: Given) -> Part:
    found = Part.objects.filter(case=case, pk=given["part"]).first()
    if found is None:
        raise Http404
    return found


def _hand_over(case: Case, given: Given, who: Who) -> None:
    operations.hand_over(case, office=_office(given), reason=given["reason"], version=given["version"], **who)


def _accept(case: Case, given: Given, who: Who) -> None:
    operations.accept(_undecided(case), version=given["version"], **who)


def _refuse(case: Case, given: Given, who: Who) -> None:
    operations.refuse(_undecided(case), reason=given["reason"], version=given["version"], **who)


def _keep(case: Case, given: Given, who: Who) -> None:
    handing_over.take_back(_undecided(case), version=given["version"], **who)


def _decide(case: Case, given: Given, who: Who) -> None:
    office = _office(given)
    operations.decide(_undecided(case), office=office, reason=given["reason"], version=given["version"], **who)


def _ask_part(case: Case, given: Given, who: Who) -> None:
    asked = {name: given[name] for name in ("text", "due_on", "required", "version")}
    parting.ask_part(case, office=_office(given), **asked, **who)


def _answer_part(case: Case, given: Given, who: Who) -> None:
    done = given["done"] == "yes"
    parting.answer_part(_part(case, given), done=done, text=given["text"], version=given["version"], **who)


def _drop_part(case: Case, given: Given, who: Who) -> None:
    parting.drop_part(_part(case, given), version=given["version"], **who)


def _forward(case: Case, given: Given, who: Who) -> None:
    written = {name: given[name] for name in ("text", "language", "on_paper", "version")}
    forwarding.forward(case, authority=_office(given, "authority"), **written, **who)


def _send_again(case: Case, _given: Given, who: Who) -> None:
    dispatching.again(Dispatch.objects.get(pk=_letter(case).pk), **who)


def _answered(case: Case, given: Given, who: Who) -> None:
    solved = {"solved": True, "declined": False}.get(given["then"])
    told = {name: given[name] for name in ("text", "on", "version")}
    forwarding.answered(_letter(case), solved=solved, **told, **who)


def _take_back(case: Case, given: Given, who: Who) -> None:
    forwarding.take_back(_letter(case), reason=given["reason"], version=given["version"], **who)


DOINGS: dict[str, Doing] = {
    "hand-over": Doing(
        forms.HandOver,
        _hand_over,
        lambda: _("The other office is asked. Until it accepts, it is yours."),
        gettext_lazy("Hand over to another office"),
        gettext_lazy("Ask the office"),
        "h",
    ),
    "accept": Doing(None, _accept, lambda: _("The case is yours now.")),
    "refuse": Doing(
        forms.Refuse,
        _refuse,
        lambda: _("An arbiter decides now."),
        gettext_lazy("Do not take it over"),
        gettext_lazy("Send to the arbiter"),
    ),
    "keep": Doing(None, _keep, lambda: _("You keep the case.")),
    "decide": Doing(
        forms.Decide,
        _decide,
        lambda: _("Decided. Both offices are told."),
        gettext_lazy("Decide who owns it"),
        gettext_lazy("Decide"),
    ),
    "ask-part": Doing(
        forms.AskPart,
        _ask_part,
        lambda: _("The other office is asked."),
        gettext_lazy("Ask for a part of the work"),
        gettext_lazy("Ask the office"),
    ),
    "answer-part": Doing(forms.AnswerPart, _answer_part, lambda: _("Saved.")),
    "drop-part": Doing(forms.DropPart, _drop_part, lambda: _("The other office need not do it any more.")),
    "forward": Doing(
        forms.Forward,
        _forward,
        lambda: _("The letter is on its way."),
        gettext_lazy("Pass to an authority outside the city"),
        gettext_lazy("Send the letter"),
    ),
    "send-again": Doing(None, _send_again, lambda: _("It is on its way again.")),
    "answered": Doing(
        forms.Answered,
        _answered,
        lambda: _("Saved. The reporter is told."),
        gettext_lazy("The authority has answered"),
        gettext_lazy("Save the answer"),
    ),
    "take-back": Doing(
        forms.TakeBack,
        _take_back,
        lambda: _("Your office goes on with it."),
        gettext_lazy("Go on without an answer"),
        gettext_lazy("Take the case back"),
    ),
}


def beside(case: Case, person: Person, possible: set[str]) -> dict[str, Any]:
    """What the record shows of others who have to do with the case, and what this person can do about it."""
    given, works_on = owning.hand_over(case), permissions.can_work_on(person, case)
    letter, parts = owning.forwarding(case), owning.parts(case)
    mine = [part for part in parts if part.is_open and permissions.can_answer_for(person, part.office_id)]
    return {
        "hand_over": given,
        "letter": letter,
        "post": Message.objects.filter(key=letter.letter).first() if letter else None,
        "parts": parts,
        "my_parts": [(part, forms.AnswerPart(initial={"version": case.version, "part": part.pk})) for part in mine],
        "is_missing": any(part.is_open and part.is_required for part in parts),
        "answers": given is not None and given.is_waiting and permissions.can_answer_for(person, given.receiver_id),
        "decides": given is not None and given.is_to_decide and permissions.can_decide(person),
        "keeps": given is not None and given.is_waiting and works_on,
        "asks": works_on and Action.HAND_OVER in possible and given is None,
        "divides": works_on and case.is_open,
        "writes": works_on and Action.FORWARD in possible and given is None,
    }


def heard(letter: Forwarding | None) -> dict[str, Any]:
    """What the authority's own system said last, ready to be told as its answer."""
    if letter is None or not hasattr(letter, "dispatch") or letter.dispatch.solved is None:
        return {}
    return {"text": letter.dispatch.notes, "then": "solved" if letter.dispatch.solved else "declined"}


@login_required
@never_cache
@require_safe
def presence(request: HttpRequest, code: str) -> HttpResponse:
    """Say who else has this case before them, and ask again later: the longer nothing happens, the more seldom."""
    found, person = Case.objects.filter(code=code).only("code", "office", "is_open").first(), request.user
    if found is None or not isinstance(person, Person) or not permissions.can_see_inside(person, found):
        raise Http404
    others = looking.look(found, by=person, now=timezone.now())
    before = plain_forms.seconds(request.GET.get("after", ""))
    after = looking.SECONDS if others else min(max(before * 2, FEWEST_SECONDS), MOST_SECONDS)
    context = {"case": found, "others": others, "after": after}
    return render(request, "cases/staff/presence.html", context)
