"""What the plan's actions are taken to change in the years to come, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.queries import audiences, definitions, spelling
from korzo.capabilities.assessments.rules import explaining
from korzo.capabilities.assessments.rules.reforms import Aim, Moved, Reform, Way
from korzo.kernel.text.multilingual import Text


@dataclass(frozen=True)
class Told:
    """An action, whether it is in the years to come, and how or why not."""

    action: Action
    is_in: bool
    says: str


def decided(assessment: Assessment) -> list[Action]:
    """What the council decided and nobody dropped: what is only proposed changes nothing yet."""
    rows = audiences.decided(assessment.actions.exclude(state=Action.State.DROPPED))
    return list(rows.select_related("assessment"))


def aims(assessment: Assessment) -> list[Aim]:
    """What the decided actions are to reach."""
    packs = {pack.id: pack for pack in definitions.packs_of(assessment)}
    found = []
    for action in decided(assessment):
        pack_id, _colon, name = action.indicator.partition(":")
        pack = packs.get(pack_id)
        ratio = next((each for each in pack.ratios if each.id == name), None) if pack else None
        found.append(
            Aim(
                number=action.number,
                theme=action.theme,
                year=action.target_year,
                since=action.starts_on.year,
                pack=pack,
                ratio=ratio,
                target=action.target,
                effect=action.effect,
            )
        )
    return found


def told(assessment: Assessment, reform: Reform) -> list[Told]:
    """Every decided action with what it is taken to change."""
    actions = {action.number: action for action in decided(assessment)}
    names = explaining.names(definitions.instrument(assessment))
    return [
        Told(actions[each.aim.number], bool(each.line), _says(each, names, assessment.currency))
        for each in reform.moved
    ]


def _says(moved: Moved, names: dict[str, dict[str, str]], currency: str) -> str:
    said = {
        "line": str(Text(names.get(moved.line, {"en": moved.line}))),
        "amount": f"{spelling.value(abs(moved.amount))} {currency}",
        "year": moved.aim.year,
    }
    if moved.way is Way.TARGET and moved.aim.ratio is not None and moved.aim.target is not None:
        said |= {
            "ratio": str(Text(moved.aim.ratio.name)),
            "target": spelling.value(moved.aim.target, moved.aim.ratio.unit),
        }
        if moved.amount < 0:
            return _("%(line)s: %(amount)s less from %(year)s on, so that %(ratio)s comes to %(target)s.") % said
        return _("%(line)s: %(amount)s more from %(year)s on, so that %(ratio)s comes to %(target)s.") % said
    if moved.way is Way.EFFECT:
        if moved.amount < 0:
            return _("%(line)s: %(amount)s less from %(year)s on, which is its expected effect.") % said
        return _("%(line)s: %(amount)s more from %(year)s on, which is its expected effect.") % said
    words = {
        Way.REACHED: _("Its target is reached without it."),
        Way.OVER: _("Its year is over: what came of it is in the figures."),
    }
    return words.get(moved.way, _("What it moves is not projected. It changes nothing here."))
