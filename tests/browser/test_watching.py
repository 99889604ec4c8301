"""Following a street on a telephone: from the list to the letter, the button in it, and one's own list; axe finds nothing."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page
from tests.browser.people import PHONE, Browser
from tests.capabilities.cases.reports import HOLE, with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.jobs import watching as jobs
from korzo.capabilities.cases.models import Subscription
from korzo.capabilities.cases.queries import following
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(page: Page) -> Page:
    """A page that nobody is kept out of, and that fits."""
    found = [(each["id"], each["nodes"][0]["html"][:160]) for each in Axe().run(page).response["violations"]]
    assert (page.url, found) == (page.url, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], page.url
    return page


def test_a_street_is_followed_by_e_mail(town: City, browse: Callable[..., Browser]) -> None:
    delivery.start_at_head()
    browser = browse(PHONE)
    page = browser.go("cases:list")
    page.get_by_text("Filters", exact=True).click()
    street = page.locator("input[name=street]")
    street.press_sequentially("mlin")
    page.locator("#streets option").first.wait_for(state="attached")
    street.fill(page.locator("#streets option").first.get_attribute("value") or "")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Follow: Mlinska ulica").click()
    assert page.get_by_label("Street or address").input_value() == "Mlinska ulica"
    looked_at(page).get_by_label("How often?").select_option("at_once")
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_role("button", name="Follow", exact=True).click()
    looked_at(page).get_by_role("heading", name="Look into your mail").wait_for()
    letter = rendering.render(Message.objects.get()).text
    link = re.search(r"https?://[^/]+(/\S+watching/\S+)", letter)
    assert link
    page.goto(browser.root + link[1])
    looked_at(page).get_by_role("button", name="Yes, tell me what happens").click()
    looked_at(page).get_by_role("button", name="Pause").wait_for()
    assert Subscription.objects.get().confirmed_at
    case = operations.report(HOLE, by=None, now=timezone.now()).case
    delivery.deliver_news()
    assert jobs.tell_due() == 1
    assert case.code in rendering.render(Message.objects.get(template="cases/news")).text
    page.get_by_role("button", name="End everything and forget my address").click()
    looked_at(page).get_by_role("heading", name="You follow nothing any more").wait_for()
    assert not Subscription.objects.exists()
    assert browser.complaints == []


def test_what_happens_around_a_report_is_followed_with_an_account(
    town: City, people: dict[str, Person], browse: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.KORZO, "push_contact", "mailto:it@example.org")
    case = operations.report(HOLE, by=None, now=timezone.now()).case
    browser = browse(PHONE)
    own = browser.go("cases:follow", case.code, following.token(case.contact))
    looked_at(own).get_by_role("button", name="Tell me on this device").wait_for()
    browser.sign_in(people["resident"])
    page = browser.go("cases:case", case.code)
    looked_at(page).get_by_role("link", name="Follow what happens around here").click()
    looked_at(page).get_by_label("How far around an address").select_option("200")
    page.get_by_role("button", name="Follow", exact=True).click()
    looked_at(page).get_by_role("heading", name="within 200 m of Mlinska ulica").wait_for()
    looked_at(browser.go("me")).get_by_role("link", name="within 200 m of Mlinska ulica").wait_for()
    assert browser.complaints == []


def test_a_receipt_is_printed_by_a_button(
    town: City, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    case = operations.report(with_(channel="counter"), by=people["agent"], now=timezone.now()).case
    browser = browse(PHONE)
    browser.sign_in(people["agent"])
    page = browser.go("cases:counter-receipt", case.code)
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.locator("[data-korzo-print]").click()
    assert page.title() == "printed"
