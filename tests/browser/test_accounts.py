"""Signing in with a real browser: a passkey of a virtual authenticator, a notification, and every page with axe."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "three words here"
STRANGERS = ("login/", "signup/", "link/", "link/sent/", "link/over/", "password/reset/", "left/")
PERSONS = ("me/", "details/", "inbox/", "2fa/", "leave/", "password/change/", "email/", "logout/", "keys/")
OFFICE = ("", "invite/", "organisations/", "organisations/new/", "jobs/", "messages/", "trail/")


@pytest.fixture
def context(chromium: Any, live_server: Any) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", base_url=_url(live_server))
    yield made
    made.close()


def _url(live_server: Any) -> str:
    return str(live_server.url).replace("127.0.0.1", "localhost")  # passkeys want a name


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    assert complaints == []


@pytest.fixture
def ana(transactional_db: None) -> Person:
    person = Person.objects.create_user("ana@example.org", PASSWORD, name="Ana Lastavica")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(page: Page) -> None:
    page.goto("/en/account/login/")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/account/me/")


def test_a_passkey_is_added_and_then_signs_in_alone(ana: Person, context: BrowserContext, page: Page) -> None:
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    sign_in(page)
    page.goto("/en/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)  # is it really you?
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/2fa/**codes/")
    assert Authenticator.objects.get(type="webauthn").wrap().is_passwordless
    context.clear_cookies()
    page.goto("/en/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account/me/")
    assert page.get_by_role("heading", level=1).inner_text() == "Ana Lastavica"


def test_without_a_passkey_the_page_says_what_to_do(ana: Person, context: BrowserContext, page: Page) -> None:
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    page.goto("/en/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("No passkey was used. Try again, or sign in another way.").wait_for()


def test_a_push_becomes_a_notification(context: BrowserContext, page: Page, live_server: Any, ana: Person) -> None:
    context.grant_permissions(["notifications"], origin=_url(live_server))
    device = context.new_cdp_session(page)
    found: list[Any] = []
    device.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    device.send("ServiceWorker.enable")
    page.goto("/en/account/login/")
    page.evaluate(
        "async () => { await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready; }"
    )
    told = {"title": "K-2026-000001: solved", "body": "Мост је поправљен.", "url": "/en/account/inbox/", "tag": "t"}
    page.wait_for_function("() => navigator.serviceWorker.ready.then(ready => ready.active?.state === 'activated')")
    origin, data = _url(live_server), json.dumps(told, ensure_ascii=False)
    for _ in range(2):
        device.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": origin, "registrationId": found[-1]["registrationId"], "data": data},
        )
    shown = page.evaluate(
        "async () => { const ready = await navigator.serviceWorker.ready;"
        " for (let tries = 0; tries < 100; tries++) { const all = await ready.getNotifications();"
        " if (all.length) return all.map(each => [each.title, each.body, each.data.url]);"
        " await new Promise(done => setTimeout(done, 50)); } return []; }"
    )
    assert shown == [[told["title"], told["body"], told["url"]]]  # the second replaced the first


def looks_well(page: Page, paths: list[str]) -> None:
    """Open each page on a phone and at 320 pixels, and let axe look."""
    axe = Axe()
    for path in paths:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        found = axe.run(page)
        assert not found.response["violations"], f"{path}\n{found.generate_report()}"


def test_pages_for_strangers(page: Page, transactional_db: None) -> None:
    looks_well(page, [f"/en/account/{path}" for path in STRANGERS])


def test_ones_own_pages(page: Page, ana: Person) -> None:
    sign_in(page)
    looks_well(page, [f"/en/account/{path}" for path in PERSONS])


def test_the_back_office(page: Page, ana: Person) -> None:
    city = Organisation.objects.create(code="city", kind="city", name={"en": "City"})
    Membership.objects.create(person=ana, organisation=city, role=Role.ADMINISTRATOR)
    page.goto("/en/account/login/?next=/en/account/me/")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/account/me/")
    looks_well(page, [f"/en/office/{path}" for path in OFFICE] + [f"/en/office/people/{ana.pk}/"])
