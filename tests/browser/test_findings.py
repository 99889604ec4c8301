"""What an assessment found, before the council and on a telephone: arrow keys, nothing too wide, axe finds nothing."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page
from tests.browser.people import DESK, PHONE, Browser
from tests.capabilities.assessments import assessed
from tests.city import City

from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.operations import planning, signing
from korzo.capabilities.assessments.queries.audiences import PUBLISHABLE
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
State = Assessment.State


@pytest.fixture
def published(town: City, people: dict[str, Person]) -> Assessment:
    """An assessment that everybody may read, with a plan."""
    lead, now = assessed.analyst(), timezone.now()
    made = assessed.filled(lead, now)
    action = assessed.planned(made, lead, now)
    planning.step(action, Action.State.APPROVED, decision="1/2026", by=lead, now=now)
    for state, by in ((State.RECONCILING, lead), (State.REVIEWED, lead), (State.SUBMITTED, people["administrator"])):
        made = signing.step(made, state, by=by, now=now)
    return signing.publish(made, PUBLISHABLE, by=lead, now=now)


def looked_at(page: Page, width: int) -> None:
    """A page that nobody is kept out of, and that fits."""
    found = [(each["id"], each["nodes"][0]["html"][:160]) for each in Axe().run(page).response["violations"]]
    assert (page.url, found) == (page.url, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_everybody_can_read_it(published: Assessment, browse: Callable[..., Browser], size: tuple[int, int]) -> None:
    browser = browse(size)
    for name, *arguments in (
        ("results",), ("ratio", "mfsa", "C1"), ("projections",), ("plan",), ("action", "1"), ("council",),
    ):  # fmt: skip
        looked_at(browser.go(f"assessments:{name}", published.code, *arguments), size[0])
    assert browser.complaints == []


def test_who_presents_it_goes_on_and_back_by_the_keys(published: Assessment, browse: Callable[..., Browser]) -> None:
    browser = browse(DESK)
    page = browser.go("assessments:council", published.code)
    focused = "document.activeElement.id"
    page.wait_for_function("() => document.querySelector('[data-korzo-slides]') !== null")
    page.keyboard.press("Home")
    page.wait_for_function(f"{focused} === 's1'")
    for key, slide in (("ArrowRight", "s2"), (" ", "s3"), ("PageUp", "s2")):
        page.wait_for_timeout(400)  # until the page has come to rest
        page.keyboard.press(key)
        page.wait_for_function(f"{focused} === '{slide}'")
    assert page.locator("#s2").bounding_box() is not None
    page.keyboard.press("End")
    page.wait_for_function(f"{focused} === document.querySelector('.k-slide:last-child').id")
    assert browser.complaints == []
