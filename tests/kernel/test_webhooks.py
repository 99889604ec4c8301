"""Webhooks reach a real receiver: signed, in order, at least once; what cannot be delivered is seen and can be sent again."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from tests.capabilities.cases import reports
from tests.city import City
from tests.ports import Gateway, gateway

from korzo.capabilities.cases import operations as cases
from korzo.kernel import jobs, outside
from korzo.kernel.jobs.worker import run_all
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery as news
from korzo.kernel.webhooks import operations, sending, signing
from korzo.kernel.webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db
ALL = ["case.reported", "case.validated", "case.started", "case.resolved", "case.commented"]


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(django_settings.KORZO.__dict__, "outside_hosts", "127.0.0.1")
    monkeypatch.setattr(jobs, "schedules", {})  # nothing but what was asked for
    news.start_at_head()


@pytest.fixture
def receiver() -> Iterator[Gateway]:
    with gateway() as made:
        yield made


def listen(
    receiver: Gateway, people: dict[str, Person], events: list[str] | None = None, **more: Any
) -> tuple[Webhook, str]:
    webhook = Webhook(name="Dashboard", url=f"{receiver.url}/in", events=events or ALL, **more)
    return webhook, operations.keep(webhook, by=people["administrator"], now=timezone.now())


def types(receiver: Gateway) -> list[str]:
    return [json.loads(body)["type"] for _path, _headers, body in receiver.posts]


def later(webhook: Webhook) -> None:
    """Let the pause be over."""
    Delivery.objects.filter(webhook=webhook, state="waiting").update(next_at=timezone.now())
    sending.deliver.enqueue(webhook=webhook.pk)
    run_all()


def is_signed(secret: str, headers: Any, body: bytes) -> bool:
    """Verify as the standard's text says, by other means than those that signed."""
    content = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    key = base64.b64decode(secret.split("_", 1)[1])
    good = base64.b64encode(hmac.digest(key, content, hashlib.sha256))
    given = [each.partition(",") for each in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(value.encode(), good) for version, _comma, value in given)


def test_the_example_of_the_standard() -> None:
    """The vector that the standard's libraries are tested with."""
    signed = signing.signature(
        number="msg_p5jXN8AQM9LWM0D4loKWxJek", at=1614265330, body=b'{"test": 2432232314}', secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    )  # fmt: skip
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_case_is_told_in_order_and_signed(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    webhook, secret = listen(receiver, people)
    assert secret.startswith("whsec_")
    assert secret not in Webhook.objects.get().secret
    case = cases.report(reports.HOLE, by=None, now=now).case
    cases.validate(case, by=people["officer"], now=now)
    cases.start(case, by=people["officer"], now=now)
    cases.resolve(case, text="Filled. Mr Smith was glad.", by=people["officer"], now=now)
    run_all()
    assert types(receiver) == ["case.reported", "case.validated", "case.started", "case.resolved"]
    assert all(is_signed(secret, headers, body) for _path, headers, body in receiver.posts)
    told = json.loads(receiver.posts[-1][2])
    assert told["timestamp"] == now.isoformat()
    assert told["data"]["code"] == case.code
    assert (told["data"]["state"], told["data"]["office"]) == ("resolved", "roads")
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.posts}) == 4
    assert Delivery.objects.filter(webhook=webhook, state="done").count() == 4


def test_neither_words_nor_people_are_told(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    listen(receiver, people)
    private = cases.Report("noise", "Party at the Smiths", 42.415, 18.42)
    open_ = cases.Report("pothole", "Ask Ana", 42.415, 18.42, name="Ana Anić", email="ana@example.org", phone="+38267123456", address="Lime 7")  # fmt: skip
    cases.report(private, by=None, now=now)
    case = cases.report(open_, by=None, now=now).case
    cases.comment(case, text="internal", public=False, by=people["officer"], now=now)
    cases.comment(case, text="for everybody", public=True, by=people["officer"], now=now)
    run_all()
    assert types(receiver) == ["case.reported", "case.commented"]
    said = b"".join(body for _path, _headers, body in receiver.posts).decode()
    for secret in ("Ana", "example.org/", "3826", "Lime", "Party", "internal", "for everybody", "noise"):
        assert secret not in said


def test_events_are_narrowed_by_office_and_kind(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    listen(receiver, people, only={"office": ["water"]})
    listen(receiver, people, only={"office": ["roads"], "category": ["pothole"]}, events=["case.started"])
    listen(receiver, people, only={"category": ["leak"]}, events=["case.reported"])
    case = cases.report(reports.HOLE, by=None, now=now).case
    cases.validate(case, by=people["officer"], now=now)
    cases.start(case, by=people["officer"], now=now)
    run_all()
    assert types(receiver) == ["case.started"]


def test_a_receiver_that_fails_gets_everything_in_order_when_it_is_back(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    webhook, secret = listen(receiver, people)
    receiver.statuses = [500, 0, 503]
    case = cases.report(reports.HOLE, by=None, now=now).case
    cases.validate(case, by=people["officer"], now=now)
    run_all()
    assert types(receiver) == ["case.reported"]
    assert Webhook.objects.get().failing_since is not None
    waits = Delivery.objects.order_by("pk")[0]
    assert (waits.attempts, waits.status) == (1, 500)
    assert timedelta(0) < waits.next_at - timezone.now() <= sending.PAUSES[0]
    later(webhook)  # hangs up
    later(webhook)  # 503
    assert types(receiver) == ["case.reported"] * 3
    later(webhook)
    assert types(receiver) == ["case.reported"] * 4 + ["case.validated"]
    assert len({headers["webhook-id"] for _p, headers, _b in receiver.posts[:4]}) == 1
    assert all(is_signed(secret, headers, body) for _path, headers, body in receiver.posts)
    assert Webhook.objects.get().failing_since is None


def test_the_pauses_grow(town: City, people: dict[str, Person], receiver: Gateway, now: datetime) -> None:
    webhook, _secret = listen(receiver, people)
    receiver.statuses = [500] * 5
    operations.test(webhook, now=timezone.now())
    run_all()
    pauses = []
    for _ in range(4):
        waits = Delivery.objects.get()
        pauses.append(waits.next_at - timezone.now())
        later(webhook)
    assert pauses == sorted(pauses)
    assert pauses[-1] > 5 * pauses[0] > timedelta(0)


def test_what_is_refused_is_given_up_after_three_tries_and_can_be_sent_again(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    webhook, _secret = listen(receiver, people)
    receiver.statuses = [400, 400, 400]
    case = cases.report(reports.HOLE, by=None, now=now).case
    cases.validate(case, by=people["officer"], now=now)
    run_all()
    later(webhook)
    later(webhook)
    assert types(receiver) == ["case.reported"] * 3 + ["case.validated"]
    dead = Delivery.objects.get(state="dead")
    assert dead.error == "answered 400"
    assert operations.send_again(dead, by=people["administrator"], now=timezone.now())
    assert not operations.send_again(dead, by=people["administrator"], now=timezone.now())
    run_all()
    assert types(receiver)[-1] == "case.reported"
    assert not Delivery.objects.exclude(state="done").exists()


def test_a_slow_receiver_is_not_waited_for(
    town: City, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    import socket

    monkeypatch.setattr(sending, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        webhook, _secret = listen(Gateway(url=f"http://127.0.0.1:{deaf.getsockname()[1]}"), people)
        operations.test(webhook, now=timezone.now())
        run_all()
    assert Delivery.objects.get().error == "no answer in time"


def test_after_days_of_failure_it_is_stopped_and_administrators_are_told(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    webhook, _secret = listen(receiver, people)
    receiver.statuses = [503]
    Webhook.objects.update(failing_since=timezone.now() - sending.STOPPED_AFTER)
    cases.report(reports.HOLE, by=None, now=now)
    run_all()
    assert not Webhook.objects.get().is_active
    letters = Message.objects.filter(template="webhooks/stopped", person=people["administrator"])
    assert letters.exists()
    case = cases.report(reports.HOLE, by=None, now=now + timedelta(hours=1)).case
    run_all()
    assert len(receiver.posts) == 1
    operations.switch(webhook, on=True, by=people["administrator"], now=timezone.now())
    run_all()
    assert [json.loads(body)["data"]["code"] for _p, _h, body in receiver.posts][-1] == case.code
    assert len(receiver.posts) == 3


def test_one_that_is_gone_is_stopped_at_once(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    listen(receiver, people)
    receiver.statuses = [410]
    cases.report(reports.HOLE, by=None, now=now)
    run_all()
    assert not Webhook.objects.get().is_active


def test_both_secrets_sign_for_a_day(town: City, people: dict[str, Person], receiver: Gateway) -> None:
    webhook, old = listen(receiver, people)
    new = operations.rotate(webhook, by=people["administrator"], now=timezone.now())
    operations.test(webhook, now=timezone.now())
    run_all()
    Webhook.objects.update(former_until=timezone.now())
    operations.test(webhook, now=timezone.now())
    run_all()
    (_p, during, first), (_q, after, second) = receiver.posts
    assert is_signed(old, during, first)
    assert is_signed(new, during, first)
    assert not is_signed(old, after, second)
    assert is_signed(new, after, second)


def test_a_worker_that_died_in_between_leaves_the_queue_to_the_next(
    town: City, people: dict[str, Person], receiver: Gateway
) -> None:
    webhook, _secret = listen(receiver, people)
    Webhook.objects.update(busy_until=timezone.now() + timedelta(minutes=1))
    operations.test(webhook, now=timezone.now())
    run_all()
    assert receiver.posts == []
    Webhook.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    sending.deliver_due.func()
    run_all()
    assert types(receiver) == ["webhook.test"]


def test_the_same_entry_is_queued_once(town: City, people: dict[str, Person], receiver: Gateway, now: datetime) -> None:
    webhook, _secret = listen(receiver, people)
    for _ in range(2):
        sending.queue(webhook, "case.reported", {}, at=now, key="7")
    assert Delivery.objects.count() == 1


def test_deliveries_are_forgotten_after_a_month(
    town: City, people: dict[str, Person], receiver: Gateway, now: datetime
) -> None:
    webhook, _secret = listen(receiver, people)
    sending.queue(webhook, "case.reported", {}, at=timezone.now() - sending.KEPT - timedelta(days=1), key="1")
    sending.queue(webhook, "case.reported", {}, at=timezone.now(), key="2")
    sending.prune.func()
    assert Delivery.objects.count() == 1


def test_an_address_in_our_own_network_is_never_asked(
    town: City, people: dict[str, Person], receiver: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook, _secret = listen(receiver, people)
    monkeypatch.setitem(django_settings.KORZO.__dict__, "outside_hosts", "")
    operations.test(webhook, now=timezone.now())
    run_all()
    assert receiver.posts == []
    with pytest.raises(outside.Forbidden):
        outside.check(webhook.url)


def test_administrators_keep_webhooks_on_their_pages(
    town: City, people: dict[str, Person], receiver: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief = people["administrator"]
    chief.set_unusable_password()
    chief.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(chief)
    typed = {"name": "Dash", "url": "http://10.0.0.1/", "events": ["case.reported"], "only_office": ["roads"]}
    assert client.post("/en/office/webhooks/new/", typed).status_code == 422
    shown = client.post("/en/office/webhooks/new/", {**typed, "url": f"{receiver.url}/in"})
    webhook = Webhook.objects.get()
    assert "whsec_" in shown.content.decode()
    assert (webhook.events, webhook.only) == (["case.reported"], {"office": ["roads"]})
    assert "whsec_" not in client.get(f"/en/office/webhooks/{webhook.pk}/").content.decode()
    client.post(f"/en/office/webhooks/{webhook.pk}/test/")
    run_all()
    assert types(receiver) == ["webhook.test"]
    page = client.get(f"/en/office/webhooks/{webhook.pk}/?view=done").content.decode()
    assert "webhook.test" in page
    assert "whsec_" in client.post(f"/en/office/webhooks/{webhook.pk}/secret/").content.decode()
    client.post(f"/en/office/webhooks/{webhook.pk}/change/", {**typed, "url": f"{receiver.url}/in", "only_office": []})
    assert Webhook.objects.get().only == {}
    client.post(f"/en/office/webhooks/{webhook.pk}/switch/")
    assert not Webhook.objects.get().is_active
    client.post(f"/en/office/webhooks/{webhook.pk}/delete/")
    assert not Webhook.objects.exists()
