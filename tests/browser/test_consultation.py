"""A consultation on a phone: the office makes it, a resident with a letter answers it; axe finds nothing on any page."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.browser.people import PHONE, Browser
from tests.browser.test_budgeting import looked_at
from tests.capabilities.ballots import boxes, polls
from tests.city import City

from korzo.capabilities.ballots.models import Answer, Vote
from korzo.capabilities.ballots.operations import making, rolls
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def made_by(officer: Browser, now: datetime) -> Vote:
    """The office makes a vote, from the first title to its publication."""
    looked_at(officer.go("ballots:desk")).get_by_role("link", name="Make a vote").click()
    page = officer.page
    page.locator("[name=title_en]").fill("The promenade")
    looked_at(page)
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=text_en]").fill("Tell us what is missing most.")
    looked_at(page)
    page.get_by_label("Those on a roll of voters").check()
    page.locator("[name=roll]").select_option("Voters")
    for name, days in (("opens_at", 1), ("closes_at", 5)):
        page.locator(f"#id_{name}").fill(f"{timezone.localtime(now) + timedelta(days=days):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Before it can be published").wait_for()
    looked_at(page).get_by_role("link", name="Add a question", exact=True).click()
    page.get_by_role("heading", name="Add a question").wait_for()
    looked_at(page).locator("[name=title_en]").fill("What is missing?")
    page.get_by_label("Add options").fill("Shade\nBenches")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name=re.compile("Up.*Benches")).click()
    page.get_by_role("button", name=re.compile("Up.*Shade")).wait_for()
    looked_at(page).get_by_role("link", name="The promenade").click()
    page.get_by_role("heading", name="Ready to publish").wait_for()
    looked_at(page).get_by_role("button", name="Publish").click()
    page.get_by_text("Published. From its opening").wait_for()
    vote = Vote.objects.get()
    Vote.objects.update(opens_at=now - timedelta(hours=1))
    boxes.ask(vote, "ranked", "In order", ["Trees", "Benches", "Water"], maximum=3)
    boxes.ask(vote, "points", "Share out", ["Trees", "Benches"], points=10)
    boxes.ask(vote, "grades", "Grades", ["Trees"], grades=[{"en": "Good"}, {"en": "Bad"}], may_be_blank=False)
    return vote


def test_from_the_desk_to_the_answer(town: City, people: dict[str, Person], browse: Callable[..., Browser]) -> None:
    now, boss = timezone.now(), people["administrator"]
    roll = polls.roll(boss, now)
    letter = rolls.make_codes(roll, first=1, last=1, by=boss, now=now)[0]
    officer = browse(PHONE)
    officer.sign_in(people["officer"])
    vote = made_by(officer, now)
    ana = browse(PHONE)
    looked_at(ana.go("ballots:votes")).get_by_role("link", name="The promenade").click()
    ana.page.get_by_role("heading", name="The promenade", level=1).wait_for()
    looked_at(ana.page).get_by_role("link", name="Answer the questions").click()
    page = ana.page
    page.get_by_label("Code from your letter").fill(letter.grouped.lower())
    looked_at(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Benches").first.check()
    looked_at(page)
    for name, value in (("q2-3", "1"), ("q2-1", "2")):
        page.locator(f"#{name}").select_option(value)
    page.locator("#q3-1").fill("10")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="There is something to put right").wait_for()
    assert looked_at(page).locator("#q3-1").input_value() == "10"
    page.get_by_label("Good").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Thank you. We have your answers.").wait_for()
    assert looked_at(page).get_by_role("link", name="Change your answers").is_visible()
    row = Answer.objects.get()
    assert row.choices == {"1": [1, 0], "2": [2, 0, 1], "3": [10, 0], "4": [1]}
    assert (row.channel, row.age_band) == ("code", "30-44")
    looked_at(ana.go("ballots:embed", vote.code))
    looked_at(ana.go("ballots:appeals", vote.code))
    making.close(vote, "Enough.", by=people["officer"], now=timezone.now())
    looked_at(ana.go("ballots:vote", vote.code)).get_by_text("It closed early").wait_for()
    looked_at(officer.go("ballots:manage", vote.code))
    looked_at(officer.go("ballots:paper", vote.code))
    clerk = browse(PHONE)
    clerk.sign_in(boss)
    for name in ("ballots:rolls", "ballots:roll-take"):
        looked_at(clerk.go(name))
    looked_at(clerk.go("ballots:roll", roll.code))
    looked_at(clerk.go("ballots:propose"))
    assert (officer.complaints, ana.complaints, clerk.complaints) == ([], [], [])
