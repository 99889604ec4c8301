"""Whom a message reaches, how, in which language, and when: without any server."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.kernel.messages import delivery, inbox, quiet, rendering, sending
from korzo.kernel.messages.models import Channel, Message, PushSubscription
from korzo.kernel.people.models import Person

BELGRADE = ZoneInfo("Europe/Belgrade")
NIGHT = (time(22), time(7))
DAY_ONE = datetime(2026, 1, 1)
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def at(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=BELGRADE, fold=fold)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("moment", "hours", "then"),
    [
        (at(2026, 3, 10, 21, 59), NIGHT, at(2026, 3, 10, 21, 59)),
        (at(2026, 3, 10, 22, 0), NIGHT, at(2026, 3, 11, 7, 0)),
        (at(2026, 3, 11, 6, 59), NIGHT, at(2026, 3, 11, 7, 0)),
        (at(2026, 3, 11, 7, 0), NIGHT, at(2026, 3, 11, 7, 0)),
        (at(2026, 3, 11, 14, 0), (time(13), time(15)), at(2026, 3, 11, 15, 0)),
        (at(2026, 3, 11, 14, 0), (time(13), time(13)), at(2026, 3, 11, 14, 0)),
        (at(2026, 3, 11, 14, 0), (None, None), at(2026, 3, 11, 14, 0)),
        (at(2026, 3, 28, 23, 0), NIGHT, at(2026, 3, 29, 7, 0)),  # clocks go forward in this night
        (at(2026, 10, 24, 23, 0), NIGHT, at(2026, 10, 25, 7, 0)),  # and back in this
    ],
)
def test_quiet_hours(moment: datetime, hours: tuple[time | None, time | None], then: datetime) -> None:
    assert quiet.wait_until(moment, *hours) == then


def test_the_nights_when_clocks_change_are_an_hour_shorter_and_longer() -> None:
    spring, autumn, plain = at(2026, 3, 28, 22), at(2026, 10, 24, 22), at(2026, 3, 10, 22)
    waits = [quiet.wait_until(each, *NIGHT).astimezone(UTC) - each.astimezone(UTC) for each in (spring, autumn, plain)]
    assert waits == [timedelta(hours=8), timedelta(hours=10), timedelta(hours=9)]


def test_an_hour_that_the_clock_skips_is_waited_for_and_not_longer() -> None:
    end = quiet.wait_until(at(2026, 3, 28, 23), time(22), time(2, 30))  # 2:30 does not exist in this night
    assert end.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(st.datetimes(DAY_ONE, DAY_ONE + timedelta(days=364)), st.times(), st.times())
def test_nobody_is_disturbed_nor_kept_waiting_for_more_than_a_day(moment: datetime, start: time, end: time) -> None:
    local = moment.replace(tzinfo=BELGRADE)
    start, end = start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)
    then = quiet.wait_until(local, start, end)
    assert local <= then <= local + timedelta(hours=25)
    inside = start <= then.time() < end if start < end else then.time() >= start or then.time() < end
    assert start == end or not inside


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("č" * 70, 1),
        ("", 1),
    ],
)
def test_what_an_sms_is_billed_as(text: str, parts: int) -> None:
    assert quiet.sms_parts(text) == parts


@given(st.text(alphabet="čćžšČĆŽŠabc ĐđÄö", max_size=200))
def test_without_marks_never_costs_more(text: str) -> None:
    assert quiet.sms_parts(quiet.without_marks(text)) <= quiet.sms_parts(text)


@pytest.fixture
def ana(db: None) -> Person:
    return Person.objects.create_user("ana@example.org", name="Ana", phone="+381641234567", language="sr")


def say(person: Person, key: str = "k", now: datetime = NOON) -> list[Message]:
    return sending.send(
        to=sending.Recipient(person), template="account/changed", context={"what": "password"}, ref="", key=key, now=now
    )


def ways(messages: list[Message]) -> list[str]:
    return [message.channel for message in messages]


def test_each_way_is_used_only_where_it_exists(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.channel = Channel.SMS
    assert ways(say(ana, "1")) == ["inbox", "email"]  # no gateway here
    monkeypatch.setattr(settings.KORZO, "sms_url", "http://127.0.0.1:9/")
    assert ways(say(ana, "2")) == ["inbox", "sms"]
    ana.channel = Channel.PUSH
    monkeypatch.setattr(settings.KORZO, "push_contact", "mailto:it@example.org")
    assert ways(say(ana, "3")) == ["inbox", "email"]  # no browser yet
    PushSubscription.objects.create(
        person=ana, endpoint="https://fcm.googleapis.com/x", p256dh="", auth="", made_at=NOON
    )
    assert ways(say(ana, "4")) == ["inbox", "push"]
    ana.channel = Channel.INBOX
    assert ways(say(ana, "5")) == ["inbox"]


def test_an_occasion_is_told_once(ana: Person) -> None:
    first, again = say(ana), say(ana)
    assert [message.pk for message in again] == [message.pk for message in first]
    assert DBTaskResult.objects.count() == 1


def test_nothing_is_told_of_what_was_rolled_back(ana: Person) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        say(ana)
        raise RuntimeError
    assert (Message.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_at_night_the_job_waits_and_a_retry_at_night_waits_again(ana: Person, mailoutbox: list[object]) -> None:
    now = timezone.now()
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    ana.quiet_from, ana.quiet_until = (local - timedelta(hours=1)).time(), (local + timedelta(hours=1)).time()
    ana.save()
    _letter, mail = say(ana, now=now)
    (job,) = DBTaskResult.objects.all()
    assert timedelta(minutes=58) < job.run_after - now <= timedelta(minutes=61)
    delivery.deliver.func(mail.pk)  # as if the queue were early, or this were a retry
    mail.refresh_from_db()
    assert (mail.state, mailoutbox, DBTaskResult.objects.count()) == ("waiting", [], 2)
    Person.objects.update(quiet_from=None, quiet_until=None)
    delivery.deliver.func(mail.pk)
    assert len(mailoutbox) == 1


def test_a_message_whose_worker_died_is_uncertain_and_a_person_decides(ana: Person, mailoutbox: list[object]) -> None:
    _letter, mail = say(ana)
    Message.objects.filter(pk=mail.pk).update(state="sending")
    delivery.deliver.func(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mailoutbox) == ("uncertain", [])
    delivery.deliver.func(mail.pk)
    assert mailoutbox == []
    assert delivery.send_again(mail, now=NOON)
    assert not delivery.send_again(mail, now=NOON)
    delivery.deliver.func(mail.pk)
    assert len(mailoutbox) == 1
    assert not delivery.drop(mail)


def test_who_left_is_not_written_to(ana: Person, mailoutbox: list[object]) -> None:
    _letter, mail = say(ana)
    ana.delete()
    delivery.deliver.func(mail.pk)
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("language", "lang"), [("sr", "sr-Cyrl"), ("sr-latn", "sr-Latn"), ("en", "en"), ("", "sr-Cyrl")]
)
def test_a_message_speaks_its_readers_language(ana: Person, language: str, lang: str) -> None:
    ana.language = language
    letter, _mail = say(ana)
    with translation.override(language or settings.LANGUAGE_CODE):
        greeting = gettext("Hello %(name)s,") % {"name": "Ana"}
    with translation.override("ko"):  # whatever the worker speaks
        written = rendering.render(letter)
    assert written.text.startswith(greeting)
    assert f'lang="{lang}"' in written.html


def test_what_people_wrote_is_escaped_in_mail(ana: Person) -> None:
    ana.name = "<b>Ana</b>"
    ana.language = "en"
    letter, _mail = say(ana)
    written = rendering.render(letter)
    assert "<b>" not in written.html
    assert "&lt;b&gt;Ana" in written.html
    assert "<b>Ana</b>" in written.text


def test_the_inbox_is_read_in_the_language_of_the_page(ana: Person) -> None:
    letter, _mail = say(ana)
    assert inbox.unread(ana) == 1
    with translation.override("en"):
        assert inbox.letter(letter).subject == "How you sign in has changed"
    inbox.read(letter, now=NOON)
    assert inbox.unread(ana) == 0


def test_old_messages_are_forgotten_and_undecided_ones_kept(ana: Person) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    _letter, sent = say(ana, "1", now=long_ago)
    _other, stuck = say(ana, "2", now=long_ago)
    Message.objects.filter(pk=sent.pk).update(state="sent")
    Message.objects.filter(pk=stuck.pk).update(state="uncertain")
    inbox.forget_old.func()
    assert list(Message.objects.all()) == [stuck]


@pytest.mark.parametrize("what", ["reported", "validated", "started", "resolved", "declined", "reopened", "commented"])
@pytest.mark.parametrize("language", ["en", "sr", "sr-latn"])
def test_an_sms_begins_with_code_and_short_link(town: City, now: datetime, what: str, language: str) -> None:
    case = operations.report(reports.HOLE, by=None, now=now).case
    context = {"code": case.code, "office": "Roads", "promised": "12. 5.", "category": "x", "address": "", "text": ""}
    message = Message(template=f"cases/{what}", language=language, context=context, ref=case.ref, made_at=now)
    text = rendering.render_short(message)
    code, link, *_words = text.split(" ")
    assert code == case.code
    assert re.search(rf"/f/{case.pk:x}-[0-9a-f]{{16}}$", link)
    assert text.index(link) + len(link) <= 70
    assert len(text) <= 160


def test_no_secret_link_is_kept(town: City, now: datetime) -> None:
    from korzo.capabilities.cases.queries import following
    from korzo.kernel.jobs.worker import run_all

    receipt = operations.report(reports.with_(email="ana@example.org"), by=None, now=now)
    run_all()
    message = Message.objects.get()
    secret = following.token(receipt.case.contact)
    assert secret in rendering.render(message).text
    assert secret not in str(Message.objects.values())
    assert secret not in str(DBTaskResult.objects.values())


def test_deleting_ones_contact_deletes_what_was_sent_to_it(town: City, now: datetime) -> None:
    from korzo.kernel.jobs.worker import run_all

    case = operations.report(reports.with_(email="ana@example.org"), by=None, now=now).case
    run_all()
    assert Message.objects.exists()
    operations.erase_contact(case, by=None, now=now)
    run_all()
    assert not Message.objects.exists()
