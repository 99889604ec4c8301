"""Asking the owner of an e-mail address before a report becomes a case: nobody reports in another's name."""

import secrets
from dataclasses import asdict, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Unconfirmed
from korzo.capabilities.cases.operations import intake
from korzo.capabilities.cases.operations.intake import Receipt, Report, ReportRefused
from korzo.capabilities.cases.queries import confirming, following
from korzo.kernel import trail
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.messages import sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person

ASKED = "cases/confirm_report"
MOST_WAITING = 5


def hand_in(what: Report, *, by: Person | None, now: datetime) -> Receipt | Unconfirmed:
    """Take a report, or keep it and write to its sender when the city wants e-mail addresses confirmed first.

    Nobody who is signed in is asked; a program's people are, unless the program belongs to staff. The same `client_key`
    again gives the same answer and no second letter. Raises ReportRefused, OutsideCity, deciding.NoIntake.
    """
    stranger = by is None or (what.channel == "open311" and not by.roles)
    if stranger and confirming.needs_email() and not what.email.strip():
        raise ReportRefused("email", _("Tell us your e-mail address. We ask you there whether the report is yours."))
    if not (stranger and confirming.is_asked(what.email)):
        return intake.report(what, by=by, now=now)
    if twin := intake.twin(what.client_key) or _twin(what.client_key):
        return twin
    case, contact = intake.checked(what, by=by, now=now)
    if Unconfirmed.objects.filter(email=contact.email, case=None).count() >= MOST_WAITING:
        raise ReportRefused("email", _("Other reports wait at this address already. Confirm or withdraw them first."))
    nonce = secrets.token_hex(16)
    row = Unconfirmed(nonce=nonce, digest=confirming.digest(confirming.secret(nonce)), asked_at=now)
    row.email, row.client_key = contact.email, what.client_key
    words = asdict(replace(what, photos=(), reported_at=None))
    row.report = {name: value for name, value in words.items() if value not in (None, "", {}, ())}
    try:
        return _kept(row, what, contact.name, str(case.category.name), now=now)
    except IntegrityError:
        if twin := intake.twin(what.client_key) or _twin(what.client_key):  # the same report was on its way
            return twin
        raise


def _kept(row: Unconfirmed, what: Report, name: str, category: str, *, now: datetime) -> Unconfirmed:
    """Keep a report and write to its sender; IntegrityError when its `client_key` is known."""
    with transaction.atomic():
        row.save(force_insert=True)
        files.adopt(list(what.photos), owner=row.ref)
        sending.send(
            to=sending.Recipient(email=row.email, name=name, language=what.language),
            template=ASKED,
            context={"category": category, "days": confirming.waits().days},
            ref=row.ref,
            key=row.ref,
            now=now,
        )
        trail.record(events.ReportWaits(row.ref, what.category), by=None, now=now)
    return row


def confirm_report(row: Unconfirmed, *, now: datetime) -> Receipt:
    """Make a case of a report, because its sender said yes: numbered, routed and promised from now. Twice is once.

    Raises ReportRefused, OutsideCity and deciding.NoIntake like a new report: what the city takes may have changed.
    """
    with transaction.atomic():
        kept = Unconfirmed.objects.select_for_update(of=("self",)).select_related("case__contact").get(pk=row.pk)
        if kept.case:
            row.case = kept.case
            return Receipt(kept.case, following.token(kept.case.contact), is_new=False)
        photos = tuple(Upload.objects.filter(owner=kept.ref).order_by("added_at"))
        receipt = intake.report(Report(**kept.report, photos=photos), by=None, now=now)
        _forget_letter(kept)
        kept.case, kept.report, kept.email = receipt.case, {}, ""
        kept.save()
        trail.record(events.ReportConfirmed(kept.ref, receipt.case.ref), by=None, now=now)
    row.case = kept.case
    return receipt


def revoke_report(row: Unconfirmed, *, now: datetime, is_late: bool = False) -> bool:
    """Forget a report that is no case yet, with its photos and its letter; False when it has become one.

    `is_late` says that nobody took it back: nobody answered in time.
    """
    with transaction.atomic():
        kept = Unconfirmed.objects.select_for_update().filter(pk=row.pk, case=None).first()
        if kept is None:
            return False
        for upload in Upload.objects.filter(owner=kept.ref):
            files.delete(upload)
        _forget_letter(kept)
        ref = kept.ref
        kept.delete()
        trail.record(events.ReportForgotten(ref, revoked=not is_late), by=None, now=now)
    return True


def forget_unconfirmed(*, now: datetime) -> int:
    """Forget reports whose senders did not answer in time; returns how many."""
    late = Unconfirmed.objects.filter(case=None, asked_at__lt=now - confirming.waits())
    settled = Unconfirmed.objects.filter(asked_at__lt=now - confirming.waits() - confirming.FOUND_AGAIN)
    settled.exclude(case=None).delete()
    return sum(revoke_report(row, now=now, is_late=True) for row in late)


def _twin(client_key: str | None) -> Unconfirmed | None:
    return Unconfirmed.objects.filter(client_key=client_key, case=None).first() if client_key else None


def _forget_letter(row: Unconfirmed) -> None:
    Message.objects.filter(ref=row.ref).delete()
