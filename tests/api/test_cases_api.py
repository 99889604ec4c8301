"""The JSON API: programs do what officers do, under the same permissions, and follow all changes without gaps."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db


class Program:
    """A client with somebody's key."""

    def __init__(self, person: Person) -> None:
        self.client = Client(
            headers={"authorization": f"Bearer {keys.make(person=person, label='x', now=timezone.now())}"}
        )

    def do(self, code: str, verb: str, **given: Any) -> tuple[int, dict[str, Any]]:
        answer = self.client.post(f"/api/v1/cases/{code}/{verb}", given, content_type="application/json")
        return answer.status_code, answer.json()


@pytest.fixture
def programs(people: dict[str, Person]) -> dict[str, Program]:
    return {name: Program(person) for name, person in people.items()}


@pytest.fixture
def code(town: City, now: datetime) -> str:
    return operations.report(reports.with_(email="ana@example.org"), by=None, now=now).case.code


def test_a_case_is_worked_on_from_beginning_to_end(programs: dict[str, Program], code: str) -> None:
    officer = programs["officer"]
    assert officer.do(code, "start")[0] == 409
    seen = officer.do(code, "validate")[1]
    assert (seen["state"], seen["description"]) == ("validated", "Рупа на путу")
    assert officer.do(code, "comment", text="Soon.")[0] == 200
    assert officer.do(code, "ask", text="Which lane?")[1]["is_waiting"] is True
    assert officer.do(code, "go-on")[1]["is_waiting"] is False
    assert officer.do(code, "go-on")[0] == 422
    assert officer.do(code, "start")[1]["state"] == "in_progress"
    assert officer.do(code, "resolve", text="Done.")[1]["outcome"] == "Done."
    assert officer.do(code, "reopen", text="Broke again.")[1]["reopened"] == 1
    assert officer.do(code, "decline", reason="no_money", text="Next year.")[1]["is_open"] is False


def test_others_may_not(programs: dict[str, Program], code: str) -> None:
    for verb, more in (("validate", {}), ("resolve", {"text": "x"}), ("split", {}), ("assign", {"office": "water"})):
        assert programs["resident"].do(code, verb, **more)[0] in (403, 409)
        assert programs["other"].do(code, verb, **more)[0] in (403, 409)
    assert Case.objects.get().state == "received"


def test_an_old_version_is_refused_with_the_present_one(programs: dict[str, Program], code: str) -> None:
    seen = programs["officer"].do(code, "validate")[1]["version"]
    assert programs["agent"].do(code, "start", version=seen)[0] == 200
    status, problem = programs["officer"].do(code, "resolve", text="Done.", version=seen)
    assert (status, problem["version"]) == (409, seen + 1)
    assert programs["officer"].do(code, "resolve", text="Done.", version=problem["version"])[0] == 200


def test_offices_hand_over_by_program(programs: dict[str, Program], code: str) -> None:
    assert programs["other"].do(code, "accept")[0] == 422
    assert programs["officer"].do(code, "hand-over", office="nowhere", reason="x") == (
        422,
        {"detail": "There is no such office.", "field": "office", "version": None},
    )
    assert programs["officer"].do(code, "hand-over", office="water", reason="A pipe.")[1]["office"] == "roads"
    assert programs["officer"].do(code, "accept")[0] == 403
    assert programs["other"].do(code, "accept")[1]["office"] == "water"
    assert programs["other"].do(code, "hand-over", office="roads", reason="No pipe.")[0] == 200
    assert programs["officer"].do(code, "refuse", reason="Yours.")[1]["office"] == "water"
    assert programs["agent"].do(code, "assign", office="roads")[0] == 422  # an arbiter decides first


def test_cases_are_joined_and_parted(programs: dict[str, Program], code: str, now: datetime) -> None:
    other = operations.report(reports.HOLE, by=None, now=now).case.code
    assert programs["officer"].do(other, "merge", into="K-1999-000001")[0] == 422
    assert programs["officer"].do(other, "merge", into=code)[1]["duplicate_of"] == code
    assert programs["officer"].do(other, "split")[1]["duplicate_of"] is None


def test_why_the_promise_moved_is_told(programs: dict[str, Program], code: str) -> None:
    seen = programs["officer"].do(code, "validate")[1]
    shown = Client().get(f"/api/v1/cases/{code}").json()
    assert shown["moves"] == seen["moves"]
    assert [each["reason"] for each in seen["moves"]] == ["checked"]
    assert seen["moves"][-1]["after"] == seen["due_at"]


def changed(**query: Any) -> dict[str, Any]:
    answer = Client().get("/api/v1/cases/", query)
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_all_changes_are_followed_without_gaps_or_twice(town: City, people: dict[str, Person], now: datetime) -> None:
    """Five cases change in the same second; pages of two, with changes in between."""
    codes = [operations.report(reports.HOLE, by=None, now=now).case.code for _ in range(5)]
    start = (now - timedelta(minutes=1)).isoformat()
    page = changed(updated_after=start, page_size=2)
    seen = [each["code"] for each in page["items"]]
    first = Case.objects.get(code=codes[0])
    operations.validate(first, by=people["officer"], now=now + timedelta(minutes=1))
    while page["more"]:
        page = changed(cursor=page["next"], page_size=2)
        seen += [each["code"] for each in page["items"]]
    assert seen == [*codes, codes[0]]
    page = changed(cursor=page["next"])
    assert (page["items"], page["more"]) == ([], False)
    operations.start(first, by=people["officer"], now=now + timedelta(minutes=2))
    assert [each["code"] for each in changed(cursor=page["next"])["items"]] == [codes[0]]


def test_an_empty_feed_has_a_cursor_too(town: City, now: datetime) -> None:
    page = changed(updated_after=now.isoformat())
    assert page["items"] == []
    code = operations.report(reports.HOLE, by=None, now=now + timedelta(minutes=1)).case.code
    assert [each["code"] for each in changed(cursor=page["next"])["items"]] == [code]


@pytest.mark.parametrize("given", ["0.0", "1790000000", "2026-03-01", "", "-1"])
def test_a_moment_is_written_as_a_moment(town: City, given: str) -> None:
    assert Client().get("/api/v1/cases/", {"updated_after": given}).status_code == 422


def test_changes_of_this_moment_settle_first(town: City) -> None:
    operations.report(reports.HOLE, by=None, now=timezone.now())
    start = (timezone.now() - timedelta(hours=1)).isoformat()
    assert changed(updated_after=start)["items"] == []
    assert changed()["items"] != []


@pytest.mark.parametrize("cursor", ["x", "MTk3MA", "!!!", "MjAyNi0wMS0wMXwx"])
def test_foreign_cursors_are_refused(town: City, cursor: str) -> None:
    assert Client().get("/api/v1/cases/", {"cursor": cursor}).status_code == 422
