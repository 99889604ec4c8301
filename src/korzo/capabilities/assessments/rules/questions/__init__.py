"""Questionnaires: indicators with their questions, criteria for each score, and how an indicator's score is made.

There is no method for adding up across indicators, and none here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from korzo.capabilities.assessments.rules import names, scoring
from korzo.capabilities.assessments.rules.packs import BadPack, loaded, shipped

HERE = Path(__file__).parent
LETTERS = ("A", "B", "C", "D")
POINTS = ("10", "7", "4", "0")
_WAYS = ("M1", "M2", "points")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is scored; `criteria` say what each score means, `computed` what gives it from the tables."""

    id: str
    name: dict[str, str]
    criteria: dict[str, dict[str, str]]
    help: dict[str, str]
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Questions with one score together: by the weakest link (M1), by the conversion table (M2), or points."""

    id: str
    pillar: str
    name: dict[str, str]
    way: str
    questions: tuple[Question, ...]

    @property
    def scores(self) -> tuple[str, ...]:
        """What can be chosen."""
        return POINTS if self.way == "points" else LETTERS


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A version of what is asked."""

    id: str
    version: str
    title: dict[str, str]
    source: str
    confirmed: bool
    pillars: dict[str, dict[str, str]]
    indicators: tuple[Indicator, ...]

    def questions(self) -> Iterator[tuple[Indicator, Question]]:
        """All questions."""
        return ((indicator, question) for indicator in self.indicators for question in indicator.questions)

    def find(self, key: str) -> tuple[Indicator, Question] | None:
        """A question by its id."""
        return next((pair for pair in self.questions() if pair[1].id == key), None)


def score(indicator: Indicator, answers: Mapping[str, str]) -> str:
    """The score of an indicator; empty as long as a question is not answered. Points: their mean, to one place."""
    given = [answers.get(question.id, "") for question in indicator.questions]
    if "" in given:
        return ""
    if indicator.way == "points":
        applies = [int(each) for each in given if each != scoring.NOT_APPLICABLE]
        return f"{sum(applies) / len(applies):.1f}" if applies else scoring.NOT_APPLICABLE
    return scoring.weakest_link(given) if indicator.way == "M1" else scoring.averaged(given)


@cache
def named(name: str) -> Questionnaire:
    """A questionnaire that comes with Korzo; BadPack if there is none."""
    return read(shipped(HERE, "questionnaire", name))


def read(text: str) -> Questionnaire:
    """Read a questionnaire; BadPack with the place."""
    found = loaded(text)
    try:
        indicators = tuple(_indicator(each) for each in found["indicators"])
        made = Questionnaire(
            found["id"],
            found["version"],
            names.spread(found["title"]),
            found["source"],
            found["confirmed"],
            {key: names.spread(name) for key, name in found["pillars"].items()},
            indicators,
        )
    except (KeyError, TypeError) as error:
        raise BadPack(f"{error} is missing or wrong") from error
    if strange := {each.pillar for each in indicators} - set(made.pillars):
        raise BadPack(f"there is no pillar {min(strange)}")
    if len({question.id for _indicator, question in made.questions()}) < sum(1 for _ in made.questions()):
        raise BadPack("two questions have the same id")
    return made


def _indicator(value: dict[str, Any]) -> Indicator:
    if value["way"] not in _WAYS:
        raise BadPack(f"indicator {value['id']}: way is one of {', '.join(_WAYS)}")
    questions = tuple(_question(each) for each in value["questions"])
    if value["way"] == "M2" and len(questions) > 4:  # noqa: PLR2004 -- the conversion tables end there
        raise BadPack(f"indicator {value['id']}: M2 has tables for up to four questions")
    return Indicator(value["id"], value["pillar"], names.spread(value["name"]), value["way"], questions)


def _question(value: dict[str, Any]) -> Question:
    return Question(
        value["id"],
        names.spread(value["name"]),
        {score: names.spread(text) for score, text in value.get("criteria", {}).items()},
        names.spread(value.get("help", {})),
        value.get("computed", ""),
    )
