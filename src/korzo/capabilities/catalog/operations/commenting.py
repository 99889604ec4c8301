"""Remarks on data sets, and the answers of who keeps them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Comment, Dataset
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.operations.requesting import holds_link
from korzo.kernel import trail
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry


@transaction.atomic
def comment(
    dataset: Dataset, text: str, *, reply_to: Comment | None = None, language: str = "", by: Person, now: datetime
) -> Comment:
    """Remark on a data set. Stewards of its publisher speak for it; of others, links wait for a check.

    Raises NotAllowed, Refused.
    """
    if not permissions.can_take_part(by) or not permissions.can_see(by, dataset, now):
        raise NotAllowed
    text = text.strip()
    if not text:
        raise Refused.one("text", _("Write something."))
    if reply_to is not None and (reply_to.dataset_id != dataset.pk or reply_to.is_hidden):
        raise Refused.one("", _("The remark that you answer is gone."))
    official = permissions.can_edit(by, dataset)
    made = Comment.objects.create(
        dataset=dataset,
        reply_to=(reply_to.reply_to or reply_to) if reply_to else None,
        person=by,
        is_official=official,
        text=text[:4000],
        language=language,
        is_hidden=not official and holds_link(text),
        made_at=now,
    )
    trail.record(events.CommentWritten(dataset.ref, made.pk, official), by=by, now=now)
    return made


@transaction.atomic
def report(comment: Comment, *, by: Person, now: datetime) -> None:
    """Tell the stewards that a remark is out of place, once for each who finds so; raises NotAllowed."""
    if not permissions.can_take_part(by) or not permissions.can_see(by, comment.dataset, now) or comment.is_hidden:
        raise NotAllowed
    told = Entry.objects.filter(ref=comment.dataset.ref, event="catalog.CommentReported", by=by.ref)
    if not any(each.data["comment"] == comment.pk for each in told):
        trail.record(events.CommentReported(comment.dataset.ref, comment.pk), by=by, now=now)


@transaction.atomic
def judge(comment: Comment, *, hidden: bool, by: Person, now: datetime) -> None:
    """Hide a remark, or show it (again); raises NotAllowed."""
    if not permissions.can_edit(by, comment.dataset):
        raise NotAllowed
    comment.is_hidden = hidden
    comment.save(update_fields=["is_hidden"])
    trail.record(events.CommentJudged(comment.dataset.ref, comment.pk, hidden), by=by, now=now)
