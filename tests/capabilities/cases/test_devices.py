"""Telling the device of somebody without an account: over a real push service, read with the browser's own keys."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests import ports
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import following
from korzo.kernel.jobs.worker import Runner
from korzo.kernel.messages.models import Message, PushSubscription
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

People = dict[str, Person]
AUTH = b"0123456789abcdef"


@pytest.fixture
def pushing(monkeypatch: pytest.MonkeyPatch) -> Iterator[ports.Gateway]:
    with ports.gateway() as opened:
        monkeypatch.setattr(configured.KORZO, "push_contact", "mailto:it@example.org")
        monkeypatch.setattr(configured.KORZO, "push_hosts", "127.0.0.1")
        yield opened


@pytest.fixture
def secret() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def case(town: City, now: datetime) -> Case:
    """A hole that somebody reported who left no address."""
    delivery.start_at_head()
    return operations.report(reports.HOLE, by=None, now=now).case


def said(secret: ec.EllipticCurvePrivateKey, endpoint: str) -> dict[str, str]:
    """What a browser posts."""
    point = secret.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    keys = {"p256dh": point, "auth": AUTH}
    return {"endpoint": endpoint, **{name: urlsafe_b64encode(raw).decode().rstrip("=") for name, raw in keys.items()}}


def url(case: Case, name: str = "cases:device") -> str:
    with translation.override("en"):
        return reverse(name, args=[case.code, following.token(case.contact)])


def work() -> None:
    delivery.deliver_news()
    while Runner().run_next():
        pass


def test_each_step_reaches_the_device_and_leads_to_the_own_page(
    case: Case, people: People, now: datetime, pushing: ports.Gateway, secret: ec.EllipticCurvePrivateKey
) -> None:
    assert Client().post(url(case), said(secret, f"{pushing.url}/me")).status_code == 302
    assert "Stop notifications" in Client().get(url(case, "cases:follow")).content.decode()
    operations.validate(case, by=people["officer"], now=now)
    operations.comment(case, text="Only for us", public=False, by=people["officer"], now=now)
    work()
    assert len(pushing.posts) == 2  # that it has arrived, and that it was checked
    path, _headers, body = pushing.posts[-1]
    told = json.loads(http_ece.decrypt(body, private_key=secret, auth_secret=AUTH, version="aes128gcm"))
    assert path == "/me"
    assert Client().get(told["url"]).status_code == 200
    assert urlsplit(told["url"]).path.endswith(following.token(case.contact) + "/")
    assert case.code.encode() not in body
    Client().post(url(case), {"stop": "1"})
    operations.start(case, by=people["officer"], now=now)
    work()
    assert len(pushing.posts) == 2
    assert not PushSubscription.objects.exists()


def test_who_left_an_address_gets_both_and_erasing_ends_all(
    town: City, people: People, now: datetime, pushing: ports.Gateway, secret: ec.EllipticCurvePrivateKey
) -> None:
    delivery.start_at_head()
    case = operations.report(reports.with_(email="ana@example.org"), by=None, now=now).case
    Client().post(url(case), said(secret, f"{pushing.url}/me"))
    delivery.deliver_news()
    assert set(Message.objects.values_list("channel", flat=True)) == {"email", "push"}
    operations.erase_contact(case, by=None, now=now)
    delivery.deliver_news()
    assert not PushSubscription.objects.exists()
    assert not Message.objects.exists()


def test_the_same_browser_waits_for_several_cases_and_belongs_to_one_account(
    case: Case, people: People, now: datetime, pushing: ports.Gateway, secret: ec.EllipticCurvePrivateKey
) -> None:
    other = operations.report(reports.HOLE, by=None, now=now).case
    signed_in = Client()
    signed_in.force_login(people["resident"])
    with translation.override("en"):
        signed_in.post(reverse("push"), said(secret, f"{pushing.url}/me"))
    for each in (case, other, other):
        Client().post(url(each), said(secret, f"{pushing.url}/me"))
    rows = PushSubscription.objects.order_by("ref").values_list("ref", "person")
    assert list(rows) == [("", people["resident"].pk), (case.ref, None), (other.ref, None)]


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.2/x", "https://evil.example/x", "https://169.254.169.254/", "file:///etc/passwd", ""]
)
def test_an_address_that_is_no_push_service_is_not_kept(
    case: Case, pushing: ports.Gateway, secret: ec.EllipticCurvePrivateKey, endpoint: str
) -> None:
    assert Client().post(url(case), said(secret, endpoint)).status_code == 302
    assert not PushSubscription.objects.exists()


def test_nothing_is_offered_by_a_wrong_link_or_without_a_contact_in_the_settings(
    case: Case, pushing: ports.Gateway, secret: ec.EllipticCurvePrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override("en"):
        wrong = reverse("cases:device", args=[case.code, "0" * 40])
    assert Client().post(wrong, said(secret, f"{pushing.url}/me")).status_code == 404
    monkeypatch.setattr(configured.KORZO, "push_contact", "")
    assert Client().post(url(case), said(secret, f"{pushing.url}/me")).status_code == 404
    assert "data-korzo-push" not in Client().get(url(case, "cases:follow")).content.decode()
