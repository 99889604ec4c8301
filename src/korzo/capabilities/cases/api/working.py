"""Working on cases by program: what an officer does on the record's page, under the same permissions."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.api.shapes import (
    CaseOut,
    CommentIn,
    DeclineIn,
    GiveIn,
    HandOverIn,
    MergeIn,
    Problem,
    ReasonIn,
    TextIn,
    ValidateIn,
    VersionIn,
    shown,
)
from korzo.capabilities.cases.models import Case, HandOver
from korzo.capabilities.cases.operations import promises
from korzo.capabilities.cases.queries import lists, owning
from korzo.capabilities.cases.rules.states import NotPossible
from korzo.kernel.people.api import key, person_of
from korzo.kernel.people.models import Organisation

router = Router()
ANSWERS: Any = {200: CaseOut, (400, 401, 403, 404, 409, 422): Problem}
Who = dict[str, Any]


@router.post("/{code}/validate", response=ANSWERS, auth=key)
def validate(request: HttpRequest, code: str, given: ValidateIn) -> Any:
    """Say that a report was checked; the promise runs, and its words become public if they may."""
    return _done(request, code, lambda case, who: operations.validate(case, **given.model_dump(), **who))


@router.post("/{code}/start", response=ANSWERS, auth=key)
def start(request: HttpRequest, code: str, given: VersionIn) -> Any:
    """Say that work has begun."""
    return _done(request, code, lambda case, who: operations.start(case, version=given.version, **who))


@router.post("/{code}/comment", response=ANSWERS, auth=key)
def comment(request: HttpRequest, code: str, given: CommentIn) -> Any:
    """Write something, for everybody or for colleagues."""
    return _done(request, code, lambda case, who: operations.comment(case, **given.model_dump(), **who))


@router.post("/{code}/resolve", response=ANSWERS, auth=key)
def resolve(request: HttpRequest, code: str, given: TextIn) -> Any:
    """Close a case as solved."""
    return _done(request, code, lambda case, who: operations.resolve(case, **given.model_dump(), **who))


@router.post("/{code}/decline", response=ANSWERS, auth=key)
def decline(request: HttpRequest, code: str, given: DeclineIn) -> Any:
    """Close a case without solving it, with a reason."""
    return _done(request, code, lambda case, who: operations.decline(case, **given.model_dump(), **who))


@router.post("/{code}/reopen", response=ANSWERS, auth=key)
def reopen(request: HttpRequest, code: str, given: TextIn) -> Any:
    """Open a closed case again."""
    return _done(request, code, lambda case, who: operations.reopen(case, **given.model_dump(), **who))


@router.post("/{code}/ask", response=ANSWERS, auth=key)
def ask(request: HttpRequest, code: str, given: TextIn) -> Any:
    """Ask the person who reported it; the clock stands still until they answer."""
    return _done(request, code, lambda case, who: promises.ask(case, **given.model_dump(), **who))


@router.post("/{code}/go-on", response=ANSWERS, auth=key)
def go_on(request: HttpRequest, code: str, given: VersionIn) -> Any:
    """Wait no longer for an answer; the clock runs on."""
    return _done(request, code, lambda case, who: promises.go_on(case, version=given.version, **who))


@router.post("/{code}/assign", response=ANSWERS, auth=key)
def assign(request: HttpRequest, code: str, given: GiveIn) -> Any:
    """Give a case to an office at once; only for those who sort cases or decide about them."""

    def act(case: Case, who: Who) -> None:
        to = _office(given.office)
        operations.assign(case, office=to, assignee=None, note=given.note, version=given.version, **who)

    return _done(request, code, act)


@router.post("/{code}/hand-over", response=ANSWERS, auth=key)
def hand_over(request: HttpRequest, code: str, given: HandOverIn) -> Any:
    """Ask another office to take a case over; until it accepts, the owner stays."""

    def act(case: Case, who: Who) -> object:
        to = _office(given.office)
        return operations.hand_over(case, office=to, reason=given.reason, version=given.version, **who)

    return _done(request, code, act)


@router.post("/{code}/accept", response=ANSWERS, auth=key)
def accept(request: HttpRequest, code: str, given: VersionIn) -> Any:
    """Take a case over that your office is asked to."""
    return _done(request, code, lambda case, who: operations.accept(_asked(case), version=given.version, **who))


@router.post("/{code}/refuse", response=ANSWERS, auth=key)
def refuse(request: HttpRequest, code: str, given: ReasonIn) -> Any:
    """Do not take a case over; an arbiter decides."""
    return _done(request, code, lambda case, who: operations.refuse(_asked(case), **given.model_dump(), **who))


@router.post("/{code}/merge", response=ANSWERS, auth=key)
def merge(request: HttpRequest, code: str, given: MergeIn) -> Any:
    """Say that a case is the same problem as another."""

    def act(case: Case, who: Who) -> object:
        into = lists.by_code(given.into)
        if into is None or not permissions.can_see(who["by"], into):
            raise operations.ReportRefused("into", "There is no such case.")
        return operations.merge([case], into=into, version=given.version, **who)

    return _done(request, code, act)


@router.post("/{code}/split", response=ANSWERS, auth=key)
def split(request: HttpRequest, code: str, given: VersionIn) -> Any:
    """Take a merge back."""
    return _done(request, code, lambda case, who: operations.split(case, version=given.version, **who))


def _done(request: HttpRequest, code: str, act: Callable[[Case, Who], object]) -> Any:
    """Do it, and answer with the case as it is then; one that somebody changed meanwhile with its present version."""
    case, person = lists.by_code(code), person_of(request)
    if case is None or not permissions.can_see(person, case):
        return Status(404, {"detail": "There is no such case."})
    try:
        act(case, {"by": person, "now": timezone.now()})
    except operations.NotAllowed as refusal:
        return Status(403, {"detail": str(refusal)})
    except (operations.CaseChanged, NotPossible) as conflict:
        version = Case.objects.filter(pk=case.pk).values_list("version", flat=True).first()
        return Status(409, {"detail": str(conflict), "version": version})
    except operations.ReportRefused as refusal:
        return Status(422, {"detail": str(refusal), "field": refusal.field})
    return shown(lists.by_code(code) or case)


def _office(code: str) -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise operations.ReportRefused("office", "There is no such office.")
    return found


def _asked(case: Case) -> HandOver:
    found = owning.hand_over(case)
    if found is None:
        raise operations.ReportRefused("code", "No office is asked to take this case over.")
    return found
