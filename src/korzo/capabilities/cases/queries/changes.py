"""What happened to a case while somebody was writing about an older version of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models import Case, Update
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

MOST = 10
_QUIET = (
    "cases.ContactErased",
    "cases.CaseLooseEndsTied",
    "cases.CaseForwardingEnded",
    "cases.CaseSentToSystem",
    "cases.CaseNotTaken",
    "cases.CasePutOnRound",
    "cases.CaseWorkedOn",
)
"""Events that come beside another one of the same change, or change nothing that an officer writes about."""
_WORDS: dict[str, Any] = {
    "cases.CaseValidated": Update.Kind.VALIDATED.label,
    "cases.CaseAssigned": Update.Kind.ASSIGNED.label,
    "cases.CaseStarted": Update.Kind.STARTED.label,
    "cases.CaseCommented": Update.Kind.COMMENTED.label,
    "cases.CaseResolved": Update.Kind.RESOLVED.label,
    "cases.CaseDeclined": Update.Kind.DECLINED.label,
    "cases.CaseReopened": Update.Kind.REOPENED.label,
    "cases.CaseWithdrawn": Update.Kind.WITHDRAWN.label,
    "cases.CaseHandOverAsked": Update.Kind.OFFERED.label,
    "cases.CaseHandOverOverdue": Update.Kind.OVERDUE.label,
    "cases.CaseHandOverTakenBack": Update.Kind.RECALLED.label,
    "cases.CaseHandOverDecided": Update.Kind.DECIDED.label,
    "cases.CasePartAsked": Update.Kind.PART_ASKED.label,
    "cases.CaseHeardOf": Update.Kind.HEARD.label,
    "cases.CaseForwarded": Update.Kind.FORWARDED.label,
}


@dataclass(frozen=True)
class Change:
    """What was done, by whom, when."""

    what: Any
    by: str
    at: datetime


def since(case: Case, version: int) -> list[Change]:
    """What was done after the version that somebody saw, newest last."""
    happened = Entry.objects.filter(ref=case.ref, event__startswith="cases.").exclude(event__in=_QUIET)
    entries = list(happened.order_by("-seq")[: min(max(case.version - version, 0), MOST)])
    keys = {entry.by.partition(":")[2] for entry in entries if entry.by.startswith("person:")}
    names = {f"person:{person.pk}": str(person) for person in Person.objects.filter(pk__in=keys)}
    return [Change(_what(entry), names.get(entry.by, ""), entry.at) for entry in reversed(entries)]


def _what(entry: Entry) -> Any:
    if entry.event == "cases.CaseHandOverAnswered":
        return Update.Kind.ASSIGNED.label if entry.data["accepted"] else Update.Kind.REFUSED.label
    if entry.event == "cases.CasePartAnswered":
        return Update.Kind.PART_DONE.label if entry.data["done"] else Update.Kind.PART_FAILED.label
    return _WORDS.get(entry.event, _("Something else was changed"))
