"""A stranger's report with an e-mail address is nothing until the owner of the address says yes."""

import re
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Unconfirmed
from korzo.capabilities.cases.operations import ReportRefused, confirming
from korzo.kernel.files.models import Upload
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people import leaving
from korzo.kernel.people.models import Person
from korzo.kernel.search.models import SearchEntry
from korzo.kernel.trail.models import Entry

MAIL = "ana@example.org"
People = dict[str, Person]


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A city that asks those who name an address."""
    monkeypatch.setattr(settings.KORZO, "confirm_reports", "email")


@pytest.fixture
def waiting(asking: None, town: City, now: datetime) -> Unconfirmed:
    """A report that waits."""
    made = operations.hand_in(reports.with_(email=MAIL.upper(), client_key="one"), by=None, now=now)
    assert isinstance(made, Unconfirmed)
    return made


def link() -> str:
    found = re.search(r"https?://[^/]+(/\S+)", rendering.render(Message.objects.get(to=MAIL)).text)
    assert found
    return found[1]


def test_a_report_that_waits_is_nowhere(waiting: Unconfirmed, people: People, now: datetime) -> None:
    assert not Case.objects.exists()
    assert not SearchEntry.objects.filter(ref__startswith="case:").exists()
    again = operations.hand_in(reports.with_(email=MAIL, client_key="one"), by=None, now=now)
    assert again == waiting
    assert Message.objects.count() == 1
    assert MAIL not in "".join(Entry.objects.values_list("payload", flat=True))
    secret = link().rstrip("/").rpartition("/")[2]
    assert secret not in str(list(Unconfirmed.objects.values())) + str(list(Message.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_two_screens_that_send_at_once_make_one_report(asking: None, town: City, now: datetime) -> None:
    made, together = list[Any](), threading.Barrier(4)

    def work() -> None:
        try:
            together.wait()
            made.append(operations.hand_in(reports.with_(email=MAIL, client_key="one"), by=None, now=now))
        except IntegrityError as error:
            made.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [Unconfirmed.objects.get()] * 4
    assert Message.objects.count() == 1


def test_the_clock_starts_with_the_yes(waiting: Unconfirmed, now: datetime) -> None:
    later = now + timedelta(days=2)
    receipt = operations.confirm_report(waiting, now=later)
    assert receipt.is_new
    assert receipt.case.reported_at == receipt.case.promised_from == later
    assert receipt.case.contact.email == MAIL
    assert not operations.confirm_report(waiting, now=later).is_new
    assert Case.objects.count() == 1
    kept = Unconfirmed.objects.get()
    assert (kept.report, kept.email) == ({}, "")
    assert not operations.revoke_report(waiting, now=later)
    found = operations.hand_in(reports.with_(email=MAIL, client_key="one"), by=None, now=later)
    assert isinstance(found, operations.Receipt)
    assert found.case == receipt.case
    assert [entry.event for entry in Entry.objects.order_by("seq")] == [
        "cases.ReportWaits",
        "cases.CaseReported",
        "cases.ReportConfirmed",
    ]


def test_looking_at_the_link_decides_nothing(waiting: Unconfirmed) -> None:
    url, reader = link(), Client()
    assert "Рупа на путу" in reader.get(url).content.decode()
    assert reader.head(url).status_code == 200
    assert not Case.objects.exists()
    answer = reader.post(url, {"confirm": "1"})
    case = Case.objects.get()
    assert answer.status_code == 302
    assert case.code in answer["Location"]
    assert reader.get(answer["Location"]).status_code == 200
    assert reader.get(url)["Location"] == answer["Location"]


def test_no_deletes_everything(waiting: Unconfirmed) -> None:
    url = link()
    assert Client().post(url, {"revoke": "1"}).status_code == 200
    assert not Unconfirmed.objects.exists()
    assert not Message.objects.exists()
    assert Client().post(url, {"confirm": "1"}).status_code == 404
    assert Entry.objects.filter(event="cases.ReportForgotten").count() == 1


def test_what_nobody_confirms_is_deleted_with_its_photos(asking: None, town: City, now: datetime) -> None:
    photo = Upload.objects.create(
        owner="draft:x", media_type="image/jpeg", sha256="", size=1, width=1, height=1, added_at=now
    )
    operations.hand_in(reports.with_(email=MAIL, photos=(photo,)), by=None, now=now)
    assert Upload.objects.get().owner.startswith("unconfirmed:")
    assert confirming.forget_unconfirmed(now=now + timedelta(days=6, hours=23)) == 0
    assert confirming.forget_unconfirmed(now=now + timedelta(days=7, minutes=1)) == 1
    assert not Unconfirmed.objects.exists()
    assert not Upload.objects.exists()
    assert 'revoked":false' in Entry.objects.get(event="cases.ReportForgotten").payload


def test_photos_come_along(asking: None, town: City, now: datetime) -> None:
    photo = Upload.objects.create(
        owner="draft:x", media_type="image/jpeg", sha256="", size=1, width=1, height=1, added_at=now
    )
    made = operations.hand_in(reports.with_(email=MAIL, photos=(photo,)), by=None, now=now)
    assert isinstance(made, Unconfirmed)
    case = operations.confirm_report(made, now=now).case
    assert Upload.objects.get().owner == case.ref
    assert case.photos.get().upload == photo


@pytest.mark.parametrize(
    ("setting", "who", "change", "waits"),
    [
        ("off", None, {"email": MAIL}, False),
        ("email", None, {}, False),
        ("email", None, {"email": MAIL}, True),
        ("email", "resident", {"email": MAIL}, False),
        ("email", "agent", {"email": MAIL, "channel": "counter"}, False),
        ("email", "resident", {"email": MAIL, "channel": "open311"}, True),
        ("email", "agent", {"email": MAIL, "channel": "open311"}, False),
        ("strangers", None, {"email": MAIL}, True),
    ],
)
def test_who_is_asked(  # noqa: PLR0917 -- a row of the table and the ground it stands on
    setting: str,
    who: str | None,
    change: dict[str, Any],
    waits: bool,
    people: People,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings.KORZO, "confirm_reports", setting)
    made = operations.hand_in(reports.with_(**change), by=people[who] if who else None, now=now)
    assert isinstance(made, Unconfirmed) is waits


def test_a_city_can_refuse_strangers_without_address(
    town: City, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.KORZO, "confirm_reports", "strangers")
    with pytest.raises(ReportRefused) as refused:
        operations.hand_in(reports.HOLE, by=None, now=now)
    assert refused.value.field == "email"


def test_nobody_is_buried_in_letters(asking: None, town: City, now: datetime) -> None:
    for _ in range(confirming.MOST_WAITING):
        operations.hand_in(reports.with_(email=MAIL), by=None, now=now)
    with pytest.raises(ReportRefused):
        operations.hand_in(reports.with_(email=MAIL), by=None, now=now)


def test_a_wrong_report_is_refused_at_once(asking: None, town: City, now: datetime) -> None:
    with pytest.raises(ReportRefused):
        operations.hand_in(reports.with_(email=MAIL, category="nothing"), by=None, now=now)


def test_who_leaves_takes_waiting_reports_along(waiting: Unconfirmed, now: datetime) -> None:
    person = Person.objects.create_user(MAIL, "a-long-password", name="Ana")
    leaving.erase(person, now=now)
    assert not Unconfirmed.objects.exists()


def test_the_form_says_that_a_letter_is_on_its_way(asking: None, town: City) -> None:
    browser = Client()
    browser.post(reverse("cases:report"), {"category": "pothole", "description": "Deep."})
    browser.post(reverse("cases:report-where"), {"address": "Mlinska ulica 3"})
    answer = browser.post(reverse("cases:report-send"), {"email": MAIL})
    assert answer.status_code == 200
    assert MAIL in answer.content.decode()
    assert not Case.objects.exists()
    assert browser.post(link(), {"confirm": "1"}).status_code == 302
