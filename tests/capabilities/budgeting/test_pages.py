"""The pages of the residents' budget, as people meet them; what they are told; what stays private."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.capabilities.budgeting import cycles
from tests.city import MIDDLE, City

from korzo.capabilities.budgeting import datasets
from korzo.capabilities.budgeting.models import Cycle, Draw, Idea, Support, Volunteer
from korzo.capabilities.budgeting.operations import committee, planning, reviewing, supporting
from korzo.capabilities.budgeting.queries import calendar
from korzo.capabilities.budgeting.rules import lots
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people import leaving
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District
from korzo.kernel.trail import delivery

People = dict[str, Person]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def cycle(town: City, now: datetime) -> Cycle:
    return cycles.build(now)


@pytest.fixture
def idea(cycle: Cycle, people: People, now: datetime) -> Idea:
    return cycles.proposed(cycle, by=people["resident"], now=now, point=MIDDLE)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, path: str) -> str:
    return client.get(f"/en/budgeting/{path}").content.decode()


def test_proposing_in_four_screens(cycle: Cycle, people: People, now: datetime) -> None:
    client = signed_in(people["resident"])
    assert client.post("/en/budgeting/2026/propose/", {"title": "Shade"}).status_code == 422
    given = {"title": "Shade", "theme": "parks", "body": "Trees.", "benefits": ""}
    at = client.post("/en/budgeting/2026/propose/", given)["Location"]
    at = client.post(at, {"address": "", "latitude": MIDDLE[0], "longitude": MIDDLE[1]})["Location"]
    assert client.post(at, {"track": "city", "estimated_cost": "70000"}).status_code == 422
    at = client.post(at, {"track": "west", "estimated_cost": "7000.50", "is_signed": "on"})["Location"]
    assert "Trees." in client.get(at).content.decode()
    client.post(at)
    idea = Idea.objects.get()
    assert (idea.state, idea.track.code, idea.estimated_cost) == ("proposed", "west", Decimal("7000.50"))
    shown = read(Client(), f"ideas/{idea.code}/")
    assert "Shade" in shown
    assert "Resident" in shown  # the name, which the author wants to be shown


def test_another_address_moves_the_pin(idea: Idea, people: People) -> None:
    client, path = signed_in(people["resident"]), f"/en/budgeting/ideas/{idea.code}/place/"
    client.post(path, {"address": "Mlinska ulica 5", "latitude": "", "longitude": ""})
    idea.refresh_from_db()
    first = (idea.lat, idea.long)
    client.post(path, {"address": "Mlinska ulica 9", "latitude": idea.lat, "longitude": idea.long})
    idea.refresh_from_db()
    assert (idea.address, (idea.lat, idea.long) == first, idea.lat is None) == ("Mlinska ulica 9", False, False)
    client.post(path, {"address": "", "latitude": "", "longitude": ""})
    idea.refresh_from_db()
    assert (idea.address, idea.lat, idea.district) == ("", None, None)


def test_a_file_that_is_no_photo_is_named_and_the_words_are_kept(cycle: Cycle, people: People) -> None:
    client = signed_in(people["resident"])
    given = {"title": "Shade", "theme": "parks", "body": "Trees.", "photos": SimpleUploadedFile("x.png", b"no picture")}
    page = client.post("/en/budgeting/2026/propose/", given, follow=True)
    assert page.request["PATH_INFO"].endswith("/write/")
    assert "x.png" in page.content.decode()
    assert "Trees." in page.content.decode()


def test_what_an_office_writes_is_nowhere_before_it_is_confirmed(idea: Idea, people: People, now: datetime) -> None:
    review = cycles.asked(idea, by=people["arbiter"], now=now)
    secret = "It cannot be done because of the pipes."
    found = reviewing.Findings(
        competence="yes",
        legality="yes",
        feasibility="no",
        feasibility_why="Pipes.",
        verdict="infeasible",
        reason=secret,
    )
    reviewing.finish(review, found, by=people["officer"], now=now)
    for client in (Client(), signed_in(people["resident"]), signed_in(people["agent"])):
        assert secret not in read(client, f"ideas/{idea.code}/")
        assert secret not in client.get(f"/api/v1/budgeting/ideas/{idea.code}").content.decode()
    assert secret in read(signed_in(people["arbiter"]), f"desk/checks/{review.pk}/")
    page = signed_in(people["arbiter"]).post(f"/en/budgeting/desk/checks/{review.pk}/", {"confirm": "1"})
    assert page.status_code == 302
    assert secret in read(Client(), f"ideas/{idea.code}/")
    answer = Client().get(f"/api/v1/budgeting/ideas/{idea.code}").json()
    assert answer["reviews"][0]["reason"] == secret


def test_the_desk_from_form_to_confirmation(idea: Idea, people: People, now: datetime) -> None:
    planner, officer = signed_in(people["arbiter"]), signed_in(people["officer"])
    due = (now + timedelta(days=9)).date().isoformat()
    planner.post(f"/en/budgeting/ideas/{idea.code}/plan/", {"do": "give", "office": "roads", "due_on": due})
    review = idea.reviews.get()
    assert idea.title in read(officer, "desk/")
    path = f"/en/budgeting/desk/checks/{review.pk}/"
    assert officer.post(path, {"finish": "1", "verdict": "feasible"}).status_code == 422
    good = {**cycles.YES, "cost": "5000", "verdict": "feasible", "reason": "Good.", "finish": "1"}
    officer.post(path, {**good, "version": "1"})
    assert officer.post(path, {"confirm": "1"}).status_code == 422
    planner.post(path, {"back": "1", "why": "Longer."})
    officer.post(path, {**good, "reason": "Very good.", "version": "2"})
    planner.post(path, {"confirm": "1"})
    idea.refresh_from_db()
    assert (idea.state, idea.cost) == ("feasible", Decimal(5000))


def test_authors_are_told_of_every_step_in_their_language(idea: Idea, people: People, now: datetime) -> None:
    Person.objects.filter(pk=people["resident"].pk).update(language="en")
    supporting.comment(idea, text="Where exactly?", by=people["other"], now=now)
    supporting.comment(idea, text="At the stop.", by=people["resident"], now=now)
    supporting.invite(idea, email=people["elected"].email, by=people["resident"], now=now)
    cycles.checked(idea, people, now)
    cycles.turn(idea.cycle, "shortlist", now)
    planning.shortlist(idea.track, [idea.code], by=people["arbiter"], now=now)
    delivery.deliver_news()
    told = Message.objects.filter(channel=Channel.INBOX).order_by("pk")
    assert [(each.person_id == people["resident"].pk, each.context["kind"]) for each in told] == [
        (True, "proposed"),
        (True, "commented"),
        (False, "invited"),
        (True, "feasible"),
        (True, "shortlisted"),
    ]
    letter = rendering.render(told[3])
    assert letter.subject == f"{idea.code}: your idea can be done"
    assert "There is room for it." in letter.text
    assert f"/en/budgeting/ideas/{idea.code}/" in letter.text


def test_every_kind_of_letter_has_a_subject_and_something_to_say(idea: Idea, people: People, now: datetime) -> None:
    kinds = ("proposed", "feasible", "infeasible", "returned", "merged", "took_over", "shortlisted", "left_off")
    for kind in (*kinds, "hidden", "commented", "comment_hidden", "invited"):
        context = {"kind": kind, "code": idea.code, "title": idea.title, "text": ""}
        more = {"made_at": now, "send_after": now, "channel": Channel.INBOX, "to": "x", "language": "en"}
        letter = rendering.render(Message(key=kind, template="budgeting/told", context=context, ref=idea.ref, **more))
        assert len(letter.subject) > len(idea.code) + 2, kind
        assert len(letter.text.split("\n\n")) >= 5, kind


def test_filters_search_and_map(cycle: Cycle, idea: Idea, people: People, now: datetime) -> None:
    cycles.proposed(cycle, by=people["resident"], now=now, title="A bridge")
    page = read(Client(), "2026/ideas/?q=shade")
    assert ("Shade at" in page, "A bridge" in page) == (True, False)
    assert "A bridge" not in read(Client(), "2026/ideas/?district=west")
    assert "A bridge" in read(Client(), "2026/ideas/?order=newest&track=city")
    drawn = Client().get("/en/budgeting/2026/map.json?bbox=18,42,19,43&zoom=12").json()["features"]
    assert [each["properties"]["ref"] for each in drawn] == [idea.ref]
    assert Client().get("/en/budgeting/2026/map.json?bbox=nonsense").status_code == 400


def test_an_unpublished_cycle_is_for_planners(cycle: Cycle, idea: Idea, people: People) -> None:
    Cycle.objects.update(is_published=False)
    for path in ("2026/", "2026/ideas/", f"ideas/{idea.code}/", "2026/map.json?bbox=18,42,19,43"):
        assert Client().get(f"/en/budgeting/{path}").status_code == 404
    assert "Budget 2026" not in read(Client(), "")
    assert Client().get("/api/v1/budgeting/cycles").json() == []
    assert "Budget 2026" in read(signed_in(people["administrator"]), "")


def test_next_years_cycle_from_this_years(cycle: Cycle, people: People, now: datetime) -> None:
    client = signed_in(people["administrator"])
    assert client.post("/en/budgeting/2026/set-up/next/", {"code": "2026"}).status_code == 422
    client.post("/en/budgeting/2026/set-up/next/", {"code": "2027"})
    made = Cycle.objects.get(code="2027")
    assert (str(made.name), made.is_published, made.tracks.count(), made.currency) == ("Budget 2027", False, 3, "EUR")
    assert cycle.tracks.count() == 3
    before, after = calendar.stages(cycle, now=now)[0], calendar.stages(made, now=now)[0]
    assert after.starts_at.year == before.starts_at.year + 1


def test_the_calendar_is_set_by_first_days(cycle: Cycle, people: People, now: datetime) -> None:
    client = signed_in(people["administrator"])
    wrong = {"propose": "2026-03-01T00:00", "check": "2026-02-01T00:00"}
    assert client.post("/en/budgeting/2026/set-up/calendar/", wrong).status_code == 422
    right = {"propose": "2026-02-01T00:00", "vote": "2026-05-01T00:00", "end": "2026-06-01T00:00"}
    assert client.post("/en/budgeting/2026/set-up/calendar/", right).status_code == 302
    stages = calendar.stages(cycle, now=now)
    assert [stage.kind.code for stage in stages] == ["propose", "vote"]
    assert stages[0].ends_at == stages[1].starts_at


def test_the_committee_can_be_drawn_again_by_anybody(cycle: Cycle, people: People, now: datetime) -> None:
    client = signed_in(people["resident"])
    client.post("/en/budgeting/2026/volunteer/", {"age": "65+", "sex": "woman", "district": "west"})
    for name in ("officer", "agent", "elected", "other"):
        committee.volunteer(
            cycle, age="30-49", sex="man", district=District.objects.get(code="east"), by=people[name], now=now
        )
    administrator = signed_in(people["administrator"])
    path = "/en/budgeting/2026/committee/draw/"
    administrator.post(path, {"seats": "3", "seed_source": "The lottery of 1 March"})
    closed = client.post("/en/budgeting/2026/volunteer/", {"leave": "1"})
    assert (closed.status_code, Volunteer.objects.count()) == (200, 5)  # the list is closed
    administrator.post(path, {"seed": "7 12 39"})
    administrator.post(path, {"seed": "another"})
    assert Draw.objects.get().seed == "7 12 39"

    found = json.loads(Client().get("/en/budgeting/2026/committee/protocol.json").content)
    entries = [lots.Entry(row["number"], tuple(row["groups"])) for row in found["entries"]]
    again = lots.draw(entries, seats=found["seats"], most=found["quotas"], seed=found["seed"])
    assert [(each["number"], each["is_seated"]) for each in found["places"]] == [
        (each.number, each.is_seated) for each in again
    ]
    assert lots.fingerprint(entries, seats=3, most=found["quotas"]) == found["list_sha256"]
    published = json.dumps(found) + read(Client(), "2026/committee/")
    for personal in ("woman", "65+", "resident@", "west"):
        assert personal not in published
    assert "resident@example.org" in read(administrator, "2026/committee/draw/")


def test_open_data_has_no_names(idea: Idea) -> None:
    row = next(iter(datasets.IDEAS.published(f"{timezone.now():%Y}")))
    assert (row["code"], row["track"]) == (idea.code, "city")
    assert not {"author_name", "author_email"} & set(row)


def test_who_leaves_takes_name_support_and_drafts_along(
    cycle: Cycle, idea: Idea, people: People, now: datetime
) -> None:
    resident, other = people["resident"], people["other"]
    supporting.support(idea, yes=True, by=other, now=now)
    supporting.comment(idea, text="Yes!", by=other, now=now)
    assert leaving.everything_about(other)["ideas"]["comments"][0]["text"] == "Yes!"
    assert leaving.everything_about(resident)["ideas"]["proposed"][0]["code"] == idea.code
    leaving.erase(other, now=now)
    leaving.erase(resident, now=now)
    idea.refresh_from_db()
    assert (idea.author, idea.supporters, Support.objects.count()) == (None, 0, 0)
    page = read(Client(), f"ideas/{idea.code}/")
    assert "A resident" in page
    assert "Yes!" in page


def test_strangers_and_floods_are_stopped(idea: Idea, people: People) -> None:
    assert "/login/" in Client().post(f"/en/budgeting/ideas/{idea.code}/comment/", {"text": "x"})["Location"]
    client = signed_in(people["other"])
    answers = [
        client.post(f"/en/budgeting/ideas/{idea.code}/comment/", {"text": f"x{n}"}).status_code for n in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_my_page_has_my_ideas_and_the_front_page_the_cycles(idea: Idea, people: People) -> None:
    client = signed_in(people["resident"])
    assert idea.title in client.get("/en/account/me/").content.decode()
    assert "Budget 2026" in Client().get("/en/").content.decode()


def test_moderators_show_and_hide(idea: Idea, people: People, now: datetime) -> None:
    held = supporting.comment(idea, text="See www.example.org", by=people["other"], now=now)
    assert "www.example.org" not in read(Client(), f"ideas/{idea.code}/")
    client = signed_in(people["agent"])
    assert "www.example.org" in read(client, "desk/moderation/")
    client.post(f"/en/budgeting/desk/moderation/{held.pk}/", {"show": "1"})
    assert "www.example.org" in read(Client(), f"ideas/{idea.code}/")
    client.post(f"/en/budgeting/ideas/{idea.code}/plan/", {"do": "hide", "why": "Names a neighbour."})
    assert Client().get(f"/en/budgeting/ideas/{idea.code}/").status_code == 404
    assert "Names a neighbour." in read(signed_in(people["resident"]), f"ideas/{idea.code}/")


def test_the_shortlist_page_sums_up(idea: Idea, people: People, now: datetime) -> None:
    cycles.checked(idea, people, now, cost=50_000)
    cycles.turn(idea.cycle, "shortlist", now)
    client = signed_in(people["arbiter"])
    client.post("/en/budgeting/2026/shortlist/city/", {"idea": idea.code})
    page = read(client, "2026/shortlist/city/")
    assert "50\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}EUR" in page
    assert "130\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}EUR" in page
    assert "50 % of the envelope" in page
