"""GeoReport v2 as the standard says it, over the wire."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.city import MIDDLE, OUTSIDE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Category
from korzo.capabilities.cases.operations import Report
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

BASE = "/open311/v2"
TEXT = {"type": ["string", "null"]}
WHEN = {"type": ["string", "null"], "format": "date-time"}
SERVICES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_code", "service_name", "metadata", "type"],
        "properties": {
            "service_code": {"type": "string"}, "service_name": {"type": "string"}, "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]}, "description": TEXT, "keywords": TEXT, "group": TEXT,
        },
    },
}  # fmt: skip
REQUESTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_request_id", "status", "service_code", "requested_datetime"],
        "properties": {
            "service_request_id": {"type": "string"}, "status": {"enum": ["open", "closed"]}, "service_code": {"type": "string"},
            "requested_datetime": {"type": "string", "format": "date-time"}, "updated_datetime": WHEN, "expected_datetime": WHEN,
            "lat": {"type": ["number", "null"]}, "long": {"type": ["number", "null"]}, "description": {**TEXT, "maxLength": 4000},
            "address": TEXT, "address_id": TEXT, "zipcode": TEXT, "media_url": {**TEXT, "format": "uri"}, "status_notes": TEXT,
        },
    },
}  # fmt: skip
DEFINITION = {
    "type": "object",
    "required": ["service_code", "attributes"],
    "properties": {
        "service_code": {"type": "string"},
        "attributes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["variable", "code", "datatype", "required"],
                "properties": {
                    "variable": {"type": "boolean"}, "required": {"type": "boolean"}, "order": {"type": ["integer", "null"]},
                    "values": {"type": "array", "items": {"type": "object", "required": ["key", "name"]}},
                },
            },
        },
    },
}  # fmt: skip


@pytest.fixture
def api_key(people: dict[str, Person]) -> str:
    return keys.make(person=people["resident"], label="test", now=timezone.now())


@pytest.fixture
def case(town: City) -> Case:
    what = Report(
        "pothole",
        "Рупа <на> путу & \x0b даље",
        *MIDDLE,
        address="Mlinska ulica 7",
        language="sr",
        name="Ana",
        email="ana@example.org",
    )
    return operations.report(what, by=None, now=timezone.now()).case


def get(path: str, **given: str) -> Any:
    return Client(headers={"accept-language": "en"}).get(f"{BASE}/{path}", given)


def post(**given: Any) -> Any:
    return Client(headers={"accept-language": "en"}).post(f"{BASE}/requests.json", given)


def valid(content: object, schema: dict[str, Any]) -> bool:
    jsonschema.validate(content, schema, format_checker=jsonschema.FormatChecker())
    return True


@pytest.mark.parametrize(
    ("form", "media_type"), [("xml", "text/xml; charset=utf-8"), ("json", "application/json; charset=utf-8")]
)
def test_content_types_are_exactly_the_standards(case: Case, form: str, media_type: str) -> None:
    for path in ("discovery", "services", "services/leak", "requests", f"requests/{case.code}"):
        answer = get(f"{path}.{form}")
        assert (answer.status_code, answer["Content-Type"]) == (200, media_type)


def test_discovery_names_endpoint_and_formats(town: City) -> None:
    found = get("discovery.json").json()
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert datetime.fromisoformat(found["changeset"]) <= timezone.now()
    root = ET.fromstring(get("discovery.xml").content)
    assert [child.tag for child in root] == ["changeset", "contact", "key_service", "endpoints"]
    assert root.find("endpoints/endpoint/formats/format") is not None


def test_services_have_the_standards_shape(town: City) -> None:
    found = get("services.json").json()
    assert valid(found, SERVICES)
    assert {each["service_code"]: each["metadata"] for each in found} == {
        "pothole": False,
        "leak": True,
        "noise": False,
    }
    root = ET.fromstring(get("services.xml").content)
    assert (root.tag, root[0].tag, root[0].findtext("metadata")) == ("services", "service", "false")


def test_a_definition_is_an_object_and_empty_without_questions(town: City) -> None:
    assert valid(get("services/leak.json").json(), DEFINITION)
    assert get("services/leak.json").json()["attributes"][0]["values"] == [
        {"key": "drops", "name": "Drops"},
        {"key": "jet", "name": "A jet"},
    ]
    assert get("services/pothole.json").json() == {"service_code": "pothole", "attributes": []}
    assert ET.fromstring(get("services/leak.xml").content).findtext("attributes/attribute/values/value/key") == "drops"


def test_a_request_is_a_list_of_one_and_says_only_what_is_public(case: Case) -> None:
    found = get(f"requests/{case.code}.json").json()
    assert valid(found, REQUESTS)
    assert len(found) == 1
    assert (found[0]["description"], found[0]["address"]) == (None, "Mlinska ulica")
    everything = json.dumps(found)
    assert "ana@example.org" not in everything
    assert "Ana" not in everything


def test_words_appear_once_checked_and_never_break_the_xml(case: Case, people: dict[str, Person]) -> None:
    operations.validate(case, by=people["officer"], now=timezone.now())
    root = ET.fromstring(get("requests.xml").content)
    words = root.findtext("request/description") or ""
    assert (words.startswith("Рупа <на> путу &"), words.endswith("даље")) == (True, True)
    assert root.tag == "service_requests"


def test_private_cases_are_nowhere(town: City) -> None:
    code = operations.report(Report("noise", "x", *MIDDLE), by=None, now=timezone.now()).case.code
    assert get("requests.json").json() == []
    assert get("requests.json", service_request_id=code).json() == []
    assert get(f"requests/{code}.json").status_code == 404


def test_reporting_gives_a_number_and_a_notice(town: City, api_key: str) -> None:
    answer = post(
        api_key=api_key,
        service_code="pothole",
        lat=MIDDLE[0],
        long=MIDDLE[1],
        description="Рупа",
        email="a@example.org",
        last_name="-",
        first_name="Ana",
        jurisdiction_id="any",
    )
    assert answer.status_code == 200
    (row,) = answer.json()
    assert set(row) == {"service_request_id", "service_notice", "account_id"}
    case = Case.objects.get(code=row["service_request_id"])
    assert (case.description, case.channel, case.contact.name) == ("Рупа", "open311", "Ana")


@pytest.mark.parametrize(
    ("answers", "fields"),
    [("batch", {"token", "service_notice", "account_id"}), ("blackbox", {"service_notice", "account_id"})],
)
def test_batch_gives_a_token_and_blackbox_nothing(town: City, api_key: str, answers: str, fields: set[str]) -> None:
    Category.objects.filter(code="pothole").update(answers=answers)
    (row,) = post(api_key=api_key, service_code="pothole", lat=MIDDLE[0], long=MIDDLE[1]).json()
    assert set(row) == fields
    if "token" in row:
        found = get(f"tokens/{row['token']}.json").json()
        assert found == [{"service_request_id": Case.objects.get().code, "token": row["token"]}]


def test_attributes_single_and_multiple_and_unknown_ones(town: City, api_key: str) -> None:
    given = {"api_key": api_key, "service_code": "leak", "address_string": "lipa 5"}
    missing = post(**given)
    assert (missing.status_code, missing.json()[0]["description"]) == (400, "FLOW: a required attribute is missing")
    assert post(**given, **{"attribute[FLOW]": "jet", "attribute[easting]": "12"}).status_code == 200
    assert Case.objects.get().attributes == {"FLOW": "jet"}
    assert post(**given, **{"attribute[FLOW][]": ["jet", "drops"]}).status_code == 200
    assert Case.objects.latest("pk").attributes == {"FLOW": ["jet", "drops"]}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "wrong"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "unknown"}, 404),
        ({"lat": ""}, 400),
        ({"lat": "abc"}, 400),
        ({"lat": "NaN"}, 400),
        ({"lat": str(OUTSIDE[0])}, 400),
        ({"description": "x" * 4001}, 400),
        ({"email": "nonsense"}, 400),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_errors_are_lists_with_the_standards_codes(
    town: City, api_key: str, given: dict[str, str], status: int, form: str
) -> None:
    whole = {"api_key": api_key, "service_code": "pothole", "lat": str(MIDDLE[0]), "long": str(MIDDLE[1]), **given}
    answer = Client().post(f"{BASE}/requests.{form}", whole)
    assert answer.status_code == status
    if form == "json":
        assert [set(each) for each in answer.json()] == [{"code", "description"}]
    else:
        root = ET.fromstring(answer.content)
        assert (root.tag, root[0].tag, root.findtext("error/code")) == ("errors", "error", str(status))
    assert not Case.objects.exists()


@pytest.mark.parametrize("path", ["requests/none.json", "services/none.json", "tokens/none.json"])
def test_unknown_things_are_404(town: City, path: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.json()[0]["code"]) == (404, 404)


def test_another_jurisdiction_is_404(town: City, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.KORZO, "jurisdiction_id", "galebinje.example")
    assert get("services.json", jurisdiction_id="galebinje.example").status_code == 200
    assert get("services.json", jurisdiction_id="elsewhere.example").status_code == 404


def test_the_list_is_narrowed_as_asked(town: City, people: dict[str, Person], case: Case) -> None:
    leak = operations.report(Report("leak", "", *MIDDLE, attributes={"FLOW": "jet"}), by=None, now=timezone.now()).case
    operations.resolve(leak, text="Done", by=people["agent"], now=timezone.now())

    def codes(**given: str) -> list[str]:
        answer = get("requests.json", **given)
        assert answer.status_code == 200, answer.content
        return [row["service_request_id"] for row in answer.json()]

    assert codes(status="open") == [case.code]
    assert codes(status="closed") == [leak.code]
    assert sorted(codes(status="open,closed")) == sorted([case.code, leak.code])
    assert codes(service_code="leak") == [leak.code]
    assert codes(service_request_id=case.code, status="closed") == [case.code]
    assert codes(start_date="2020-01-01T00:00:00Z", end_date="2020-02-01T00:00:00Z") == []
    assert len(codes(page_size="1")) == 1
    assert codes(page="3", page_size="1") == []
    assert get("requests.json", status="bad").status_code == 400
    assert get("requests.json", start_date="yesterday").status_code == 400
    assert get("requests.json", page="0").status_code == 400


def test_paging_says_how_many_and_where_the_next_is(town: City, case: Case) -> None:
    operations.report(Report("pothole", "", *MIDDLE), by=None, now=timezone.now())
    answer = get("requests.json", page="1", page_size="1")
    assert (answer["X-Total-Count"], 'rel="next"' in answer["Link"]) == ("2", True)


def test_polling_by_change_loses_nothing(town: City, people: dict[str, Person], case: Case) -> None:
    before = timezone.now()
    operations.validate(case, by=people["officer"], now=before + timedelta(seconds=1))
    found = get("requests.json", updated_after=before.isoformat()).json()
    assert [row["service_request_id"] for row in found] == [case.code]


def test_a_photo_in_the_same_post_is_cleaned_and_shown_once_checked(
    town: City, api_key: str, people: dict[str, Person]
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(out, "PNG")
    photo = SimpleUploadedFile("a.png", out.getvalue(), "image/png")
    (row,) = post(api_key=api_key, service_code="pothole", lat=MIDDLE[0], long=MIDDLE[1], media=photo).json()
    case = Case.objects.get(code=row["service_request_id"])
    assert get(f"requests/{case.code}.json").json()[0]["media_url"] is None
    operations.validate(case, by=people["officer"], now=datetime.now(UTC))
    url = get(f"requests/{case.code}.json").json()[0]["media_url"]
    answer = Client().get("/" + url.split("/", 3)[3])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


def test_what_is_no_photo_is_refused(town: City, api_key: str) -> None:
    fake = SimpleUploadedFile("a.jpg", b"<?php echo 1;", "image/jpeg")
    answer = post(api_key=api_key, service_code="pothole", lat=MIDDLE[0], long=MIDDLE[1], media=fake)
    assert (answer.status_code, Case.objects.count()) == (400, 0)


def test_the_same_post_sent_again_is_one_case(town: City, api_key: str) -> None:
    given = {"api_key": api_key, "service_code": "pothole", "lat": MIDDLE[0], "long": MIDDLE[1]}
    first, again = (
        Client().post(f"{BASE}/requests.json", given, headers={"Idempotency-Key": "7"}).json() for _ in range(2)
    )
    assert first == again
    assert Case.objects.count() == 1


@pytest.mark.parametrize("first", ["start_date", "end_date", "updated_after", "updated_before"])
@pytest.mark.parametrize("when", ["0001-01-01", "9999-10-03", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+09:00"])
def test_ever_and_never_are_times_too(case: Case, first: str, when: str) -> None:
    assert get("requests.json", **{first: when}).status_code == 200
