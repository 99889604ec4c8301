"""Works and outages announced by programs: in the name of their own office, once, and as described."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.portal.announced import announced
from tests.city import City, square

from korzo.capabilities.portal.models import Notice
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

People = dict[str, Person]
AT = "/api/v1/portal/notices"


@pytest.fixture
def program(people: People) -> Client:
    """A program of the roads office."""
    return Client(
        headers={"authorization": f"Bearer {keys.make(person=people['officer'], label='x', now=timezone.now())}"}
    )


def given(**more: Any) -> dict[str, Any]:
    begins = timezone.now() - timedelta(minutes=5)
    return {
        "operator": "roads", "kind": "street", "title": {"en": "Street closed"}, "begins_at": begins.isoformat(),
        "streets": ["mill"], **more,
    }  # fmt: skip


def post(program: Client, path: str, body: dict[str, Any]) -> Any:
    return program.post(path, body, content_type="application/json")


def test_a_program_announces_says_how_it_goes_on_and_gives_the_all_clear(town: City, program: Client) -> None:
    made = post(program, AT, given())
    assert made.status_code == 201
    code = made.json()["code"]
    until = (timezone.now() + timedelta(hours=2)).isoformat()
    told = post(program, f"{AT}/{code}/tell", {"text": {"en": "Longer"}, "ends_at": until}).json()
    assert [each["what"] for each in told["updates"]] == ["moved"]
    ended = post(program, f"{AT}/{code}/end", {}).json()
    assert (ended["state"], ended["streets"], ended["districts"]) == ("ended", ["mill"], ["east", "west"])
    assert post(program, f"{AT}/{code}/end", {}).status_code == 422
    assert Client().get(f"{AT}/{code}").json()["state"] == "ended"
    assert Client().get(AT).json()["items"] == []
    assert [each["code"] for each in Client().get(AT, {"when": "over"}).json()["items"]] == [code]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"operator": "nobody"}, "operator"),
        ({"streets": ["nowhere"]}, "streets"),
        ({"streets": []}, "streets"),
        ({"title": {}}, "title"),
        ({"title": {"xx": "?"}}, ""),
        ({"begins_at": "9999-12-31T23:59:59Z"}, "begins_at"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, "ends_at"),
        ({"begins_at": "2026-01-01T00:00:00"}, ""),
        ({"area": {"type": "Polygon", "coordinates": "no"}}, "area"),
        ({"area": square(18.4, 95, 18.5, 96)}, "area"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_announced(
    town: City, program: Client, wrong: dict[str, Any], field: str
) -> None:
    answer = post(program, AT, given(**wrong))
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert field in answer.json()["field"]
    assert not Notice.objects.exists()


def test_only_the_own_office_and_nobody_without_a_key(town: City, people: People, program: Client) -> None:
    assert post(program, AT, given(operator="water")).status_code == 403
    assert post(Client(), AT, given()).status_code == 401
    theirs = announced(people["other"], timezone.now() - timedelta(hours=1), office="water")
    assert post(program, f"{AT}/{theirs.code}/end", {}).status_code == 403
    assert post(program, f"{AT}/{theirs.code}/tell", {"text": {"en": "x"}}).status_code == 403
    assert post(program, f"{AT}/N-1999-00001/end", {}).status_code == 404


def test_the_same_message_of_a_program_comes_once(town: City, program: Client) -> None:
    assert post(program, AT, given(identifier="works/7")).status_code == 201
    assert post(program, AT, given(identifier="works/7")).status_code == 422
    assert Notice.objects.count() == 1
