"""What happens by itself after a case changed: its reporter is told, in their language and over their channel."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.cases import events
from korzo.capabilities.cases.jobs import (  # noqa: F401 -- their jobs and links register themselves
    arriving,
    confirming,
    inspecting,
    learning,
    mentions,
    others,
    owning,
    promises,
    scores,
    systems,
    watching,
    webhooks,
)
from korzo.capabilities.cases.models import Case, Move, Update
from korzo.capabilities.cases.queries import counts, following
from korzo.kernel import jobs, trail
from korzo.kernel.messages import devices, rendering, sending
from korzo.kernel.messages.arriving import taking, threads
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.text.dates import day
from korzo.kernel.trail.models import Entry

TEMPLATES = {
    "cases.CaseReported": "cases/reported",
    "cases.CaseValidated": "cases/validated",
    "cases.CaseStarted": "cases/started",
    "cases.CaseResolved": "cases/resolved",
    "cases.CaseDeclined": "cases/declined",
    "cases.CaseReopened": "cases/reopened",
    "cases.CaseCommented": "cases/commented",
    "cases.CaseAsked": "cases/asked",
    "cases.PromiseMoved": "cases/moved",
}


def _reachable(entries: list[Entry]) -> list[Entry]:
    """Keep what happened to cases whose reporters can be told."""
    codes = {entry.ref.partition(":")[2] for entry in entries}
    told = set(following.reachable().filter(case__code__in=codes).values_list("case__code", flat=True))
    return [entry for entry in entries if entry.ref.partition(":")[2] in told]


@trail.subscribe(
    events.CaseReported,
    events.CaseValidated,
    events.CaseStarted,
    events.CaseResolved,
    events.CaseDeclined,
    events.CaseReopened,
    events.CaseCommented,
    events.CaseAsked,
    events.PromiseMoved,
    name="cases.inform",
    among=_reachable,
)
def inform(entry: Entry) -> None:
    """Tell the reporter what happened; internal notes are not told, and nothing is told twice."""
    case = (
        Case.objects.select_related("category", "office", "contact__person")
        .filter(code=entry.ref.partition(":")[2])
        .first()
    )
    if case is None or not hasattr(case, "contact"):
        return
    update = Update.objects.filter(pk=entry.data.get("update") or 0).first()
    if entry.event == "cases.CaseCommented" and (update is None or not update.is_public or update.by_reporter):
        return
    contact = case.contact
    language = language_of(contact.person, contact.language)
    with translation.override(language):
        context = {
            "code": case.code,
            "category": str(case.category.name),
            "office": str(case.office.name),
            "address": case.address,
            "text": update.text if update else "",
            "why": str(Move.Reason(reason).label) if (reason := entry.data.get("reason", "")) in Move.Reason else "",
            "promised": day(case.due_at),
        }
    to = sending.Recipient(contact.person, contact.email, contact.phone, contact.name, language, devices=case.ref)
    sending.send(
        to=to, template=TEMPLATES[entry.event], context=context, ref=case.ref, key=f"trail:{entry.seq}", now=_now()
    )


threads.may_be_answered(*TEMPLATES.values())


@rendering.fills(*TEMPLATES.values())
def links(message: Message) -> dict[str, Any]:
    """Where a message leads: the reporter's own page, for an SMS by a short way that fits beside the number.

    Made while the message is written, so that the secret of the reporter's page lies in no table.
    """
    case = Case.objects.select_related("contact").filter(code=message.ref.partition(":")[2]).first()
    if case is None:
        return {"link": settings.KORZO.base_url, "short": settings.KORZO.base_url}
    found: dict[str, str | bool] = {"is_unsorted": case.is_unsorted}
    with translation.override(message.language):
        public = f"{settings.KORZO.base_url}{reverse('cases:case', args=[case.code])}"
        if not (hasattr(case, "contact") and case.contact.follow_nonce):
            return {**found, "link": public, "short": public}
        own = f"{settings.KORZO.base_url}{reverse('cases:follow', args=[case.code, following.token(case.contact)])}"
    short = f"{settings.KORZO.base_url}{reverse('own-page', args=[following.short(case.contact)])}"
    return {**found, "link": own, "short": short}


@trail.subscribe(events.ContactErased, name="cases.forget_messages")
def forget_messages(entry: Entry) -> None:
    """When a reporter deletes their data, what was sent to their address goes too."""
    Message.objects.filter(ref=entry.ref, person__isnull=True).delete()
    taking.forget_about(entry.ref)
    devices.forget(entry.ref)


@jobs.every(minutes=5)
def count_figures() -> None:
    """Count what the front page says, so that no visitor waits for it."""
    counts.count(_now()).save()


def _now() -> datetime:
    """The worker is the edge where the clock is read."""
    return timezone.now()
