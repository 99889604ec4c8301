"""What an assessment finds: ratios with their bands, scores of the questionnaire, and whether targets were met."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.queries import books, definitions
from korzo.capabilities.assessments.rules import questions, ratios, targets
from korzo.capabilities.assessments.rules.packs import Pack
from korzo.capabilities.assessments.rules.questions import Indicator
from korzo.capabilities.assessments.rules.ratios import Computed
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.capabilities.assessments.rules.values import Value

MILLIONTH = Decimal("0.000001")


@dataclass(frozen=True)
class Moved:
    """What an action can move: a ratio with its value now, or a question with its score."""

    key: str
    name: dict[str, str]
    is_ratio: bool
    unit: str = ""
    direction: str = ""
    found: Value | None = None
    score: str = ""

    @property
    def value(self) -> Decimal | None:
        """The value, where there is one, as it is stored."""
        stored = _as_stored(self.found) if self.found is not None else None
        return stored if isinstance(stored, Decimal) else None


def computed(assessment: Assessment, *, year: int | None = None) -> list[tuple[Pack, list[Computed]]]:
    """All ratios of all packs in a year, the last closed one unless told."""
    book = books.book(assessment)
    at = assessment.last_year if year is None else year
    return [(pack, ratios.compute(pack, book, at)) for pack in definitions.packs_of(assessment)]


def scores(assessment: Assessment) -> list[tuple[Indicator, str]]:
    """The indicators of the questionnaire with their scores so far."""
    asked = definitions.questions_of(assessment)
    given = dict(assessment.answers.values_list("question", "score"))
    return [(each, questions.score(each, given)) for each in asked.indicators] if asked else []


def moved(assessment: Assessment) -> list[Moved]:
    """Everything that an action can be meant to move."""
    found = [
        Moved(f"{pack.id}:{each.ratio.id}", each.ratio.name, True, each.ratio.unit, each.ratio.direction, each.value)
        for pack, values in computed(assessment)
        for each in values
    ]
    asked = definitions.questions_of(assessment)
    if asked:
        given = dict(assessment.answers.values_list("question", "score"))
        found += [
            Moved(f"{asked.id}:{question.id}", question.name, False, score=given.get(question.id, ""))
            for _indicator, question in asked.questions()
        ]
    return found


def indicator(assessment: Assessment, key: str) -> Moved | None:
    """One of them by its key."""
    return next((each for each in moved(assessment) if each.key == key), None)


def outcomes(actions: Iterable[Action], later: Assessment) -> list[Outcome]:
    """Whether a later assessment shows that targets were met, each by the figures of its own year."""
    book, packs = books.book(later), {pack.id: pack for pack in definitions.packs_of(later)}
    given = dict(later.answers.values_list("question", "score"))
    by_year: dict[tuple[str, int], dict[str, Computed]] = {}

    def outcome(action: Action) -> Outcome:
        pack_id, _colon, name = action.indicator.partition(":")
        if action.target_year not in later.years:
            return Outcome.TOO_EARLY
        if action.target is None:
            return targets.of_score(given.get(name, ""), action.target_score)
        if pack_id not in packs:
            return Outcome.UNKNOWN
        key = pack_id, action.target_year
        if key not in by_year:
            by_year[key] = {each.ratio.id: each for each in ratios.compute(packs[pack_id], book, key[1])}
        one = by_year[key].get(name)
        if one is None:
            return Outcome.UNKNOWN
        return targets.of_value(_as_stored(one.value), action.target, one.ratio.direction, action.baseline)

    return [outcome(action) for action in actions]


def _as_stored(value: Value) -> Value:
    """With as many places as targets and baselines have."""
    return value.quantize(MILLIONTH) if isinstance(value, Decimal) else value
