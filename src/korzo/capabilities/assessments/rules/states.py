"""What may follow what: assessments, the parts that are asked for, and actions of a plan."""

from collections.abc import Mapping

ASSESSMENT: Mapping[str, tuple[str, ...]] = {
    "draft": ("collecting",),
    "collecting": ("reconciling", "abandoned"),
    "reconciling": ("collecting", "reviewed", "abandoned"),
    "reviewed": ("reconciling", "submitted", "abandoned"),
    "submitted": ("approved",),
    "approved": ("follow_up",),
    "follow_up": (),
    "superseded": (),
    "abandoned": (),
}
PART: Mapping[str, tuple[str, ...]] = {
    "open": ("answered",),
    "answered": ("returned", "accepted"),
    "returned": ("answered",),
    "accepted": ("returned",),
}
ACTION: Mapping[str, tuple[str, ...]] = {
    "draft": ("approved", "dropped"),
    "approved": ("in_progress", "dropped"),
    "in_progress": ("done", "dropped"),
    "done": ("in_progress",),
    "dropped": ("draft",),
}


def may_follow(ways: Mapping[str, tuple[str, ...]], before: str, after: str) -> bool:
    """Whether it may go from one state to the other."""
    return after in ways.get(before, ())
