"""Cases go to the systems of others once, whatever these do, and what they answer comes back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from tests.capabilities.cases import reports
from tests.capabilities.cases.odd_system import Odd, odd_system
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Arrival, Case, Dispatch, Forwarding, System, Update
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.operations import dispatching, forwarding, hearing
from korzo.capabilities.cases.operations import systems as keeping
from korzo.kernel import jobs
from korzo.kernel.jobs.worker import run_all
from korzo.kernel.messages.models import Message
from korzo.kernel.people import keys
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db
State = Dispatch.State


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(django_settings.KORZO.__dict__, "outside_hosts", "127.0.0.1")
    monkeypatch.setattr(jobs, "schedules", {})  # nothing but what was asked for
    delivery.start_at_head()


@pytest.fixture
def odd() -> Iterator[Odd]:
    with odd_system() as made:
        yield made


@pytest.fixture
def system(odd: Odd, town: City, people: dict[str, Person]) -> System:
    authority = Organisation.objects.create(code="next", kind="authority", name={"en": "Nextgrad"})
    made = System(authority=authority, endpoint=odd.url, kinds={"pothole": "7"})
    keeping.keep(made, key="their-key", by=people["administrator"], now=timezone.now())
    return made


def forward(system: System, people: dict[str, Person], report: operations.Report = reports.HOLE) -> Case:
    now = timezone.now()
    case = operations.report(report, by=None, now=now).case
    operations.validate(case, by=people["officer"], now=now)
    authority, by = system.authority, people["officer"]
    operations.forward(case, authority=authority, text="Please look.", language="en", by=by, now=now)
    run_all()
    return case


def later() -> None:
    """Let the pause be over."""
    now = timezone.now()
    Dispatch.objects.filter(next_at__isnull=False).update(next_at=now)
    for key in dispatching.due(now):
        dispatching.advance(key, now=now)


def sent() -> Dispatch:
    return Dispatch.objects.get()


def test_a_case_is_posted_with_what_the_authority_needs_and_nobody_is_named(
    system: System, odd: Odd, people: dict[str, Person]
) -> None:
    case = forward(system, people, reports.with_(name="Ana Anić", email="ana@example.org", phone="+38267123456"))
    (posted,) = odd.kept
    assert posted["api_key"] == ["their-key"]
    assert posted["service_code"] == ["7"]
    assert float(posted["lat"][0]) == pytest.approx(case.lat)
    assert posted["attribute[external_id]"] == [case.code]
    for word in ("Please look.", "Рупа на путу", case.code):
        assert word in posted["description"][0]
    assert not {"Ana", "ana@", "3826"} & {part for part in ("Ana", "ana@", "3826") if part in str(posted)}
    assert (sent().state, sent().number) == (State.SENT, "100")
    assert not Message.objects.filter(template="cases/letter").exists()
    assert Entry.objects.filter(event="cases.CaseSentToSystem").exists()


def test_the_key_is_sealed_and_on_no_page(system: System, people: dict[str, Person]) -> None:
    assert "their-key" not in System.objects.get().key
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["administrator"])
    for path in ("", "next/", "next/change/"):
        assert b"their-key" not in client.get(f"/en/cases/systems/{path}").content
    typed = {"endpoint": system.endpoint, "form": "json", "is_active": "on", "key": ""}
    client.post("/en/cases/systems/next/change/", typed)
    assert System.objects.get().key == system.key


def test_other_kinds_and_paper_go_the_old_way(system: System, odd: Odd, people: dict[str, Person]) -> None:
    Organisation.objects.filter(code="next").update(email="hall@example.org")
    system.authority.refresh_from_db()
    system.kinds = {}
    system.save()
    forward(system, people)
    assert (odd.kept, Message.objects.filter(template="cases/letter").count()) == ([], 1)


def test_what_surely_did_not_arrive_is_tried_again(system: System, odd: Odd, people: dict[str, Person]) -> None:
    odd.behaviour = [503, 429]
    forward(system, people)
    assert (sent().state, sent().attempts) == (State.WAITING, 1)
    assert Dispatch.objects.filter(next_at__gt=timezone.now()).exists()
    later()
    later()
    assert (sent().state, len(odd.kept)) == (State.SENT, 1)


def test_a_lost_answer_is_looked_for_and_never_posted_twice(
    system: System, odd: Odd, people: dict[str, Person]
) -> None:
    odd.kept = [{"description": [f"other {number}"]} for number in range(23)]
    odd.pages_from, odd.behaviour = 0, [0]
    forward(system, people)
    assert sent().state == State.UNCERTAIN
    later()
    assert (sent().state, sent().number, len(odd.kept)) == (State.SENT, "123", 24)


def test_where_it_cannot_be_found_a_person_decides(system: System, odd: Odd, people: dict[str, Person]) -> None:
    odd.behaviour = [500]
    case = forward(system, people)
    for _ in range(6):
        later()
    assert (sent().state, sent().next_at, len(odd.keys)) == (State.UNCERTAIN, None, 1)
    run_all()
    assert Message.objects.filter(template="cases/system_not_taken", person=people["officer"]).exists()
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["officer"])
    page = client.get(f"/en/cases/queue/{case.code}/").content.decode()
    assert "It is not known whether it arrived" in page
    version = Case.objects.get().version
    assert client.post(f"/en/cases/queue/{case.code}/send-again/", {"version": version}).status_code == 302
    run_all()
    assert (sent().state, len(odd.kept)) == (State.SENT, 1)


def test_a_system_that_recognises_repetitions_gets_the_same_key(
    system: System, odd: Odd, people: dict[str, Person]
) -> None:
    System.objects.update(repeats_safely=True)
    odd.behaviour = [0, 502]
    forward(system, people)
    later()
    later()
    assert sent().state == State.SENT
    assert len(odd.keys) == 3
    assert len(set(odd.keys)) == 1
    assert odd.keys[0]


def test_a_worker_that_died_while_sending_leaves_it_uncertain(
    system: System, odd: Odd, people: dict[str, Person]
) -> None:
    odd.behaviour = [503]
    case = forward(system, people)
    odd.kept = [{"description": [f"Please look. {case.code}"]}]  # it arrived, and then we died
    Dispatch.objects.update(state=State.SENDING)
    later()
    assert (sent().state, sent().number, len(odd.keys)) == (State.SENT, "100", 1)


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ([{"code": 400, "description": "DEPTH: a required attribute is missing"}], "DEPTH"),
        ({"errors": [{"code": 400, "description": "outside"}]}, "outside"),
        ({"errors": []}, "answered 400"),
        (b"\xef\xbb\xbf<errors><error><code>400</code><description>no key</description></error></errors>", "no key"),
    ],
)
def test_a_refusal_is_told_in_its_own_words(
    system: System, odd: Odd, people: dict[str, Person], refusal: object, told: str
) -> None:
    odd.behaviour, odd.refusal = [400], refusal
    forward(system, people)
    assert (sent().state, sent().next_at) == (State.FAILED, None)
    assert told in sent().error


def test_errors_with_status_200_are_a_refusal(system: System, odd: Odd, people: dict[str, Person]) -> None:
    odd.answer = {"errors": [{"code": 400, "description": "no"}]}
    forward(system, people)
    assert sent().state == State.FAILED


def test_a_token_is_redeemed(system: System, odd: Odd, people: dict[str, Person]) -> None:
    odd.answer = [{"token": "t1"}]
    forward(system, people)
    assert (sent().state, sent().number, sent().token) == (State.SENT, "", "t1")
    later()
    assert sent().number == ""
    odd.tokens = {"t1": "100"}
    later()
    assert (sent().number, sent().next_at) == ("100", None)


def test_a_blackbox_is_followed_no_further(system: System, odd: Odd, people: dict[str, Person]) -> None:
    odd.answer = [{"service_notice": "thank you"}]
    forward(system, people)
    assert (sent().state, sent().number, sent().next_at) == (State.SENT, "", None)


def test_closing_there_proposes_closing_here(system: System, odd: Odd, people: dict[str, Person]) -> None:
    case = forward(system, people)
    assert hearing.read(System.objects.get(), now=timezone.now()) == 0
    odd.status["100"] = ("open", "Crew is on its way")
    assert hearing.read(System.objects.get(), now=timezone.now()) == 1
    assert hearing.read(System.objects.get(), now=timezone.now()) == 0
    odd.status["100"] = ("closed", "Filled by Mr Smith")
    assert hearing.read(System.objects.get(), now=timezone.now()) == 1
    run_all()
    case.refresh_from_db()
    assert (case.is_open, sent().state, sent().solved) == (True, State.ANSWERED, True)
    news = list(Update.objects.filter(kind="heard").values_list("text", "is_public", "by_reporter"))
    assert news == [("Crew is on its way", False, False), ("Filled by Mr Smith", False, False)]
    assert Message.objects.filter(template="cases/system_heard", person=people["officer"]).exists()
    client = Client(headers={"accept-language": "en"})
    assert b"Smith" not in client.get(f"/en/cases/{case.code}/").content
    client.force_login(people["officer"])
    assert "Filled by Mr Smith</textarea>" in client.get(f"/en/cases/queue/{case.code}/answered/").content.decode()
    letter = Forwarding.objects.get()
    operations.answered(letter, text="Filled.", on=date(2026, 3, 11), solved=True, by=people["officer"], now=timezone.now())  # fmt: skip
    case.refresh_from_db()
    assert case.state == "resolved"


def test_updates_are_taken_once_and_ours_are_told(system: System, odd: Odd, people: dict[str, Person]) -> None:
    System.objects.update(speaks_updates=True)
    odd.speaks_updates, odd.pages_from = True, 1
    case = forward(system, people)
    now = timezone.now()
    odd.updates = [
        {"update_id": number, "service_request_id": 100, "status": "in progress", "description": f"step {number}"}
        for number in range(12)
    ] + [{"update_id": 99, "service_request_id": 5, "status": "FIXED", "description": "somebody else's"}]
    assert hearing.read(System.objects.get(), now=now) == 12
    assert hearing.read(System.objects.get(), now=now) == 0
    odd.updates.append({"update_id": 13, "service_request_id": "100", "status": "No further action", "description": ""})
    assert hearing.read(System.objects.get(), now=now) == 1
    assert sent().solved is False
    operations.comment(case, text="Hurry please.", public=True, by=people["officer"], now=now)
    operations.comment(case, text="They are slow.", public=False, by=people["officer"], now=now)
    run_all()
    assert [each["description"] for each in odd.told] == [["Hurry please."]]
    assert odd.told[0]["service_request_id"] == ["100"]
    forwarding.take_back(Forwarding.objects.get(), reason="internal", by=people["officer"], now=now)
    run_all()
    assert [each["description"] for each in odd.told[1:]] == [["We go on with this case ourselves."]]


def test_what_was_taken_back_is_not_sent_any_more(system: System, odd: Odd, people: dict[str, Person]) -> None:
    odd.behaviour = [503]
    forward(system, people)
    forwarding.take_back(Forwarding.objects.get(), reason="x", by=people["officer"], now=timezone.now())
    later()
    assert (odd.kept, sent().next_at) == ([], None)


def test_the_connection_is_tested_and_kinds_are_mapped_on_the_page(
    system: System, odd: Odd, people: dict[str, Person]
) -> None:
    odd.speaks_updates = True
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["administrator"])
    assert "It works: 1 services" in client.post("/en/cases/systems/next/test/", follow=True).content.decode()
    kept = System.objects.get()
    assert (kept.speaks_updates, kept.repeats_safely, kept.services[0]["code"]) == (True, False, "7")
    client.post("/en/cases/systems/next/", {"kind_pothole": "", "kind_leak": "7"})
    assert System.objects.get().kinds == {"leak": "7"}
    made = client.post("/en/cases/systems/next/key/").content.decode()
    assert "korzo_" in made
    System.objects.update(endpoint="http://127.0.0.1:1/v2")
    assert "It does not work" in client.post("/en/cases/systems/next/test/", follow=True).content.decode()
    refused = client.post("/en/cases/systems/next/change/", {"endpoint": "https://10.0.0.1/v2", "form": "xml"})
    assert refused.status_code == 422


def test_a_case_that_a_neighbour_sends_is_marked(system: System, people: dict[str, Person], now: datetime) -> None:
    key = keeping.give_key(system, by=people["administrator"], now=now)
    posted = {"api_key": key, "service_code": "pothole", "lat": "42.415", "long": "18.42", "description": "Hole",
              "attribute[external_id]": "K-2026-000077"}  # fmt: skip
    assert Client().post("/open311/v2/requests.json", posted).status_code == 200
    arrival = Arrival.objects.get()
    assert (arrival.system, arrival.number) == (system, "K-2026-000077")
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["officer"])
    assert "Sent by Nextgrad" in client.get(f"/en/cases/queue/{arrival.case.code}/").content.decode()
    plain = keys.make(person=people["resident"], label="x", now=now)
    Client().post("/open311/v2/requests.json", {**posted, "api_key": plain})
    assert Arrival.objects.count() == 1


def test_the_same_words_about_the_same_place_are_one_report_for_some_minutes(
    town: City, people: dict[str, Person], now: datetime
) -> None:
    key = keys.make(person=people["resident"], label="x", now=now)
    posted = {"api_key": key, "service_code": "pothole", "lat": "42.415", "long": "18.42", "description": "Hole"}
    codes = [
        Client().post("/open311/v2/requests.json", {**posted, **more}).json()[0]["service_request_id"]
        for more in ({}, {}, {"description": "Another"}, {"lat": "42.416"}, {"description": ""}, {"description": ""})
    ]
    assert codes[0] == codes[1]
    assert len(set(codes)) == 5


def test_one_endless_piece_of_news_does_not_silence_the_others(
    odd: Odd, system: System, people: dict[str, Person]
) -> None:
    System.objects.update(speaks_updates=True)
    odd.speaks_updates = True
    case = forward(system, people)
    for number, text in (("1", "x" * 60_000), ("2", "Done.")):
        odd.updates.append(
            {"update_id": number, "service_request_id": "100", "status": "OPEN", "description": text,
             "updated_datetime": timezone.now().isoformat()}
        )  # fmt: skip
    assert hearing.read(System.objects.get(), now=timezone.now()) == 2
    assert [len(each.text) for each in case.updates.filter(kind=Update.Kind.HEARD).order_by("pk")] == [TEXT_LIMIT, 5]


def test_pauses_of_a_dispatch_grow() -> None:
    assert list(dispatching.PAUSES) == sorted(dispatching.PAUSES)
    assert sum(dispatching.PAUSES, timedelta()) < timedelta(days=2)
