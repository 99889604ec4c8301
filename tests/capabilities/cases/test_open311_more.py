"""What Klarschiff's and Chicago's clients ask beside the standard: confirmation by hash, notes, answers, counts, coverage."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.city import MIDDLE, NEXT_DOOR, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, System, Unconfirmed
from korzo.capabilities.cases.operations import Report
from korzo.capabilities.cases.operations import systems as keeping
from korzo.capabilities.cases.queries import confirming
from korzo.kernel.people import keys
from korzo.kernel.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
BASE = "/open311/v2"


def get(path: str, **given: Any) -> Any:
    return Client(headers={"accept-language": "en"}).get(f"{BASE}/{path}", given)


@pytest.fixture
def leak(town: City, people: dict[str, Person]) -> Case:
    now = timezone.now()
    case = operations.report(Report("leak", "Water", *MIDDLE, attributes={"FLOW": "jet"}), by=None, now=now).case
    operations.comment(case, text="for colleagues", public=False, by=people["other"], now=now)
    return case


def test_answers_and_notes_are_told_with_extensions_once_they_are_public(
    leak: Case, people: dict[str, Person], django_assert_max_num_queries: Any
) -> None:
    assert "notes" not in get("requests.json").json()[0]
    (row,) = get("requests.json", extensions="true").json()
    assert (row["attributes"], row["notes"]) == ([], [])
    operations.validate(leak, by=people["other"], now=timezone.now())
    operations.comment(leak, text="Crew is there", public=True, by=people["other"], now=timezone.now())
    (row,) = get(f"requests/{leak.code}.json", extensions="true").json()
    assert row["attributes"] == [{"code": "FLOW", "label": "How strong is it?", "name": "A jet", "value": "jet"}]
    assert [(each["type"], each["description"]) for each in row["notes"]] == [
        ("validated", "Checked and passed on"),
        ("commented", "Crew is there"),
    ]
    xml = ET.fromstring(get("requests.xml", extensions="true").content)
    assert xml.findtext("request/attributes/attribute/name") == "A jet"
    assert [each.text for each in xml.findall("request/notes/note/description")][1] == "Crew is there"
    with django_assert_max_num_queries(7):
        get("requests.json", extensions="true")


def test_a_count_alone(leak: Case) -> None:
    assert get("requests.json", just_count="true").json() == [{"count": 1}]
    assert get("requests.json", just_count="true", status="closed").json() == [{"count": 0}]
    assert get("requests.json", detailed_status="PENDING").json() == []


def test_coverage(town: City) -> None:
    assert get("coverage.json", lat=MIDDLE[0], long=MIDDLE[1]).json() == {"result": True}
    assert ET.fromstring(get("coverage.xml", lat=NEXT_DOOR[0], long=NEXT_DOOR[1]).content).findtext("result") == "false"
    assert get("coverage.json", lat="x", long=1).status_code == get("coverage.json").status_code == 400


def test_a_report_waits_for_its_readers_yes_and_the_program_polls_its_token(
    town: City, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.KORZO.__dict__, "confirm_reports", "email")
    key = keys.make(person=people["resident"], label="app", now=timezone.now())
    posted = {
        "api_key": key,
        "service_code": "pothole",
        "lat": MIDDLE[0],
        "long": MIDDLE[1],
        "email": "ana@example.org",
    }
    (row,) = Client().post(f"{BASE}/requests.json", posted).json()
    assert "service_request_id" not in row
    assert get(f"tokens/{row['token']}.json").json() == [{"service_request_id": None, "token": row["token"]}]
    secret = confirming.secret(Unconfirmed.objects.get().nonce)
    assert get(f"requests/{secret}/confirm.json").status_code == 405
    assert Client().put(f"{BASE}/requests/{'0' * 40}/confirm.json").status_code == 404
    (taken,) = Client().put(f"{BASE}/requests/{secret}/confirm.json").json()
    assert Client().put(f"{BASE}/requests/{secret}/confirm.json").json() == [taken]
    assert get(f"tokens/{row['token']}.json").json()[0]["service_request_id"] == taken["service_request_id"]
    assert Client().put(f"{BASE}/requests/{secret}/revoke.json").status_code == 400
    assert Case.objects.count() == 1


def test_a_report_is_revoked(town: City, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.KORZO.__dict__, "confirm_reports", "email")
    key = keys.make(person=people["resident"], label="app", now=timezone.now())
    posted = {
        "api_key": key,
        "service_code": "pothole",
        "lat": MIDDLE[0],
        "long": MIDDLE[1],
        "email": "ana@example.org",
    }
    Client().post(f"{BASE}/requests.json", posted)
    secret = confirming.secret(Unconfirmed.objects.get().nonce)
    assert Client().put(f"{BASE}/requests/{secret}/revoke.xml").status_code == 200
    assert not Unconfirmed.objects.exists()


def test_a_neighbouring_city_is_not_asked_for_a_yes(
    town: City, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.KORZO.__dict__, "confirm_reports", "strangers")
    authority = Organisation.objects.create(code="next", kind="authority", name={"en": "Nextgrad"})
    system = System(authority=authority, endpoint="https://next.example.org/open311/v2")
    keeping.keep(system, key=None, by=people["administrator"], now=timezone.now())
    key = keeping.give_key(system, by=people["administrator"], now=timezone.now())
    posted = {"api_key": key, "service_code": "pothole", "lat": MIDDLE[0], "long": MIDDLE[1]}
    assert "service_request_id" in Client().post(f"{BASE}/requests.json", posted).json()[0]


def test_what_another_authority_answered_has_its_own_word(town: City, people: dict[str, Person]) -> None:
    now, officer = timezone.now(), people["officer"]
    authority = Organisation.objects.create(code="grid", kind="authority", name={"en": "Grid"}, email="g@example.org")
    case = operations.report(Report("pothole", "Hole", *MIDDLE), by=None, now=now).case
    operations.validate(case, by=officer, now=now)
    letter = operations.forward(case, authority=authority, text="Yours?", language="en", by=officer, now=now)
    operations.answered(
        letter, text="No.", on=timezone.localdate() - timedelta(days=1), solved=False, by=officer, now=timezone.now()
    )
    told = get("servicerequestupdates.json").json()
    assert told[-1]["status"] == "NOT_COUNCILS_RESPONSIBILITY"
    assert get(f"requests/{case.code}.json").json()[0]["status"] == "closed"
