"""The improvement plan as it is read: rows with what each action moves, in words, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.queries import findings, overview, spelling
from korzo.capabilities.assessments.queries.audiences import HOUSE, Audience
from korzo.capabilities.assessments.queries.findings import Moved
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.kernel.text.multilingual import Text


@dataclass(frozen=True)
class Row:
    """An action and what it is to move."""

    action: Action
    moved: Moved | None
    outcome: Outcome | None

    @property
    def moves(self) -> str:
        """The name of what it is to move."""
        return str(Text(self.moved.name)) if self.moved else self.action.indicator

    @property
    def aim(self) -> str:
        """From where to where, by when."""
        action, unit = self.action, self.moved.unit if self.moved else "money"
        before = action.baseline_score or (
            spelling.value(action.baseline, unit) if action.baseline is not None else "?"
        )
        after = action.target_score or spelling.value(action.target, unit)
        return _("from %(before)s to %(after)s in %(year)s") % {
            "before": before,
            "after": after,
            "year": action.target_year,
        }


@dataclass
class Plan:
    """The actions of an assessment that the audience knows of, the most important and easiest first."""

    assessment: Assessment
    state: str = ""
    theme: str = ""
    audience: Audience = HOUSE

    @cached_property
    def later(self) -> Assessment | None:
        """The signed assessment that judges the targets."""
        found = overview.latest(self.assessment)
        return found if self.audience.knows(found, "plan") else None

    @cached_property
    def rows(self) -> list[Row]:
        """The chosen ones."""
        known = self.audience.actions(self.assessment)
        found = known.select_related("assessment", "office", "person").prefetch_related("evidence")
        if self.state:
            found = found.filter(state=self.state)
        if self.theme:
            found = found.filter(theme=self.theme)
        return self.told(sorted(found, key=lambda action: (-action.priority, action.number)))

    def told(self, actions: Iterable[Action]) -> list[Row]:
        """These actions with what they move."""
        moved = {each.key: each for each in findings.moved(self.assessment)}
        listed = list(actions)
        judged = [action for action in listed if action.state != Action.State.DROPPED]
        found = dict(zip(judged, findings.outcomes(judged, self.later), strict=True)) if self.later else {}
        return [Row(action, moved.get(action.indicator), found.get(action)) for action in listed]

    def sheet(self) -> list[list[str | int | float]]:
        """The plan as a sheet: the heads, and a row for each action. No names of people."""
        heads: list[str | int | float] = [
            _("No."), _("What will be done"), _("Theme"), _("What is weak"), _("What it is to move"), _("Aim"),
            _("Office"), _("Begins on"), _("Ends on"), _("Cost"), _("Paid from"), _("Priority"), _("Where it stands"),
            _("Done, per cent"), _("Decision of the council"), _("Outcome"),
        ]  # fmt: skip
        return [heads, *(self._row(each) for each in self.rows)]

    def _row(self, row: Row) -> list[str | int | float]:
        action = row.action
        return [
            action.number, action.title, str(action.get_theme_display()), action.weakness, row.moves, row.aim,
            str(action.office.name) if action.office else "", action.starts_on.isoformat(), action.ends_on.isoformat(),
            float(action.cost) if action.cost is not None else "", action.funding, action.priority,
            str(action.get_state_display()), action.percent, action.decision, row.outcome.value if row.outcome else "",
        ]  # fmt: skip
