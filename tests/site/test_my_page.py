"""A person's own page, inbox, keys, data and leaving, as a browser uses them."""

import json
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations as cases
from korzo.kernel.messages import sending
from korzo.kernel.messages.models import Message, PushSubscription
from korzo.kernel.people.models import ApiKey, Person
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db
DETAILS = {"name": "Ana", "phone": "", "language": "", "channel": "email", "quiet_from": "", "quiet_until": ""}


@pytest.fixture
def ana(db: None) -> Person:
    person = Person.objects.create_user("ana@example.org", "three words here", name="Ana Lastavica")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def client(ana: Person) -> Client:
    made = Client(headers={"accept-language": "en"})
    made.force_login(ana)
    return made


def surely(client: Client) -> Client:
    """Show once more who one is."""
    client.post("/en/account/reauthenticate/", {"password": "three words here"})
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def tell(person: Person, key: str) -> Message:
    return sending.send(
        to=sending.Recipient(person),
        template="account/changed",
        context={"what": "password"},
        ref="",
        key=key,
        now=timezone.now(),
    )[0]


def test_it_shows_ones_own_reports_and_nobody_elses(town: City, ana: Person, client: Client, now: datetime) -> None:
    assert "You have reported nothing yet" in page(client, "/en/account/me/")
    mine = cases.report(reports.HOLE, by=ana, now=now).case
    other = cases.report(reports.HOLE, by=None, now=now).case
    shown = page(client, "/en/account/me/")
    assert (mine.code in shown, other.code in shown) == (True, False)
    assert f"/en/cases/follow/{mine.code}/" in shown


def test_reports_cost_the_same_queries_however_many(
    town: City, ana: Person, client: Client, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        cases.report(reports.HOLE, by=ana, now=now)
    with django_assert_max_num_queries(14):
        page(client, "/en/account/me/")


def test_a_new_language_is_spoken_at_once_and_kept(ana: Person, client: Client) -> None:
    answer = client.post(
        "/en/account/details/", {**DETAILS, "language": "sr-latn", "quiet_from": "22:00", "quiet_until": "07:00"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/sr-latn/account/me/")
    assert client.cookies[configured.LANGUAGE_COOKIE_NAME].value == "sr-latn"
    ana.refresh_from_db()
    assert (ana.language, str(ana.quiet_from)) == ("sr-latn", "22:00:00")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": "12"}, "not a telephone number"),
        ({"channel": "sms"}, "Select a valid choice"),
        ({"quiet_from": "22:00"}, "Give both hours"),
    ],
)
def test_answers_that_do_not_fit_are_explained(client: Client, wrong: dict[str, str], said: str) -> None:
    answer = client.post("/en/account/details/", {**DETAILS, **wrong})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_sms_and_push_are_offered_where_there_are_any(
    ana: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "SMS" not in page(client, "/en/account/details/")
    monkeypatch.setattr(configured.KORZO, "sms_url", "http://127.0.0.1:9/")
    monkeypatch.setattr(configured.KORZO, "push_contact", "mailto:it@example.org")
    assert "SMS" in page(client, "/en/account/details/")
    answer = client.post("/en/account/details/", {**DETAILS, "channel": "sms"})
    assert "For SMS we need your mobile number" in answer.content.decode()
    client.post("/en/account/details/", {**DETAILS, "channel": "sms", "phone": "064 123 4567"})
    ana.refresh_from_db()
    assert (ana.channel, ana.phone) == ("sms", "+381641234567")
    assert client.post("/en/account/details/", {**DETAILS, "channel": "push"})["Location"] == "/en/account/push/"


def test_the_inbox_counts_what_is_new_and_opens_it(ana: Person, client: Client) -> None:
    assert "Nothing here yet" in page(client, "/en/account/inbox/")
    letters = [tell(ana, str(number)) for number in range(21)]
    shown = page(client, "/en/account/inbox/")
    assert (shown.count("How you sign in has changed"), "?page=2" in shown) == (20, True)
    assert "your password was changed" in page(client, f"/en/account/inbox/{letters[0].pk}/")
    assert ana.messages.filter(channel="inbox", read_at__isnull=True).count() == 20
    client.post("/en/account/inbox/read/")
    assert not ana.messages.filter(channel="inbox", read_at__isnull=True).exists()


def test_a_key_is_shown_once_works_and_can_be_withdrawn(ana: Person, client: Client) -> None:
    shown = surely(client).post("/en/account/keys/", {"label": "Cellar"}).content.decode()
    key = shown.split('<code class="k-long">')[1].split("<")[0]
    assert key.startswith("korzo_")
    assert key not in page(client, "/en/account/keys/")
    client.post(f"/en/account/keys/{ApiKey.objects.get().pk}/withdraw/")
    assert not ApiKey.objects.get().is_active
    assert [entry.event for entry in Entry.objects.all()] == ["accounts.KeyMade", "accounts.KeyWithdrawn"]


def test_ones_data_comes_as_a_file(town: City, ana: Person, client: Client, now: datetime) -> None:
    case = cases.report(reports.HOLE, by=ana, now=now).case
    answer = surely(client).post("/en/account/data/")
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["cases"][0]["code"] == case.code


def test_leaving_needs_a_tick_and_is_final(ana: Person, client: Client) -> None:
    surely(client)
    assert client.post("/en/account/leave/", {"x": "1"}).status_code == 422
    answer = client.post("/en/account/leave/", {"sure": "on"}, follow=True)
    assert "Your account is deleted" in answer.content.decode()
    assert not Person.objects.exists()
    assert client.get("/en/account/me/").status_code == 302


def test_the_last_administrator_is_told_why_they_cannot_leave(people: dict[str, Person]) -> None:
    chief = Client(headers={"accept-language": "en"})
    people["administrator"].set_unusable_password()
    people["administrator"].save()
    chief.force_login(people["administrator"])
    answer = chief.post("/en/account/leave/", {"sure": "on"})
    assert (answer.status_code, "last administrator" in answer.content.decode()) == (422, True)


def test_a_browser_subscribes_only_with_a_known_push_service(
    ana: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configured.KORZO, "push_contact", "mailto:it@example.org")
    keys = {"p256dh": "k", "auth": "a"}
    client.post("/en/account/push/", {"endpoint": "https://evil.example/x", **keys})
    assert not PushSubscription.objects.exists()
    for number in range(12):
        client.post("/en/account/push/", {"endpoint": f"https://fcm.googleapis.com/{number}", **keys})
    ana.refresh_from_db()
    assert (ana.channel, ana.push_subscriptions.count()) == ("push", 10)
    client.post("/en/account/push/stop/")
    ana.refresh_from_db()
    assert (ana.channel, ana.push_subscriptions.count()) == ("email", 0)


def test_the_worker_stands_at_the_root_and_the_manifest_names_the_city() -> None:
    worker = Client().get("/sw.js")
    assert (worker["Content-Type"].split(";")[0], b"notificationclick" in worker.content) == ("text/javascript", True)
    assert Client().get("/manifest.webmanifest").json()["name"] == configured.KORZO.city_name
