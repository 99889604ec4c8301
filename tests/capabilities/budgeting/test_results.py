"""What everybody sees of a result: pages, documents and files, and that anybody who counts again gets the same."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.capabilities.budgeting import cycles, votes

from korzo.capabilities.budgeting import operations
from korzo.capabilities.budgeting.cli import budgeting
from korzo.capabilities.budgeting.jobs import outcomes
from korzo.capabilities.budgeting.models import Count, Cycle, Idea, Panel, Progress, Support, Track
from korzo.capabilities.budgeting.operations import building, counting, voting
from korzo.capabilities.budgeting.queries import recounting, results
from korzo.capabilities.budgeting.queries.explaining import Telling
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
PAGE = "/en/budgeting/2026/results/city/"


@pytest.fixture
def declared(now: datetime, people: People) -> Track:
    """The toy example with an official result."""
    boss = people["administrator"]
    track = votes.stand(now, boss)
    counting.declare(votes.counted(track, by=boss, now=now), by=boss, now=now)
    return track


def told(track: Track) -> dict[str, str]:
    """For each project what its page says of it."""
    result = results.official(track)
    assert result is not None
    return {line.candidate.idea.title: " ".join(Telling(result).of(line)) for line in result.lines}


def test_every_project_hears_why_in_sentences(declared: Track) -> None:
    said = {title: text.replace("\u202f", " ").replace("\xa0", " ") for title, text in told(declared).items()}
    assert said["Avenue"] == (
        "6 people voted for it: place 1 of 4. Its supporters paid the cost of 50 000 EUR together: 6 people gave "
        "8 333 EUR each."
    )
    assert said["Bridge"].startswith("5 people voted for it: place 2 of 4. It costs 40 000 EUR.")
    assert said["Bridge"].endswith("it would have won.")


def test_a_group_that_was_passed_over_is_named(now: datetime, people: People) -> None:
    """By votes alone the fountain loses, though the four who want it could have paid for it three times."""
    boss = people["administrator"]
    track = votes.stand(now, boss, rule=Track.Rule.GREEDY)
    counting.declare(votes.counted(track, by=boss, now=now), by=boss, now=now)
    result = results.official(track)
    assert result is not None
    said = [line.replace("\u202f", " ").replace("\xa0", " ") for line in Telling(result).fair()]
    assert said[1] == (
        "4 people who all wanted “Drinking fountain” together stand for 40 000 EUR; it costs 12 000 EUR; what each of "
        "them got cost at most 0 EUR."
    )


def test_the_page_shows_the_result_without_a_script(declared: Track, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    for words in ("10 people voted.", "2 projects were chosen", "Was anybody passed over?", "Count yourself"):
        assert words in page
    assert Count.objects.get(is_official=True).input_hash in page
    number = votes.numbers(declared)["Bridge"]
    assert "Why “Bridge” was not chosen" in client.get(f"{PAGE}{number}/").content.decode()


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"rule": "greedy", "threshold": 5},
        {"threshold": 5, "completion": "none", "empty_ballots_count": False},
        {"rule": "phragmen"},
        {"ballot": "ranked", "comparison": "votes", "start": "fraction", "stop": "exhaustive", "increment": "0.5"},
    ],
)
def test_who_counts_again_gets_the_same(
    settings: dict[str, Any], now: datetime, people: People, client: Client, tmp_path: Path
) -> None:
    """By the very commands that the page shows."""
    declared = votes.stand(now, people["administrator"], **settings)
    counting.declare(votes.counted(declared, by=people["administrator"], now=now), by=people["administrator"], now=now)
    file = tmp_path / "2026-city.pb"
    answer: Any = client.get(f"{PAGE}ballots.pb")
    file.write_bytes(b"".join(answer.streaming_content))
    result = results.official(declared)
    assert result is not None
    assert sha256(file.read_bytes()).hexdigest() == result.count.input_hash
    _check, command = recounting.commands(result)
    words = command.replace("\\\n", " ").replace("2026-city.pb", str(file)).split("--tie-seed ")
    given = [*words[0].split()[2:], "--tie-seed", words[1].strip("'"), "--json"]
    again = CliRunner().invoke(budgeting, given)
    assert again.exit_code == 0, again.output
    assert json.loads(again.output)["outcome"]["winners"] == list(result.outcome.winners)


def test_the_protocol_is_a_tagged_document_in_the_readers_language(declared: Track, client: Client) -> None:
    for language in ("en", "sr", "ko"):
        document = client.get(f"/{language}/budgeting/2026/results/city/protocol.pdf").content
        assert document.startswith(b"%PDF")
        assert b"pdfuaid:part" in document
    ballot = client.get("/sr/budgeting/2026/ballot/city/paper.pdf").content
    assert b"pdfuaid:part" in ballot


def test_the_files_hold_what_the_page_says(declared: Track, client: Client) -> None:
    rows = client.get(f"{PAGE}result.csv").content.decode().splitlines()
    assert rows[0].startswith("number,idea,title,theme,district,cost,votes")
    assert [row.split(",")[2] for row in rows[1:3]] == ["Avenue", "Drinking fountain"]
    book = ZipFile(BytesIO(client.get(f"{PAGE}result.xlsx").content))
    assert sum(name.startswith("xl/worksheets/sheet") for name in book.namelist()) == 4
    whole = client.get(f"{PAGE}result.json").json()
    assert whole["result"]["outcome"]["winners"] == [
        str(votes.numbers(declared)[title]) for title in ("Avenue", "Drinking fountain")
    ]
    answer = client.get("/api/v1/budgeting/cycles/2026/results").json()
    assert [project["title"] for project in answer[0]["projects"] if project["won"]] == ["Avenue", "Drinking fountain"]


def test_a_count_on_trial_is_for_those_who_count(now: datetime, people: People, client: Client) -> None:
    track = votes.stand(now, people["administrator"])
    count = votes.counted(track, by=people["administrator"], now=now)
    assert client.get(PAGE).status_code == 404
    client.force_login(people["arbiter"])
    assert "Trial count" in client.get(f"/en/budgeting/counts/{count.pk}/").content.decode()


def test_panels_weigh(now: datetime, people: People) -> None:
    """Nine residents want the avenue; one of the committee wants the court, which weighs more."""
    boss = people["administrator"]
    track = votes.stand(now, boss, rule=Track.Rule.PANELS, envelope=50_000)
    for code, weight in (("all", "0.4"), ("committee", "0.6")):
        Panel.objects.create(track=track, code=code, name={"en": code}, weight=weight)
    number = votes.numbers(track)
    lines = ["vote;panel", *[f"{number['Avenue']};all"] * 9, f"{number['Court']};committee"]
    voting.take_file(track, "\n".join(lines).encode(), name="x", good_ones=False, by=boss, now=now)
    cycles.turn(Cycle.objects.get(), "count", now)
    voting.seal(track, seed="1", by=boss, now=now)
    count = counting.work(counting.begin(track, by=boss, now=now), now=now)
    assert count.result["outcome"]["winners"] == [str(number["Court"])]
    assert len(recounting.commands(results.Result(count))) == 1


def test_the_council_cuts_with_a_reason_and_offices_build(declared: Track, now: datetime, people: People) -> None:
    boss, mayor, office = people["administrator"], people["elected"], people["officer"]
    avenue, fountain = (Idea.objects.get(title=title) for title in ("Avenue", "Drinking fountain"))
    cycles.turn(Cycle.objects.get(), "decide", now)
    decided: dict[str, Any] = {"on": now.date(), "now": now}
    with pytest.raises(operations.NotAllowed):
        building.decide(avenue, endorsed=True, reason="", by=office, **decided)
    with pytest.raises(operations.Refused, match="why"):
        building.decide(avenue, endorsed=False, reason="", by=mayor, **decided)
    building.decide(avenue, endorsed=False, reason="Paid by the state.", by=mayor, **decided)
    building.decide(fountain, endorsed=True, reason="", by=mayor, **decided)
    cycles.turn(Cycle.objects.get(), "build", now)
    news = building.News(Progress.Step.WORKS, "The well is drilled.", now.date())
    with pytest.raises(operations.Refused, match="approved"):
        building.report(avenue, news, by=office, now=now)
    building.report(fountain, news, by=office, now=now)
    done = building.News(Progress.Step.FINISHED, "Drink.", now.date())
    building.report(fountain, done, by=boss, now=now + timedelta(days=1))
    assert set(Idea.objects.values_list("title", "state")) >= {("Avenue", "cut"), ("Drinking fountain", "finished")}


def test_supporters_hear_what_came_of_it(declared: Track, people: People, now: datetime) -> None:
    idea = Idea.objects.get(title="Avenue")
    Support.objects.create(idea=idea, person=people["resident"], since=now)
    entry = Entry.objects.get(event="budgeting.IdeaWon", ref=idea.ref)
    for _again in range(2):
        outcomes.tell(entry)
    assert Message.objects.filter(person=people["resident"], template="budgeting/outcome", channel="inbox").count() == 1


def test_the_page_of_a_decided_idea_says_so(declared: Track, people: People, now: datetime, client: Client) -> None:
    cycles.turn(Cycle.objects.get(), "decide", now)
    idea = Idea.objects.get(title="Avenue")
    building.decide(idea, endorsed=False, reason="Paid by the state.", on=now.date(), by=people["elected"], now=now)
    page = client.get(f"/en/budgeting/ideas/{idea.code}/").content.decode()
    assert "The council did not approve it" in page
    assert "Paid by the state." in page
