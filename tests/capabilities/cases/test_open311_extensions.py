"""GeoReport v2's extensions: around a point, updates in and out, an endpoint to try things at."""

from datetime import timedelta
from math import cos, radians
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Update
from korzo.capabilities.cases.operations import Report
from korzo.kernel import trail
from korzo.kernel.files.models import Upload
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
BASE = "/open311/v2"


def get(path: str, **given: Any) -> Any:
    return Client().get(f"{BASE}/{path}", given)


def key_of(person: Person) -> str:
    return keys.make(person=person, label="t", now=timezone.now())


@pytest.fixture
def case(town: City) -> Case:
    return operations.report(Report("pothole", "Рупа", *MIDDLE), by=None, now=timezone.now()).case


def told(case: Case, key: str, **given: Any) -> Any:
    whole = {
        "api_key": key,
        "service_request_id": case.code,
        "update_id": "7",
        "status": "OPEN",
        "description": "Words",
    }
    return Client().post(f"{BASE}/servicerequestupdates.json", {**whole, **given})


# Around a point -------------------------------------------------------------------------------------------------------
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    radius=st.floats(1, 400), places=st.lists(st.tuples(st.floats(-0.004, 0.004), st.floats(-0.004, 0.004)), max_size=5)
)
def test_a_circle_holds_what_is_near(town: City, radius: float, places: list[tuple[float, float]]) -> None:
    Case.objects.all().delete()
    inside = set()
    for north, east in places:
        case = operations.report(
            Report("pothole", "", MIDDLE[0] + north, MIDDLE[1] + east), by=None, now=timezone.now()
        ).case
        away = 111_195 * ((north**2 + (east * cos(radians(MIDDLE[0]))) ** 2) ** 0.5)
        if abs(away - radius) > 0.01 and away < radius:
            inside.add(case.code)
        elif abs(away - radius) <= 0.01:
            case.delete()
    found = get("requests.json", lat=MIDDLE[0], long=MIDDLE[1], radius=radius).json()
    assert {row["service_request_id"] for row in found} == inside


@pytest.mark.parametrize(
    "given",
    [{"radius": "10"}, {"radius": "-1"}, {"radius": "9999"}, {"radius": "x"}, {"lat": "89.9999", "radius": "1"}],
)
def test_a_circle_that_makes_no_sense_is_refused(case: Case, given: dict[str, str]) -> None:
    point = {} if given == {"radius": "10"} else {"lat": MIDDLE[0], "long": MIDDLE[1]}
    assert get("requests.json", **{**point, **given}).status_code == 400


def test_the_list_is_narrowed_by_the_words_of_citysdk(case: Case, people: dict[str, Person]) -> None:
    def codes(**given: str) -> list[str]:
        return [row["service_request_id"] for row in get("requests.json", **given).json()]

    assert codes(detailed_status="received") == [case.code]
    assert codes(detailed_status="PROCESSED,REJECTED") == []
    assert get("requests.json", detailed_status="lost").status_code == 400
    assert codes(agency_responsible=case.office.code) == [case.code]
    assert codes(agency_responsible=str(case.office.name)) == [case.code]
    assert codes(agency_responsible="nobody") == []
    assert codes(with_picture="true") == []


# Updates out ----------------------------------------------------------------------------------------------------------
def test_public_steps_go_out_and_others_never(case: Case, people: dict[str, Person]) -> None:
    now = timezone.now()
    operations.validate(case, by=people["officer"], now=now)
    operations.comment(case, text="Among us", public=False, by=people["officer"], now=now)
    operations.comment(case, text="From me", public=True, by=None, now=now, as_reporter=True)
    operations.resolve(case, text="Filled", by=people["officer"], now=now)
    private = operations.report(Report("noise", "x", *MIDDLE), by=None, now=now).case
    operations.resolve(private, text="Hushed", by=people["agent"], now=now)
    answer = get(
        "servicerequestupdates.json",
        start_date=(now - timedelta(hours=1)).isoformat(),
        end_date=(now + timedelta(hours=1)).isoformat(),
    )
    assert [(each["status"], each["description"]) for each in answer.json()] == [
        ("INVESTIGATING", None),
        ("FIXED", "Filled"),
    ]
    root = ET.fromstring(get("servicerequestupdates.xml").content)
    assert (root.tag, root[0].tag, root[0].findtext("service_request_id")) == (
        "service_request_updates",
        "request_update",
        case.code,
    )


def test_half_a_span_is_refused(case: Case) -> None:
    assert get("servicerequestupdates.json", start_date="2026-01-01").status_code == 400


# Updates in -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "then"),
    [
        ("fixed", "resolved"), ("CLOSED", "resolved"), ("NO_FURTHER_ACTION", "declined"), ("not councils responsibility", "declined"),
        ("INVESTIGATING", "validated"), ("IN_PROGRESS", "in_progress"), ("OPEN", "received"), ("DUPLICATE", "received"),
    ],
)  # fmt: skip
def test_whoever_works_on_a_case_moves_it(case: Case, people: dict[str, Person], status: str, then: str) -> None:
    answer = told(case, key_of(people["officer"]), status=status)
    assert answer.status_code == 200, answer.content
    case.refresh_from_db()
    assert case.state == then
    written = Update.objects.filter(case=case).latest("pk")
    assert (answer.json(), written.text, written.is_public) == ([{"update_id": str(written.pk)}], "Words", True)
    assert isinstance(list(trail.verify())[-1], int)


def test_the_same_update_is_one_update(case: Case, people: dict[str, Person]) -> None:
    key = key_of(people["officer"])
    first, again = told(case, key, status="FIXED"), told(case, key, status="FIXED")
    assert (first.status_code, again.json()) == (200, first.json())
    assert Update.objects.filter(case=case, kind="resolved").count() == 1
    assert told(case, key, update_id="8", status="REOPEN").status_code == 200
    case.refresh_from_db()
    assert (case.state, case.reopened) == ("in_progress", 1)


def test_the_sender_of_a_report_writes_as_its_reporter(town: City, people: dict[str, Person]) -> None:
    key = key_of(people["resident"])
    made = Client().post(
        f"{BASE}/requests.json", {"api_key": key, "service_code": "pothole", "lat": MIDDLE[0], "long": MIDDLE[1]}
    )
    case = Case.objects.get(code=made.json()[0]["service_request_id"])
    assert told(case, key, status="FIXED").status_code == 200
    case.refresh_from_db()
    written = Update.objects.get(case=case)
    assert (case.state, written.by_reporter, written.is_public) == ("received", True, False)


def test_strangers_and_others_may_not_write(case: Case, people: dict[str, Person]) -> None:
    assert told(case, "wrong").status_code == 403
    assert told(case, key_of(people["resident"])).status_code == 403
    assert told(case, key_of(people["officer"]), status="LOST").status_code == 400
    assert told(case, key_of(people["officer"]), description=" ").status_code == 400
    assert told(case, key_of(people["officer"]), update_id="").status_code == 400
    assert told(case, key_of(people["officer"]), service_request_id="none").status_code == 404
    assert not Update.objects.exists()


# The endpoint to try things at ----------------------------------------------------------------------------------------
def test_what_is_tried_is_answered_and_forgotten(town: City, people: dict[str, Person]) -> None:
    key = key_of(people["resident"])
    given = {
        "api_key": key,
        "service_code": "pothole",
        "lat": MIDDLE[0],
        "long": MIDDLE[1],
        "media": SimpleUploadedFile("a.jpg", b"x"),
    }
    answer = Client().post("/open311/test/v2/requests.json", given)
    assert (answer.status_code, set(answer.json()[0])) == (200, {"service_request_id", "service_notice", "account_id"})
    assert (Case.objects.count(), Upload.objects.count(), trail.head()[0]) == (0, 0, 0)
    refused = Client().post("/open311/test/v2/requests.json", {**given, "service_code": "unknown"})
    assert (refused.status_code, refused.json()[0]["code"]) == (404, 404)
    kinds = {each["type"]: each["url"] for each in get("discovery.json").json()["endpoints"]}
    assert kinds["test"].endswith("/open311/test/v2")
    assert kinds["production"].endswith("/open311/v2")
