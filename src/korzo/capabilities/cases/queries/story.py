"""What happened to one case, as its page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.models import Case, Photo, Update
from korzo.capabilities.cases.queries import promised, whereabouts
from korzo.kernel.people.models import Person

REASON_NAMES = {
    "not_ours": gettext_lazy("Somebody else is responsible"),
    "no_money": gettext_lazy("There is no money for it now"),
    "no_defect": gettext_lazy("It is as it should be"),
    "not_found": gettext_lazy("We did not find it"),
    "private_ground": gettext_lazy("It is on private ground"),
    "other": gettext_lazy("Another reason"),
}
_ICONS = {
    Update.Kind.VALIDATED: "check",
    Update.Kind.ASSIGNED: "arrow-right",
    Update.Kind.STARTED: "wrench",
    Update.Kind.FORWARDED: "external",
    Update.Kind.RETURNED: "reply",
    Update.Kind.OFFERED: "arrow-right",
    Update.Kind.REFUSED: "close",
    Update.Kind.OVERDUE: "clock",
    Update.Kind.RECALLED: "reply",
    Update.Kind.DECIDED: "check",
    Update.Kind.PART_ASKED: "list",
    Update.Kind.PART_DONE: "check",
    Update.Kind.PART_FAILED: "close",
    Update.Kind.COMMENTED: "message",
    Update.Kind.RESOLVED: "check",
    Update.Kind.DECLINED: "close",
    Update.Kind.REOPENED: "reply",
    Update.Kind.WITHDRAWN: "close",
    Update.Kind.MERGED: "merge",
    Update.Kind.JOINED: "person",
    Update.Kind.SPLIT: "reply",
    Update.Kind.ASKED: "info",
    Update.Kind.REPLIED: "reply",
    Update.Kind.HEARD: "message",
    Update.Kind.SORTED: "pin",
}


@dataclass(frozen=True)
class Step:
    """One line of the timeline. `photos` are shown with it; `internal` ones only colleagues and its writer see."""

    title: Any
    at: datetime
    by: str
    text: str
    icon: str
    photos: Sequence[Photo] = ()
    internal: bool = False
    by_reporter: bool = False
    to_reporter: bool = False


@dataclass(frozen=True)
class Story:
    """A case as one reader may see it."""

    description: str
    place: str
    outcome: str
    photos: Sequence[Photo]
    steps: Sequence[Step]
    question: str = ""


def tell(case: Case, *, reader: Person | None, is_reporter: bool = False) -> Story:
    """Put together what this reader may see: the public, the reporter (by secret link), or staff."""
    inside = permissions.can_see_inside(reader, case)
    text = inside or is_reporter or permissions.can_see_text(reader, case)
    photos = list(case.photos.select_related("upload"))
    updates = case.updates.select_related("office", "toward", "person")
    if not inside:
        updates = (
            updates.filter(Q(is_public=True) | Q(by_reporter=True) | Q(kind=Update.Kind.ASKED))
            if is_reporter
            else updates.filter(is_public=True)
        )
    steps = [Step(_("Reported"), case.reported_at, "", "", "pin")]
    steps += [
        Step(
            title=_title(update),
            at=update.at,
            by=_author(update, inside=inside),
            text=update.text,
            icon=_ICONS[Update.Kind(update.kind)],
            photos=[photo for photo in photos if photo.update_id == update.pk],
            internal=not update.is_public and not (is_reporter and update.kind == Update.Kind.ASKED),
            by_reporter=update.by_reporter,
            to_reporter=update.kind == Update.Kind.ASKED,
        )
        for update in updates
    ]
    if case.closed_at and not any(step.icon in ("check", "close") and step.at == case.closed_at for step in steps):
        steps.append(Step(case.get_state_display(), case.closed_at, "", "", "check"))
    steps = sorted([*steps, *_clock_steps(case, inside=inside)], key=lambda step: step.at)
    asked = any(update.kind == Update.Kind.ASKED for update in updates)
    shows_outcome = case.outcome_is_public or inside
    return Story(
        description=case.description if text else "",
        place=case.address if inside or is_reporter else whereabouts.public(case),
        outcome=case.outcome if shows_outcome else "",
        photos=[photo for photo in photos if photo.update_id is None] if text else [],
        steps=steps,
        question=_question(case) if asked and case.is_open and (inside or is_reporter) else "",
    )


def _clock_steps(case: Case, *, inside: bool) -> list[Step]:
    """Why the promised day moved; for colleagues also who was told that time runs out."""
    found = [
        Step(_("The promised date moved"), move.at, "", told, "clock")
        for move in case.moves.all()
        if (told := promised.moved(move))
    ]
    if inside:
        found += [
            Step(promised.escalated(row), row.at, "", "", "alert", internal=True) for row in case.escalations.all()
        ]
    return found


def _question(case: Case) -> str:
    """What the reporter was asked and has not answered yet."""
    pause = case.pauses.select_related("question").filter(until=None).first()
    return pause.question.text if pause else ""


def _title(update: Update) -> str:
    kind = update.get_kind_display()
    return f"{kind}: {update.toward.name}" if update.toward else kind


def _author(update: Update, *, inside: bool) -> str:
    if update.by_reporter:
        return " · ".join(filter(None, (_("The person who reported it"), update.came_by)))
    office = str(update.office.name) if update.office else ""
    return f"{office} · {update.person}" if inside and update.person else office
