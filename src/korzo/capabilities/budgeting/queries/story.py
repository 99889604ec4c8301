"""What became of an idea, step by step, with dates and reasons: read from the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from korzo.capabilities.budgeting.models import Idea, Review
from korzo.kernel import refs
from korzo.kernel.trail.models import Entry


@dataclass(frozen=True)
class Step:
    """One thing that happened, as everybody reads it."""

    title: str
    at: datetime
    icon: str
    text: str = ""
    by: str = ""
    url: str = ""


def steps(idea: Idea, reviews: Sequence[Review]) -> list[Step]:
    """The steps of an idea, oldest first; `reviews` are those that the reader may see."""
    known = {review.pk: review for review in reviews}
    shown = _titles()
    told = [f"budgeting.{name}" for name in shown]
    made = []
    for entry in Entry.objects.filter(ref=idea.ref, event__in=told).order_by("seq"):
        name, data = entry.event.partition(".")[2], entry.data
        title, icon = shown[name]
        review = known.get(data.get("review") or 0)
        if name == "IdeaChecked" and review is not None:
            title = str(review.get_verdict_display())
            icon = {"feasible": "check", "infeasible": "cross-circle"}.get(review.verdict, "reply")
            made.append(Step(title, entry.at, icon, review.reason, str(review.office.name)))
            continue
        text = str(review.office.name) if name == "ReviewAsked" and review is not None else ""
        other = data.get("into") or (data.get("from_ref") if name == "IdeaTookOver" else "")
        described = refs.describe(other) if other else None
        if name == "IdeaImproved" and review is not None:
            text = review.answer
        made.append(
            Step(title, entry.at, icon, described.title if described else text, url=described.url if described else "")
        )
    return made


def origin(idea: Idea) -> refs.Described | None:
    """What the idea grew out of, such as a case; None when it is its own beginning, or that is not public."""
    return refs.describe(idea.from_ref) if idea.from_ref else None


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "IdeaProposed": (pgettext("idea", "Proposed"), "flag"),
        "IdeaChanged": (_("Written anew by its authors"), "edit"),
        "ReviewAsked": (_("Given to an office to check"), "building"),
        "IdeaChecked": (_("Checked"), "check"),
        "IdeaImproved": (_("Improved and sent again"), "reply"),
        "IdeaMerged": (_("Joined with another idea"), "merge"),
        "IdeaTookOver": (_("Another idea joined this one"), "merge"),
        "VisitNoted": (_("The place was visited"), "eye"),
        "IdeaShortlisted": (_("On the shortlist"), "list"),
        "IdeaLeftOff": (_("Not on the shortlist"), "list"),
        "IdeaWithdrawn": (_("Withdrawn by its author"), "close"),
    }
