"""A whole secret election through real pages: keys 2 of 3, codes from a computer without a network, votes, the count.

In the group that the official tool of Debian can check, so that somebody else's program has the last word.
"""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from tests.browser.people import PHONE, Browser
from tests.browser.test_budgeting import looked_at
from tests.capabilities.ballots import boxes as made
from tests.capabilities.ballots import official
from tests.city import City

from korzo.capabilities.ballots import jobs
from korzo.capabilities.ballots.models import Box, Piece, Roll, Trustee, Vote, Voter
from korzo.capabilities.ballots.operations import boxes
from korzo.capabilities.ballots.queries import archives
from korzo.capabilities.ballots.rules import credentials, verifying
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VOTERS = 20


class Keeper:
    """Somebody who keeps a key, with a browser of their own and the paper on which the key was written."""

    def __init__(self, browser: Browser, link: str) -> None:
        self.browser, self.page, self.seed = browser, browser.page, ""
        self.link = browser.root + "/en/" + link.split("/en/", 1)[1]

    def come(self, heading: str) -> Page:
        self.page.goto(self.link)
        self.page.get_by_role("heading", name=heading).wait_for()
        return self.page

    def make_key(self, folder: Path) -> None:
        page = looked_at(self.come("Make your key"))
        page.get_by_role("button", name="Make my key").click()
        self.seed = page.locator("[data-korzo-seed]").inner_text()
        page.get_by_role("button", name="Continue").click()
        page.get_by_text("Keep your key first").wait_for()
        with page.expect_download() as saved:
            page.get_by_role("link", name="Keep it as a file").click()
        saved.value.save_as(folder / saved.value.suggested_filename)
        page.get_by_label("I have kept my key").check()
        looked_at(page).get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name=re.compile("Waiting|fit the others")).wait_for()

    def go_on(self, heading: str, then: str) -> None:
        page = self.come(heading)
        if page.get_by_label("Your key", exact=True).is_visible():
            page.get_by_label("Your key", exact=True).fill(self.seed)
        with page.expect_event("load"):
            page.locator("[data-korzo-do]").click()
        page.get_by_role("heading", name=re.compile(then)).wait_for()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).locator("visible=true").click()


def vote(browser: Browser, code: str, letter: bool, *, first: str, order: list[str]) -> str:
    """Walk through the booth; gives back the tracker."""
    page = browser.page
    page.goto("about:blank")
    browser.go("ballots:booth", "2026-1", query=f"#{code}" if letter else "")
    if not letter:
        page.get_by_label("The code from your letter").fill(code.replace("-", " "))
    press(page, "Begin voting")
    page.get_by_role("heading", name="Shall cars stay?").wait_for()
    assert code not in looked_at(page).url
    page.get_by_label(first).locator("visible=true").check()
    press(page, "Continue")
    page.get_by_role("heading", name="What first?").wait_for()
    for name in order:
        press(page, name)
    if not order:
        page.get_by_label("I leave this question blank").locator("visible=true").check()
    press(looked_at(page), "Continue")
    page.get_by_role("heading", name="Is this what you want?").wait_for()
    press(looked_at(page), "Cast my ballot")
    page.get_by_role("heading", name="in the box").wait_for()
    return looked_at(page).locator("[data-korzo-tracker]").inner_text()


@pytest.fixture
def prepared(town: City) -> Vote:
    now = timezone.now()
    found = made.vote(now)
    found.text, found.audience = {"en": "What shall become of it?"}, Vote.Audience.ROLL
    found.roll = Roll.objects.create(code="all", name={"en": "All"}, as_of=now.date(), made_at=now)
    found.save()
    for number in range(1, VOTERS + 2):
        paper = Voter.Channel.PAPER if number > VOTERS else Voter.Channel.ONLINE
        address = f"Lane {number}\n11000 Town"
        Voter.objects.create(
            roll=found.roll, number=number, key=str(number), name=f"Vera “{number}”", address=address, channel=paper
        )
    return found


def test_a_whole_secret_election(
    prepared: Vote, people: dict[str, Person], browse: Callable[..., Browser], tmp_path: Path
) -> None:
    staff = browse(PHONE)
    staff.sign_in(people["administrator"])
    keepers = name_keepers(staff, browse)
    make_keys(keepers, tmp_path)
    codes = make_codes(staff, browse, tmp_path)
    press(staff.page, "Seal the vote")
    staff.page.get_by_text("The vote is sealed").first.wait_for()
    box = Box.objects.get(vote=prepared)
    assert box.step == Box.Step.VOTING

    voter = browse(PHONE)
    old = vote(voter, codes[0], letter=True, first="Yes", order=["Water", "Trees"])
    vote(voter, codes[1], letter=False, first="I leave this question blank", order=[])
    vote(voter, codes[2], letter=True, first="Yes", order=["Benches"])
    new = vote(browse(PHONE), codes[0], letter=False, first="No", order=["Trees", "Water", "Benches"])
    assert (Piece.objects.filter(kind="Ballot").count(), Piece.objects.filter(is_last=True).count()) == (4, 3)
    assert not Piece.objects.filter(tracker=old, is_last=True).exists()
    press_link = voter.page.get_by_role("link", name="Look for it on the board")
    assert press_link.is_visible()
    assert new != old
    everybody_else(voter, codes[3:])

    Vote.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    jobs.go_on.call()
    boxes.count(Box.objects.get(pk=box.pk))
    keepers[1].go_on("Shuffle the ballots", "Waiting")
    staff.go("ballots:secret", "2026-1")
    press(staff.page, "End the shuffling")
    keepers[0].go_on("Open the result", "Your part is done")
    keepers[1].go_on("Open the result", "Your part is done")
    jobs.go_on.call()
    keepers[1].page.get_by_role("heading", name="The votes are counted").wait_for()  # the page looks by itself
    keepers[2].come("The votes are counted")

    box = Box.objects.get(pk=box.pk)
    others = VOTERS - 3
    assert box.result[0] == [1, 1, 1 + others]
    assert sorted(box.result[1]) == sorted([[0, 0, 0], [0, 1, 0], [1, 3, 2], *[[2, 1, 3]] * others])
    path = archives.save(box, tmp_path / f"{box.uuid}.bel")
    report = verifying.verify(path)
    assert (report.failures, report.counted, report.shuffles, report.decryptions) == ([], VOTERS, 2, 3)
    if official.is_here:
        assert official.verdict(path, tmp_path / "outside")
    assert [each.complaints for each in (staff, voter, *(keeper.browser for keeper in keepers))] == [[]] * 5


def test_the_booth_is_walked_by_keyboard_and_a_lost_answer_does_no_harm(
    town: City, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    now = timezone.now()
    sealed = made.sealed(now)
    ana = browse((1440, 900))
    ana.sign_in(people["resident"])  # who is signed in casts no differently
    sent: list[dict[str, str]] = []

    def lose_first(route: Route) -> None:
        sent.append({**route.request.all_headers(), "body": route.request.post_data or ""})
        answer = route.fetch()
        route.abort() if len(sent) == 1 else route.fulfill(response=answer)

    page = ana.go("ballots:booth", "2026-1")
    page.route("**/cast/", lose_first)
    page.get_by_role("heading", name="The square").wait_for()
    code = page.get_by_label("The code from your letter")
    for typed, told in (("hello", "not a whole code"), (credentials.make(), "does not belong to this vote")):
        code.fill(typed)
        page.keyboard.press("Enter")
        page.get_by_text(told).wait_for()
        expect(code).to_be_focused()
    code.fill(sealed.codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Shall cars stay?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # nothing chosen yet
    page.get_by_text("Choose something, or leave").wait_for()
    for keys in ("Space", "Enter"):
        page.keyboard.press(keys)
    expect(page.get_by_role("heading", name="What first?")).to_be_focused()
    for keys in ("Tab", "Tab", "Space", "Tab", "Space"):  # Benches, Water
        page.keyboard.press(keys)
    page.get_by_text("Your order: 1. Benches, 2. Water").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Shall cars stay?").wait_for()
    page.go_forward()
    page.get_by_role("heading", name="What first?").wait_for()
    press(page, "Continue")
    page.get_by_role("button", name="Change Shall cars stay?").click()
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    page.get_by_role("heading", name="Is this what you want?").wait_for()
    assert page.locator("[data-korzo-review] ul").all_inner_texts() == ["No", "1. Benches\n2. Water"]
    press(page, "Cast my ballot")
    page.get_by_role("heading", name="in the box").wait_for()
    assert [each["body"] == sent[0]["body"] for each in sent] == [True, True]
    assert all("cookie" not in each and "referer" not in each for each in sent)
    piece = Piece.objects.get(kind="Ballot")
    assert page.locator("[data-korzo-tracker]").inner_text() == piece.tracker
    assert [each for each in ana.complaints if "ERR_FAILED" not in each] == []


def test_without_javascript_or_too_late_the_booth_says_what_to_do(
    town: City, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    now = timezone.now()
    made.sealed(now)
    plain = browse(PHONE, java_script_enabled=False)
    page = plain.go("ballots:booth", "2026-1")
    assert page.get_by_text("This page needs JavaScript").is_visible()
    assert not page.get_by_label("The code from your letter").is_visible()
    Vote.objects.update(closes_at=now)
    assert plain.go("ballots:booth", "2026-1").get_by_text("This vote is over").is_visible()


def everybody_else(voter: Browser, codes: list[str]) -> None:
    """The same modules make and send the ballots of the others, without walking through the pages each time."""
    statuses = voter.page.evaluate(
        """async ([codes, root]) => {
          const { work } = await import(`${root}/work.js`);
          const data = JSON.parse(document.getElementById("booth-data").textContent);
          const { group, election, trustees, fingerprint, cast } = data;
          const statuses = [];
          for (const credential of codes) {
            const votes = [[0, 0, 1], [2, 1, 3]];
            const { ballot } = await work("ballot", { group, election, trustees, fingerprint, credential, votes });
            const headers = { "Content-Type": "application/json" };
            statuses.push((await fetch(cast, { method: "POST", body: ballot, headers, credentials: "omit" })).status);
          }
          return statuses;
        }""",
        [codes, f"{voter.root}/static/ui/js/ballots"],
    )
    assert statuses == [200] * len(codes)


def name_keepers(staff: Browser, browse: Callable[..., Browser]) -> list[Keeper]:
    page = looked_at(staff.go("ballots:secret", "2026-1"))
    page.get_by_label("Who keeps a key?").fill("Ana, ana@example.org\nLuka; luka@example.org\nMira <mira@example.org>")
    page.get_by_label("How many of them are enough?").fill("2")
    page.get_by_label("Slower; Belenios 2.0").check()
    press(page, "Send them their links")
    page.get_by_text("Each keeper gets a letter").wait_for()
    looked_at(page)
    letters = [rendering.render(each) for each in Message.objects.filter(template="ballots/keeper").order_by("pk")]
    assert [each.link in each.text for each in letters] == [True] * 3
    return [Keeper(browse(PHONE), each.link) for each in letters]


def make_keys(keepers: list[Keeper], folder: Path) -> None:
    for keeper in keepers:
        keeper.make_key(folder)
    keepers[2].page.evaluate("sessionStorage.clear()")  # the page was closed meanwhile
    for step in ("Waiting|fit the others", "Waiting|fit the others|Try your key"):
        for keeper in keepers:
            keeper.go_on("Make your key fit the others", step)
    page = looked_at(keepers[0].come("Try your key"))
    page.get_by_label("Your key", exact=True).fill(keepers[1].seed)
    press(page, "Try my key")
    page.get_by_text(re.compile("another key|does not hold|do nothing|did nothing")).wait_for()
    page.get_by_label("The file with your key").set_input_files(folder / "key-2026-1-1.txt")
    press(page, "Try my key")
    page.get_by_role("heading", name="Your key is ready").wait_for()
    looked_at(page)
    for keeper in keepers[1:]:
        keeper.go_on("Try your key", "Your key is ready")
    assert list(Trustee.objects.values_list("rehearsed", flat=True)) == [True] * 3


def make_codes(staff: Browser, browse: Callable[..., Browser], folder: Path) -> list[str]:
    """The authority's part, on a computer without a network; gives back the secret codes, by the voters' numbers."""
    page = staff.go("ballots:secret", "2026-1")
    for what, target in (
        (page.get_by_role("button", name="voters who get a letter"), "voters.csv"),
        (page.get_by_role("link", name="authority’s page"), "authority.html"),
    ):
        with page.expect_download() as saved:
            what.click()
        saved.value.save_as(folder / target)
    office = browse((1440, 900))
    office.context.set_offline(True)
    alone: Any = office.page
    alone.goto((folder / "authority.html").as_uri())
    alone.get_by_text("on no network").wait_for()
    alone.get_by_label("The CSV file").set_input_files(folder / "voters.csv")
    alone.get_by_text(f"Voters: {VOTERS}").wait_for()
    alone.get_by_role("button", name="Make the codes").click()
    for name, target in (("Keep the public list", "public"), ("Keep the secret list", "secret")):
        with alone.expect_download() as saved:
            alone.get_by_role("link", name=name).click()
        saved.value.save_as(folder / target)
    alone.evaluate("window.print = () => {}")
    alone.get_by_role("button", name=f"Print letters 1 to {VOTERS}").click()
    assert alone.locator(".letter .qr svg").count() == VOTERS
    assert alone.locator(".letter .to").first.text_content() == "Vera “1”\nLane 1\n11000 Town"
    assert office.complaints == []
    alone.pdf(path=folder / "letters.pdf", prefer_css_page_size=True)
    with (folder / "secret").open(encoding="utf-8-sig", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert codes[0] == alone.locator(".letter .code").first.text_content()

    page.get_by_label("The public list").set_input_files(folder / "secret")
    press(page, "Hand in the list")
    page.get_by_text("This is the secret list!").wait_for()
    page.get_by_label("The public list").set_input_files(folder / "public")
    press(looked_at(page), "Hand in the list")
    page.get_by_text(f"The public list is here: {VOTERS} codes").wait_for()
    looked_at(page)
    return codes
