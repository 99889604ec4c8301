"""Messages over real wires: SMTP, an SMS gateway, a push service; and workers that die in the middle."""

import json
import signal
import smtplib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as configured
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pydantic import SecretStr
from tests import ports, processes
from tests.post import Mailbox, open_mailbox

from korzo.kernel.jobs import queries
from korzo.kernel.jobs.models import Worker
from korzo.kernel.jobs.worker import Runner
from korzo.kernel.messages import delivery, sending
from korzo.kernel.messages.channels import push
from korzo.kernel.messages.models import Channel, Message, PushSubscription
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def ana(db: None) -> Person:
    return Person.objects.create_user("ana@example.org", name="Ana Лоза", phone="064 1234567", language="en")


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    with open_mailbox() as opened:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", opened.port
        settings.EMAIL_TIMEOUT = 5
        yield opened


@pytest.fixture
def sms(monkeypatch: pytest.MonkeyPatch) -> Iterator[ports.Gateway]:
    with ports.gateway() as opened:
        monkeypatch.setattr(configured.KORZO, "sms_url", f"{opened.url}/send")
        monkeypatch.setattr(configured.KORZO, "sms_token", SecretStr("token"))
        yield opened


def tell(person: Person, channel: Channel = Channel.EMAIL) -> Message:
    person.channel = channel
    told = sending.send(
        to=sending.Recipient(person), template="account/changed", context={"what": "password"},
        ref="case:K-2026-000001", key="occasion", now=timezone.now(),
    )  # fmt: skip
    return next(message for message in told if message.channel == channel)


def deliver(message: Message) -> str:
    """Let the worker do the one job, and say what became of the message."""
    Runner().run_next()
    message.refresh_from_db()
    return message.state


def test_mail_arrives_whole(ana: Person, box: Mailbox) -> None:
    message = tell(ana)
    assert deliver(message) == "sent"
    (mail,) = box.mails
    assert (mail["To"], mail["Subject"], mail["Auto-Submitted"]) == (
        "ana@example.org", "How you sign in has changed", "auto-generated",
    )  # fmt: skip
    assert mail["Message-ID"] == f"<case.K-2026-000001.{delivery.stable_id(message)}>"
    assert mail["References"] == "<case.K-2026-000001@localhost>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Hello Ana Лоза," in plain.get_content()
    assert "Hello Ana Лоза," in html.get_content()
    assert "Ana" not in mail["Subject"]


def test_a_dead_address_is_refused_and_not_tried_again(ana: Person, box: Mailbox) -> None:
    box.refused.add("ana@example.org")
    assert deliver(tell(ana)) == "refused"
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_mail_that_the_server_refuses_for_good_is_refused(ana: Person, box: Mailbox) -> None:
    box.answers = ["554 looks like spam"]
    assert deliver(tell(ana)) == "refused"


def test_a_busy_server_is_tried_again_and_gets_the_mail_once(ana: Person, box: Mailbox) -> None:
    box.answers = ["451 try later"]
    message = tell(ana)
    assert deliver(message) == "waiting"
    job = DBTaskResult.objects.get()
    assert 25 < (job.run_after - timezone.now()).total_seconds() <= 30
    DBTaskResult.objects.update(run_after=timezone.now())
    assert deliver(message) == "sent"
    assert len(box.mails) == 1


def test_a_server_that_is_away_is_tried_until_the_job_gives_up(ana: Person, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", ports.free()
    message = tell(ana)
    for _ in range(9):
        assert deliver(message) == "waiting"
        DBTaskResult.objects.update(run_after=timezone.now())
    (dead,) = queries.dead_letters()
    assert len(dead.worker_ids) == 9
    with open_mailbox() as box:
        settings.EMAIL_PORT = box.port
        assert queries.try_again(str(dead.pk))
        assert deliver(message) == "sent"
        assert len(box.mails) == 1


def test_a_line_that_breaks_before_the_greeting_is_no_doubt(ana: Person, settings: Any) -> None:
    import socket
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def hang_up() -> None:
        listener.accept()[0].close()

    threading.Thread(target=hang_up, daemon=True).start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    settings.EMAIL_PORT = listener.getsockname()[1]
    message = tell(ana)
    assert deliver(message) == "waiting"  # surely nothing was accepted, so it is tried again
    assert message.error == smtplib.SMTPServerDisconnected.__name__
    listener.close()


def test_a_line_that_breaks_after_the_mail_leaves_doubt(ana: Person, box: Mailbox, settings: Any) -> None:
    box.go_on.clear()  # the server takes the mail and says nothing
    settings.EMAIL_TIMEOUT = 0.3
    assert deliver(tell(ana)) == "uncertain"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_sending_never_sends_twice(ana: Person, tmp_path: Path) -> None:
    """A real worker against a slow mail server, killed in the middle of DATA as by a power cut, then another one."""
    tell(ana)
    with open_mailbox() as box:
        box.go_on.clear()
        env = processes.environment(tmp_path / "home", KORZO_SMTP_URL=f"smtp://127.0.0.1:{box.port}")
        worker = processes.start("-m", "korzo", "worker", env=env)
        try:
            processes.wait(box.in_data.is_set, "the mail is on the wire")
            assert Message.objects.get(channel="email").state == "sending"
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        box.go_on.set()
        Worker.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
        second = processes.start("-m", "korzo", "worker", env=env)
        try:
            processes.wait(_given_back, "the lost job is given back")
            DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
            processes.wait(lambda: Message.objects.get(channel="email").state != "sending", "the message is decided")
        finally:
            second.terminate()
            second.wait()
        assert Message.objects.get(channel="email").state == "uncertain"
        assert len(box.mails) <= 1  # the server may have kept what it had, but nobody sent it again
    assert not DBTaskResult.objects.filter(task_path__endswith="deliver").exclude(status="SUCCESSFUL").exists()


def _given_back() -> bool:
    job = DBTaskResult.objects.get(task_path=delivery.deliver.module_path)
    return bool(job.status == "READY" and job.worker_ids)


def test_an_sms_reaches_the_gateway(ana: Person, sms: ports.Gateway) -> None:
    message = tell(ana, Channel.SMS)
    assert deliver(message) == "sent"
    ((path, headers, body),) = sms.posts
    told = json.loads(body)
    assert (path, headers["authorization"], headers["idempotency-key"]) == ("/send", "Bearer token", told["id"])
    assert told["to"] == "+381641234567"
    assert told["text"].startswith("How you sign in has changed.")


@pytest.mark.parametrize(
    ("status", "state"),
    [(400, "refused"), (404, "refused"), (302, "refused"), (429, "waiting"), (500, "waiting"), (503, "waiting"),
     (502, "uncertain"), (504, "uncertain"), (0, "uncertain")],
)  # fmt: skip
def test_what_a_gateways_answer_means(ana: Person, sms: ports.Gateway, status: int, state: str) -> None:
    sms.statuses = [status]
    assert deliver(tell(ana, Channel.SMS)) == state
    assert len(sms.posts) == 1


def test_who_cannot_be_reached_by_sms_gets_a_mail(ana: Person, sms: ports.Gateway, box: Mailbox) -> None:
    sms.statuses = [400]
    deliver(tell(ana, Channel.SMS))
    Runner().run_next()
    assert [mail["To"] for mail in box.mails] == ["ana@example.org"]


def test_a_number_that_is_none_never_leaves_the_house(ana: Person, sms: ports.Gateway) -> None:
    ana.phone = "12"
    ana.save()
    assert deliver(tell(ana, Channel.SMS)) == "refused"
    assert sms.posts == []


class Browser:
    """A browser's side of Web Push: its keys, and what it reads."""

    def __init__(self, endpoint: str, person: Person) -> None:
        self.secret, self.auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        form = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        self.subscription = PushSubscription.objects.create(
            person=person, endpoint=endpoint, made_at=timezone.now(),
            p256dh=_text(self.secret.public_key().public_bytes(*form)), auth=_text(self.auth),
        )  # fmt: skip

    def read(self, body: bytes) -> dict[str, str]:
        told: dict[str, str] = json.loads(
            http_ece.decrypt(body, private_key=self.secret, auth_secret=self.auth, version="aes128gcm")
        )
        return told


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
def pushing(monkeypatch: pytest.MonkeyPatch) -> Iterator[ports.Gateway]:
    with ports.gateway() as opened:
        monkeypatch.setattr(configured.KORZO, "push_contact", "mailto:it@example.org")
        monkeypatch.setattr(configured.KORZO, "push_hosts", "127.0.0.1")
        yield opened


def test_a_push_is_read_by_the_browser_alone(ana: Person, pushing: ports.Gateway) -> None:
    browser = Browser(f"{pushing.url}/ana", ana)
    message = tell(ana, Channel.PUSH)
    assert deliver(message) == "sent"
    ((path, headers, body),) = pushing.posts
    told = browser.read(body)
    assert (path, told["title"], told["url"], told["tag"]) == (
        "/ana", "How you sign in has changed", "/en/account/inbox/", delivery.stable_id(message),
    )  # fmt: skip
    assert headers["topic"] == told["tag"][:32]
    assert int(headers["ttl"]) == push.LIVES_SECONDS
    assert b"sign in" not in body
    token, public = (part.split("=", 1)[1] for part in headers["authorization"].removeprefix("vapid ").split(","))
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (claims["aud"], claims["sub"], public) == (pushing.url, "mailto:it@example.org", push.public_key())


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_its_owner_gets_a_mail(
    ana: Person, pushing: ports.Gateway, box: Mailbox, status: int
) -> None:
    Browser(f"{pushing.url}/gone", ana)
    pushing.statuses = [status]
    assert deliver(tell(ana, Channel.PUSH)) == "refused"
    assert not PushSubscription.objects.exists()
    Runner().run_next()
    assert len(box.mails) == 1


def test_one_browser_of_two_is_enough(ana: Person, pushing: ports.Gateway) -> None:
    Browser(f"{pushing.url}/a", ana)
    Browser(f"{pushing.url}/b", ana)
    pushing.statuses = [410]
    assert deliver(tell(ana, Channel.PUSH)) == "sent"
    assert (len(pushing.posts), PushSubscription.objects.count()) == (2, 1)


@pytest.mark.parametrize("status", [429, 500, 0])
def test_a_busy_push_service_is_tried_again(ana: Person, pushing: ports.Gateway, status: int) -> None:
    Browser(f"{pushing.url}/a", ana)
    pushing.statuses = [status]
    message = tell(ana, Channel.PUSH)
    assert deliver(message) == "waiting"
    DBTaskResult.objects.update(run_after=timezone.now())
    assert deliver(message) == "sent"


def test_an_endpoint_inside_the_house_is_never_called(
    ana: Person, pushing: ports.Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configured.KORZO, "push_hosts", "fcm.googleapis.com")
    Browser(f"{pushing.url}/inside", ana)
    assert deliver(tell(ana, Channel.PUSH)) == "refused"
    assert (pushing.posts, PushSubscription.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://a.notify.windows.com/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://notify.windows.com.evil.example/x", False),
        ("https://evil.example/fcm.googleapis.com", False),
        ("https://fcm.googleapis.com@evil.example/", False),
        ("https://169.254.169.254/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_known_push_services_are_believed(endpoint: str, allowed: bool) -> None:
    assert push.is_allowed(endpoint) is allowed


def test_the_key_of_the_installation_is_made_once_and_private() -> None:
    push.key.cache_clear()
    first = push.public_key()
    push.key.cache_clear()
    path = configured.KORZO.root / "vapid.pem"
    assert (push.public_key(), path.stat().st_mode & 0o777) == (first, 0o600)
    assert [each.name for each in configured.KORZO.root.glob("vapid*")] == ["vapid.pem"]
