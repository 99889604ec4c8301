"""Fetching from a real mail server: by UID, read by humans or not, once each, whatever else lies in the box."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from pydantic import SecretStr
from tests.city import City
from tests.kernel import mails
from tests.kernel.mails import Server, mail

from korzo.kernel.messages.arriving import mailbox, taking, threads
from korzo.kernel.messages.arriving.models import Arrived, Box

State, Reason = Arrived.State, Arrived.Reason


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One Dovecot for the file."""
    with mails.dovecot() as running:
        if running is None:
            pytest.skip("needs a mail server: sudo apt-get install dovecot-imapd")
        yield running


@pytest.fixture
def box(server: Server, town: City, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A mailbox that nobody has used yet."""
    server = replace(server, user=f"city{uuid4().hex}")
    monkeypatch.setattr(settings.KORZO, "mailboxes", SecretStr(server.url))
    monkeypatch.setattr(settings.KORZO, "mailbox_address", "report@city.example")
    return server


def fetch() -> int:
    return int(mailbox.fetch_mail.func())


def test_each_letter_is_taken_once_and_nothing_in_the_box_changes(box: Server) -> None:
    box.put(mail("One.", Message_ID="<1@x>"), mail("Two.", Message_ID="<2@x>"))
    assert fetch() == 2
    assert fetch() == 0
    assert list(Arrived.objects.values_list("state", flat=True)) == [State.TAKEN] * 2
    with box.line() as line:
        assert line.search(None, "SEEN")[1] == [b""]
    kept = Box.objects.get()
    assert kept.error == ""
    assert kept.looked_at == kept.worked_at


def test_a_letter_that_a_colleague_has_read_is_new_to_us(box: Server) -> None:
    box.put(mail(), flags="\\Seen")
    assert fetch() == 1


def test_reused_and_empty_ids_lose_nothing(box: Server) -> None:
    box.put(
        mail("One.", Message_ID="<same@x>"),
        mail("Two.", Message_ID="<same@x>"),
        mail("Three.", Message_ID=""),
        b"Message-ID: <>\r\n" + mail("Four."),
        mail("Five."),
        mail("One.", Message_ID="<same@x>"),
    )
    assert fetch() == 5
    assert Box.objects.get().last_uid > 0


def test_one_unreadable_letter_stops_nothing(box: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    from korzo.kernel.messages.arriving import parsing

    real = parsing._read

    def stumbles(raw: bytes, ours: tuple[str, ...]) -> parsing.Mail:
        if b"STUMBLE" in raw:
            raise ZeroDivisionError
        return real(raw, ours)

    monkeypatch.setattr(parsing, "_read", stumbles)  # nobody knows a mail any more that stops the reader
    box.put(mail("One."), mail("STUMBLE"), mail("Three."))
    assert fetch() == 3
    held = Arrived.objects.get(state=State.HELD)
    assert held.reason == Reason.UNREADABLE
    assert b"STUMBLE" in held.path.read_bytes()
    assert Arrived.objects.filter(state=State.TAKEN).count() == 2


def test_a_restored_box_brings_nothing_twice(box: Server) -> None:
    box.put(mail("One."))
    assert fetch() == 1
    Box.objects.update(uid_validity=7, last_uid=99_999)  # as if the server counted anew
    box.put(mail("Two."))
    assert fetch() == 1
    assert Arrived.objects.count() == 2


def test_what_lay_there_for_long_stays_there(box: Server) -> None:
    with box.line() as line:
        old = (timezone.now() - timedelta(days=10)).strftime('"%d-%b-%Y %H:%M:%S +0000"')
        line.append("INBOX", "", old, mail("Old."))
    assert fetch() == 0
    assert fetch() == 0
    box.put(mail("New."))
    assert fetch() == 1


def test_a_closed_door_is_told_and_stops_no_other(box: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = f"imap://{box.user}:wrong@127.0.0.1:{box.port}/INBOX imap://x:y@127.0.0.1:9/INBOX"
    monkeypatch.setattr(settings.KORZO, "mailboxes", SecretStr(f"{closed} {replace(box, user='second').url}"))
    assert fetch() == 0
    errors = dict(Box.objects.values_list("name", "error"))
    assert errors.pop("second@127.0.0.1/INBOX") == ""
    assert all(errors.values())


def test_what_is_too_large_is_held_by_its_head(box: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MOST_BYTES", 1000)
    box.put(mail("x" * 3000, Subject="Large"), mail("Small."))
    assert fetch() == 2
    held = Arrived.objects.get(state=State.HELD)
    assert (held.reason, held.subject) == (Reason.TOO_LARGE, "Large")


LOOPS = {
    Reason.OURSELVES: {"sender": "report+case.k-2026-000001.x@city.example"},
    Reason.AUTOMATIC: {"Auto_Submitted": "auto-replied"},
}


@pytest.mark.parametrize(("reason", "headers"), LOOPS.items())
def test_loops_end_here(
    reason: str, headers: dict[str, str], town: City, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.KORZO, "mailbox_address", "Korzo <Report@city.example>")
    made = taking.mail(mail(**headers), now=now)
    assert made is not None
    assert (made.state, made.reason) == (State.REFUSED, reason)


def test_one_sender_cannot_flood_us(town: City, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.KORZO, "letters_limit", "3/h")
    made = [taking.mail(mail(f"Number {each}."), now=now) for each in range(5)]
    assert [each.state for each in made if each] == [State.TAKEN] * 3 + [State.REFUSED] * 2
    last = made[-1]
    assert last is not None
    assert taking.take_after_all(last, now=now)
    assert not taking.take_after_all(last, now=now)
    other = taking.mail(mail(sender="other@example.org"), now=now)
    assert other is not None
    assert other.state == State.TAKEN


def test_a_flood_of_invented_senders_waits_for_staff(
    town: City, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.KORZO, "letters_limit_all", "3/h")
    made = [taking.mail(mail(f"Number {each}.", sender=f"{each}@example.org"), now=now) for each in range(5)]
    assert [each.state for each in made if each] == [State.TAKEN] * 3 + [State.REFUSED] * 2
    assert made[-1] is not None
    assert taking.take_after_all(made[-1], now=now)


def test_letters_are_forgotten_but_not_taken_again(town: City, now: datetime) -> None:
    made = taking.mail(mail(Message_ID="<1@x>"), now=now)
    assert made is not None
    assert made.path.exists()
    assert taking.forget_old.func() == (1 if timezone.now() - now > taking.KEPT else 0)
    Arrived.objects.update(at=timezone.now() - taking.KEPT - timedelta(days=1))
    taking.forget_old.func()
    assert not made.path.exists()
    made.refresh_from_db()
    assert (made.sender, made.subject, made.message_id) == ("", "", "")
    assert taking.mail(mail(Message_ID="<1@x>"), now=now) is None


def test_secrets_in_addresses() -> None:
    assert threads.proven(["report+case.k-2026-000001.0123456789abcdef01234567@city.example"]) == ""
    assert threads.proven(["report@city.example", "", "++@@"]) == ""


@pytest.mark.parametrize("url", ["http://x:y@h/", "imaps://h/INBOX", "imaps://", "nonsense"])
def test_addresses_of_mailboxes_that_make_no_sense(url: str) -> None:
    with pytest.raises(ValueError, match="imaps://user"):
        mailbox.Account.parse(url)


def test_addresses_of_mailboxes() -> None:
    one = mailbox.Account.parse("imaps://report%40city.example:p%3Aw@mail.example/Some%20where")
    assert (one.user, one.password, one.port, one.folder, one.has_tls) == (
        "report@city.example", "p:w", 993, "Some where", True
    )  # fmt: skip
