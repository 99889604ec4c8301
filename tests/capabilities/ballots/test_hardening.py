"""What somebody with bad intent, or two hands at once, could do to a vote, and what becomes of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.ballots import boxes as made
from tests.capabilities.ballots import polls
from tests.city import City

from korzo.capabilities.ballots import datasets, jobs, public
from korzo.capabilities.ballots.jobs import telling
from korzo.capabilities.ballots.models import Answer, Box, Statement, Vote, Voter
from korzo.capabilities.ballots.operations import appeals, boxes, casting, codes, making, opining, paper, rolls
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.queries import checklist, results, taking_part
from korzo.capabilities.ballots.rules import ceremony, credentials, eligibility, groups, steps, trustees
from korzo.capabilities.ballots.views import answering
from korzo.kernel import limits
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District
from korzo.kernel.trail.models import Entry

YES, ORDER = [0, 1, 0], [1, 2, 3]
People = dict[str, Person]


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["Ed25519", "RFC-3526-2048"])
def test_nonsense_of_one_voter_stops_no_count(
    town: City, now: datetime, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = made.sealed(now, group=group, enough=1)
    sealed.cast(1, [YES, ORDER], now)
    with monkeypatch.context() as patched:  # a device that encrypts what carries no numbers at all
        known = groups.named(group)
        patched.setattr(type(known), "embed", lambda self, _values: self.of(123_456_789))
        casting.cast(sealed.box, sealed.make(0, [YES, ORDER]), now=now)
    later = now + timedelta(hours=2)
    boxes.close(sealed.box, now=later)
    boxes.count(Box.objects.get(pk=sealed.box.pk))
    boxes.end_shuffles(Box.objects.get(pk=sealed.box.pk), by=None)
    sealed.decrypt(2)
    assert boxes.reveal(sealed.box, now=later)
    order = results.of_vote(Vote.objects.get())[1]
    assert (order.outcome.cast, order.outcome.valid) in {(2, 1), (2, 2)}  # whatever it says, it is one paper
    assert ORDER in Box.objects.get().result[1]
    boxes.check(Box.objects.get(), now=later)
    assert Box.objects.get().checked["failures"] == []


@pytest.mark.django_db
def test_two_jobs_that_count_at_once_add_up_once(
    town: City, now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    sealed = made.sealed(now)
    sealed.cast(0, [YES, ORDER], now)
    boxes.close(sealed.box, now=now + timedelta(hours=2))
    real = steps.count

    def slow(report: Any) -> bytes:
        monkeypatch.setattr(steps, "count", real)
        boxes.count(Box.objects.get())  # the minute is over, and the next worker begins
        return real(report)

    monkeypatch.setattr(steps, "count", slow)
    boxes.count(Box.objects.get())
    kinds = list(sealed.box.pieces.order_by("height").values_list("kind", flat=True))
    assert kinds[-3:] == ["EndBallots", "EncryptedTally", "Shuffle"]
    assert sealed.verified(tmp_path).failures == []


@pytest.mark.django_db
def test_codes_are_for_those_who_are_asked_and_paper_is_marked_before(town: City, people: People) -> None:
    now, boss = timezone.now(), people["administrator"]
    roll = polls.roll(boss, now)
    vote = made.vote(now)
    Vote.objects.filter(pk=vote.pk).update(audience="roll", roll=roll, minimum_age=18, step="draft")
    vote.districts.set(District.objects.filter(code="west"))
    client = Client()
    client.force_login(boss)
    page = client.get("/en/ballots/2026-1/secret/").text
    boxes.begin(Vote.objects.get(), by=boss, now=now)
    page = client.get("/en/ballots/2026-1/secret/").text
    assert "1 voter, and 1 on paper" in page
    # a link that is only looked at freezes nothing
    assert client.get("/en/ballots/2026-1/secret/voters.csv").status_code == 405
    roll.refresh_from_db()
    assert roll.frozen_at is None
    handed = b"".join(client.post("/en/ballots/2026-1/secret/voters.csv")).decode()
    assert ("Ana" in handed, "Берислав" in handed, "Ceca" in handed, "Dora" in handed) == (True, False, False, False)
    with pytest.raises(Refused, match="frozen"):
        rolls.mark(roll.voters.get(number=1), "paper", by=boss, now=now)
    box = Box.objects.get()
    for change, kept in (({"text": {"en": "Why"}}, 1), ({"minimum_age": 20}, 1), ({"minimum_age": 60}, 0)):
        codes.take(box, credentials.listed({box.server["public_key"]: 1}), by=boss)
        making.keep(Vote.objects.get(), dict(change), by=boss, now=now)
        assert bool(Box.objects.get().credentials) == bool(kept)  # made for those who are asked, or forgotten


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2100, 1, 1)), st.integers(0, 99))
def test_the_last_day_of_birth_is_that_of_the_age(born: date, on: date, years: int) -> None:
    assert (eligibility.age(born, on) >= years) == (born <= eligibility.latest_birth(years, on))


@pytest.mark.django_db
def test_paper_is_taken_from_those_who_are_asked(town: City, people: People, now: datetime) -> None:
    roll = polls.roll(people["administrator"], now)
    vote = polls.poll(now, audience="roll", roll=roll)
    vote.districts.set(District.objects.filter(code="east"))
    assert taking_part.turnout(vote)["listed"] == 1
    with pytest.raises(Refused, match="not asked"):
        paper.enter(vote, 4, polls.yes(), by=people["administrator"], now=now)
    vote.districts.clear()
    assert paper.enter(vote, 4, polls.yes(), by=people["administrator"], now=now) is paper.Read.FIRST
    Vote.objects.filter(pk=vote.pk).update(minimum_age=70)
    with pytest.raises(Refused, match="not asked"):
        paper.enter(Vote.objects.get(), 4, polls.yes(), by=people["administrator"], now=now)


@pytest.mark.django_db
def test_one_person_with_a_great_weight_is_still_one(town: City, now: datetime) -> None:
    vote = polls.poll(now, audience="anyone")
    west = District.objects.get(code="west")
    for number in range(12):
        Answer.objects.create(vote=vote, key=str(number), choices={"1": [1, 0]}, day=now.date(), district=west)
    Answer.objects.create(vote=vote, key="heavy", choices={"1": [0, 1]}, day=now.date(), district=west, weight=50)
    table = results.breakdown(results.of_vote(vote)[0], "district")
    assert table is not None
    assert [cells[1] for _name, cells in table.groups] == [None]


@pytest.mark.django_db
def test_a_secret_ballot_is_sealed_only_when_it_can_be_held(town: City, people: People) -> None:
    now, boss = timezone.now(), people["administrator"]
    vote = made.vote(now)
    Vote.objects.filter(pk=vote.pk).update(step="draft")
    box = boxes.begin(vote, by=None, now=now, is_practice=True)
    client = Client()
    client.force_login(boss)
    act = "/en/ballots/2026-1/secret/act/"
    assert "what it is about" in client.post(act, {"act": "seal"}, follow=True).text
    assert client.post(act, {"act": "link", "keeper": "x"}).status_code == 404
    outcome, _keys = ceremony.whole(groups.named("Ed25519"), 3, 1)
    held = trustees.write(box.server, outcome)
    with pytest.raises(Refused, match="at least 1 voters"):
        boxes.seal(box, held, b"[]", by=None, now=now)
    made.ask(vote, "points", "How much?", [f"{at}" for at in range(31)], points=256)
    said = [each.text for each in checklist.missing(Vote.objects.get())]
    assert any("at most 255 points" in each for each in said)
    assert any("at most 30 options" in each for each in said)


@pytest.mark.django_db
def test_what_is_refused_at_first_leaves_no_box_behind(town: City, people: People) -> None:
    made.vote(timezone.now())
    client = Client()
    client.force_login(people["administrator"])
    given_up = {"act": "keepers", "people": "Ana, ana@example.org", "threshold": 2, "is_practice": "on"}
    client.post("/en/ballots/2026-1/secret/", given_up)
    assert not Box.objects.exists()  # else it would stay a practice vote for ever


@pytest.mark.django_db
def test_a_range_of_many_digits_is_no_range(town: City, client: Client) -> None:
    made.sealed(timezone.now())
    answer = client.get("/en/ballots/2026-1/archive.bel", headers={"range": f"bytes={'9' * 5000}-"})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_an_account_that_goes_leaves_no_name_on_a_roll(town: City, people: People, now: datetime) -> None:
    boss, person = people["administrator"], people["resident"]
    rolls.from_accounts(rolls.Plan("all", {"en": "All"}, now.date()), [], by=boss, now=now)
    register = polls.roll(boss, now)
    register.voters.filter(number=1).update(person=person)
    vote = polls.poll(now, audience="roll", roll=register)
    other = people["officer"]
    appeals.decide(appeals.appeal(vote, "I live here", by=other, now=now), grant=False, reason="No", by=boss, now=now)
    for each in (person, other):
        public.forget(each, now)
    assert not Voter.objects.filter(name=person.name).exists()
    assert not Voter.objects.filter(email=person.email).exists()
    assert Voter.objects.get(roll=register, number=1).name == "Ana Anić"  # the register's, not the account's
    telling.tell(Entry.objects.get(event="ballots.AppealDecided"))  # nobody is left to be told


@pytest.mark.django_db
def test_who_stated_something_is_not_on_the_trail(town: City, people: People, now: datetime) -> None:
    vote = polls.poll(now, has_opinions=True)
    opining.state(
        taking_part.enter(vote, people["resident"]), "More trees", language="en", by=people["resident"], now=now
    )
    opining.plant(vote, "Fewer cars", language="en", by=people["administrator"], now=now)
    by = list(Entry.objects.filter(event="ballots.StatementMade").order_by("seq").values_list("by", flat=True))
    assert [bool(each) for each in by] == [False, True]
    assert Statement.objects.count() == 2


@pytest.mark.django_db
def test_many_answer_from_one_address_and_a_letter_ends_with_the_browser(
    town: City, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    roll = polls.roll(people["administrator"], now)
    letters = rolls.make_codes(roll, first=1, last=9, by=people["administrator"], now=now)
    polls.poll(now, audience="roll", roll=roll)
    monkeypatch.setattr(answering, "ANSWERS", limits.Limit.parse("1/h"))
    monkeypatch.setattr(answering, "TRIES", limits.Limit.parse("1/h"))
    page = "/en/ballots/2026-7/answer/"
    for letter in letters:
        client = Client()
        assert client.post(page, {"code": letter.grouped}).status_code == 302
        assert client.session.get_expire_at_browser_close()
        assert client.post(page, {"q1": "1"}).status_code == 302
    assert Answer.objects.count() == 3
    assert client.post(page, {"q1": "2"}).status_code == 429
    assert [Client().post(page, {"code": "ABCD"}).status_code for _ in range(2)] == [422, 429]


@pytest.mark.django_db
def test_a_practice_vote_is_no_result_of_the_city(town: City, client: Client) -> None:
    now = timezone.now()
    vote = made.vote(now)
    Vote.objects.filter(pk=vote.pk).update(closes_at=now - timedelta(minutes=1))
    box = boxes.begin(vote, by=None, now=now, is_practice=True)
    Box.objects.filter(pk=box.pk).update(step="decrypting")
    assert "This is a practice vote" in client.get("/en/ballots/2026-1/").text
    assert list(datasets.years(None)) == []


@pytest.mark.django_db
def test_no_letter_has_a_number_that_no_database_holds(
    town: City, people: People, now: datetime, client: Client
) -> None:
    polls.roll(people["administrator"], now)
    client.force_login(people["administrator"])
    asked = {"first": "1", "last": "9" * 30}
    assert client.post("/en/ballots/desk/rolls/voters/letters.pdf", asked).status_code == 302


@pytest.mark.django_db
def test_a_box_that_cannot_go_on_holds_up_no_other(town: City, now: datetime) -> None:
    first, second = made.sealed(now), made.sealed(now, code="2026-2")
    Vote.objects.update(closes_at=now)
    Box.objects.filter(pk=first.box.pk).update(height=0)  # where a piece stands already
    with pytest.raises(ExceptionGroup, match="cannot go on"):
        jobs.go_on.func()
    assert Box.objects.get(pk=second.box.pk).step == Box.Step.MIXING
