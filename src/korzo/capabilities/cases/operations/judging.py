"""The reporter's answer to "was it solved?"."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Verdict
from korzo.capabilities.cases.operations.intake import ReportRefused
from korzo.kernel import trail
from korzo.kernel.people.models import Person


def judge(case: Case, *, answer: str, by: Person | None, now: datetime) -> None:
    """Keep what the reporter says of the work; only they come here, through the secret link. Raises ReportRefused."""
    if answer not in Verdict.Answer.values:
        raise ReportRefused("answer", _("Choose one of the answers."))
    with transaction.atomic():
        state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=case.pk)
        if state != Case.State.RESOLVED:
            raise ReportRefused("answer", _("The case is not solved at the moment, so there is nothing to judge yet."))
        Verdict.objects.update_or_create(case=case, defaults={"answer": answer, "at": now})
        trail.record(events.CaseJudged(case.ref, answer), by=by, now=now)
