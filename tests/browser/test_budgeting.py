"""A resident with a telephone proposes an idea, another one supports it and says so; axe finds nothing on any page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page
from tests.browser.people import PHONE, Browser
from tests.capabilities.budgeting import cycles
from tests.city import City

from korzo.capabilities.budgeting.models import Idea
from korzo.capabilities.budgeting.operations import supporting
from korzo.kernel.people.models import Person

LONG_WORD = "Bundesausbildungsförderungsgesetz" * 3
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(page: Page) -> Page:
    """A page that nobody is kept out of, and that fits."""
    found = [(each["id"], each["nodes"][0]["html"][:160]) for each in Axe().run(page).response["violations"]]
    assert (page.url, found) == (page.url, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], page.url
    return page


def test_from_the_idea_to_its_first_supporter(
    town: City, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    now = timezone.now()
    cycle = cycles.build(now)
    twin = cycles.proposed(cycle, by=people["elected"], now=now - timedelta(days=1), title="Shade for the tram stop")
    ana = browse(PHONE)
    ana.sign_in(people["resident"])
    page = looked_at(ana.go("budgeting:cycle", cycle.code))
    page.get_by_role("link", name="Propose an idea").first.click()
    looked_at(page).get_by_label("Title").fill("Shade at the bus stop")
    page.get_by_label("Theme").select_option("parks")
    page.get_by_label("What should be done?").fill("Three trees and a bench, because in July nobody can wait there.")
    page.get_by_role("button", name="Continue").click()
    looked_at(page).get_by_label("Address or place").fill("Mlinska ulica 5")
    page.get_by_role("button", name="Continue").click()
    looked_at(page).get_by_label("West").check()
    page.get_by_label("What may it cost").fill("4500")
    page.get_by_role("button", name="Continue").click()
    assert looked_at(page).get_by_role("link", name=twin.title).is_visible()
    page.get_by_role("button", name="Send the idea").click()
    looked_at(page).get_by_text("Your idea is public now").wait_for()
    idea = Idea.objects.get(title="Shade at the bus stop")
    assert (idea.track.code, idea.district.code if idea.district else "") == ("west", "west")

    luka = browse(PHONE)
    luka.sign_in(people["other"])
    page = looked_at(luka.go("budgeting:ideas", cycle.code))
    page.get_by_role("link", name=idea.title).first.click()
    looked_at(page).get_by_role("button", name="Support this idea").click()
    page.get_by_label("Your comment").fill("Yes, please!")
    page.get_by_role("button", name="Comment", exact=True).click()
    looked_at(page).get_by_text("Yes, please!").wait_for()
    idea.refresh_from_db()
    assert idea.supporters == 1
    assert (ana.complaints, luka.complaints) == ([], [])


def test_the_pages_of_those_who_check_and_plan(
    town: City, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    now = timezone.now()
    cycle = cycles.build(now)
    idea = cycles.proposed(cycle, by=people["resident"], now=now, title=LONG_WORD)
    supporting.complain(idea, None, why=LONG_WORD, by=people["elected"], now=now)
    review = cycles.asked(idea, by=people["arbiter"], now=now)
    officer = browse(PHONE)
    officer.sign_in(people["officer"])
    looked_at(officer.go("budgeting:desk"))
    looked_at(officer.go("budgeting:review", str(review.pk)))
    administrator = browse(PHONE)
    administrator.sign_in(people["administrator"])
    for name, arguments in (
        ("ideas", (cycle.code,)),
        ("idea", (idea.code,)),
        ("complain", (idea.code,)),
        ("plan", (idea.code,)),
        ("moderation", ()),
        ("shortlist", (cycle.code, "city")),
        ("set-up", (cycle.code,)),
        ("calendar", (cycle.code,)),
        ("track", (cycle.code, "city")),
        ("draw", (cycle.code,)),
        ("volunteer", (cycle.code,)),
        ("protocol", (cycle.code,)),
    ):
        looked_at(administrator.go(f"budgeting:{name}", *arguments))
    assert (officer.complaints, administrator.complaints) == ([], [])
