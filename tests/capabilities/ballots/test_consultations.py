"""Consultations: one person, one answer, whichever way they come; the booth, the office's work, residents' questions."""

import io
import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.capabilities.ballots import boxes, polls
from tests.city import MIDDLE, OUTSIDE, City

from korzo.capabilities.ballots.jobs import telling
from korzo.capabilities.ballots.models import Answer, Option, Question, Sheet, Vote, Voter
from korzo.capabilities.ballots.operations import answering, making, paper, proposing, rolls
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import checklist, taking_part
from korzo.capabilities.ballots.rules import eligibility, filling
from korzo.capabilities.ballots.rules.eligibility import Asker, Audience, OnRoll, Refusal
from korzo.capabilities.ballots.rules.filling import Asked, Flaw
from korzo.capabilities.ballots.views import answering as views
from korzo.kernel import limits
from korzo.kernel.files import links
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

People = dict[str, Person]


@pytest.mark.parametrize(
    ("audience", "asker", "why"),
    [
        (Audience("anyone", date(2026, 3, 1)), Asker(), None),
        (Audience("anyone", date(2026, 3, 1), is_named=True), Asker(), Refusal.ACCOUNT),
        (Audience("residents", date(2026, 3, 1)), Asker(), Refusal.ACCOUNT),
        (Audience("residents", date(2026, 3, 1)), Asker(has_account=True), None),
        (Audience("near", date(2026, 3, 1), metres=300), Asker(), Refusal.POSITION),
        (Audience("near", date(2026, 3, 1), metres=300), Asker(distance_m=300.0), None),
        (Audience("near", date(2026, 3, 1), metres=300), Asker(distance_m=300.1), Refusal.FAR),
        (Audience("roll", date(2026, 3, 1)), Asker(has_account=True), Refusal.ROLL),
        (Audience("roll", date(2026, 3, 1)), Asker(voter=OnRoll(on_paper=True)), Refusal.PAPER),
        (Audience("roll", date(2026, 3, 1), frozenset({"w"})), Asker(voter=OnRoll("e")), Refusal.AREA),
        (Audience("roll", date(2026, 3, 1), minimum_age=16), Asker(voter=OnRoll()), Refusal.AGE_UNKNOWN),
        (Audience("roll", date(2026, 3, 1), minimum_age=16), Asker(voter=OnRoll("", date(2010, 3, 1))), None),
        (Audience("roll", date(2026, 3, 1), minimum_age=16), Asker(voter=OnRoll("", date(2010, 3, 2))), Refusal.AGE),
    ],
)
def test_who_may_answer(audience: Audience, asker: Asker, why: Refusal | None) -> None:
    assert eligibility.refusal(audience, asker) == why


def test_years_and_bands() -> None:
    leap = date(2008, 2, 29)
    assert [eligibility.age(leap, date(2026, month, day)) for month, day in ((2, 28), (3, 1))] == [17, 18]
    born = [date(2026 - years, 1, 1) for years in (15, 16, 29, 30, 74, 75, 101)]
    bands = [eligibility.band(each, date(2026, 6, 1)) for each in born]
    assert bands == ["0-15", "16-29", "16-29", "30-44", "60-74", "75+", "75+"]
    assert eligibility.band(None, date(2026, 6, 1)) == ""


@given(
    st.sampled_from(["one", "some", "points", "ranked", "grades"]),
    st.lists(st.integers(-2, 12), max_size=4),
    st.booleans(),
)
def test_what_passes_can_be_counted(kind: str, values: list[int], blank: bool) -> None:
    asked = Asked(kind, 3, minimum=1, maximum=2, may_be_blank=blank, points=10, grades=3)
    flaw = filling.flaw(asked, values)
    if not values:
        assert flaw == (None if blank else Flaw.EMPTY)
    elif flaw is None:
        assert len(values) == 3
        sums = {"one": {1}, "some": {1, 2}, "points": set(range(1, 11)), "ranked": {1, 3}, "grades": set(range(3, 10))}
        assert sum(values) in sums[kind]
        assert min(values) >= (1 if kind == "grades" else 0)


def test_the_last_answer_counts_and_names_nobody(town: City, people: People, now: datetime) -> None:
    vote, ana = polls.poll(now), people["resident"]
    entrance = taking_part.enter(vote, ana)
    answering.answer(entrance, polls.yes(1, 0), now=now)
    answering.answer(taking_part.enter(vote, ana), polls.yes(0, 1), now=now + timedelta(hours=1))
    row = Answer.objects.get()
    assert (row.choices, row.person, row.channel) == ({"1": [0, 1]}, None, "online")
    assert str(ana.pk) not in f"{row.key} {list(Entry.objects.values_list('by', 'payload'))}"
    with pytest.raises(NotAllowed):
        answering.answer(taking_part.enter(vote, None), polls.yes(), now=now)
    with pytest.raises(Refused, match="at this time"):
        answering.answer(entrance, polls.yes(), now=now + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        answering.answer(entrance, polls.yes(1, 1), now=now)
    assert refused.value.field == "q1"


def test_one_person_has_one_answer_across_channels_and_districts(town: City, people: People, now: datetime) -> None:
    roll = polls.roll(people["administrator"], now)
    vote = polls.poll(now, audience="roll", roll=roll, minimum_age=16)
    ana, young, ceca, dora = roll.voters.order_by("number")
    letters = {
        each.voter.number: each for each in rolls.make_codes(roll, first=1, last=9, by=people["administrator"], now=now)
    }
    assert sorted(letters) == [1, 2, 3]
    found = answering.find_letter(vote, letters[1].grouped.lower())
    assert found == ana
    by_letter = taking_part.enter(vote, None, voter_pk=ana.pk)
    assert answering.answer(by_letter, polls.yes(), now=now).channel == "code"
    with pytest.raises(Refused, match="did not find"):
        answering.link(vote, "AB-1", "1990-05-02", by=people["resident"])
    answering.link(vote, "ab 1", "1990-05-01", by=people["resident"])
    by_account = taking_part.enter(vote, people["resident"])
    assert by_account.answer is not None
    answering.answer(by_account, polls.yes(0, 1), now=now)
    row = Answer.objects.get()
    assert (row.choices["1"], row.channel, row.district, row.age_band) == ([0, 1], "online", ana.district, "30-44")
    assert taking_part.enter(vote, None, voter_pk=young.pk).refusal == Refusal.AGE
    assert taking_part.enter(vote, None, voter_pk=dora.pk).refusal == Refusal.PAPER
    vote.districts.set(District.objects.filter(code="west"))
    assert taking_part.enter(vote, None, voter_pk=ceca.pk).refusal == Refusal.AREA
    officer, boss = people["officer"], people["administrator"]
    with pytest.raises(Refused, match="not marked for paper"):
        paper.enter(vote, 1, polls.yes(), by=officer, now=now)
    read = [
        paper.enter(vote, 4, polls.yes(*marks), by=who, now=now) for who, marks in ((officer, (1, 0)), (boss, (0, 1)))
    ]
    assert (read, Sheet.objects.count(), Answer.objects.count()) == (["first", "differs"], 0, 1)
    after = now + timedelta(days=2)
    read = [paper.enter(vote, 4, polls.yes(), by=who, now=after) for who in (officer, boss)]
    assert read == ["first", "agreed"]
    assert sorted(Answer.objects.values_list("channel", flat=True)) == ["online", "paper"]


@pytest.mark.django_db(transaction=True)
def test_of_racing_answers_one_stays(town: City, people: People) -> None:
    now = timezone.now()
    vote, together, failed = polls.poll(now), threading.Barrier(4), list[Any]()

    def answer(at: int) -> None:
        entrance = taking_part.enter(vote, people["resident"])
        together.wait()
        try:
            answering.answer(entrance, polls.yes(at % 2, 1 - at % 2), now=now)
        except Exception as error:  # noqa: BLE001 -- told by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Answer.objects.count() == 1
    changes = Entry.objects.filter(event="ballots.AnswerGiven").values_list("payload", flat=True)
    assert sorted('"is_change":true' in each for each in changes) == [False, True, True, True]


def test_the_booth_without_javascript(
    town: City, people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    vote = polls.poll(now, audience="anyone")
    boxes.ask(vote, "some", "Which?", ["Trees", "Benches", "Water"], maximum=2, may_be_blank=False)
    boxes.ask(vote, "points", "Points", ["Trees", "Benches"], points=10)
    boxes.ask(vote, "ranked", "Order", ["Trees", "Benches"], maximum=2)
    boxes.ask(vote, "grades", "Grades", ["Trees"], grades=[{"en": "Good"}, {"en": "Bad"}])
    address = f"/en/ballots/{vote.code}/answer/"
    typed = {"q1": "2", "q2": ["1", "2", "3"], "q3-1": "4", "q3-2": "x", "q4-1": "1", "q4-2": "1", "q5-1": "2"}
    wrong = client.post(address, typed)
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert [name for name in ("q1", "q2", "q3", "q4", "q5") if f'href="#{name}"' in page] == ["q2", "q3", "q4"]
    assert 'id="q1-2" checked' in page
    assert 'value="x"' in page
    typed |= {"q2": ["1", "3"], "q3-2": "6", "q4-2": "2"}
    assert client.post(address, typed).status_code == 302
    expected = {"1": [0, 1], "2": [1, 0, 1], "3": [4, 6], "4": [1, 2], "5": [2]}
    assert Answer.objects.get().choices == expected
    assert 'id="q2-3" checked' in client.get(address).content.decode()
    client.post(address, {**typed, "q1": "blank", "q5-blank": "1"})
    assert Answer.objects.get().choices == {**expected, "1": [], "5": []}
    Client().post(address, typed)
    assert Answer.objects.count() == 2
    monkeypatch.setattr(views, "ANSWERS", limits.Limit(4, timedelta(hours=1)))
    assert client.post(address, typed).status_code == 429


def test_each_refusal_says_what_to_do(town: City, people: People, client: Client) -> None:
    now = timezone.now()
    near = polls.poll(now, audience="near", near_lat=MIDDLE[0], near_long=MIDDLE[1], near_metres=200)
    address = f"/en/ballots/{near.code}/answer/"
    assert "Show where you are" in client.get(address).content.decode()
    client.post(address, {"latitude": OUTSIDE[0], "longitude": OUTSIDE[1]})
    assert "too far away" in client.get(address).content.decode()
    client.post(address, {"latitude": MIDDLE[0] + 0.001, "longitude": MIDDLE[1]})
    assert client.post(address, {"q1": "1"}).status_code == 302
    assert {key for key in dict(client.session.items()) if "distance" in key} == {f"ballots.distance.{near.pk}"}
    assert client.session[f"ballots.distance.{near.pk}"] == 111
    residents = polls.poll(now, code="2026-8")
    page = client.get(f"/en/ballots/{residents.code}/answer/").content.decode()
    assert f"?next=/en/ballots/{residents.code}/answer/" in page
    framed = client.get(f"/en/ballots/{residents.code}/embed/")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    shown = client.get(f"/en/ballots/{residents.code}/")
    assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]


def test_the_office_makes_publishes_and_answers(town: City, people: People, client: Client) -> None:
    now = timezone.now()
    client.force_login(people["officer"])
    client.post(
        "/en/ballots/desk/new/",
        {"kind": "poll", "organiser": town.roads.pk, "title_en": "Trams?", "title_sr": "Трамвај?"},
    )
    vote = Vote.objects.get()
    desk = f"/en/ballots/desk/{vote.code}"
    assert vote.code == f"{timezone.localdate().year}-1"
    assert len(checklist.missing(vote)) == 3
    client.post(f"{desk}/publish/")
    vote.refresh_from_db()
    assert vote.step == Vote.Step.DRAFT
    given = {
        "kind": "one",
        "title_en": "Where?",
        "minimum": 1,
        "maximum": 1,
        "seats": 1,
        "options": "North\nSouth\nNorth",
    }
    assert client.post(f"{desk}/questions/new/", given).status_code == 302
    client.post(f"{desk}/questions/1/options/new/", {"title_en": "East"})
    client.post(f"{desk}/questions/1/options/3/arrange/", {"up": ""})
    client.post(f"{desk}/questions/new/", {**given, "title_en": "When?"})
    client.post(f"{desk}/questions/2/arrange/", {"up": ""})
    assert [str(each.title) for each in vote.questions.all()] == ["When?", "Where?"]
    assert [str(each.title) for each in Option.objects.filter(question__number=2)] == ["North", "East", "South"]
    client.post(f"{desk}/questions/1/arrange/", {"remove": ""})
    assert Question.objects.get().number == 1
    opens, closes = (timezone.localtime(now + timedelta(days=each)).strftime("%Y-%m-%dT%H:%M") for each in (1, 3))
    words = {"title_en": "Trams?", "text_en": "Why", "audience": "residents", "results": "after", "reply_days": 30}
    missing = client.post(f"{desk}/words/", {**words, "opens_at": opens, "closes_at": closes, "audience": "roll"})
    assert "Choose the roll of voters" in missing.content.decode()
    assert client.post(f"{desk}/words/", {**words, "opens_at": opens, "closes_at": closes}).status_code == 302
    client.post(f"{desk}/publish/")
    vote.refresh_from_db()
    assert vote.step == Vote.Step.PUBLISHED
    client.force_login(people["resident"])
    client.post(f"/en/ballots/{vote.code}/follow/")
    assert client.get(f"{desk}/").status_code == 403
    client.force_login(people["other"])
    assert client.get(f"{desk}/").status_code == 404
    Vote.objects.update(opens_at=now - timedelta(days=1))
    vote.refresh_from_db()
    with pytest.raises(Refused, match="It has begun"):
        making.keep(vote, {"title": {"en": "Other"}}, by=people["officer"], now=now)
    client.force_login(people["officer"])
    client.post(f"{desk}/close/", {"why": "The square is flooded."})
    client.post(f"{desk}/reply/", {"reply_en": "Trams come back."})
    telling.remind.func()
    delivery.deliver_news()
    told = Message.objects.filter(person=people["resident"], channel="inbox").order_by("pk")
    assert [each.context["kind"] for each in told] == ["closed", "answered"]
    page = Client().get(f"/en/ballots/{vote.code}/").content.decode()
    assert "The square is flooded." in page
    assert "Trams come back." in page


def test_a_residents_question_needs_supporters(town: City, people: People, now: datetime) -> None:
    ana = people["resident"]
    vote = proposing.propose(
        "Night bus?",
        "We walk home.",
        ["Yes", "No", "Yes"],
        organiser=town.roads,
        worded=lambda text: {"en": text},
        by=ana,
        now=now,
    )
    assert [str(each.title) for each in Option.objects.all()] == ["Yes", "No"]
    with pytest.raises(NotAllowed):
        proposing.judge(vote, allow=True, by=people["officer"], now=now)
    proposing.judge(vote, allow=True, by=people["agent"], now=now)
    Vote.objects.update(supporters_needed=2, opens_at=now, closes_at=now + timedelta(days=3))
    vote.refresh_from_db()
    with pytest.raises(Refused, match="your own"):
        proposing.support(vote, yes=True, by=ana, now=now)
    for name in ("agent", "agent", "elected"):
        with pytest.raises(Refused, match="supporters that it needs"):
            making.publish(vote, by=people["officer"], now=now)
        proposing.support(vote, yes=True, by=people[name], now=now)
    making.publish(vote, by=people["officer"], now=now)
    assert Entry.objects.filter(event="ballots.ProposalCarried").count() == 1
    refused = proposing.propose(
        "X?", "Y", ["a", "b"], organiser=town.roads, worded=lambda text: {"en": text}, by=ana, now=now
    )
    proposing.judge(refused, allow=False, why="It names a neighbour.", by=people["agent"], now=now)
    assert Client().get(f"/en/ballots/{refused.code}/").status_code == 404
    delivery.deliver_news()
    told = [each.context["kind"] for each in Message.objects.filter(person=ana, channel="inbox").order_by("pk")]
    assert told == ["gathers", "carried", "published", "refused"]
    assert Voter.objects.count() == 0


def test_pictures_are_seen_like_the_vote(town: City, people: People, client: Client) -> None:
    now = timezone.now()
    vote = polls.poll(now, step=Vote.Step.DRAFT)
    client.force_login(people["officer"])
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")

    def picture(name: str, data: bytes = b"") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, data or drawn.getvalue(), "image/png")

    desk = f"/en/ballots/desk/{vote.code}/questions/1/"
    question = {"kind": "one", "title_en": "Which?", "minimum": 1, "maximum": 1, "seats": 1}
    assert client.post(desk, {**question, "picture": picture("q.png")}).status_code == 302
    wrong = client.post(f"{desk}options/1/", {"title_en": "Yes", "picture": picture("o.png", b"no picture")})
    assert (wrong.status_code, "o.png" in wrong.content.decode()) == (422, True)
    given = {"title_en": "Yes", "text_en": "A long text.", "picture": picture("o.png")}
    assert client.post(f"{desk}options/1/", given).status_code == 302
    words = {"title_en": "X", "text_en": "Y", "audience": "residents", "results": "after", "reply_days": 9}
    client.post(f"/en/ballots/desk/{vote.code}/words/", {**words, "cover": picture("c.png")})
    shown = [Vote.objects.get().cover, Question.objects.get().picture, Option.objects.get(number=1).picture]
    addresses = [links.url(each) for each in shown if each]
    assert len(addresses) == 3
    assert [client.get(each).status_code for each in addresses] == [200] * 3
    assert [Client().get(each).status_code for each in addresses] == [404] * 3
    Vote.objects.update(step=Vote.Step.PUBLISHED, opens_at=now, closes_at=now + timedelta(days=1))
    page = Client().get(f"/en/ballots/{vote.code}/").content.decode()
    assert all(each.removesuffix("/large/").split("/large")[0] in page for each in addresses)
    assert [Client().get(each).status_code for each in addresses] == [200] * 3
