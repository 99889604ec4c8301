"""The scoreboard tells how well the city works, and nothing of single people."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.datasets import SCORES
from korzo.capabilities.cases.jobs.scores import count_scores
from korzo.capabilities.cases.models import Case, Score, Verdict
from korzo.capabilities.cases.operations import Report
from korzo.capabilities.cases.queries import following, scoreboard
from korzo.capabilities.cases.rules import scores
from korzo.capabilities.cases.rules.scores import LEAST, Closed, Sum
from korzo.kernel import trail
from korzo.kernel.people.models import Person

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOMENTS = st.integers(0, 10_000).map(lambda hours: START + timedelta(hours=hours))
CLOSED = st.builds(
    Closed,
    reported_at=st.just(START),
    closed_at=MOMENTS,
    due_at=MOMENTS | st.none(),
    reopened=st.integers(0, 3),
    answer=st.sampled_from(["", "yes", "partly", "no"]),
    timed=st.booleans(),
)


def summed(closed: int) -> Sum:
    return Sum(closed, closed, closed, 0, closed, closed, 1.0)


# Rules ----------------------------------------------------------------------------------------------------------------
@given(st.lists(CLOSED))
def test_sums_never_exceed_what_they_are_of(cases: list[Closed]) -> None:
    found = scores.total(cases)
    assert found.closed == len(cases)
    assert 0 <= found.satisfied <= found.answered <= found.closed
    assert 0 <= found.kept <= found.promised <= found.closed
    assert (found.median_hours is None) == (not any(each.timed for each in cases))


@given(st.lists(st.integers(0, 40), max_size=12))
def test_what_is_hidden_cannot_be_worked_out_from_the_total(counts: list[int]) -> None:
    lines = scores.protected((number, summed(count)) for number, count in enumerate(counts))
    assert {line.of for line in lines} == {number for number, count in enumerate(counts) if count}
    shown = [line for line in lines if not line.is_hidden]
    assert all((line.closed or 0) >= LEAST for line in shown)
    away = [counts[line.of] for line in lines if line.is_hidden]
    rest = sum(counts) - sum(line.closed or 0 for line in shown)
    assert rest == sum(away)
    assert not away or not shown or (len(away) > 1 and rest >= LEAST)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(lambda day: day.replace(day=1)))
def test_months_follow_each_other(month: date) -> None:
    assert scores.before(scores.after(month)) == month
    assert (scores.after(month) - month).days in (28, 29, 30, 31)


def test_nonsense_is_another_month() -> None:
    assert scores.first_of("2026-13", otherwise=date(2026, 1, 1)) == date(2026, 1, 1)
    assert scores.first_of("2026-02", otherwise=date(2026, 1, 1)) == date(2026, 2, 1)


# Judging --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def solved(town: City, people: dict[str, Person]) -> Case:
    now = timezone.now()
    case = operations.report(Report("pothole", "x", *MIDDLE, email="a@example.org"), by=None, now=now).case
    operations.resolve(case, text="Filled", by=people["officer"], now=now)
    return case


def own_page(case: Case) -> str:
    with translation.override("en"):
        return reverse("cases:follow", args=[case.code, following.token(case.contact)])


@pytest.mark.django_db
def test_the_reporter_says_whether_it_was_solved(solved: Case) -> None:
    client = Client()
    assert "Was it solved?" in client.get(own_page(solved)).content.decode()
    answered = client.post(own_page(solved), {"verdict": "partly"}, follow=True)
    assert "You answered: Partly" in answered.content.decode()
    client.post(own_page(solved), {"verdict": "yes"})
    assert Verdict.objects.get(case=solved).answer == "yes"
    assert client.post(own_page(solved), {"verdict": "perhaps"}).status_code == 422
    assert [each.event for each in trail.models.Entry.objects.order_by("seq")][-2:] == ["cases.CaseJudged"] * 2


@pytest.mark.django_db
def test_what_is_not_solved_cannot_be_judged(town: City) -> None:
    case = operations.report(Report("pothole", "x", *MIDDLE), by=None, now=timezone.now()).case
    assert "Was it solved?" not in Client().get(own_page(case)).content.decode()
    with pytest.raises(operations.ReportRefused):
        operations.judge(case, answer="yes", by=None, now=timezone.now())


# The board ------------------------------------------------------------------------------------------------------------
def closed(count: int, category: str, people: dict[str, Person], *, month: date, **changes: object) -> None:
    for _ in range(count):
        case = operations.report(
            Report(category, "x", *MIDDLE, attributes={"FLOW": "jet"}), by=None, now=timezone.now()
        ).case
        operations.resolve(case, text="Done", by=people["agent"], now=timezone.now())
        at = datetime(month.year, month.month, 10, 12, tzinfo=UTC)
        moved = {"reported_at": at - timedelta(hours=6), "closed_at": at, "due_at": at + timedelta(days=1), **changes}
        Case.objects.filter(pk=case.pk).update(**moved)


@pytest.mark.django_db
def test_a_month_is_counted_and_shown(town: City, people: dict[str, Person]) -> None:
    month = scores.before(timezone.localdate().replace(day=1))
    closed(6, "pothole", people, month=month)
    closed(7, "leak", people, month=month, due_at=None)
    closed(3, "pothole", people, month=scores.before(month))
    closed(5, "noise", people, month=month)  # private: never counted
    count_scores.call()
    whole = Score.objects.get(month=month, office=None, category=None)
    assert (whole.closed, whole.promised, whole.kept, whole.median_hours) == (13, 6, 6, 6.0)
    found = scoreboard.board(month, by="category")
    assert {line.of.code: (line.closed, line.on_time) for line in found.lines} == {
        "leak": (7, None),
        "pothole": (6, 100),
    }
    page = Client().get("/en/cases/scoreboard/", {"by": "category"}).content.decode()
    assert all(str(line.of.name) in page for line in found.lines)
    assert "100 %" in page
    rows = list(
        csv.DictReader(io.StringIO(Client().get("/en/cases/scoreboard/?by=category&format=csv").content.decode()))
    )
    assert {row["code"]: (row["closed"], row["on_time_percent"]) for row in rows} == {
        "leak": ("7", ""),
        "pothole": ("6", "100"),
    }
    assert list(SCORES.partitions(None)) == [
        f"{each:%Y-%m}" for each in (scores.after(month), month, scores.before(month))
    ]
    published = [row for row in SCORES.published(f"{month:%Y-%m}") if row["by"] == "category"]
    assert {row["code"]: row["closed"] for row in published} == {"leak": 7, "pothole": 6}
    few = Client().get("/en/cases/scoreboard/", {"month": f"{scores.before(month):%Y-%m}"}).content.decode()
    assert "Nothing to show for this month" in few


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", [{"month": "x"}, {"month": "9999-12"}, {"by": "person"}, {"month": "0001-01", "format": "csv"}]
)
def test_nonsense_is_answered(town: City, given: dict[str, str]) -> None:
    assert Client().get("/en/cases/scoreboard/", given).status_code == 200


@pytest.mark.django_db
def test_every_month_is_counted_once(town: City, people: dict[str, Person]) -> None:
    now = timezone.now()
    assert scoreboard.uncounted(now) is None
    old = scores.before(scores.before(scores.before(timezone.localdate().replace(day=1))))
    closed(1, "pothole", people, month=old)
    count_scores.call()
    assert scoreboard.uncounted(now) is None
    assert Score.objects.filter(office=None, category=None).count() == 4
