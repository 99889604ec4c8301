"""From a draft to a published data set, and out of the catalogue again."""

import shutil
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.operations.keeping import changed, changing
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.kernel import trail
from korzo.kernel.people.models import Person

Step = Dataset.Step


def submit(dataset: Dataset, *, by: Person, now: datetime) -> None:
    """Ask for a check of a draft; raises NotAllowed, Refused."""
    _need(permissions.can_edit(by, dataset))
    with changing(dataset, now) as locked:
        _from(locked, Step.DRAFT)
        locked.step = Step.REVIEW
        trail.record(events.DatasetSubmitted(ref=locked.ref), by=by, now=now)


def hand_back(dataset: Dataset, *, why: str, by: Person, now: datetime) -> None:
    """Send what waits for a check back to who prepared it, with a reason; raises NotAllowed, Refused."""
    _need(permissions.can_publish(by, dataset))
    if not why.strip():
        raise Refused.one("why", _("Say what is to be put right."))
    with changing(dataset, now) as locked:
        _from(locked, Step.REVIEW)
        locked.step = Step.DRAFT
        trail.record(events.DatasetReturned(ref=locked.ref), by=by, now=now, why=why.strip()[:500])


def publish(dataset: Dataset, *, by: Person | None, now: datetime) -> None:
    """Show it to everybody, at once or when its embargo ends; raises NotAllowed, Refused."""
    _need(by is None or permissions.can_publish(by, dataset))
    with changing(dataset, now) as locked:
        _from(locked, Step.DRAFT, Step.REVIEW, Step.DEPRECATED)
        locked.step, locked.replaced_by = Step.PUBLISHED, None
        locked.issued_at = locked.issued_at or max(now, locked.embargo_until or now)
        trail.record(events.DatasetPublished(ref=locked.ref, publisher=locked.publisher.name), by=by, now=now)


def withdraw(dataset: Dataset, *, by: Person, now: datetime) -> None:
    """Make it a draft again; raises NotAllowed, Refused."""
    _need(permissions.can_publish(by, dataset) and dataset.origin == Dataset.Origin.EDITED)
    with changing(dataset, now) as locked:
        _from(locked, Step.PUBLISHED, Step.DEPRECATED, Step.REVIEW)
        locked.step = Step.DRAFT
        trail.record(events.DatasetWithdrawn(ref=locked.ref), by=by, now=now)


def deprecate(dataset: Dataset, *, replaced_by: Dataset | None, by: Person | None, now: datetime) -> None:
    """Say that it is no longer kept, and what to use instead; raises NotAllowed, Refused."""
    _need(by is None or permissions.can_publish(by, dataset))
    following, seen = replaced_by, {dataset.pk}
    while following:
        if following.pk in seen:
            raise Refused.one("replaced_by", _("This one is itself replaced by the data set that you give up."))
        seen.add(following.pk)
        following = following.replaced_by
    with changing(dataset, now) as locked:
        _from(locked, Step.PUBLISHED, Step.DEPRECATED)
        locked.step, locked.replaced_by, locked.changed_at = Step.DEPRECATED, replaced_by, now
        told = events.DatasetDeprecated(ref=locked.ref, replaced_by=replaced_by.ref if replaced_by else "")
        trail.record(told, by=by, now=now)


def delete(dataset: Dataset, *, by: Person | None, now: datetime) -> None:
    """Take it out of the catalogue; it can be restored. Raises NotAllowed."""
    _need(by is None or (permissions.can_edit(by, dataset) and _may_go(dataset, by)))
    if dataset.step == Step.DELETED:
        return
    with changing(dataset, now) as locked:
        locked.step_before, locked.step = locked.step, Step.DELETED
        trail.record(events.DatasetDeleted(ref=locked.ref), by=by, now=now)


def restore(dataset: Dataset, *, by: Person | None, now: datetime) -> None:
    """Bring a deleted one back as it was; raises NotAllowed, Refused."""
    _need(by is None or permissions.can_edit(by, dataset))
    with changing(dataset, now) as locked:
        _from(locked, Step.DELETED)
        locked.step, locked.step_before = locked.step_before or Step.DRAFT, ""
        trail.record(events.DatasetRestored(ref=locked.ref), by=by, now=now)


def purge(dataset: Dataset, *, by: Person | None, now: datetime) -> None:
    """Remove it for good, with its files and tables; raises NotAllowed."""
    _need(by is None or permissions.can_set_up(by) or _own_draft(dataset, by))
    paths = [each.table for each in dataset.distributions.all()]
    folders = [settings.KORZO.root / "files" / "data" / str(each.pk) for each in dataset.distributions.all()]
    with transaction.atomic():
        trail.record(events.DatasetPurged(ref=dataset.ref), by=by, now=now)
        dataset.step = Step.DELETED
        changed(dataset, now)
        dataset.delete()

    def clear() -> None:
        for path in paths:
            path.unlink(missing_ok=True)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    transaction.on_commit(clear)


def _need(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


def _may_go(dataset: Dataset, by: Person) -> bool:
    """Officers delete drafts; what is published is deleted by who may publish. Declared ones stay."""
    if dataset.origin == Dataset.Origin.DECLARED:
        return False
    return dataset.step in (Step.DRAFT, Step.REVIEW) or permissions.can_publish(by, dataset)


def _own_draft(dataset: Dataset, by: Person) -> bool:
    return dataset.issued_at is None and permissions.can_edit(by, dataset)


def _from(dataset: Dataset, *steps: Dataset.Step) -> None:
    if dataset.step not in steps:
        raise Refused.one("", _("This is not possible as the data set stands now. Load the page again."))
