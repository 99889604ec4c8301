"""Signing in, tried from outside: passwords, links, codes, sessions, second steps, and what strangers learn."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.post import text_of

from korzo.kernel.jobs.worker import run_all
from korzo.kernel.limits import Count
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Membership, Organisation, Person, SignInLink
from korzo.kernel.people.roles import Role
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
PASSWORD = "three words here"


def browser(address: str = "198.51.100.1") -> Client:
    return Client(enforce_csrf_checks=False, REMOTE_ADDR=address, headers={"accept-language": "en"})


@pytest.fixture
def ana(db: None) -> Person:
    person = Person.objects.create_user("ana@example.org", PASSWORD, name="Ana Lastavica", language="en")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def is_in(client: Client) -> bool:
    return client.get("/en/account/me/").status_code == 200


def sign_in(client: Client, password: str = PASSWORD, email: str = "ana@example.org", **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def asked_link(client: Client, email: str, **more: str) -> str:
    """Ask for a link and take its path from the mail."""
    assert client.post("/en/account/link/", {"email": email, **more}).status_code == 302
    run_all()
    (found,) = re.findall(r"http://localhost:8000(/\S+/account/link/\S+/)", text_of(mail.outbox[-1]))
    return str(found)


# Passwords


def test_a_right_password_leads_to_ones_own_page(ana: Person) -> None:
    client = browser()
    assert sign_in(client)["Location"] == "/en/account/me/"
    assert is_in(client)


def test_it_leads_back_to_where_somebody_was_but_to_no_other_site(ana: Person) -> None:
    assert sign_in(browser(), next="/en/cases/")["Location"] == "/en/cases/"
    assert sign_in(browser(), next="https://evil.example/")["Location"] == "/en/account/me/"


def test_five_wrong_passwords_lock_the_address_even_for_the_right_one(ana: Person) -> None:
    for number in range(5):
        assert sign_in(browser(f"198.51.100.{number}"), "wrong").status_code == 200
    locked = browser("203.0.113.9")
    answer = sign_in(locked)
    assert "Too many" in answer.content.decode()
    assert not is_in(locked)
    Count.objects.update(window_ends_at=timezone.now() - timedelta(seconds=1))  # five minutes later
    sign_in(locked)
    assert is_in(locked)


def test_right_passwords_do_not_count(ana: Person) -> None:
    for _ in range(8):
        client = browser()
        sign_in(client)
        assert is_in(client)


def test_one_place_cannot_try_many_addresses(db: None) -> None:
    answers = [sign_in(browser(), "wrong", f"somebody{number}@example.org") for number in range(31)]
    assert answers[-1].status_code == 429 or "Too many" in answers[-1].content.decode()


def test_a_wrong_password_and_a_wrong_address_look_the_same(ana: Person) -> None:
    def said(email: str) -> str:
        page = sign_in(browser(), "wrong-password", email).content.decode()
        return re.sub(r"csrf[^>]*>|value=\"[^\"]*\"", "", page)

    assert said("ana@example.org") == said("nobody@example.org")


def test_a_closed_account_stays_out_and_is_thrown_out(ana: Person) -> None:
    client = browser()
    sign_in(client)
    Person.objects.update(is_active=False)
    assert not is_in(client)
    again = browser()
    sign_in(again)
    assert not is_in(again)


# Sessions


def test_the_session_is_new_after_signing_in(ana: Person) -> None:
    client = browser()
    client.get("/en/account/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = str(session.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_signing_out_everywhere_spares_the_browser_that_asked(ana: Person) -> None:
    here, there = browser(), browser()
    for client in (here, there):
        sign_in(client)
    assert here.post("/en/account/sign-out-everywhere/").status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_new_password_signs_out_everywhere_else_and_is_told(ana: Person) -> None:
    here, there = browser(), browser()
    for client in (here, there):
        sign_in(client)
    given = {"oldpassword": PASSWORD, "password1": "four words are here", "password2": "four words are here"}
    assert here.post("/en/account/password/change/", given).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    run_all()
    assert "your password was changed" in text_of(mail.outbox[-1])
    assert Entry.objects.filter(event="accounts.SignInChanged", ref=ana.ref).count() == 1


def test_a_forgotten_password_is_reset_by_mail(ana: Person) -> None:
    there, client = browser(), browser()
    sign_in(there)
    client.post("/en/account/password/reset/", {"email": "ana@example.org"})
    (path,) = re.findall(r"http://testserver(/\S+)", text_of(mail.outbox[-1]))
    form = client.get(path)["Location"]
    client.post(form, {"password1": "four words are here", "password2": "four words are here"})
    sign_in(client, "four words are here")
    assert (is_in(client), is_in(there)) == (True, False)


def test_a_reset_does_not_tell_who_has_an_account(ana: Person) -> None:
    answers = [
        browser().post("/en/account/password/reset/", {"email": email})
        for email in ("ana@example.org", "no@example.org")
    ]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1


def test_resets_of_one_address_are_limited_and_nobody_notices(ana: Person) -> None:
    answers = []
    for number in range(5):
        cache.clear()
        answers.append(
            browser(f"198.51.100.{number}").post("/en/account/password/reset/", {"email": "ana@example.org"})
        )
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/en/account/password/reset/done/")
    }
    assert len(mail.outbox) == 3


def test_a_persons_language_wins_when_they_sign_in(ana: Person) -> None:
    Person.objects.update(language="sr-latn")
    client = browser()
    answer = sign_in(client, next="/en/cases/")
    assert answer["Location"] == "/sr-latn/cases/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sr-latn"


# New accounts


def test_an_account_is_made_with_a_code_from_the_mail() -> None:
    client = browser()
    client.post("/en/account/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert not is_in(client)
    code = re.findall(r"^[A-Z0-9-]{6,}$", text_of(mail.outbox[-1]), re.MULTILINE)[0]
    client.post("/en/account/confirm-email/", {"code": code})
    sign_in(client, email="new@example.org")
    assert is_in(client)


def test_signing_up_with_an_address_that_has_an_account_tells_only_its_owner(ana: Person) -> None:
    taken = browser().post("/en/account/signup/", {"email": "ana@example.org", "password1": PASSWORD})
    fresh = browser().post("/en/account/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert "you have one already" in text_of(mail.outbox[0])


def test_signing_up_is_limited_in_all_processes_together() -> None:
    codes = []
    for _ in range(21):
        cache.clear()  # as if another process had answered
        codes.append(browser().post("/en/account/signup/", {"email": "bad", "password1": "x"}).status_code)
    assert (codes[0], codes[19], codes[20]) == (200, 200, 429)
    assert browser("198.51.100.2").post("/en/account/signup/", {"email": "bad"}).status_code == 200
    assert browser().get("/en/account/signup/").status_code == 200


# Links


def test_a_link_signs_in_once_after_a_button(ana: Person) -> None:
    client, scanner = browser(), browser("203.0.113.5")
    path = asked_link(client, "Ana@example.org")
    page = scanner.get(path)
    assert (page.status_code, page["Referrer-Policy"], "ana@example.org" in page.content.decode()) == (
        200,
        "no-referrer",
        True,
    )
    assert not is_in(scanner)
    assert client.post(path)["Location"] == "/en/account/me/"
    assert is_in(client)
    assert browser().post(path).status_code == 410


def test_a_link_makes_an_account_only_when_it_is_used() -> None:
    client = browser()
    path = asked_link(client, "new@example.org")
    client.get(path)
    assert not Person.objects.exists()
    client.post(path)
    assert is_in(client)
    person = Person.objects.get()
    assert not person.has_usable_password()
    assert EmailAddress.objects.get().verified


def test_asking_tells_nothing_about_accounts(ana: Person) -> None:
    pages = [
        browser().post("/en/account/link/", {"email": email}, follow=True).content.decode()
        for email in ("ana@example.org", "nobody@example.org")
    ]
    assert pages[0] == pages[1]
    assert "@" not in pages[0].split("<main")[1]
    run_all()
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["nobody@example.org"]]


def test_links_to_one_address_are_limited_and_nobody_notices(ana: Person) -> None:
    codes = [
        browser(f"198.51.100.{number}").post("/en/account/link/", {"email": "ana@example.org"}).status_code
        for number in range(5)
    ]
    assert codes == [302] * 5
    run_all()
    assert len(mail.outbox) == 3


def test_asking_from_one_place_is_limited() -> None:
    codes = [
        browser().post("/en/account/link/", {"email": f"{number}@example.org"}).status_code for number in range(21)
    ]
    assert (codes[19], codes[20]) == (302, 429)
    assert SignInLink.objects.count() == 20


def test_guessing_links_is_limited() -> None:
    codes = {browser().get(f"/en/account/link/guess{number}/").status_code for number in range(61)}
    assert codes == {410, 429}


def test_the_secret_is_in_the_mail_and_nowhere_else(ana: Person) -> None:
    secret = asked_link(browser(), "ana@example.org").rstrip("/").rsplit("/", 1)[1]
    kept = str([SignInLink.objects.values(), Message.objects.values(), list(Entry.objects.values())])
    assert secret not in kept


def test_a_link_leads_back_to_where_somebody_was(ana: Person) -> None:
    client = browser()
    assert client.post(asked_link(client, "ana@example.org", next="/en/cases/"))["Location"] == "/en/cases/"
    assert client.post(asked_link(browser(), "ana@example.org", next="//evil.example"))["Location"] == "/en/account/me/"


def test_a_link_to_a_closed_account_opens_nothing(ana: Person) -> None:
    client = browser()
    path = asked_link(client, "ana@example.org")
    Person.objects.update(is_active=False)
    client.post(path)
    assert not is_in(client)


def test_who_took_an_address_before_its_owner_loses_it(db: None) -> None:
    thief = browser()
    thief.post("/en/account/signup/", {"email": "ana@example.org", "password1": PASSWORD})
    owner = browser()
    owner.post(asked_link(owner, "ana@example.org"))
    assert is_in(owner)
    sign_in(thief)
    assert not is_in(thief)


# Second steps


def with_app(person: Person) -> pyotp.TOTP:
    secret = pyotp.random_base32()
    TOTP.activate(person, secret)
    return pyotp.TOTP(secret)


@pytest.mark.parametrize("way", ["password", "link"])
def test_the_second_step_is_asked_whatever_the_first_was(ana: Person, way: str) -> None:
    app, client = with_app(ana), browser()
    if way == "password":
        sign_in(client)
    else:
        client.post(asked_link(client, "ana@example.org"))
    assert not is_in(client)
    client.post("/en/account/2fa/authenticate/", {"code": "000000"})
    assert not is_in(client)
    client.post("/en/account/2fa/authenticate/", {"code": app.now()})
    assert is_in(client)


def test_a_recovery_code_works_once(ana: Person) -> None:
    with_app(ana)
    code = RecoveryCodes.activate(ana).get_unused_codes()[0]
    for expected in (True, False):
        client = browser()
        sign_in(client)
        client.post("/en/account/2fa/authenticate/", {"code": code})
        assert is_in(client) is expected


def test_codes_cannot_be_guessed_in_all_processes_together(ana: Person) -> None:
    app, client = with_app(ana), browser()
    sign_in(client)
    for number in range(5):
        cache.clear()  # as if another process had answered
        client.post("/en/account/2fa/authenticate/", {"code": f"{number:06}"})
    cache.clear()
    refused = client.post("/en/account/2fa/authenticate/", {"code": app.now()})
    assert "Too many" in refused.content.decode()
    assert not is_in(client)
    Count.objects.update(window_ends_at=timezone.now() - timedelta(seconds=1))  # five minutes later
    client.post("/en/account/2fa/authenticate/", {"code": app.now()})
    assert is_in(client)


def test_right_codes_do_not_count(ana: Person) -> None:
    with_app(ana)
    codes = RecoveryCodes.activate(ana).get_unused_codes()
    for code in codes[:7]:
        client = browser()
        sign_in(client)
        client.post("/en/account/2fa/authenticate/", {"code": code})
        assert is_in(client)


def test_what_matters_asks_again_for_the_password(ana: Person) -> None:
    client = browser()
    sign_in(client)
    for path in ("/en/account/leave/", "/en/account/keys/", "/en/account/data/"):
        answer = client.post(path, {"sure": "on", "label": "x"})
        assert answer["Location"].startswith("/en/account/reauthenticate/")
    assert Person.objects.filter(pk=ana.pk).exists()


# The trail


def test_only_people_with_a_role_leave_a_trace_when_they_come(ana: Person) -> None:
    sign_in(browser())
    assert not Entry.objects.exists()
    city = Organisation.objects.create(code="city", kind="city", name={"en": "City"})
    Membership.objects.create(person=ana, organisation=city, role=Role.OFFICER)
    app, client = with_app(ana), browser("198.51.100.77")
    sign_in(client)
    client.post("/en/account/2fa/authenticate/", {"code": app.now()})
    entry = Entry.objects.get(event="accounts.SignedIn")
    assert (entry.ref, entry.by, entry.data["how"]) == (ana.ref, ana.ref, "password+totp")
    assert not re.search(r"198\.51|ana@|Lastavica", entry.payload + entry.why)


def test_the_back_office_of_last_resort_has_no_door_of_its_own(ana: Person) -> None:
    answer = browser().post("/en/backstage/login/", {"username": "ana@example.org", "password": PASSWORD})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/en/account/login/")
