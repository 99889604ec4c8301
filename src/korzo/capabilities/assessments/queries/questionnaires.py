"""The questionnaire of an assessment: scores by pillar, answers beside those of last time, and what figures propose."""

from collections.abc import Mapping
from dataclasses import dataclass

from korzo.capabilities.assessments.models import Answer, Assessment
from korzo.capabilities.assessments.queries import books, definitions
from korzo.capabilities.assessments.queries.audiences import HOUSE, Audience
from korzo.capabilities.assessments.rules import pefa, questions
from korzo.capabilities.assessments.rules.pefa import Proposal
from korzo.capabilities.assessments.rules.questions import Indicator, Question
from korzo.kernel.text.multilingual import Text


@dataclass(frozen=True)
class Scored:
    """An indicator with its score now and last time (empty: not answered yet), and how much of it is answered."""

    indicator: Indicator
    score: str
    before: str
    answered: int

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.indicator.name)

    @property
    def look(self) -> str:
        """The colour of its score: A to D, of points by the nearest step; empty of what is not scored."""
        return look(self.score)


@dataclass(frozen=True)
class Pillar:
    """A group of indicators. There is no score of a pillar, and none of all."""

    name: Text
    indicators: list[Scored]


@dataclass(frozen=True)
class Asked:
    """A question with its answer, the score of last time, and what the figures propose."""

    question: Question
    answer: Answer | None
    before: str
    proposal: Proposal | None


def pillars(assessment: Assessment, audience: Audience = HOUSE) -> list[Pillar]:
    """All indicators by pillar, in the questionnaire's order; with the scores of last time that the audience knows."""
    asked = definitions.questions_of(assessment)
    if asked is None:
        return []
    known = audience.knows(assessment.previous, "questions")
    given, before = _scores(assessment), _before(assessment) if known else {}
    found: dict[str, Pillar] = {key: Pillar(Text(name), []) for key, name in asked.pillars.items()}
    for each in asked.indicators:
        answered = sum(bool(given.get(question.id)) for question in each.questions)
        scored = Scored(each, questions.score(each, given), questions.score(each, before), answered)
        found[each.pillar].indicators.append(scored)
    return [pillar for pillar in found.values() if pillar.indicators]


def indicator(assessment: Assessment, key: str) -> Indicator | None:
    """One of its indicators by its id."""
    asked = definitions.questions_of(assessment)
    return next((each for each in asked.indicators if each.id == key), None) if asked else None


def asked_in(assessment: Assessment, found: Indicator) -> list[Asked]:
    """The questions of an indicator."""
    keys = [each.id for each in found.questions]
    answers = {
        each.question: each for each in assessment.answers.filter(question__in=keys).prefetch_related("evidence")
    }
    before = _before(assessment)
    book = books.book(assessment) if any(each.computed for each in found.questions) else None
    return [
        Asked(
            each,
            answers.get(each.id),
            before.get(each.id, ""),
            pefa.propose(each.computed, book, assessment.last_year) if book and each.computed in pefa.NAMES else None,
        )
        for each in found.questions
    ]


def look(score: str) -> str:
    """A letter for the colour of a score."""
    if score[:1] in "ABCD":
        return score[:1]
    try:
        points = float(score)
    except ValueError:
        return ""
    return next(letter for letter, least in (("A", 8.5), ("B", 5.5), ("C", 2), ("D", 0)) if points >= least)


def _scores(assessment: Assessment) -> Mapping[str, str]:
    return dict(assessment.answers.values_list("question", "score"))


def _before(assessment: Assessment) -> Mapping[str, str]:
    """Scores of last time, where the same questionnaire was asked."""
    last = assessment.previous
    alike = last is not None and last.questions.partition("@")[0] == assessment.questions.partition("@")[0]
    return _scores(last) if last is not None and alike else {}
