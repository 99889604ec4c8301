"""What staff see of letters, and where the SMS gateway comes in."""

import json
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pydantic import SecretStr
from tests.city import City
from tests.kernel.mails import mail

from korzo.capabilities.cases.models import Case
from korzo.kernel.messages import sending, stopping
from korzo.kernel.messages.arriving import taking
from korzo.kernel.messages.arriving.models import Arrived, Box
from korzo.kernel.messages.cli import mail as command
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

SECRET = "s" * 40
PHONE = "+381641234567"


@pytest.fixture
def chief(people: dict[str, Person]) -> Client:
    made = Client(headers={"accept-language": "en"})
    made.force_login(people["administrator"])
    return made


def test_a_refused_letter_is_shown_with_its_reason_and_can_be_taken(chief: Client, now: datetime) -> None:
    made = taking.mail(mail("Рупа је дубока.", Auto_Submitted="auto-replied"), now=now)
    assert made is not None
    Box.objects.create(name="city@mail.example/INBOX", error="the line broke")
    page = chief.get(reverse("office:letters"), {"view": "refused"}).content.decode()
    assert "written by a machine" in page
    assert "the line broke" in page
    answer: Any = chief.post(reverse("office:letter-original", args=[made.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"Auto-Submitted" in b"".join(answer.streaming_content)
    chief.post(reverse("office:letter-take", args=[made.pk]))
    assert Case.objects.get().description.endswith("Рупа је дубока.")
    assert set(Entry.objects.values_list("event", flat=True)) >= {"trail.Seen", "office.LetterTaken"}
    assert "ana@example.org" not in "".join(Entry.objects.values_list("payload", flat=True))


def test_a_held_letter_can_be_dropped(chief: Client, now: datetime, town: City) -> None:
    made = taking.mail(mail(sender=""), now=now)
    assert made is not None
    assert "without a sender" in chief.get(reverse("office:letters")).content.decode()
    chief.post(reverse("office:letter-drop", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == Arrived.State.DROPPED


# The gateway -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, town: City) -> None:
    monkeypatch.setattr(settings.KORZO, "sms_in_token", SecretStr(SECRET))
    monkeypatch.setattr(settings.KORZO, "sms_url", "http://127.0.0.1:9/")


SAID = {
    "form": {"data": {"from": PHONE, "text": "Rupa kod skole", "id": "1"}},
    "form of another gateway": {"data": {"From": PHONE, "Body": "Rupa kod skole", "MessageSid": "1"}},
    "json": {"data": json.dumps({"msisdn": "0641234567", "message": "Rupa kod skole"}), "content_type": "application/json"},
}  # fmt: skip


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_an_sms_comes_in_once(said: dict[str, Any], gateway: None) -> None:
    for _ in range(2):
        assert Client(enforce_csrf_checks=True).post(f"/sms/{SECRET}/", **said).status_code == 204
    assert Case.objects.get().contact.phone == PHONE
    assert Case.objects.get().description == "Rupa kod skole"


def test_the_secret_may_stand_in_the_head(gateway: None) -> None:
    answer = Client().post("/sms/", {"from": PHONE, "text": "Rupa"}, headers={"authorization": f"Bearer {SECRET}"})
    assert answer.status_code == 204


@pytest.mark.parametrize("token", ["x", SECRET[:-1], SECRET + "s"])
def test_without_the_secret_nobody_comes_in(token: str, gateway: None) -> None:
    assert Client().post(f"/sms/{token}/", {"from": PHONE, "text": "Rupa"}).status_code == 404


def test_without_a_setting_nobody_comes_in(town: City) -> None:
    assert (
        Client().post("/sms/", {"from": PHONE, "text": "Rupa"}, headers={"authorization": "Bearer "}).status_code == 404
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("from=OPERATOR&text=Buy", "application/x-www-form-urlencoded"),
        ("from=%2B381641234567&text=+", "application/x-www-form-urlencoded"),
        ("[1]", "application/json"),
        ("{", "application/json"),
        ('{"from": {"a": 1}, "text": ["x"]}', "application/json"),
    ],
)
def test_nonsense_is_refused(body: str, kind: str, gateway: None) -> None:
    answer = Client().post(f"/sms/{SECRET}/", body, content_type=kind)
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_half_characters_do_no_harm(gateway: None) -> None:
    said = '{"from": "+381641234567", "text": "Rupa \\ud800 kod \\u0000skole", "id": "\\ud800"}'
    assert Client().post(f"/sms/{SECRET}/", said, content_type="application/json").status_code == 204
    assert Case.objects.get().description == "Rupa  kod skole"


def test_stop_ends_it_and_start_begins_it_again(gateway: None, people: dict[str, Person]) -> None:
    resident = people["resident"]
    resident.channel, resident.phone = "sms", "064 123 4567"
    resident.save()

    def ways() -> list[str]:
        return [str(channel) for channel, _to in sending.Recipient(person=resident).channels]

    assert "sms" in ways()
    Client().post(f"/sms/{SECRET}/", {"from": PHONE, "text": " stop.", "id": "1"})
    assert stopping.is_stopped(PHONE)
    assert ways() == ["inbox", "email"]
    assert sending.Recipient(phone=PHONE).channels == []
    assert Message.objects.get().template == "sms/stop"
    Client().post(f"/sms/{SECRET}/", {"from": PHONE, "text": "START", "id": "2"})
    assert "sms" in ways()
    assert not Case.objects.exists()


def test_each_who_says_stop_is_answered_once(gateway: None) -> None:
    for number in (PHONE, "+381641234568", PHONE):
        Client().post(f"/sms/{SECRET}/", {"from": number, "text": "STOP"})
    assert sorted(Message.objects.values_list("to", flat=True)) == [PHONE, "+381641234568"]
    Client().post(f"/sms/{SECRET}/", {"from": PHONE, "text": "STOP", "id": "another"})
    assert Message.objects.count() == 2, "whoever is stopped hears no more"


# The command -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_command_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(command, words)

    assert "KORZO_MAILBOXES is empty" in run("fetch").output
    monkeypatch.setattr(settings.KORZO, "mailboxes", SecretStr("imap://x:y@127.0.0.1:9/INBOX"))
    closed = run("fetch")
    assert closed.exit_code == 1
    assert "x@127.0.0.1/INBOX: " in closed.output
    assert "never" in run("status").output
