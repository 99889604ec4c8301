"""What happened to a data set, as the trail has it."""

import uuid
from typing import Any

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.ckan import lookup
from korzo.capabilities.catalog.ckan.actions import reading
from korzo.capabilities.catalog.ckan.fields import naive
from korzo.capabilities.catalog.ckan.shown import text
from korzo.capabilities.catalog.ckan.wire import Call
from korzo.kernel import trail
from korzo.kernel.trail.models import Entry

MOST = 100
_ACTIVITIES = uuid.UUID("f0a2b3a5-2a8c-4c53-9a07-7a3f6d1c9e58")
_KINDS = {
    trail.name_of(kind): f"{word} package"
    for word, kinds in {
        "new": (events.DatasetMade,),
        "changed": (
            events.DatasetDescribed, events.DataUpdated, events.DatasetSubmitted, events.DatasetReturned,
            events.DatasetPublished, events.DatasetWithdrawn, events.DatasetDeprecated, events.DatasetRestored,
        ),
        "deleted": (events.DatasetDeleted,),
    }.items()
    for kind in kinds
}  # fmt: skip


@reading()
def package_activity_list(call: Call) -> list[dict[str, Any]]:
    """Tell what happened to a data set, the newest first. id, offset, limit (31, at most 100).

    Who did it is told to its editors; strangers hear of nothing that was before everybody could see it.
    """
    found = lookup.dataset(call, call.text("id"))
    entries = Entry.objects.filter(ref=found.ref, event__in=_KINDS).order_by("-seq")
    is_editor = permissions.can_edit(call.by, found)
    if not is_editor:
        first = entries.filter(event=trail.name_of(events.DatasetPublished)).last()
        entries = entries.filter(seq__gte=first.seq) if first else entries.none()
    start, limit = call.number("offset", 0), call.number("limit", 31, most=MOST)
    package = {"id": str(found.pk), "name": found.name, "title": text(found.title)}
    return [
        {
            "id": str(uuid.uuid5(_ACTIVITIES, each.hash)),
            "timestamp": naive(each.at),
            "user_id": each.by.removeprefix("person:") or None if is_editor else None,
            "object_id": str(found.pk),
            "activity_type": _KINDS[each.event],
            "data": {"package": package, "event": each.event.rpartition(".")[2]},
        }
        for each in entries[start : start + limit]
    ]
