"""Showing what was made of open data."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Dataset, Showcase
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.kernel import trail
from korzo.kernel.files import operations as uploads
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person


def ref(showcase: Showcase) -> str:
    """How other rooms name it."""
    return f"showcase:{showcase.pk}"


@transaction.atomic
def send(
    showcase: Showcase,
    datasets: Iterable[Dataset],
    *,
    picture: Upload | None = None,
    by: Person,
    now: datetime,
) -> Showcase:
    """Keep what somebody shows, for a steward to check; raises NotAllowed, Refused."""
    if not permissions.can_take_part(by):
        raise NotAllowed
    chosen = [each for each in datasets if each.is_shown(now)]
    if not chosen:
        raise Refused.one("datasets", _("Name at least one data set of this portal."))
    showcase.person, showcase.made_at, showcase.state = by, now, Showcase.State.WAITING
    showcase.picture = picture
    showcase.save(force_insert=True)
    showcase.datasets.set(chosen)
    if picture:
        uploads.adopt([picture], owner=ref(showcase))
    trail.record(events.ShowcaseSent(ref(showcase)), by=by, now=now)
    return showcase


@transaction.atomic
def judge(showcase: Showcase, *, show: bool, reply: str, by: Person, now: datetime) -> None:
    """Decide whether it is shown; declining needs a reason, which its maker reads. Raises NotAllowed, Refused."""
    if not permissions.can_judge(by, showcase):
        raise NotAllowed
    reply = reply.strip()[:1000]
    if not show and not reply:
        raise Refused.one("reply", _("Say why: who made it reads it."))
    showcase.state = Showcase.State.SHOWN if show else Showcase.State.DECLINED
    showcase.reply = reply
    showcase.save(update_fields=["state", "reply"])
    trail.record(events.ShowcaseJudged(ref(showcase), showcase.state), by=by, now=now)
