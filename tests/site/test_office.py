"""The back office of administrators."""

from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.capabilities.cases import reports
from tests.post import text_of
from tests.site.test_sign_in import asked_link, browser, sign_in

from korzo.capabilities.cases import operations as cases
from korzo.kernel import trail
from korzo.kernel.jobs.worker import run_all
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.trail.models import Entry
from korzo.site.office import trail as trail_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: dict[str, Person]) -> Client:
    chief = people["administrator"]
    chief.set_unusable_password()  # so that nothing is asked twice here; that it is, is tested elsewhere
    chief.save()
    made = Client(headers={"accept-language": "en"})
    made.force_login(chief)
    return made


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def events() -> list[str]:
    return list(Entry.objects.values_list("event", flat=True))


def test_people_are_found_by_a_part_of_the_name(client: Client) -> None:
    assert "resident@example.org" not in page(client, "/en/office/")
    assert "resident@example.org" in page(client, "/en/office/?all=1")
    assert "resident@example.org" in page(client, "/en/office/?q=RESID")
    assert "Nobody found" in page(client, "/en/office/?q=xyz")


def test_a_list_costs_the_same_however_long(
    client: Client, people: dict[str, Person], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        page(client, "/en/office/")


def test_a_colleague_is_invited_gets_a_mail_and_comes_in_by_link(client: Client) -> None:
    given = {"email": "New@example.org", "name": "New One", "role": "officer", "organisation": "roads"}
    client.post("/en/office/invite/", given)
    person = Person.objects.get(email="new@example.org")
    assert list(person.memberships.values_list("role", "organisation__code")) == [("officer", "roads")]
    assert events() == ["accounts.PersonInvited", "accounts.RoleGiven"]
    run_all()
    assert "/account/link/" in text_of(mail.outbox[0])
    client.post("/en/office/invite/", {**given, "role": "agent"})
    assert Person.objects.filter(email="new@example.org").count() == 1
    assert person.memberships.count() == 2


def test_roles_are_given_and_withdrawn(client: Client, people: dict[str, Person]) -> None:
    resident = people["resident"]
    client.post(f"/en/office/people/{resident.pk}/roles/", {"role": "analyst", "organisation": "city"})
    membership = resident.memberships.get()
    client.post(f"/en/office/people/{resident.pk}/roles/{membership.pk}/withdraw/")
    assert not resident.memberships.exists()
    assert events() == ["accounts.RoleGiven", "accounts.RoleWithdrawn"]
    own = Membership.objects.get(person=people["administrator"])
    answer = client.post(f"/en/office/people/{people['administrator'].pk}/roles/{own.pk}/withdraw/", follow=True)
    assert "last administrator" in answer.content.decode()


def test_a_membership_is_withdrawn_only_from_its_own_person(client: Client, people: dict[str, Person]) -> None:
    other = Membership.objects.get(person=people["officer"])
    assert client.post(f"/en/office/people/{people['resident'].pk}/roles/{other.pk}/withdraw/").status_code == 404


def test_a_closed_account_is_out_at_once(client: Client, people: dict[str, Person]) -> None:
    theirs = Client(headers={"accept-language": "en"})
    theirs.force_login(people["officer"])
    client.post(f"/en/office/people/{people['officer'].pk}/close/")
    assert theirs.get("/en/account/me/").status_code == 302
    client.post(f"/en/office/people/{people['officer'].pk}/reopen/")
    assert theirs.get("/en/account/me/").status_code == 302  # the old session stays over
    answer = client.post(f"/en/office/people/{people['administrator'].pk}/close/", follow=True)
    assert "cannot close your own" in answer.content.decode()


def test_an_organisation_has_a_name_in_each_language(client: Client) -> None:
    given = {"kind": "department", "name_en": "Roads", "name_sr": "Путеви", "is_active": "on", "parent": ""}
    client.post("/en/office/organisations/roads/", {**given, "code": "changed"})
    roads = Organisation.objects.get(code="roads")
    assert (roads.name["sr"], roads.name["en"]) == ("Путеви", "Roads")
    city = Organisation.objects.get(code="city")
    answer = client.post("/en/office/organisations/city/", {**given, "parent": str(roads.pk)})
    assert answer.status_code == 302  # roads stands alone now
    roads.parent = city
    city.parent = None
    city.save()
    roads.save()
    answer = client.post("/en/office/organisations/city/", {**given, "parent": str(roads.pk)})
    assert "part of its own part" in answer.content.decode()
    assert client.post("/en/office/organisations/new/", {"code": "x", "kind": "utility"}).status_code == 422
    client.post("/en/office/organisations/new/", {**given, "code": "lamps"})
    assert Organisation.objects.get(code="lamps").name["en"] == "Roads"
    assert set(events()) == {"accounts.OrganisationChanged"}


def test_a_job_that_gave_up_is_shown_with_its_error_and_runs_again(client: Client) -> None:
    assert "All work gets done" in page(client, "/en/office/jobs/")
    job = DBTaskResult.objects.create(
        status="FAILED", task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default",
        run_after=timezone.now(), finished_at=timezone.now(), exception_class_path="builtins.OSError",
        traceback="Traceback <b>",
    )  # fmt: skip
    assert "builtins.OSError" in page(client, "/en/office/jobs/")
    assert "Traceback &lt;b&gt;" in page(client, f"/en/office/jobs/{job.pk}/")
    client.post(f"/en/office/jobs/{job.pk}/again/")
    job.refresh_from_db()
    assert job.status == "READY"
    DBTaskResult.objects.update(status="FAILED")
    client.post(f"/en/office/jobs/{job.pk}/delete/")
    assert not DBTaskResult.objects.exists()
    assert events() == ["office.JobTriedAgain", "office.JobDeleted"]


@pytest.mark.parametrize("state", ["uncertain", "refused"])
def test_a_message_that_did_not_arrive_is_sent_again_or_dropped(client: Client, now: datetime, state: str) -> None:
    made = [
        Message.objects.create(
            key=str(number), channel=Channel.EMAIL, to="x@example.org", language="en", template="account/changed",
            context={"what": "password"}, made_at=now, send_after=now, state=state,
        )
        for number in range(2)
    ]  # fmt: skip
    assert page(client, "/en/office/messages/").count("Send again") == 2
    client.post(f"/en/office/messages/{made[0].pk}/again/")
    client.post(f"/en/office/messages/{made[0].pk}/again/")
    client.post(f"/en/office/messages/{made[1].pk}/drop/")
    run_all()
    assert len(mail.outbox) == 1
    assert [Message.objects.get(pk=each.pk).state for each in made] == ["sent", "dropped"]
    assert "Every message arrived" in page(client, "/en/office/messages/")
    assert events() == ["office.MessageSentAgain", "office.MessageDropped"]


def test_who_looked_at_a_reporter_is_found_by_the_case(
    client: Client, people: dict[str, Person], now: datetime
) -> None:
    case = cases.report(reports.with_(email="ana@example.org"), by=None, now=now).case
    officer = Client(headers={"accept-language": "en"})
    officer.force_login(people["officer"])
    officer.get(f"/en/cases/queue/{case.code}/?contact=show")
    shown = page(client, f"/en/office/trail/?event=trail.Seen&ref={case.code.lower()}")
    assert ("Officer" in shown, "contact" in shown) == (True, True)
    assert "No entries" in page(client, "/en/office/trail/?event=trail.Seen&ref=K-2026-999999")
    assert case.code in page(client, "/en/office/trail/?who=officer@example.org")
    assert "ana@example.org" not in page(client, "/en/office/trail/")


def test_the_trail_is_checked_at_once_or_in_the_background(
    client: Client, people: dict[str, Person], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.report(reports.HOLE, by=None, now=now)
    answer = client.post("/en/office/trail/verify/", follow=True).content.decode()
    assert "Unbroken: 1 entries" in answer
    monkeypatch.setattr(trail_page, "AT_ONCE", 0)
    client.post("/en/office/trail/verify/")
    Entry.objects.update(why="forged")
    run_all()
    letter = people["administrator"].messages.get(channel="inbox")
    assert "does not fit" in page(client, f"/en/account/inbox/{letter.pk}/")
    monkeypatch.setattr(trail_page, "AT_ONCE", 10)
    assert "does not fit" in client.post("/en/office/trail/verify/", follow=True).content.decode()
    assert isinstance(list(trail.verify())[-1], trail.Broken)


def test_only_administrators_see_the_way_in(client: Client, people: dict[str, Person]) -> None:
    assert "/en/office/" in page(client, "/en/")
    officer = Client(headers={"accept-language": "en"})
    officer.force_login(people["officer"])
    assert "/en/office/" not in page(officer, "/en/")


@pytest.mark.parametrize("role", ["agent", "officer", "arbiter"])
def test_staff_land_on_their_queue_unless_they_were_somewhere(people: dict[str, Person], role: str) -> None:
    person = people[role]
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    assert sign_in(browser(), "a-long-password", person.email)["Location"] == "/en/cases/queue/"
    assert sign_in(browser(), "a-long-password", person.email, next="/en/cases/")["Location"] == "/en/cases/"
    client = browser()
    assert client.post(asked_link(client, person.email))["Location"] == "/en/cases/queue/"
    assert client.get("/en/cases/queue/").status_code == 200
