"""Hearing of what somebody else reported, without anybody learning who does."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import jobs, operations, public
from korzo.capabilities.cases.jobs import others
from korzo.capabilities.cases.models import Case, Follower
from korzo.capabilities.cases.operations import ReportRefused
from korzo.capabilities.cases.queries import following
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people import leaving
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
MAIL = "curious@example.org"


@pytest.fixture
def case(town: City, now: datetime) -> Case:
    """A hole that somebody reported."""
    return operations.report(reports.with_(email="ana@example.org"), by=None, now=now).case


def kinds(to: str) -> list[str]:
    delivery.deliver_news()
    return [each.context.get("kind", each.template) for each in Message.objects.filter(to=to).order_by("pk")]


def page(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def test_an_address_hears_nothing_before_it_is_confirmed(case: Case, people: People, now: datetime) -> None:
    delivery.start_at_head()
    follower = operations.follow(case, by=None, email=f" {MAIL.upper()} ", language="en", now=now)
    operations.validate(case, by=people["agent"], now=now)
    assert kinds(MAIL) == ["cases/confirm"]
    assert following.count(case) == 0
    operations.confirm(follower, now=now)
    operations.confirm(follower, now=now)
    operations.start(case, by=people["officer"], now=now)
    assert kinds(MAIL) == ["cases/confirm", "started"]
    assert following.count(case) == 1
    assert Entry.objects.filter(event="cases.CaseFollowed").count() == 1


def test_every_letter_can_be_answered_with_enough(case: Case, people: People, now: datetime) -> None:
    delivery.start_at_head()
    follower = operations.follow(case, by=None, email=MAIL, now=now)
    operations.confirm(follower, now=now)
    operations.validate(case, by=people["agent"], now=now)
    delivery.deliver_news()
    link = None
    for letter in Message.objects.filter(to=MAIL):
        link = re.search(r"https?://\S+(/\w+/cases/followers/\S+)", rendering.render(letter).text)
        assert link
        assert Client().get(link[1]).status_code == 200
    assert link
    assert Client().post(link[1], {"stop": "1"}).status_code == 200
    assert not Follower.objects.exists()
    assert not Message.objects.filter(to=MAIL).exists()
    operations.start(case, by=people["officer"], now=now)
    assert kinds(MAIL) == []
    assert Message.objects.filter(to="ana@example.org").exists()


def test_opening_the_link_alone_confirms_nothing(case: Case, now: datetime) -> None:
    follower = operations.follow(case, by=None, email=MAIL, now=now)
    url = page("cases:follower", follower.pk, following.follower_token(follower))
    assert Client().get(url).status_code == 200
    assert following.count(case) == 0
    assert Client().post(url, {"confirm": "1"}).status_code == 302
    assert following.count(case) == 1
    assert Client().get(page("cases:follower", follower.pk, "0" * 40)).status_code == 404


def test_asking_again_is_one_follower_and_one_letter_a_day(case: Case, now: datetime) -> None:
    for hours in (0, 1, 30):
        operations.follow(case, by=None, email=MAIL, now=now + timedelta(hours=hours))
    assert (Follower.objects.count(), Message.objects.filter(to=MAIL).count()) == (1, 2)
    with pytest.raises(ReportRefused):
        operations.follow(case, by=None, email="nonsense", now=now)


def test_who_follows_a_repeated_case_hears_of_the_root(case: Case, people: People, now: datetime) -> None:
    delivery.start_at_head()
    operations.confirm(operations.follow(case, by=None, email=MAIL, now=now), now=now)
    root = operations.report(reports.HOLE, by=None, now=now).case
    operations.merge([case], into=root, by=people["officer"], now=now)
    operations.resolve(root, text="Filled", by=people["officer"], now=now)
    assert kinds(MAIL) == ["cases/confirm", "merged", "resolved"]
    assert following.count(root) == 1
    assert operations.follow(case, by=people["resident"], now=now).case == root


def test_followers_hear_nothing_of_what_is_hidden_or_internal(case: Case, people: People, now: datetime) -> None:
    delivery.start_at_head()
    operations.follow(case, by=people["resident"], now=now)
    operations.comment(case, text="Secret", public=False, by=people["officer"], now=now)
    operations.hide(case, hidden=True, by=people["officer"], now=now)
    operations.comment(case, text="Said", public=True, by=people["officer"], now=now)
    delivery.deliver_news()
    assert not Message.objects.filter(person=people["resident"]).exists()


def test_when_the_reporter_leaves_followers_keep_their_letters(case: Case, people: People, now: datetime) -> None:
    delivery.start_at_head()
    operations.confirm(operations.follow(case, by=None, email=MAIL, now=now), now=now)
    operations.validate(case, by=people["agent"], now=now)
    delivery.deliver_news()
    operations.erase_contact(case, by=None, now=now)
    assert kinds(MAIL) == ["cases/confirm", "validated"]
    assert kinds("ana@example.org") == []


def test_addresses_that_nobody_confirmed_are_forgotten(case: Case) -> None:
    now = timezone.now()
    operations.follow(case, by=None, email=MAIL, now=now - timedelta(days=8))
    operations.confirm(operations.follow(case, by=None, email="b@example.org", now=now - timedelta(days=8)), now=now)
    assert others.forget_unconfirmed.func() == 1
    assert list(Follower.objects.values_list("email", flat=True)) == ["b@example.org"]
    assert not Message.objects.filter(to=MAIL).exists()


def test_what_one_follows_is_taken_along_and_forgotten(case: Case, people: People, now: datetime) -> None:
    resident = people["resident"]
    operations.follow(case, by=resident, now=now)
    operations.confirm(operations.follow(case, by=None, email=resident.email, now=now), now=now)
    assert [each["code"] for each in public.export_followed(resident)] == [case.code]
    leaving.erase(resident, now=now)
    assert not Follower.objects.exists()
    assert not Message.objects.filter(to=resident.email).exists()


def test_nobody_reads_who_follows(case: Case, people: People, now: datetime) -> None:
    operations.validate(case, by=people["agent"], now=now)
    operations.confirm(operations.follow(case, by=None, email=MAIL, now=now), now=now)
    operations.follow(case, by=people["resident"], now=now)
    officer = Client()
    officer.force_login(people["officer"])
    said = [
        Client().get(page("cases:case", case.code)).content.decode(),
        Client().get(f"/open311/v2/requests/{case.code}.json?extensions=true").content.decode(),
        Client().get(f"/api/v1/cases/{case.code}").content.decode(),
        officer.get(page("cases:record", case.code)).content.decode(),
        str(list(Entry.objects.values_list("payload", flat=True))),
    ]
    assert "2 people follow this" in said[0]
    for each in said:
        assert "curious" not in each
        assert "resident@" not in each


def test_a_stranger_follows_with_the_form_but_not_too_often(case: Case) -> None:
    client, url = Client(), page("cases:follow-case", case.code)
    assert client.post(url, {"email": "nonsense"}).status_code == 422
    codes = [client.post(url, {"email": f"{n}@example.org"}).status_code for n in range(12)]
    assert codes[:9] == [200] * 9
    assert codes[-1] == 422
    assert Follower.objects.count() < 12
    trap = client.post(url, {"email": MAIL, "website": "https://spam"})
    assert trap.status_code != 200
    assert not Follower.objects.filter(email=MAIL).exists()


def test_an_account_follows_and_stops_with_one_button(case: Case, people: People) -> None:
    client, url = Client(), page("cases:follow-case", case.code)
    client.force_login(people["resident"])
    assert client.post(url).status_code == 302
    assert following.count(case) == 1
    assert client.post(url, {"stop": "1"}).status_code == 302
    assert following.count(case) == 0


def test_a_hidden_case_cannot_be_followed(case: Case, people: People, now: datetime) -> None:
    operations.hide(case, hidden=True, by=people["officer"], now=now)
    url = page("cases:follow-case", case.code)
    assert [Client().get(url).status_code, Client().post(url, {"email": MAIL}).status_code] == [404, 404]


def test_letters_of_both_jobs_reach_each_address_once(case: Case, people: People, now: datetime) -> None:
    delivery.start_at_head()
    operations.confirm(operations.follow(case, by=None, email="ana@example.org", now=now), now=now)
    operations.validate(case, by=people["agent"], now=now)
    assert len([kind for kind in kinds("ana@example.org") if "valid" in kind]) == 1
    assert jobs.TEMPLATES["cases.CaseValidated"] == "cases/validated"
