"""Questionnaires that come with Korzo: every question says what each score means, and scores are made by its way."""

import pytest

from korzo.capabilities.assessments.rules import pefa, questions
from korzo.capabilities.assessments.rules.packs import names


@pytest.mark.parametrize("name", names(questions.HERE))
def test_every_score_has_its_words(name: str) -> None:
    asked = questions.named(name)
    assert {indicator.pillar for indicator in asked.indicators} == set(asked.pillars)
    for indicator, question in asked.questions():
        assert set(question.criteria) == set(indicator.scores), question.id
        assert len({each["en"] for each in question.criteria.values()}) == len(indicator.scores), question.id
        assert not question.computed or question.computed in pefa.NAMES
    assert not asked.confirmed


def test_indicators_are_scored_by_their_way() -> None:
    asked = questions.named("pfm")
    computed = [question.computed for _indicator, question in asked.questions() if question.computed]
    assert sorted(computed) == sorted(pefa.NAMES)
    by_id = {each.id: each for each in asked.indicators}
    weakest, table = by_id["PI-2"], by_id["BU-1"]
    assert questions.score(weakest, {"PI-2.1": "A", "PI-2.2": "C", "PI-2.3": "A"}) == "C+"
    assert questions.score(weakest, {"PI-2.1": "A", "PI-2.2": "D*", "PI-2.3": "NA"}) == "D+"
    assert questions.score(table, {"BU-1.1": "A", "BU-1.2": "C", "BU-1.3": "B"}) == "B"
    assert questions.score(table, {"BU-1.1": "A", "BU-1.2": "C"}) == ""
    points = questions.named("lfb").indicators[0]
    assert questions.score(points, {"LFB-1.1": "10", "LFB-1.2": "4", "LFB-1.3": "NA"}) == "7.0"
