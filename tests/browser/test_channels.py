"""The pages of the ways in, at a narrow screen and a desk: nothing that axe finds, nothing too wide."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page
from tests.browser.people import DESK, NARROW, Browser
from tests.capabilities.cases.reports import with_
from tests.city import City
from tests.kernel.mails import ANA, mail

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Unconfirmed
from korzo.capabilities.cases.queries import confirming, following
from korzo.kernel.messages.arriving import taking
from korzo.kernel.messages.arriving.models import Box
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages(browser: Browser, people: dict[str, Person]) -> Iterator[tuple[str, Page]]:
    """Each page, first as a stranger, then as an agent and an administrator."""
    waiting = operations.hand_in(with_(email=ANA), by=None, now=timezone.now())
    assert isinstance(waiting, Unconfirmed)
    yield "confirm", browser.go("cases:confirm-report", confirming.secret(waiting.nonce))
    browser.page.locator("button[name=revoke]").click()
    browser.page.wait_for_load_state("load")
    yield "deleted", browser.page
    letter = taking.mail(mail("Дубока је."), now=timezone.now())
    assert letter is not None
    case = Case.objects.get()
    own = following.token(case.contact)
    yield "own page", browser.go("cases:follow", case.code, own)
    yield "complete", browser.go("cases:complete", case.code, own)
    browser.sign_in(people["agent"])
    page = browser.go("cases:counter")
    yield "counter", page
    page.locator("select[name=category]").select_option("leak")
    page.locator("input[name=address]").fill("Mlinska ulica 3")
    page.keyboard.press("Enter")
    page.locator("input[name=attribute_FLOW]").first.wait_for()
    yield "counter with questions", page
    page.locator("main form .ds-button:not([type=button])").last.click()
    page.locator(".ds-error-summary").wait_for()
    yield "counter with an error", page
    page.locator("textarea[name=description]").fill("It runs down the street.")
    page.locator("input[name=attribute_FLOW]").first.check()
    page.locator("input[name=address]").press("Enter")
    page.wait_for_url("**/receipt/")
    yield "receipt", page
    yield "unsorted record", browser.go("cases:record", case.code)
    taking.mail(mail(sender=""), now=timezone.now())
    Box.objects.create(name="city@mail.example/INBOX", error="the line broke")
    browser.sign_in(people["administrator"])
    yield "letters", browser.go("office:letters")


@pytest.mark.parametrize("size", [NARROW, DESK], ids=["narrow", "desk"])
def test_axe_finds_nothing_and_it_fits(
    town: City,
    people: dict[str, Person],
    browse: Callable[..., Browser],
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings.KORZO, "confirm_reports", "email")
    browser, found, seen = browse(size), {}, []
    for name, page in pages(browser, people):
        seen.append(name)
        if width := page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"):
            found[f"{name} is too wide"] = [str(width)]
        if broken := Axe().run(page).response["violations"]:
            found[name] = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in broken]
    assert found == {}
    assert len(seen) == 10
    assert browser.complaints == []
