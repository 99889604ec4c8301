"""What is logged names nobody: the lines of a real process are read, whatever a library tried to write."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.test import Client
from tests.post import open_mailbox

from korzo.kernel.jobs.worker import Runner
from korzo.kernel.messages import sending
from korzo.kernel.people.models import Person
from korzo.site import logs

NAMING = ("ana@example.org", "Lastavica", "641234567", "64 123 4567", "s3cret-token-of-forty-characters-0123456789")


@pytest.fixture
def lines() -> Iterator[Any]:
    root = logging.getLogger()
    before, level, written = root.handlers[:], root.level, io.StringIO()
    structlog.reset_defaults()
    logs.configure({"json": True})
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers, root.level = before, level


def names_nobody(read: list[dict[str, Any]]) -> None:
    assert read
    whole = json.dumps(read, ensure_ascii=False)
    assert [word for word in NAMING if word in whole] == []


def fail() -> None:
    raise ValueError("Key (email)=(ana@example.org) of “Ana Lastavica” exists\nDETAIL: row (Ana Lastavica)")


def test_texts_and_exceptions_are_swept(lines: Any) -> None:
    log = structlog.get_logger()
    log.warning(
        "to ana@example.org", phone="+381 64 123 4567", link="/follow/s3cret-token-of-forty-characters-0123456789/"
    )
    try:
        fail()
    except ValueError:
        logging.getLogger("some.package").exception("failed for %s", "ana@example.org")
    read = lines()
    names_nobody(read)
    assert len(read) == 2
    assert read[1]["error"].startswith("builtins.ValueError: Key ")
    assert read[1]["at"][-1].endswith(" fail")


def test_requests_are_logged_without_what_was_typed(lines: Any, db: None) -> None:
    client = Client()
    client.get("/en/nowhere/?q=ana@example.org&name=Lastavica")
    client.get("/en/account/link/s3cret-token-of-forty-characters-0123456789/")
    client.post("/en/account/login/", {"login": "ana@example.org", "password": "x"})
    names_nobody(lines())


def test_a_refused_mail_is_logged_without_its_receiver(lines: Any, db: None, settings: Any) -> None:
    ana = Person.objects.create_user("ana@example.org", name="Ana Lastavica")
    told = sending.Recipient(ana)
    from django.utils import timezone

    for number, answers in enumerate(["450 ana@example.org is busy", "550 no ana@example.org here"]):
        sending.send(
            to=told,
            template="account/changed",
            context={"what": "password"},
            ref="",
            key=str(number),
            now=timezone.now(),
        )
        with open_mailbox() as box:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
            box.answers = [answers]
            Runner().run_next()
    read = lines()
    names_nobody(read)
    assert {line["event"] for line in read} >= {"job failed", "message not delivered"}
