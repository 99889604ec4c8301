"""The same case, one history, whichever way the resident comes: by letter, SMS, or through the site."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from PIL import Image
from pydantic import SecretStr
from tests.capabilities.cases import reports
from tests.city import City
from tests.kernel.mails import ANA, mail
from tests.kernel.test_files import photo

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Update
from korzo.capabilities.cases.operations import promises
from korzo.capabilities.cases.operations.sorting import Sorted
from korzo.capabilities.cases.queries import following, story
from korzo.kernel.messages import delivery as handing
from korzo.kernel.messages import rendering
from korzo.kernel.messages.arriving import taking, threads
from korzo.kernel.messages.arriving.models import Arrived
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
State = Arrived.State


@pytest.fixture(autouse=True)
def reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A city that reads letters."""
    monkeypatch.setattr(settings.KORZO, "mailboxes", SecretStr("imap://city:test@127.0.0.1/INBOX"))
    monkeypatch.setattr(settings.KORZO, "mailbox_address", "Korzo <report@city.example>")


@pytest.fixture
def case(town: City, now: datetime) -> Case:
    """A hole that Ana reported."""
    delivery.start_at_head()
    return operations.report(reports.with_(email=ANA), by=None, now=now).case


def letter_of(case: Case) -> Any:
    """The letter about it, as it lies in her mailbox."""
    delivery.deliver_news()
    for message in Message.objects.filter(ref=case.ref, state=Message.State.WAITING):
        handing.deliver.func(message.pk)
    return outbox.outbox[-1]


def took(raw: bytes, now: datetime) -> Arrived:
    made = taking.mail(raw, now=now)
    assert made is not None
    return made


def said(case: Case) -> list[tuple[str, bool]]:
    return list(case.updates.filter(kind__in=("commented", "replied")).values_list("text", "by_reporter"))


def test_an_answer_becomes_a_message_of_the_reporter(case: Case, people: People, now: datetime) -> None:
    promises.ask(case, text="Where exactly?", by=people["agent"], now=now)
    case.refresh_from_db()
    assert case.waiting_since
    asked = letter_of(case)
    body = "Код школе.\n\nсре, 11. мар 2026. Korzo <korzo@localhost> је написао/ла:\n> Where exactly?"
    answer = mail(body, sender="Ana <ana@somewhere-else.example>", To=asked.reply_to[0], Subject=f"Re: {asked.subject}")
    made = took(answer, now + timedelta(hours=1))
    assert (made.state, made.ref) == (State.TAKEN, case.ref)
    case.refresh_from_db()
    assert case.waiting_since is None, "the clock runs on, as after an answer on the site"
    update = case.updates.get(kind=Update.Kind.REPLIED)
    assert (update.text, update.by_reporter, update.is_public) == ("Код школе.", True, False)
    assert any(step.by.endswith("· E-mail") for step in story.tell(case, reader=people["agent"]).steps)
    assert Entry.objects.filter(event="cases.CaseWentOn").exists()
    assert Case.objects.count() == 1


def test_a_forged_address_opens_nothing(case: Case, now: datetime) -> None:
    true = letter_of(case).reply_to[0]
    token = re.search(r"\.([0-9a-f]{24})@", true)
    assert token
    other = operations.report(reports.with_(email="other@example.org"), by=None, now=now).case
    forged = true.replace(case.code.lower(), other.code.lower())
    made = took(mail("I am not Ana.", sender="eve@example.org", To=forged), now)
    assert made.ref not in (case.ref, other.ref)
    assert said(other) == []


WAYS: dict[str, dict[str, str]] = {
    "References": {"References": "<case.CODE@localhost>"},
    "In-Reply-To, our own Message-ID": {"In_Reply_To": "<case.CODE.0123456789abcdef0123456789abcdef@localhost>"},
    "the number in the subject": {"Subject": "Re: CODE: још гори"},
    "the number as people write it": {"Subject": "к-2026-1 још гори"},
}


@pytest.mark.parametrize("headers", WAYS.values(), ids=WAYS)
def test_who_reported_it_needs_no_secret_and_others_do(headers: dict[str, str], case: Case, now: datetime) -> None:
    named = {name: value.replace("CODE", case.code) for name, value in headers.items()}
    assert took(mail("Још гори.", **named), now).ref == case.ref
    assert said(case) == [("Још гори.", True)]
    stranger = took(mail("I know better.", sender="eve@example.org", **named), now)
    assert stranger.ref != case.ref
    assert len(said(case)) == 1


def test_a_letter_without_a_case_becomes_one_that_waits_to_be_sorted(town: City, people: People, now: datetime) -> None:
    delivery.start_at_head()
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = (
        "Ana <ANA@example.org>",
        "report@city.example",
        "Рупа",
        "<first@x>",
    )
    made.set_content("Дубока је.")
    made.add_attachment(picture.getvalue(), maintype="application", subtype="octet-stream", filename="rupa.jpg")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="x.pdf")
    took(made.as_bytes(), now)
    case = Case.objects.get()
    assert (case.description, case.channel, case.contact.email, case.contact.name) == (
        "Рупа\n\nДубока је.",
        "email",
        ANA,
        "Ana",
    )
    assert case.photos.count() == 1
    assert not case.is_public
    assert case.is_unsorted
    assert case.office == town.intake
    assert Client().get(reverse("cases:case", args=[case.code])).status_code == 404
    answer = letter_of(case)
    assert case.code in answer.subject
    assert "Ana" not in answer.subject
    assert "what it is about and where" in answer.body or "о чему" in answer.body or answer.body
    again = mail("Још гори.", In_Reply_To="<first@x>", Subject="Re: Рупа")
    assert took(again, now).ref == case.ref, "her own letter is the thread too"
    with pytest.raises(operations.ReportRefused):
        operations.validate(case, by=people["agent"], now=now)


def test_its_writer_says_what_and_where(town: City, now: datetime) -> None:
    took(mail("Дубока је."), now)
    case = Case.objects.get()
    browser, args = Client(), [case.code, following.token(case.contact)]
    page = browser.get(reverse("cases:follow", args=args)).content.decode()
    assert reverse("cases:complete", args=args) in page
    assert browser.post(reverse("cases:complete", args=args), {}).status_code == 422
    sent = browser.post(reverse("cases:complete", args=args), {"category": "leak", "address": "Mlinska ulica 3"})
    assert sent.status_code == 302
    case.refresh_from_db()
    assert (case.category.code, case.office, case.district) == ("leak", town.water, case.district)
    assert case.tile is not None
    assert case.is_public
    assert case.due_at is not None
    entry = Entry.objects.get(event="cases.CaseSorted")
    assert "Mlinska" not in entry.payload
    assert (
        browser.post(reverse("cases:complete", args=args), {"category": "pothole", "address": "x"}).status_code == 302
    )
    case.refresh_from_db()
    assert case.category.code == "leak", "only once"


def test_officers_set_kind_and_place_right(case: Case, town: City, people: People, now: datetime) -> None:
    with pytest.raises(operations.NotAllowed):
        operations.sort(case, Sorted("leak"), by=people["other"], now=now)
    before = case.address
    operations.sort(case, Sorted("leak"), by=people["officer"], now=now)
    assert (case.office, case.address, case.is_public) == (town.roads, before, True)
    operations.sort(case, Sorted("noise", address="Ulica lipa 5"), by=people["agent"], now=now)
    assert not case.is_public
    operations.hide(case, hidden=True, by=people["agent"], now=now)
    with pytest.raises(operations.OutsideCity):
        operations.sort(case, Sorted("pothole", lat=42.5, long=18.42), by=people["agent"], now=now)


def test_who_withdraws_consent_takes_letters_along(town: City, now: datetime) -> None:
    made = took(mail(Message_ID="<1@x>"), now)
    delivery.start_at_head()
    operations.erase_contact(Case.objects.get(), by=None, now=now)
    delivery.deliver_news()
    made.refresh_from_db()
    assert made.sender == ""
    assert not made.has_original


def test_who_leaves_takes_sms_along_however_their_number_was_written(town: City, people: People, now: datetime) -> None:
    people["resident"].phone = "064 123 4567"
    people["resident"].save()
    made = taking.sms("+381641234567", "Rupa", identity="1", now=now)
    assert made is not None
    taking.forget(people["resident"], now)
    made.refresh_from_db()
    assert (made.sender, made.has_original) == ("", False)


def test_a_letter_that_is_held_leaves_no_picture_behind(town: City, now: datetime) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = "ana@no-city", "report@city.example"
    letter.set_content("Рупа")
    letter.add_attachment(photo(), maintype="image", subtype="jpeg", filename="rupa.jpg")
    assert took(letter.as_bytes(), now).state == State.HELD, "nobody can be answered there"
    assert not list((settings.KORZO.root / "files").rglob("*.jpg")), "no row would point to it"


def test_letters_carry_the_case_and_an_end(case: Case, people: People, now: datetime) -> None:
    mine = letter_of(case)
    assert mine.extra_headers["Message-ID"].startswith(f"<case.{case.code}.")
    assert mine.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in mine.extra_headers
    follower = operations.follow(case, by=None, email="curious@example.org", now=now)
    operations.confirm(follower, now=now)
    operations.validate(case, by=people["agent"], now=now)
    delivery.deliver_news()
    told = Message.objects.get(to="curious@example.org", template="cases/followed")
    handing.deliver.func(told.pk)
    theirs = outbox.outbox[-1]
    assert theirs.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert theirs.reply_to == [], "whoever follows does not write as the reporter"
    link = re.fullmatch(r"<https?://[^/]+(/.*)>", theirs.extra_headers["List-Unsubscribe"])
    assert link
    program = Client(enforce_csrf_checks=True)
    assert program.get(link[1]).status_code == 200
    assert case.followers.count() == 1
    assert program.post(link[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert case.followers.count() == 0


def test_without_a_mailbox_nobody_is_asked_to_answer(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.KORZO, "mailboxes", SecretStr(""))
    assert letter_of(case).reply_to == []


# SMS -------------------------------------------------------------------------------------------------------------------
PHONE = "+381641234567"


def sms(text: str, now: datetime, sender: str = PHONE) -> str:
    made = taking.sms(sender, text, identity=text, now=now)
    assert made is not None
    return made.ref


def test_an_sms_of_the_reporter_is_a_message_in_the_case(town: City, now: datetime) -> None:
    case = operations.report(reports.with_(phone="064 1234 567"), by=None, now=now).case
    assert sms(f"{case.code} jos gore", now) == case.ref
    assert said(case) == [(f"{case.code} jos gore", True)]
    assert sms(f"{case.code} znam bolje", now, sender="+381649999999") != case.ref
    assert taking.sms(PHONE, f"{case.code} jos gore", identity=f"{case.code} jos gore", now=now) is None


def test_an_sms_becomes_a_case_and_the_answer_fits(town: City, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.KORZO, "sms_url", "http://127.0.0.1:9/")
    monkeypatch.setattr(settings.KORZO, "base_url", "https://prijavi.grad.rs")
    delivery.start_at_head()
    sms("Rupa kod skole", now)
    case = Case.objects.get()
    assert (case.channel, case.contact.phone, case.is_unsorted) == ("sms", PHONE, True)
    delivery.deliver_news()
    text = rendering.render_short(Message.objects.get(channel="sms"))
    link = re.search(r"https://prijavi.grad.rs(/\S+)", text)
    assert link
    assert text.startswith(case.code)
    assert link.end() <= 70, "code and link stand in the first part"
    page = Client().get(link[1])
    assert page["Location"].endswith(f"/{following.token(case.contact)}/")
    assert Client().get(link[1][:-1] + ("0" if link[1][-1] != "0" else "1")).status_code == 404
    assert Client().get("/f/zz").status_code == 404


def test_threads_hold_only_for_their_letter() -> None:
    assert threads.mentioned(["case.K-2026-000001@elsewhere.example"]) == ()
    assert threads.mentioned(["case.K-2026-000001@localhost"]) == ("case:K-2026-000001",)
