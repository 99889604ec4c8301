"""Groups of voters that weigh together: who they are and how much."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Panel, Track
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def keep(panel: Panel, *, by: Person, now: datetime) -> Panel:
    """Add or change a panel, as long as no vote is in. Raises ValidationError, Refused."""
    _open(panel.track, by)
    panel.full_clean()
    panel.save()
    trail.record(events.PanelKept(panel.track.ref, panel.code, str(panel.weight)), by=by, now=now)
    return panel


@transaction.atomic
def delete(panel: Panel, *, by: Person, now: datetime) -> None:
    """Take a panel away, as long as no vote is in."""
    _open(panel.track, by)
    trail.record(events.PanelKept(panel.track.ref, panel.code, "0"), by=by, now=now)
    panel.delete()


def _open(track: Track, person: Person) -> None:
    if not permissions.can_set_up(person):
        raise NotAllowed(_("Only administrators can do this."))
    if track.batches.exists():
        raise Refused("", _("Votes have come in. Panels cannot be changed any more."))
