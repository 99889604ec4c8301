"""Making several cases one, from the record or with many chosen in the queue, and apart again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.forms import merging as forms
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import lists, similar
from korzo.capabilities.cases.rules.states import NotPossible
from korzo.capabilities.cases.views import inside
from korzo.kernel.people.models import Person


def shown(case: Case, person: Person) -> dict[str, Any]:
    """What the record says about other reports of the same problem."""
    works_on = permissions.can_work_on(person, case)
    twins = similar.found(similar.sought(case), now=timezone.now(), public=False) if works_on and case.is_open else []
    root = similar.root(case)
    return {
        "twins": [twin for twin in twins if permissions.can_see_inside(person, twin.case)],
        "repeated_by": [each for each in similar.repeated_by(case) if permissions.can_see_inside(person, each)],
        "merging_form": forms.Merge(auto_id="merge-%s"),
        "root": root if root.pk != case.pk else None,
    }


@login_required
@require_POST
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a case repeats another (`into`), or another one (`twin`) this."""
    case, person = inside.case(request, code), inside.staff(request)
    named = request.POST.get("twin") or request.POST.get("into", "")
    other = lists.by_code(named.strip())
    if other is None or not permissions.can_see_inside(person, other):
        messages.error(request, _("There is no case with this number that you work on."))
        return redirect("cases:record", case.code)
    case, root = (other, case) if "twin" in request.POST else (case, other)
    return _merged(request, [case], root, back=code)


@login_required
@require_POST
def merge_chosen(request: HttpRequest) -> HttpResponse:
    """Make the cases that were chosen in the queue one: the oldest stays."""
    person = inside.staff(request)
    chosen = Case.objects.select_related("category", "office").filter(code__in=request.POST.getlist("case"))
    cases = [case for case in chosen.order_by("reported_at", "pk") if permissions.can_see_inside(person, case)]
    if len(cases) < 2:  # noqa: PLR2004 -- it takes two
        messages.error(request, _("Choose at least two cases."))
        return redirect("cases:queue")
    return _merged(request, cases[1:], cases[0])


@login_required
@require_POST
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Take a merge back."""
    case = inside.case(request, code)
    try:
        operations.split(case, by=inside.staff(request), now=timezone.now())
    except operations.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is a case of its own again. All who reported or follow it are told."))
    return redirect("cases:record", case.code)


def _merged(request: HttpRequest, cases: list[Case], into: Case, *, back: str = "") -> HttpResponse:
    try:
        root = operations.merge(cases, into=into, by=inside.staff(request), now=timezone.now())
    except operations.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except (operations.ReportRefused, operations.CaseChanged, NotPossible) as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:record", back) if back else redirect("cases:queue")
    messages.success(request, _("Joined as %(code)s. All who reported or follow them are told.") % {"code": root.code})
    return redirect("cases:record", root.code)
