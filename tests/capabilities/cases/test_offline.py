"""Reports that waited on a device: taken once each, whatever the network does, and never in anybody's name."""

import io
import threading
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.capabilities.cases.reports import with_
from tests.city import MIDDLE, City
from tests.kernel.test_files import photo

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

TAKE = "/en/cases/report/offline/send/"
GIVEN: dict[str, Any] = {"category": "pothole", "description": "Rupa", "latitude": MIDDLE[0], "longitude": MIDDLE[1]}


def send(key: object, client: Client | None = None, **given: Any) -> Any:
    return (client or Client()).post(TAKE, {**GIVEN, **given}, headers={"idempotency-key": str(key)})


def picture() -> io.BytesIO:
    content = io.BytesIO(photo())
    content.name = "hole.jpg"
    return content


def test_the_same_report_again_gets_the_first_answer(town: City) -> None:
    key = uuid.uuid4()
    first, again = send(key, photos=[picture()]), send(key, photos=[picture()], description="Other words")
    assert (first.status_code, again.status_code) == (201, 200)
    case = Case.objects.get()
    assert first.json() == {**again.json(), "is_new": True}
    assert first.json()["code"] == case.code
    assert (case.description, case.photos.count(), Upload.objects.count()) == ("Rupa", 1, 1)
    assert Client().get(first.json()["follow"]).status_code == 200
    assert send(uuid.uuid4()).json()["code"] != case.code


@pytest.mark.django_db(transaction=True)
def test_many_sends_at_once_make_one_case(town: City) -> None:
    key, answers, start = uuid.uuid4(), list[Any](), threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            answers.append(send(key, photos=[picture()]))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    case = Case.objects.get()
    assert {answer.json()["code"] for answer in answers} == {case.code}
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert (case.photos.count(), Upload.objects.count()) == (1, 1)
    assert Entry.objects.filter(event="cases.CaseReported").count() == 1


def test_a_report_needs_a_number_of_its_own(town: City) -> None:
    for key in ("", "1", "not-a-number", "\x00"):
        assert send(key).status_code == 400
    assert not Case.objects.exists()


def test_no_session_counts_and_none_is_needed(town: City, people: dict[str, Person]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["officer"])
    assert send(uuid.uuid4(), strict).status_code == 201
    assert Case.objects.get().contact.person is None
    asked = strict.options(
        TAKE, headers={"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    )
    assert asked.status_code == 405  # a page of another site asks before it may send the number
    assert "access-control-allow-origin" not in asked.headers


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"category": ""}, "category"),
        ({"category": "gone"}, "category"),
        ({"category": "leak"}, "attribute_FLOW"),
        ({"latitude": "", "longitude": ""}, "place"),
        ({"latitude": "42.5"}, "place"),
        ({"email": "ana@"}, "email"),
        ({"description": "x" * 4001}, "description"),
        ({"uploads": [str(uuid.uuid4())]}, "uploads"),
        ({"uploads": ["\x00"]}, "uploads"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(town: City, given: dict[str, Any], field: str) -> None:
    answer = send(uuid.uuid4(), photos=[picture()], **given)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert len(answer.json()["detail"]) > 10
    assert (Case.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_file_that_is_no_photo_is_named(town: City) -> None:
    broken = io.BytesIO(b"no picture")
    broken.name = "notes.jpg"
    answer = send(uuid.uuid4(), photos=[picture(), broken])
    assert answer.status_code == 422
    assert "notes.jpg" in answer.json()["detail"]
    assert not Upload.objects.exists()


def test_answers_and_language_are_kept(town: City) -> None:
    url = TAKE.replace("/en/", "/sr/")
    given = {**GIVEN, "category": "leak", "attribute_FLOW": "jet", "latitude": "", "longitude": "", "address": "lipa 5"}
    Client().post(url, given, headers={"idempotency-key": str(uuid.uuid4())})
    case = Case.objects.get()
    assert (case.attributes, case.language) == ({"FLOW": "jet"}, "sr")
    assert case.lat == pytest.approx(42.41)
    answer = Client().post(url, {**given, "category": ""}, headers={"idempotency-key": str(uuid.uuid4())})
    with translation.override("sr"):
        assert translation.gettext("Choose what the problem is.") in answer.json()["detail"]


def test_strangers_are_counted_but_not_for_what_has_arrived(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.KORZO.__dict__, "report_limit", "2/h")
    key = uuid.uuid4()
    assert [send(each).status_code for each in (key, uuid.uuid4(), uuid.uuid4(), key)] == [201, 201, 429, 200]


def test_photos_of_the_first_screen_come_along(town: City) -> None:
    key = uuid.uuid4()
    mine = files.add(picture(), owner=f"{files.DRAFT}{key.hex}", now=timezone.now())
    others = files.add(picture(), owner=f"{files.DRAFT}{uuid.uuid4().hex}", now=timezone.now())
    assert send(key, uploads=[str(mine.pk), str(others.pk)]).json()["field"] == "uploads"
    assert send(key, uploads=[str(mine.pk)], photos=[picture()]).status_code == 201
    assert Case.objects.get().photos.count() == 2
    others.refresh_from_db()
    assert others.owner.startswith(files.DRAFT)


def test_the_kept_page_is_the_same_for_everybody(town: City, people: dict[str, Person]) -> None:
    pages = set()
    for person in (None, people["officer"], people["administrator"]):
        client = Client(headers={"accept-language": "sr"})
        if person:
            client.force_login(person)
        pages.add(client.get("/en/cases/report/offline/").content)
    assert len(pages) == 1
    assert "A jet" in next(iter(pages)).decode()


def test_the_worker_names_what_it_keeps(town: City, client: Client) -> None:
    script = client.get("/sw.js").content.decode()
    for address in ("/sr/cases/report/offline/", "ui/js/offline.js", "ui/vendor/korzo.css", "/en/account/logout/"):
        assert address in script.splitlines()[0]


# The draft -----------------------------------------------------------------------------------------------------------
def first_screen(client: Client, **given: str) -> Any:
    return client.post("/en/cases/report/", {"category": "pothole", "description": "Moja rupa", **given})


def test_following_another_keeps_what_was_begun(town: City, people: dict[str, Person]) -> None:
    case = operations.report(with_(), by=None, now=timezone.now()).case
    operations.validate(case, by=people["agent"], now=timezone.now())
    page = reverse("cases:follow-case", args=[case.code])
    for person, given in ((None, {"email": "ana@example.org"}), (people["resident"], {})):
        client = Client()
        if person:
            client.force_login(person)
        first_screen(client)
        client.post("/en/cases/report/where/", {"address": "lipa 5"})
        answer = client.post(page, {"instead": "1", **given})
        assert "Go on with my report" in answer.content.decode()
        assert "Moja rupa" in client.get("/en/cases/report/send/").content.decode()
        assert client.post("/en/cases/report/anew/", {"done": "1"})["Location"] == "/en/cases/"
        assert "Moja rupa" not in client.get("/en/cases/report/").content.decode()


def test_a_draft_can_be_started_anew_and_its_photos_go(town: City) -> None:
    client = Client()
    assert "Start anew" not in client.get("/en/cases/report/").content.decode()
    client.post("/en/cases/report/", {"category": "", "description": "x", "photos": [picture()]})
    first_screen(client)
    client.post("/en/cases/report/", {"category": "pothole", "description": "Moja rupa", "photos": [picture()]})
    assert Upload.objects.count() == 1
    assert "Start anew" in client.get("/en/cases/report/").content.decode()
    assert client.post("/en/cases/report/anew/")["Location"] == "/en/cases/report/"
    assert not Upload.objects.exists()


def test_a_draft_that_went_on_on_the_device_is_not_offered_again(town: City) -> None:
    client = Client()
    key = uuid.uuid4()
    first_screen(client, key=str(key))
    assert client.session["cases.report"]["key"] == key.hex
    assert send(key).status_code == 201
    client.cookies["korzo-kept"] = str(key)
    assert "Moja rupa" not in client.get("/en/cases/report/").content.decode()
    first_screen(client, key=str(key))  # from a page that was left open: a number is used once
    assert client.session["cases.report"]["key"] != key.hex
