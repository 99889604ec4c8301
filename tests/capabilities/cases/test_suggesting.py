"""What words are about: learned from the city's history, proposed, never decided."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import learning
from korzo.capabilities.cases.queries import suggested
from korzo.capabilities.cases.rules import suggesting
from korzo.capabilities.cases.rules.learning import Learned, Lesson, taught
from korzo.capabilities.cases.rules.suggesting import NEVER, Model, macro_f1, marks, proposals, threshold
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

People = dict[str, Person]
HOLES = ("rupa na kolovozu kod skole", "duboka rupa na putu", "ostecen asfalt i rupa", "rupe po celoj ulici")
LEAKS = ("curi voda iz cevi", "pukla cev voda tece", "voda lije niz ulicu", "curenje vode u saht")


def lessons(count: int, *, noise: float = 0.0, seed: int = 7) -> list[Lesson]:
    chance, found = random.Random(seed), []
    for _each in range(count):
        texts, label = chance.choice([(HOLES, "pothole"), (LEAKS, "leak")])
        if chance.random() < noise:
            label = chance.choice(["pothole", "leak"])
        found.append(Lesson(chance.choice(texts).split(), label))
    return found


# Rules ---------------------------------------------------------------------------------------------------------------
def test_words_of_other_forms_are_understood() -> None:
    _learned, good = taught("kind", lessons(100), [])
    assert good is not None
    model = replace(good, sure=0)
    assert proposals(model, ["rupom", "asfalta"])[0].label == "pothole"
    assert proposals(model, ["curila", "vodu", "cevi"])[0].label == "leak"


def test_nothing_is_said_without_words_or_when_nothing_could_be_learned() -> None:
    learned, model = taught("kind", lessons(200, noise=1.0), [])
    assert model is not None
    assert model.sure == NEVER or (learned.marks is not None and learned.marks.proposed < 0.2)
    assert taught("kind", [Lesson(["a"], "only")], [])[1] is None
    _learned, good = taught("kind", lessons(100), [])
    assert good is not None
    assert proposals(good, []) == ()


def test_marks_are_of_later_reports_which_the_model_has_not_seen() -> None:
    early, late = lessons(200), [Lesson(each.words, "new") for each in lessons(50)]
    learned, model = taught("kind", [*early, *late], [])
    assert learned.marks is not None
    assert learned.marks.asked == 50
    assert learned.marks.first == 0.0  # nobody could know the new label
    assert model is not None
    assert "new" in model.labels


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40), st.floats(0.5, 1))
def test_above_the_threshold_enough_is_right_and_no_lower_one_would_do(
    judged: list[tuple[float, bool]], wanted: float
) -> None:
    likely, right = [value for value, _hit in judged], [hit for _value, hit in judged]
    found = threshold(likely, right, wanted=wanted)
    above = sorted(((value, hit) for value, hit in judged if value >= found), reverse=True)
    if found == NEVER:
        ordered = [hit for _value, hit in sorted(judged, reverse=True)]
        assert all(sum(ordered[:count]) < wanted * count for count in range(1, len(ordered) + 1))
    else:
        assert above
        assert any(sum(hit for _v, hit in above[:count]) >= wanted * count for count in range(1, len(above) + 1))


@given(st.lists(st.text(alphabet="abcdč ", min_size=1, max_size=8), min_size=1, max_size=6))
def test_likelihoods_are_shares(words: list[str]) -> None:
    chance = np.random.default_rng(3)
    model = Model(
        ("a", "b", "c"),
        chance.random(suggesting.WIDTH, dtype=np.float32) + 1,
        chance.standard_normal((suggesting.WIDTH, 3)).astype(np.float16),
        np.zeros(3, dtype=np.float32),
        0,
    )
    likely = suggesting.likelihoods(model, words)
    assert np.isclose(likely.sum(), 1, atol=1e-5)
    found = proposals(model, words)
    assert [each.likelihood for each in found] == sorted((each.likelihood for each in found), reverse=True)


def test_macro_f1_by_hand() -> None:
    # a: precision 1/2, recall 1/2 -> 0.5; b: precision 1, recall 1/2 -> 2/3; c: never said -> 0
    assert macro_f1(["a", "a", "b", "b", "c"], ["a", "d", "b", "a", "d"]) == pytest.approx((0.5 + 2 / 3 + 0) / 3)
    assert macro_f1([], []) == 0


def test_marks_by_hand() -> None:
    model = taught("kind", lessons(60), [])[1]
    assert model is not None
    texts = [["rupa"], ["voda"], ["rupa"]]
    found = marks(model, texts, ["pothole", "leak", "leak"])
    assert (found.asked, found.three) == (3, 1.0)
    assert found.first == pytest.approx(2 / 3)


# The city's history --------------------------------------------------------------------------------------------------
@pytest.fixture
def history(town: City, people: People, now: datetime) -> None:
    for number, each in enumerate(lessons(60)):
        leak = {"attributes": {"FLOW": ["jet"]}} if each.label == "leak" else {}
        report = with_(category=each.label, description=" ".join(each.words), **leak)
        case = operations.report(report, by=None, now=now + timedelta(minutes=number)).case
        operations.validate(case, by=people["agent"], now=now + timedelta(minutes=number))


@pytest.fixture
def learned(history: None, now: datetime) -> list[Learned]:
    return learning.learn(now=now)


def test_a_new_city_goes_by_the_names_of_its_kinds(town: City, now: datetime) -> None:
    learning.learn(now=now)
    assert [each.code for each in suggested.kinds("цурење воде")][:1] == ["leak"]
    assert suggested.kinds("рупа, велика")[0].code == "pothole"
    assert suggested.reports()[0].is_examined is False


def test_learning_reads_checked_reports_and_says_how_well(learned: list[Learned], now: datetime) -> None:
    kind, office = learned
    assert (kind.subject, kind.reports, office.reports) == ("kind", 60, 60)
    assert suggested.kinds("Duboka РУПА kod škole")[0].code == "pothole"
    found = suggested.office("pukla cev voda tece", "leak")
    assert found is not None
    assert found.code == "water"
    assert [each.learned_at for each in suggested.reports()] == [now, now]


def test_unchecked_and_withdrawn_reports_teach_nothing(town: City, people: People, now: datetime) -> None:
    made = [operations.report(with_(client_key=f"k{n}"), by=None, now=now).case for n in range(2)]
    operations.withdraw(made[1], by=people["agent"], now=now)
    assert learning.learn(now=now)[0].reports == 0


def test_a_torn_write_leaves_what_was_there(learned: list[Learned], monkeypatch: Any) -> None:
    before = suggested.path("kind").read_bytes()

    def torn(file: Any, **_arrays: Any) -> None:
        file.write(b"half")
        raise OSError("the disk is full")

    monkeypatch.setattr(np, "savez", torn)
    with pytest.raises(OSError, match="full"):
        learning.keep(learned[0], taught("kind", lessons(50), [])[1], now=datetime(2026, 1, 1))  # type: ignore[arg-type]
    assert suggested.path("kind").read_bytes() == before
    assert sorted(path.name for path in suggested.path("kind").parent.iterdir()) == [
        "cases-kind.npz",
        "cases-office.npz",
    ]


def test_words_cannot_be_read_out_of_what_was_learned(learned: list[Learned]) -> None:
    kept = np.load(suggested.path("kind"), allow_pickle=False)
    assert not {"asfalt", "kolovozu"} & set(" ".join(map(str, kept["labels"])).split())
    assert b"kolovozu" not in Path(suggested.path("kind")).read_bytes()


# Pages ---------------------------------------------------------------------------------------------------------------
def test_the_record_proposes_another_kind_and_one_button_sets_it_right(
    learned: list[Learned], people: People, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wrong = with_(category="pothole", description="pukla cev i voda tece", client_key="wrong")
    case = operations.report(wrong, by=None, now=now).case
    client = Client()
    client.force_login(people["agent"])
    with translation.override("en"):
        page = client.get(reverse("cases:record", args=[case.code])).content.decode()
        assert "Earlier reports with such words were about" in page
        client.post(reverse("cases:act", args=[case.code, "sort"]), {"category": "leak", "version": case.version})
    case = Case.objects.get(pk=case.pk)
    assert (case.category.code, case.office.code) == ("leak", "water")
    with translation.override("en"):
        page = client.get(reverse("cases:record", args=[case.code])).content.decode()
    assert "Earlier reports with such words" not in page


def test_who_only_reads_is_proposed_nothing(learned: list[Learned], people: People, now: datetime) -> None:
    wrong = with_(category="pothole", description="pukla cev i voda tece", client_key="wrong")
    case = operations.report(wrong, by=None, now=now).case
    client = Client()
    client.force_login(people["elected"])
    with translation.override("en"):
        page = client.get(reverse("cases:record", args=[case.code])).content.decode()
    assert case.code in page
    assert "Earlier reports" not in page


def test_while_writing_kinds_are_proposed_and_the_button_chooses(learned: list[Learned]) -> None:
    client = Client()
    with translation.override("sr"):
        part = client.post(reverse("cases:report-kinds"), {"description": "Пукла цев, вода тече!"}).content.decode()
        assert 'value="leak"' in part
        again = client.post(reverse("cases:report-kinds"), {"description": "pukla cev voda tece", "category": "leak"})
        assert again.content.decode().strip() == ""
        refused = client.post(reverse("cases:report"), {"description": "pukla cev voda tece", "category": ""})
        assert refused.status_code == 422
        assert 'value="leak"' in refused.content.decode().partition("hx-post")[2]
        chosen = client.post(
            reverse("cases:report"), {"description": "pukla cev voda tece", "category": ["pothole", "leak"]}
        )
        assert chosen.status_code == 302
        assert client.session["cases.report"]["category"] == "leak"


def test_programs_ask_with_a_key(learned: list[Learned], people: People, now: datetime) -> None:
    key = keys.make(person=people["resident"], label="x", now=now)
    asked: dict[str, Any] = {"data": {"text": "pukla cev voda tece"}, "content_type": "application/json"}
    found = Client().post("/api/v1/cases/suggestions", headers={"authorization": f"Bearer {key}"}, **asked).json()
    assert found[0]["category"] == "leak"
    assert Client().post("/api/v1/cases/suggestions", **asked).status_code == 401


def test_administrators_read_how_well_it_does(learned: list[Learned], people: People) -> None:
    client = Client()
    client.force_login(people["administrator"])
    with translation.override("en"):
        page = client.get(reverse("cases:kinds")).content.decode()
    assert "Proposals from words" in page
    assert "60 reports" in page
