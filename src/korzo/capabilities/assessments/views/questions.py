"""The questionnaire: a heat map by pillar, and one indicator a page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms.answering import AnswerForm
from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.operations import answering
from korzo.capabilities.assessments.operations.refusals import NotAllowed
from korzo.capabilities.assessments.queries import definitions, questionnaires
from korzo.capabilities.assessments.queries.rooms import QUESTIONS
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_safe
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """Show all scores by pillar; there is no grade of all."""
    found = inside.shown(request, code, "questions")
    audience = inside.audience(request, found)
    context = {
        "assessment": found,
        "asked": definitions.questions_of(found),
        "pillars": questionnaires.pillars(found, audience),
        "inside": audience.is_house,
    }
    return render(request, "assessments/questions.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def question(request: HttpRequest, person: Person, code: str, indicator: str) -> HttpResponse:
    """Show the questions of an indicator, and take the answer to one of them."""
    part = inside.opened(person, code, f"{QUESTIONS}{indicator}")
    found, reads = part.assessment, permissions.can_read(person, part.assessment)
    one = questionnaires.indicator(found, indicator)
    if one is None:
        raise Http404
    documents = inside.documents(person, part, [each.id for each in one.questions])
    forms = []
    for each in questionnaires.asked_in(found, one):
        mine = request.method == "POST" and request.POST.get("question") == each.question.id
        form = AnswerForm(
            request.POST if mine else None,
            request.FILES if mine else None,
            documents=documents,
            indicator=one,
            asked=each,
            auto_id=f"{each.question.id}-%s",
        )
        if mine and form.is_valid() and _answer(request, found, person, form):
            return redirect(f"{request.path}#{each.question.id}")
        forms.append(form)
    context = {
        "assessment": found,
        "indicator": one,
        "forms": forms,
        "fills": permissions.can_contribute(person, part),
        "reads": reads,
        "scored": next(s for p in questionnaires.pillars(found) for s in p.indicators if s.indicator.id == one.id),
    }
    wrong = any(form.errors for form in forms) or (request.method == "POST" and not any(f.is_bound for f in forms))
    return render(request, "assessments/question.html", context, status=422 if wrong else 200)


def _answer(request: HttpRequest, found: Assessment, person: Person, form: AnswerForm) -> bool:
    """Keep it; whether that worked."""
    now, values = timezone.now(), form.values()
    try:
        answering.answer(found, form.asked.question.id, **values, handed=form.handed(), by=person, now=now)
    except NotAllowed as refusal:
        inside.refuse(request, refusal)
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal, form)
    else:
        messages.success(request, _("Saved."))
        return True
    return False
