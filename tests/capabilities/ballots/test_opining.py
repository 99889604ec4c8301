"""Statements and opinions: who writes, who checks, what everybody sees, and what nobody can learn."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.city import City

from korzo.capabilities.ballots import datasets, public
from korzo.capabilities.ballots.models import Opinion, Statement, Vote
from korzo.capabilities.ballots.operations import opining
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import opining as queries
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail.models import Entry

HERE = "/en/ballots/2026-9/opinions/"
TEXTS = [f"Statement {at}" for at in range(8)]


@pytest.fixture
def vote(town: City, people: dict[str, Person]) -> Vote:
    """An open consultation of anybody with eight statements of the organiser's."""
    now = timezone.now()
    made = Vote.objects.create(
        code="2026-9",
        kind=Vote.Kind.POLL,
        step=Vote.Step.PUBLISHED,
        title={"en": "The square"},
        organiser=Organisation.objects.get(code="city"),
        made_at=now,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        audience=Vote.Audience.ANYONE,
        results=Vote.Results.LIVE,
        has_opinions=True,
    )
    for text in TEXTS:
        opining.plant(made, text, language="en", by=people["administrator"], now=now)
    return made


def fill(vote: Vote, camps: int = 2, size: int = 7) -> None:
    """Camps that differ in every statement but the last."""
    statements = list(vote.statements.order_by("number"))
    Opinion.objects.bulk_create(
        Opinion(statement=each, key=f"{camp}-{person}", value=1 if at == 7 or at % camps == camp else -1)
        for camp in range(camps)
        for person in range(size)
        for at, each in enumerate(statements)
        if at != (camp + person) % 7 or person % 2
    )


@pytest.mark.django_db
def test_one_statement_at_a_time_with_undo_and_review(vote: Vote, client: Client) -> None:
    shown = re.compile(r'name="number" value="(\d)"')
    number, again = (int(shown.findall(client.get(HERE).content.decode())[0]) for _time in range(2))
    assert number == again  # reloading shows the same one
    done = client.post(HERE, {"number": number, "value": "1"})
    assert done["Location"] == f"{HERE}?last={number}"
    after = client.get(done["Location"]).content.decode()
    assert f"You said to “Statement {number - 1}”" in after
    assert "1 of 8 done" in after
    assert f"Statement {number - 1}" in client.get(HERE + "mine/").content.decode()
    client.post(HERE, {"number": number, "value": "-1", "mine": "1"})
    assert list(Opinion.objects.values_list("value", flat=True)) == [-1]
    client.post(HERE, {"number": number, "value": "undo"})
    assert Opinion.objects.count() == 0
    for strange in ({"number": "99", "value": "1"}, {"number": "x", "value": "1"}, {"number": number, "value": "2"}):
        assert client.post(HERE, strange).status_code == 302
    assert Opinion.objects.count() == 0
    assert not Entry.objects.filter(event__contains="Opinion").exists()
    Vote.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    client.post(HERE, {"number": number, "value": "1"})
    assert Opinion.objects.count() == 0


@pytest.mark.django_db
def test_residents_write_and_moderators_decide(vote: Vote, people: dict[str, Person], client: Client) -> None:
    resident, agent = people["resident"], people["agent"]
    assert client.post(HERE + "state/", {"text": "Free"}).status_code == 302
    assert Statement.objects.count() == 8  # only with an account
    client.force_login(resident)
    client.post(HERE + "state/", {"text": "  Free   ice cream "})
    made = Statement.objects.get(text="Free ice cream")
    assert (made.state, made.number, made.author) == ("waiting", 9, resident)
    assert "Waits for a check" in client.get(HERE).content.decode()
    assert client.post("/en/ballots/desk/2026-9/statements/", {"number": 9, "show": "1"}).status_code == 403
    with pytest.raises(Refused, match="just this already"):
        opining.plant(vote, "free ice cream", language="en", by=people["administrator"], now=timezone.now())
    desk = Client()
    desk.force_login(agent)
    assert "Free ice cream" in desk.get("/en/ballots/desk/2026-9/statements/").content.decode()
    desk.post("/en/ballots/desk/2026-9/statements/", {"number": 9})
    made.refresh_from_db()
    assert made.state == "waiting"  # a refusal needs a reason
    desk.post("/en/ballots/desk/2026-9/statements/", {"number": 9, "why": "Off topic."})
    assert "Off topic." in client.get(HERE).content.decode()
    desk.post("/en/ballots/desk/2026-9/statements/", {"number": 9, "show": "1"})
    made.refresh_from_db()
    assert (made.state, made.reason) == ("shown", "")
    with pytest.raises(NotAllowed):
        opining.judge(made, show=False, why="x", by=resident, now=timezone.now())
    assert "Free ice cream" in str(public.export(resident))
    public.forget(resident, timezone.now())
    assert Statement.objects.get(number=9).author is None


@pytest.mark.django_db
def test_the_map_in_words(vote: Vote, client: Client) -> None:
    assert "There is no map yet" in client.get(HERE + "map/").content.decode()
    fill(vote)
    drawn = queries.picture(vote)
    assert drawn is not None
    assert (drawn.people, len(drawn.groups), [group.people for group in drawn.groups]) == (14, 2, [7, 7])
    assert [each.statement.text for each in drawn.shared] == ["Statement 7"]
    page = client.get(HERE + "map/").content.decode()
    assert page.count('r="1.3"') == 14
    assert "Group A: 7 people" in page
    Statement.objects.filter(number=8).update(state=Statement.State.REFUSED)
    again = queries.picture(vote)
    assert again is not None
    assert again.shared == ()  # what was taken down is told nowhere
    assert "Statement 7" not in client.get(HERE + "map/").content.decode()
    Vote.objects.update(results=Vote.Results.AFTER)
    assert client.get(HERE + "map/").status_code == 404


@pytest.mark.django_db
def test_a_small_group_is_not_described(vote: Vote) -> None:
    fill(vote, size=8)
    Opinion.objects.filter(key__startswith="1-", key__gt="1-3").delete()
    drawn = queries.picture(vote)
    assert drawn is not None
    assert {group.people: bool(group.says) for group in drawn.groups} == {8: True, 4: False}


@pytest.mark.django_db
def test_statements_are_open_data_once_it_is_over(vote: Vote) -> None:
    fill(vote)
    year = str(timezone.localtime().year)
    assert list(datasets.statement_rows(year)) == []
    Vote.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    rows = list(datasets.statement_rows(year))
    assert len(rows) == 8
    assert (rows[7]["agree"], rows[7]["disagree"], set(rows[7])) == (
        14,
        0,
        {column.name for column in datasets.STATEMENT_COLUMNS},
    )
