"""Power cuts and full disks: what was answered is kept, exactly once; what cannot be done now is said so."""

import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests import processes
from tests.city import MIDDLE, City

from korzo.capabilities.cases.models import Case, Cell
from korzo.kernel import trail
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

REPORTS = 40


@pytest.fixture
def server(transactional_db: None, town: City, tmp_path: Path) -> Iterator[processes.Server]:
    made = processes.Server(processes.environment(tmp_path / "home"))
    yield made
    made.kill()


def test_every_answered_report_exists_once_after_the_server_was_killed(
    server: processes.Server, people: dict[str, Person]
) -> None:
    """Two clients post, repeating under the same key whatever was not answered; the server is killed under them."""
    key = keys.make(person=people["resident"], label="t", now=timezone.now())
    url = f"http://127.0.0.1:{server.port}/open311/v2/requests.json"
    answered: dict[str, list[str]] = {}
    numbers, troubles = itertools.count(), []

    def report(client: httpx.Client, name: str) -> None:
        posted = {"api_key": key, "service_code": "pothole", "lat": MIDDLE[0], "long": MIDDLE[1], "description": name}
        end = time.monotonic() + processes.PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                answer = client.post(url, data=posted, headers={"Idempotency-Key": name})
            except httpx.TransportError as trouble:
                troubles.append(repr(trouble))
                time.sleep(0.05)
                continue
            if answer.status_code == 200:
                answered.setdefault(name, []).append(answer.json()[0]["service_request_id"])
                return
            troubles.append(answer.text or processes.log(server.env).read_text()[-3000:])
            assert answer.status_code >= 500, answer.text

    def work() -> None:
        with httpx.Client(timeout=10) as client:
            while (number := next(numbers)) < REPORTS:
                report(client, f"report {number}")

    clients = [threading.Thread(target=work) for _ in range(2)]
    for client in clients:
        client.start()
    for at in (REPORTS // 4, REPORTS // 2):
        processes.wait(lambda at=at: len(answered) >= at, f"{at} reports are answered", troubles)  # type: ignore[misc]
        server.kill()
        server.start()
    for client in clients:
        client.join()
    assert set(answered) == {f"report {number}" for number in range(REPORTS)}
    kept = dict(Case.objects.values_list("description", "code"))
    assert {name: codes for name, codes in answered.items()} == {name: [code] for name, code in kept.items()}
    assert Case.objects.count() == REPORTS
    assert sum(Cell.objects.filter(level=12, category="").values_list("cases", flat=True)) == REPORTS
    assert list(trail.verify())[-1] == trail.head()[0] == REPORTS


def english(name: str, *arguments: str) -> str:
    with translation.override("en"):
        return reverse(name, args=arguments)


def test_a_database_that_cannot_be_written_to_is_no_riddle(town: City, people: dict[str, Person]) -> None:
    key = keys.make(person=people["resident"], label="t", now=timezone.now())
    client = Client(raise_request_exception=False)
    posted: dict[str, Any] = {"api_key": key, "service_code": "pothole", "lat": MIDDLE[0], "long": MIDDLE[1]}
    bearer = {"Authorization": f"Bearer {key}"}
    given = {"category": "pothole", "lat": MIDDLE[0], "long": MIDDLE[1]}
    keys.holder(key, now=timezone.now())

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        page = client.post(english("cases:report"), {"category": "pothole"})
        open311 = [client.post(f"/open311/v2/requests.{form}", posted) for form in ("json", "xml")]
        api = client.post("/api/v1/cases/", given, content_type="application/json", headers=bearer)
        assert client.get(english("cases:list")).status_code == 200  # reading goes on
    assert (page.status_code, page["Retry-After"], b"closed for a moment" in page.content) == (503, "30", True)
    assert [(each.status_code, each["Retry-After"]) for each in open311] == [(503, "30")] * 2
    assert open311[0].json() == [{"code": 503, "description": "not possible just now; try again later"}]
    assert (api.status_code, api.json()) == (503, {"detail": "Not possible just now. Try again later."})
    assert not Case.objects.exists()
    assert client.post("/open311/v2/requests.json", posted).status_code == 200  # and all is well again


def test_other_failures_stay_our_fault(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("korzo.capabilities.cases.queries.lists.public", fail)
    answer = Client(raise_request_exception=False).get(english("cases:list"))
    assert (answer.status_code, b"on our side" in answer.content, "Retry-After" in answer) == (500, True, False)


def test_a_database_that_is_gone_makes_the_site_not_ready(db: None) -> None:
    def refuse(_execute: Any, *_arguments: Any) -> Any:
        raise OperationalError("unable to open database file")

    with connection.execute_wrapper(refuse):
        answer = Client().get("/readyz")
        assert Client().get("/healthz").status_code == 200
    assert (answer.status_code, answer.json()["problems"][0]) == (503, "database: OperationalError")
