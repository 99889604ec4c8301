"""A resident tries a ballot out, two clerks type paper by keyboard alone, the result explains itself; with axe."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.browser.people import PHONE, Browser
from tests.browser.test_budgeting import looked_at
from tests.capabilities.budgeting import votes
from tests.city import City

from korzo.capabilities.budgeting.models import Batch, Count, Vote
from korzo.capabilities.budgeting.operations import paper
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
People = dict[str, Person]


def plan_of(page: Page) -> str:
    return page.locator("[data-korzo-said]").inner_text().replace("\u202f", " ").replace("\xa0", " ")


def test_a_resident_tries_a_ballot_out_and_it_is_kept(
    town: City, people: People, browse: Callable[..., Browser]
) -> None:
    now = timezone.now()
    track = votes.stand(now, people["administrator"], maximum_projects=2)
    ana = browse(PHONE)
    looked_at(ana.go("budgeting:ballots", "2026"))
    page = looked_at(ana.go("budgeting:ballot", "2026", "city"))
    assert page.get_by_text("Votes are cast at the polling places").is_visible()
    page.get_by_role("checkbox", name="Avenue").check()
    page.get_by_role("checkbox", name="Bridge").check()
    assert plan_of(page) == "2 projects chosen · they cost 90 000 EUR, left: 10 000 EUR"
    page.get_by_role("checkbox", name="Court").check()
    assert page.get_by_text("These are too many: at most 2.").is_visible()
    looked_at(page).reload()
    page.locator("[data-korzo-sum]").wait_for()
    assert plan_of(page).startswith("3 projects chosen · they cost 130 000 EUR, more than")
    page.get_by_role("button", name="Clear").click()
    page.get_by_text("Nothing chosen yet").wait_for()
    assert not Vote.objects.filter(track=track).exists()
    assert ana.complaints == []


def test_two_clerks_type_paper_without_a_mouse_and_a_third_person_decides(
    town: City, people: People, browse: Callable[..., Browser]
) -> None:
    now = timezone.now()
    track = votes.stand(now, people["administrator"])
    batch = paper.open_batch(track, paper.Bundle("B-1", 2, "Town hall"), by=people["administrator"], now=now)
    for name, second in (("officer", "3"), ("agent", "4")):
        clerk = browse(PHONE)
        clerk.sign_in(people[name])
        page = looked_at(clerk.go("budgeting:enter", str(batch.pk)))
        page.locator("[data-korzo-read]").wait_for(state="attached")
        page.wait_for_function("document.activeElement?.name === 'ballot'")
        for keys in ("1", "Enter", "2", "Enter"):
            page.keyboard.press(keys)
        assert page.locator("[data-korzo-read] li").count() == 2
        page.keyboard.press("Enter")
        page.get_by_text("Ballot 2 of 2").wait_for()
        page.wait_for_function("document.activeElement?.name === 'ballot'")
        for keys in (second, "Enter", "Enter"):
            page.keyboard.press(keys)
        page.wait_for_url("**/votes/")
        assert clerk.complaints == []
    batch.refresh_from_db()
    assert batch.state == Batch.State.COMPARED
    arbiter = browse(PHONE)
    arbiter.sign_in(people["arbiter"])
    page = looked_at(arbiter.go("budgeting:settle", str(batch.pk)))
    page.get_by_role("button", name="First clerk: 3").click()
    page.get_by_text("The batch is accepted").wait_for()
    assert sorted(map(sorted, Vote.objects.values_list("choices", flat=True))) == [["1", "2"], ["3"]]
    assert arbiter.complaints == []


def test_from_the_seal_to_the_explained_result(town: City, people: People, browse: Callable[..., Browser]) -> None:
    now = timezone.now() - timedelta(minutes=5)
    track = votes.stand(now, people["administrator"])
    votes.counted(track, by=people["administrator"], now=now)
    arbiter = browse(PHONE)
    arbiter.sign_in(people["arbiter"])
    looked_at(arbiter.go("budgeting:votes", "2026"))
    page = looked_at(arbiter.go("budgeting:track-votes", "2026", "city"))
    page.get_by_role("button", name="Count the votes").click()
    page.get_by_role("button", name="Declare as the official result").wait_for()
    looked_at(page).get_by_role("button", name="Declare as the official result").click()
    page.get_by_text("This is the official result").wait_for()
    looked_at(page)
    assert Count.objects.get(is_official=True).made_by == people["arbiter"]
    ana = browse(PHONE)
    looked_at(ana.go("budgeting:results", "2026"))
    page = looked_at(ana.go("budgeting:result", "2026", "city"))
    for figure in page.locator("[data-korzo-chart]").all():
        figure.scroll_into_view_if_needed()
        figure.locator("svg[role=img]").wait_for()
    page.get_by_role("link", name="Bridge").click()
    page.get_by_role("heading", name="Why “Bridge” was not chosen").wait_for()
    looked_at(page)
    assert page.get_by_text(re.compile(r"With \d+ more votes? it would have won")).is_visible()
    assert (arbiter.complaints, ana.complaints) == ([], [])
