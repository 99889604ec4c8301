"""Setting right what a case is about and where: a letter becomes a report that an office can work on."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Case, Update
from korzo.capabilities.cases.operations import clocks, intake
from korzo.capabilities.cases.operations.intake import Report, ReportRefused
from korzo.capabilities.cases.operations.stepping import NotAllowed, changing, worker
from korzo.capabilities.cases.queries import deciding, owning
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@dataclass(frozen=True)
class Sorted:
    """What it is about, and where: a point, an address, or both; all empty leaves the place as it is."""

    category: str
    address: str = ""
    lat: float | None = None
    long: float | None = None


def sort(
    case: Case, what: Sorted, *, by: Person | None, now: datetime, as_reporter: bool = False, version: int | None = None
) -> None:
    """Set kind and place of an open case right; the office that they belong to owns it from now on.

    An officer's own case stays with their office: to whom it goes is asked by a hand-over. The reporter may do it once,
    while nobody has said yet what it is about. Raises ReportRefused, OutsideCity.
    """
    with changing(case, now=now, version=version) as step:
        before = step.case.category
        if not as_reporter:
            worker(by, step.case)
        elif not step.case.is_unsorted:
            raise NotAllowed(_("Somebody has set this right already. Write to the office instead."))
        if not step.case.is_open:
            raise ReportRefused("category", _("This case is closed."))
        category = deciding.category(what.category)
        if category is None:
            raise ReportRefused("category", _("Choose what the problem is."))
        district = step.case.district.code if step.case.district else None
        if what.address.strip() or what.lat is not None:
            step.set(lat=None, long=None, tile=None, district_id=None, street_id=None)
            place = Report(category.code, address=what.address, lat=what.lat, long=what.long)
            district = intake.place(step.case, place)
            settled = ("lat", "long", "tile", "address", "district_id", "street_id")
            step.set(**{name: getattr(step.case, name) for name in settled})
        elif not (step.case.address or step.case.tile):
            raise ReportRefused("address", _("Tell us where it is: an address, or a point on the map."))
        sent = deciding.office_for(category, district, step.case.reported_at)
        if not (step.case.is_unsorted or permissions.can_give(by)):
            sent = deciding.Sent(step.case.office, step.case.routed_by_id)
        if sent.office != step.case.office:
            if owning.hand_over(step.case):
                raise ReportRefused("category", _("Two offices speak about this case already. Decide between them."))
            step.set(assignee=None)
        shown = not category.is_private and (step.case.is_public or before.is_private)
        told = step.case.text_is_public and not before.is_private  # what was checked there was checked for colleagues
        step.set(category=category, office=sent.office, routed_by_id=sent.rule, is_public=shown, text_is_public=told)
        clocks.recount(step, clocks.Reason.SORTED)
        step.log(Update.Kind.SORTED, by=None if as_reporter else by)
        due = step.case.due_at.isoformat() if step.case.due_at else None
        happened = events.CaseSorted(step.case.ref, category.code, before.code, sent.office.code, due)
        trail.record(happened, by=by, now=now)
