"""Whatever strangers send, in whatever form, is answered: never a 500, never a case by accident."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.city import EAST, MIDDLE, NORTH, SOUTH, WEST, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import Report
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person
from korzo.site.wsgi import application

pytestmark = pytest.mark.django_db
BOUNDED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
NASTY = st.sampled_from(
    ["\x00", "a\x00b", "nan", "inf", "-inf", "1e400", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "-1", "0",
     "9" * 30, "٣", "²", "'; DROP TABLE cases_case; --", "<script>", "%00", "{{7*7}}", "\u202e", "\U0001f4a9", "K-2026-000001", "К-2026-1", "true",
     "-180,-90,180,90", "18.4,42.4,18.5,42.5", "open", "closed", "open,closed", "*", '"', "OR AND NOT", "a" * 5000]
)  # fmt: skip
TEXT = st.text(max_size=40) | NASTY
LATS, LONGS = st.floats(SOUTH, NORTH).map(str), st.floats(WEST, EAST).map(str)


@pytest.fixture
def client(town: City, people: dict[str, Person]) -> Client:
    """A stranger; some cases are there."""
    for category in ("pothole", "leak", "noise"):
        operations.report(Report(category, "x", *MIDDLE, attributes={"FLOW": "jet"}), by=None, now=timezone.now())
    return Client()


@pytest.fixture
def key(people: dict[str, Person]) -> str:
    return keys.make(person=people["agent"], label="fuzz", now=timezone.now())


def english(name: str, *arguments: str) -> str:
    with translation.override("en"):
        return reverse(name, args=arguments)


# The JSON API against its own description -----------------------------------------------------------------------------
@pytest.fixture
def api(key: str) -> Any:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.config.update(headers={"Authorization": f"Bearer {key}"})
    return schema


VERBS = ["validate", "start", "comment", "resolve", "decline", "reopen", "ask", "go-on", "assign", "hand-over",
         "accept", "refuse", "merge", "split"]  # fmt: skip
OPERATIONS = [
    ("GET", "/api/v1/cases/categories"),
    ("GET", "/api/v1/cases/"),
    ("POST", "/api/v1/cases/"),
    ("POST", "/api/v1/cases/suggestions"),
    ("GET", "/api/v1/cases/{code}"),
    *(("POST", f"/api/v1/cases/{{code}}/{verb}") for verb in VERBS),
    ("GET", "/api/v1/budgeting/cycles"),
    ("GET", "/api/v1/budgeting/cycles/{code}/ideas"),
    ("GET", "/api/v1/budgeting/cycles/{code}/ballots"),
    ("GET", "/api/v1/budgeting/cycles/{code}/results"),
    ("GET", "/api/v1/budgeting/ideas/{code}"),
    ("GET", "/api/v1/catalog/datasets"),
    ("GET", "/api/v1/catalog/datasets/{name}"),
    ("GET", "/api/v1/portal/notices"),
    ("POST", "/api/v1/portal/notices"),
    ("GET", "/api/v1/portal/notices/{code}"),
    ("POST", "/api/v1/portal/notices/{code}/tell"),
    ("POST", "/api/v1/portal/notices/{code}/end"),
]


@pytest.mark.django_db(transaction=True)
def test_every_operation_of_the_api_is_tried(client: Client, api: Any) -> None:
    assert sorted((each.ok().method.upper(), each.ok().path) for each in api.get_all_operations()) == sorted(OPERATIONS)


@pytest.mark.django_db(transaction=True)  # a real WSGI server closes connections
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@BOUNDED
@given(data=st.data())
def test_the_api_answers_as_it_is_described(
    client: Client, api: Any, method: str, path: str, data: st.DataObject
) -> None:
    """Requests made from the description, some of them wrong on purpose; each answer must be as described."""
    operation = api[path][method]
    case = data.draw(operation.as_strategy(generation_mode=data.draw(st.sampled_from(schemathesis.GenerationMode))))
    case.call_and_validate(excluded_checks=[positive_data_acceptance])  # the city decides what it takes


# Everything that is read -----------------------------------------------------------------------------------------------
READ = {
    "list": ("cases:list", ["q", "category", "status", "district", "office", "since", "until", "page", "mine", "late"]),
    "map": ("cases:map", ["bbox", "zoom", "category", "status"]),
    "report": ("cases:report", ["category", "latitude", "longitude"]),
}
API = [
    "q",
    "category",
    "status",
    "district",
    "office",
    "since",
    "until",
    "page",
    "page_size",
    "cursor",
    "updated_after",
]
OPEN311 = ["service_request_id", "service_code", "start_date", "end_date", "updated_after", "updated_before", "status", "page", "page_size",
           "extensions", "jurisdiction_id"]  # fmt: skip


def some(names: list[str]) -> Any:
    return st.dictionaries(st.sampled_from(names), TEXT, max_size=4)


def fine(answer: Any) -> None:
    assert answer.status_code < 500, answer.content[:2000]


@pytest.mark.parametrize("name", READ)
@BOUNDED
@given(data=st.data())
def test_pages_survive_any_query(client: Client, name: str, data: st.DataObject) -> None:
    route, parameters = READ[name]
    fine(client.get(english(route), data.draw(some(parameters))))


@BOUNDED
@given(query=some(READ["list"][1]))
def test_the_queue_survives_any_query(client: Client, people: dict[str, Person], query: dict[str, str]) -> None:
    client.force_login(people["agent"])
    fine(client.get(english("cases:queue"), query))


@BOUNDED
@given(query=some(API))
def test_the_api_survives_any_query(client: Client, query: dict[str, str]) -> None:
    fine(client.get("/api/v1/cases/", query))


@BOUNDED
@given(query=some(OPEN311), form=st.sampled_from(["json", "xml"]))
def test_open311_survives_any_query(client: Client, query: dict[str, str], form: str) -> None:
    answer = client.get(f"/open311/v2/requests.{form}", query)
    fine(answer)
    if form == "json":
        assert isinstance(json.loads(answer.content), list)


@BOUNDED
@given(word=TEXT)
def test_any_name_in_an_address_is_answered(client: Client, word: str) -> None:
    from urllib.parse import quote

    part = quote(word, safe="")
    for path in (f"/open311/v2/requests/{part}.json", f"/open311/v2/services/{part}.xml", f"/open311/v2/tokens/{part}.json",
                 f"/api/v1/cases/{part}", f"/en/cases/{part}/", f"/en/cases/follow/K-2026-000001/{part}/",
                 f"/en/cases/follow/{part}/x/", f"/en/cases/report/done/{part}/", f"/files/{part}/large.jpg"):  # fmt: skip
        fine(client.get(path))


# Everything that is written --------------------------------------------------------------------------------------------
POSTED = ["service_code", "lat", "long", "address_string", "address_id", "description", "email", "phone", "first_name", "last_name",
          "attribute[FLOW]", "attribute[FLOW][]", "attribute[]", "attribute[x", "media_url", "jurisdiction_id", "account_id", "nonsense"]  # fmt: skip


@BOUNDED
@given(
    posted=st.dictionaries(st.sampled_from(POSTED), TEXT, max_size=8),
    form=st.sampled_from(["json", "xml"]),
    whole=st.booleans(),
)
def test_open311_reports_are_taken_or_refused_in_the_standards_words(
    client: Client, key: str, posted: dict[str, str], form: str, whole: bool
) -> None:
    before = Case.objects.count()
    good = (
        {"api_key": key, "service_code": "pothole", "lat": str(MIDDLE[0]), "long": str(MIDDLE[1])}
        if whole
        else {"api_key": key}
    )
    answer = client.post(f"/open311/v2/requests.{form}", {**good, **posted})
    assert answer.status_code in (200, 400, 403, 404), answer.content[:2000]
    again = (
        bool(posted.get("description", "").strip()) and Case.objects.count() == before
    )  # the same words are one report
    assert again or Case.objects.count() == before + (answer.status_code == 200)
    assert answer["Content-Type"].startswith("application/json" if form == "json" else "text/xml")


@BOUNDED
@given(body=st.binary(max_size=300), kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                                                            "multipart/form-data", "text/xml", "", "application/json; charset=nonsense"]))  # fmt: skip
def test_any_body_is_answered(client: Client, key: str, body: bytes, kind: str) -> None:
    for path in ("/open311/v2/requests.json", "/api/v1/cases/", english("cases:report")):
        address, bearer = f"{path}?{urlencode({'api_key': key})}", {"Authorization": f"Bearer {key}"}
        fine(client.generic("POST", address, body, content_type=kind, headers=bearer))


def test_zero_bytes_are_no_reason_to_fail(client: Client, key: str) -> None:
    assert client.get("/api/v1/cases/?category=%00").status_code == 200
    assert client.get("/api/v1/cases/K%00").status_code == 404
    posted = {
        "api_key": key,
        "service_code": "pot\x00hole",
        "lat": "42.415",
        "long": "18.42",
        "description": "a\x00b",
        "attribute[x]": "\x00",
    }
    assert client.post("/open311/v2/requests.json", posted).status_code == 200
    given = {
        "category": "\x00pothole",
        "lat": 42.415,
        "long": 18.42,
        "attributes": {"FLOW": "\x00"},
        "client_key": "\x00",
        "name": "\x00a",
    }
    bearer = {"Authorization": f"Bearer {key}"}
    assert client.post("/api/v1/cases/", given, content_type="application/json", headers=bearer).status_code == 201


FORMS = {
    "cases:report": ["category", "description", "csrfmiddlewaretoken"],
    "cases:report-where": ["address", "latitude", "longitude", "find", "choose"],
    "cases:report-send": ["name", "email", "phone", "website", "attribute_FLOW"],
}


@BOUNDED
@given(data=st.data())
def test_the_three_screens_survive_whatever_is_typed(client: Client, data: st.DataObject) -> None:
    client.post(
        english("cases:report"),
        {"category": data.draw(st.sampled_from(["pothole", "leak", "x"])), "description": data.draw(TEXT)},
    )
    client.post(
        english("cases:report-where"),
        {"address": "lipa 5", "latitude": data.draw(LATS | TEXT), "longitude": data.draw(LONGS | TEXT)},
    )
    for _ in range(2):
        route = data.draw(st.sampled_from(sorted(FORMS)))
        fine(client.post(english(route), data.draw(some(FORMS[route]))))
        fine(client.get(english(route)))


ACTIONS = [
    "validate",
    "validate-private",
    "start",
    "assign",
    "comment",
    "resolve",
    "decline",
    "reopen",
    "hide",
    "show",
    "publish-outcome",
    "x",
]


@BOUNDED
@given(
    action=st.sampled_from(ACTIONS),
    posted=some(["text", "reason", "version", "office", "assignee", "note", "public", "photos"]),
)
def test_the_record_survives_whatever_is_done(
    client: Client, people: dict[str, Person], action: str, posted: dict[str, str]
) -> None:
    client.force_login(people["agent"])
    code = Case.objects.order_by("pk").values_list("code", flat=True)[0]
    fine(client.post(english("cases:act", code, action), posted))
    fine(client.get(english("cases:record", code)))
