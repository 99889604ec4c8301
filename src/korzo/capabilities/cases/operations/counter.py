"""Writing a report down for somebody: a colleague has heard it, so that it is checked already."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.operations import intake, work
from korzo.capabilities.cases.operations.intake import Receipt, Report
from korzo.capabilities.cases.operations.stepping import NotAllowed
from korzo.kernel.people.models import Person


def take_down(what: Report, *, publish_text: bool, by: Person, now: datetime) -> Receipt:
    """Take a report and check it at once: its promise runs. Raises like `report`, and NotAllowed."""
    if not permissions.can_take_down(by):
        raise NotAllowed(_("These pages are for the people who work at the counter."))
    with transaction.atomic():
        receipt = intake.report(what, by=by, now=now)
        if receipt.is_new:
            work.validate(receipt.case, publish_text=publish_text, by=by, now=now)
    return receipt
