"""The questionnaire: a heat map by pillar, and one indicator a page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms.answering import AnswerForm
from korzo.capabilities.assessments.models import Assessment, Part
from korzo.capabilities.assessments.operations import answering, documents
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
    person = doors.reader(request)
    context = {
        "assessment": found,
        "asked": definitions.questions_of(found),
        "pillars": questionnaires.pillars(found),
        "inside": permissions.can_read(person, found),
    }
    return render(request, "assessments/questions.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def question(request: HttpRequest, person: Person, code: str, indicator: str) -> HttpResponse:
    """Show the questions of an indicator, and take the answer to one of them."""
    found = inside.read(person, code)
    one = questionnaires.indicator(found, indicator)
    if one is None:
        raise Http404
    part = found.parts.filter(code=f"{QUESTIONS}{one.id}").first() or Part(
        assessment=found, code=f"{QUESTIONS}{one.id}"
    )
    part.assessment = found
    forms = []
    for each in questionnaires.asked_in(found, one):
        mine = request.method == "POST" and request.POST.get("question") == each.question.id
        form = AnswerForm(
            request.POST if mine else None,
            request.FILES if mine else None,
            assessment=found,
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
        "scored": next(s for p in questionnaires.pillars(found) for s in p.indicators if s.indicator.id == one.id),
    }
    wrong = any(form.errors for form in forms) or (request.method == "POST" and not any(f.is_bound for f in forms))
    return render(request, "assessments/question.html", context, status=422 if wrong else 200)


def _answer(request: HttpRequest, found: Assessment, person: Person, form: AnswerForm) -> bool:
    """Keep it; whether that worked."""
    now, values = timezone.now(), form.values()
    try:
        if content := form.content():
            title = form.cleaned_data["title"] or content[0]
            values["evidence"].append(documents.add(found, title, content[1], file_name=content[0], by=person, now=now))
        answering.answer(found, form.asked.question.id, **values, by=person, now=now)
    except NotAllowed as refusal:
        inside.refuse(request, refusal)
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal, form)
    else:
        messages.success(request, _("Saved."))
        return True
    return False
