"""A list of three costs as many queries as a list of one."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from tests.city import MIDDLE, City
from tests.kernel.test_files import photo

from korzo.capabilities.cases import datasets, operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.open311 import bulk
from korzo.capabilities.cases.operations import Report
from korzo.kernel.files import operations as files
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

MOST_OF_A_RECORD, MOST_OF_A_FORM = 27, 10


def english(name: str, *arguments: str) -> str:
    with translation.override("en"):
        return reverse(name, args=arguments)


def page(name: str) -> Callable[[Client], Any]:
    return lambda client: client.get(english(name))


def record(client: Client) -> Any:
    return client.get(english("cases:record", Case.objects.order_by("pk").values_list("code", flat=True)[0]))


def case_page(client: Client) -> Any:
    return client.get(english("cases:case", Case.objects.order_by("pk").values_list("code", flat=True)[0]))


LOOKS: dict[str, Callable[[Client], Any]] = {
    "home": page("home"),
    "list": page("cases:list"),
    "case": case_page,
    "queue": page("cases:queue"),
    "record": record,
    "api list": lambda client: client.get("/api/v1/cases/"),
    "open311 list": lambda client: client.get("/open311/v2/requests.json"),
    "open311 list in xml": lambda client: client.get("/open311/v2/requests.xml?page=1&extensions=true"),
    "open311 services": lambda client: client.get("/open311/v2/services.json"),
    "map from afar": lambda client: client.get(english("cases:map") + "?bbox=18,42,19,43&zoom=10"),
    "map from near": lambda client: client.get(english("cases:map") + "?bbox=18.41,42.41,18.43,42.42&zoom=17"),
    "bulk": lambda _client: list(bulk.rows()),
    "open data": lambda _client: list(datasets.rows(f"{timezone.now():%Y-%m}")),
}


def add_case(officer: Person) -> None:
    upload = files.add(_file(), owner="draft:1", now=timezone.now())
    what = Report("pothole", "Opis", *MIDDLE, photos=(upload,), email="ana@example.org")
    case = operations.report(what, by=None, now=timezone.now()).case
    operations.validate(case, by=officer, now=timezone.now())
    operations.assign(case, office=case.office, assignee=officer, by=officer, now=timezone.now())
    comment(case, officer)


def comment(case: Case, officer: Person) -> None:
    upload = files.add(_file(), owner="draft:1", now=timezone.now())
    operations.comment(case, text="Vidi", public=True, by=officer, now=timezone.now(), photos=(upload,))


def _file() -> Any:
    return io.BytesIO(photo())


@pytest.mark.parametrize("name", LOOKS)
def test_three_cost_no_more_queries_than_one(town: City, people: dict[str, Person], name: str) -> None:
    officer = people["officer"]
    client = Client()
    client.force_login(officer)
    for _ in range(2 if name == "record" else 1):  # beside a record stand its twins, and one alone has none
        add_case(officer)
    LOOKS[name](client)  # what is read once in a process

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            LOOKS[name](client)
        return len(queries)

    with_one = count()
    for _ in range(2):
        add_case(officer)
    for case in Case.objects.all():
        for _ in range(2):
            comment(case, officer)
    delivery.skip_to_head()
    assert (count(), with_one > 0) == (with_one, True)


def test_a_record_asks_for_nothing_that_is_folded(town: City, people: dict[str, Person]) -> None:
    """Offices, colleagues, authorities, ready texts: read when a form is opened, which costs a few questions itself."""
    for _ in range(2):
        add_case(people["officer"])
    client = Client()
    client.force_login(people["officer"])
    case = Case.objects.order_by("pk")[0]
    form = english("cases:act", case.code, "hand-over")

    def count(look: Callable[[], Any]) -> int:
        look()
        with CaptureQueriesContext(connection) as queries:
            look()
        return len(queries)

    assert count(lambda: record(client)) <= MOST_OF_A_RECORD
    assert count(lambda: client.get(form, headers={"hx-request": "true"})) <= MOST_OF_A_FORM
