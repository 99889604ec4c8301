"""Colleagues who are named in a note hear of it."""

from korzo.capabilities.cases import events
from korzo.capabilities.cases.jobs import owning
from korzo.capabilities.cases.models import Mention
from korzo.kernel import trail
from korzo.kernel.messages import rendering
from korzo.kernel.trail.models import Entry

MENTIONED = "cases/mentioned"


@trail.subscribe(events.CaseCommented, name="cases.tell_named")
def tell_named(entry: Entry) -> None:
    """Tell each colleague who is named in a note that somebody wants them to read it."""
    rows = Mention.objects.filter(update=entry.data["update"]).select_related(
        "person", "update__person", "update__case__category"
    )
    for row in rows:
        context: dict[str, object] = {"writer": str(row.update.person or ""), "text": row.update.text}
        owning.tell([row.person], MENTIONED, entry, row.update.case, context)


rendering.fills(MENTIONED)(owning.record_link)
