"""Of when what is shown is: figures stand still once they are signed; assumptions and other cities do not."""

from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries.comparing import Group
from korzo.capabilities.assessments.queries.projecting import Projection
from korzo.kernel.text.dates import day


def told(assessment: Assessment, group: Group | None, ahead: Projection | None = None) -> list[str]:
    """In few words: when the figures were signed, of when assumptions are, and since when the other cities stand."""
    said, snapshot = [], getattr(assessment, "snapshot", None)
    if snapshot is not None:
        said.append(_("Figures: as signed on %(day)s") % {"day": day(snapshot.made_at)})
    if ahead is not None:
        assumed = max(row.changed_at for row in ahead.stored.values())
        later = snapshot is not None and assumed > snapshot.made_at
        words = (
            _("Assumptions about the years to come: of %(day)s, changed after the figures were signed")
            if later
            else _("Assumptions about the years to come: of %(day)s")
        )
        said.append(words % {"day": day(assumed)})
    if group is not None:
        loaded = {"title": group.peers.title, "day": day(group.peers.loaded_at)}
        said.append(_("Other cities: %(title)s, as loaded on %(day)s") % loaded)
    return said
