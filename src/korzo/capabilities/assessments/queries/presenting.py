"""An assessment as a presentation: one message a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.queries import picturing, spelling
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.capabilities.assessments.queries.explaining import Explained
from korzo.capabilities.assessments.queries.overview import Overview
from korzo.capabilities.assessments.queries.planning import Plan
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.kernel.text.multilingual import Text

MOST_ACTIONS = 6


@dataclass(frozen=True)
class Slide:
    """A page: what it is about, a number or nothing, the message, a drawing, small print, and a few points."""

    title: str
    big: str = ""
    says: str = ""
    drawing: SafeString | str = ""
    more: str = ""
    points: tuple[str, ...] = ()


def slides(assessment: Assessment, audience: Audience) -> list[Slide]:
    """All of them, for this audience."""
    return list(_slides(Overview(assessment, audience)))


def _slides(overview: Overview) -> Iterator[Slide]:
    assessment = overview.assessment
    told = str(Text(assessment.narrative))
    yield Slide(f"{assessment.organisation.name}, {assessment.period}", says=told)
    for each in overview.headlines:
        if not each.is_known:
            continue
        ratio = each.computed.ratio
        chart = picturing.trend(ratio, str(each.name), each.series, Explained(overview, each).peers)
        value = spelling.value(each.computed.value, ratio.unit)
        more = " · ".join(filter(None, (each.standing[2], each.change, each.among)))
        yield Slide(str(each.name), value, each.says, chart.drawing, more)
    weak = tuple(
        f"{each.name}: {spelling.value(each.computed.value, each.computed.ratio.unit)}" for each in overview.weak
    )
    if weak:
        yield Slide(_("What is weak"), points=weak)
    if overview.unknown:
        yield Slide(_("What we do not know"), points=tuple(each.because for each in overview.unknown[:MOST_ACTIONS]))
    if not overview.audience.sees("plan"):
        return
    if overview.targets:
        count = sum(came is Outcome.MET for _action, came in overview.targets)
        big = _("%(met)s of %(all)s") % {"met": count, "all": len(overview.targets)}
        points = tuple(f"{action.title}: {spelling.came(came)}" for action, came in overview.targets)
        yield Slide(_("Targets of the plan before that were met"), big, points=points)
    plan = Plan(assessment, audience=overview.audience)
    rows = [row for row in plan.rows if row.action.state != Action.State.DROPPED][:MOST_ACTIONS]
    if rows:
        yield Slide(_("What we will do"), points=tuple(f"{row.action.title}: {row.moves}, {row.aim}" for row in rows))
