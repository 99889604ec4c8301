"""What readers do: ask, remark, follow, show; and that each door is only as wide as it says."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.jobs import news as letters
from korzo.capabilities.catalog.models import Comment, Dataset, Follow, Group, Publisher, Request, Series, Showcase
from korzo.capabilities.catalog.operations import following, requesting
from korzo.capabilities.catalog.queries import links, readers
from korzo.kernel import search
from korzo.kernel.files import links as links_of
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people import leaving
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

People = dict[str, Person]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture(autouse=True)
def english(people: People) -> None:
    for person in people.values():
        person.language = "en"
        person.save(update_fields=["language"])


@pytest.fixture
def pipes(now: datetime) -> Dataset:
    return sets.made(now, name="pipes", organisation="roads")


def client(person: Person | None = None) -> Client:
    made = Client()
    if person:
        made.force_login(person)
    return made


def told(person: Person) -> list[str]:
    """The subjects in somebody's inbox after the trail was delivered."""
    delivery.deliver_news()
    rows = Message.objects.filter(person=person, channel="inbox").order_by("pk")
    return [rendering.render(each).subject for each in rows]


# Requests -------------------------------------------------------------------------------------------------------------
def test_a_request_is_answered_in_public_and_everybody_who_needs_it_hears(
    pipes: Dataset, people: People, now: datetime
) -> None:
    client(people["resident"]).post("/en/data/requests/new/", {"title": "Where are the pipes?", "text": "For a map"})
    asked = Request.objects.get()
    assert asked.state == "open"
    assert asked.due_on == timezone.localdate(now) + timedelta(days=30)
    page = f"/en/data/requests/{asked.number}/"
    client(people["elected"]).post(f"{page}support/", {"yes": "1"})
    given = {"state": "done", "dataset": "pipes"}
    assert client(people["resident"]).post(f"{page}answer/", given).status_code == 403
    assert client(people["officer"]).post(f"{page}answer/", given).status_code == 302
    asked.refresh_from_db()
    assert asked.dataset == pipes
    assert b"/en/data/pipes/" in client().get(page).content
    for who in ("resident", "elected"):
        assert any("published: Where are the pipes?" in subject for subject in told(people[who]))


def test_what_holds_a_link_waits_and_what_is_hidden_is_gone_for_others(people: People, now: datetime) -> None:
    asked = requesting.ask("Look at www.example.org", "", by=people["resident"], now=now)
    page = f"/en/data/requests/{asked.number}/"
    assert client().get(page).status_code == 404
    assert client(people["elected"]).get(page).status_code == 404
    assert client(people["resident"]).get(page).status_code == 200
    requesting.answer(asked, state="open", text={}, by=people["administrator"], now=now)
    assert client().get(page).status_code == 200
    assert search.find("example", kinds=("data_request",)).hits
    requesting.answer(asked, state="hidden", text={"en": "spam"}, by=people["administrator"], now=now)
    assert client().get(page).status_code == 404
    assert not search.find("example", kinds=("data_request",)).hits


def test_answers_need_what_they_promise(pipes: Dataset, people: People, now: datetime) -> None:
    asked = requesting.ask("Pipes", "", by=people["resident"], now=now)
    operations.withdraw(pipes, by=people["administrator"], now=now)
    for state, field, more in (
        ("declined", "answer", {}),
        ("done", "dataset", {"dataset": pipes}),
        ("promised", "due_on", {"due_on": timezone.localdate(now) - timedelta(days=1)}),
    ):
        with pytest.raises(operations.Refused) as refused:
            requesting.answer(asked, state=state, text={}, **more, by=people["administrator"], now=now)
        assert field in refused.value.problems
    assert Request.objects.get().state == "open"


def test_stewards_of_another_publisher_do_not_answer(pipes: Dataset, people: People, now: datetime) -> None:
    asked = requesting.ask("Pipes", "", publisher=pipes.publisher, by=people["resident"], now=now)
    with pytest.raises(operations.NotAllowed):
        requesting.answer(asked, state="declined", text={"en": "No"}, by=people["other"], now=now)


def test_late_answers_are_shown_as_late_and_similar_ones_are_offered(people: People, now: datetime) -> None:
    asked = requesting.ask("Trees along the streets", "", by=people["resident"], now=now - timedelta(days=32))
    assert b"data-late" in client().get("/en/data/requests/").content
    assert readers.is_late(asked, timezone.localdate(now))
    offered = client().get("/en/data/requests/similar/", {"title": "trees in streets"}).content.decode()
    assert f"/requests/{asked.number}/" in offered


# Remarks --------------------------------------------------------------------------------------------------------------
def test_remarks_reach_stewards_whose_answers_are_official(pipes: Dataset, people: People) -> None:
    there = "/en/data/pipes/remarks/"
    client(people["resident"]).post(there, {"text": "Column three is empty"})
    row = Comment.objects.get()
    assert any("remark on your data set" in subject for subject in told(people["officer"]))
    client(people["officer"]).post(there, {"text": "Mended", "reply_to": str(row.pk)})
    assert Comment.objects.get(reply_to=row).is_official
    assert any("answers your remark" in subject for subject in told(people["resident"]))
    assert client(people["other"]).post(f"{there}{row.pk}/judge/", {"hide": "1"}).status_code == 403
    client(people["officer"]).post(f"{there}{row.pk}/judge/", {"hide": "1"})
    assert b"Column three" not in client().get("/en/data/pipes/").content
    assert b"Column three" in client(people["resident"]).get("/en/data/pipes/").content


def test_who_reports_a_remark_again_and_again_is_heard_once(pipes: Dataset, people: People) -> None:
    there = "/en/data/pipes/remarks/"
    client(people["resident"]).post(there, {"text": "Column three is empty"})
    before = len(told(people["officer"]))
    for person in ("elected", "elected", "arbiter", "elected"):
        client(people[person]).post(f"{there}{Comment.objects.get().pk}/report/")
    assert len(told(people["officer"])) == before + 2


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("at HTTPS://example.org", True), ("ftp://example.org", True), ("www.example.org", True), ("mailto:a@b.rs", True),
        ("see example.com!", True), ("example.rs/offer", True), ("Offer@Example.ORG", True),
        ("pipes.csv is empty", False), ("Done.thanks", False), ("on 1.2.2026. at 10.30", False), ("and/or", False), ("", False),
    ],
)  # fmt: skip
def test_what_a_mail_program_makes_a_link_of_waits_for_a_check(text: str, waits: bool) -> None:
    assert requesting.holds_link(text) == waits


def test_a_refused_remark_keeps_its_text(pipes: Dataset, people: People) -> None:
    writer, there = client(people["resident"]), "/en/data/pipes/remarks/"
    for _time in range(10):
        assert writer.post(there, {"text": "again"}).status_code == 302
    answer = writer.post(there, {"text": "my long remark"})
    assert answer.status_code == 422
    assert b"my long remark" in answer.content


def test_links_of_strangers_and_drafts_stay_out_of_sight(pipes: Dataset, people: People, now: datetime) -> None:
    client(people["resident"]).post("/en/data/pipes/remarks/", {"text": "Buy at https://example.org"})
    assert b"Buy at" not in client().get("/en/data/pipes/").content
    operations.withdraw(pipes, by=people["administrator"], now=now)
    assert client(people["resident"]).post("/en/data/pipes/remarks/", {"text": "x"}).status_code == 404
    assert client(people["resident"]).post("/en/data/feed/follow/", {"what": "dataset:pipes"}).status_code == 404


# Showcases ------------------------------------------------------------------------------------------------------------
def test_a_showcase_is_checked_before_it_is_shown(pipes: Dataset, people: People) -> None:
    out = BytesIO()
    Image.new("RGB", (60, 40), "#134e6f").save(out, "PNG")
    given = {"title": "Pipe map", "text": "A map", "url": "https://example.org/", "datasets": "pipes"}
    picture = SimpleUploadedFile("a.png", out.getvalue(), "image/png")
    client(people["resident"]).post("/en/data/showcases/new/", {**given, "photos": picture})
    made = Showcase.objects.get()
    page, shown = f"/en/data/showcases/{made.pk}/", made.picture
    assert shown is not None
    assert client().get(links_of.url(shown)).status_code == 404
    assert client().get(page).status_code == 404
    assert client(people["resident"]).get(page).status_code == 200
    assert any("shows what they made" in subject for subject in told(people["officer"]))
    assert client(people["elected"]).post(f"{page}judge/", {"show": "1"}).status_code == 403
    assert client(people["other"]).post(f"{page}judge/", {"show": "1"}).status_code == 404  # not their data
    assert client(people["officer"]).post(f"{page}judge/", {"decline": "1"}).status_code == 422
    client(people["officer"]).post(f"{page}judge/", {"show": "1"})
    assert b"Pipe map" in client().get("/en/data/pipes/").content
    assert client().get(links_of.url(shown)).status_code == 200
    assert any("is shown: Pipe map" in subject for subject in told(people["resident"]))


def test_a_showcase_names_data_sets_that_everybody_sees(pipes: Dataset, people: People, now: datetime) -> None:
    operations.withdraw(pipes, by=people["administrator"], now=now)
    given = {"title": "Pipe map", "text": "A map", "url": "https://example.org/", "datasets": "pipes"}
    answer = client(people["resident"]).post("/en/data/showcases/new/", given)
    assert answer.status_code == 422
    assert b"Pipe map" in answer.content
    assert not Showcase.objects.exists()


# Following ------------------------------------------------------------------------------------------------------------
def test_one_letter_a_day_of_all_that_is_new(pipes: Dataset, people: People, now: datetime) -> None:
    reader = people["resident"]
    following.follow(pipes, by=reader, now=now)
    following.follow(pipes.publisher, by=reader, now=now)
    fresh_one = sets.made(now, name="manholes", organisation="roads")
    Dataset.objects.filter(pk=pipes.pk).update(updated_at=now, issued_at=now - timedelta(days=9))
    for _twice in range(2):
        letters.write(timezone.localdate(now), now=now)
    (letter,) = Message.objects.filter(person=reader, channel="inbox", template=letters.NEWS)
    written = rendering.render(letter)
    assert "Changed: Pipes" in written.text
    assert f"New: {fresh_one.title}" in written.text
    operations.withdraw(fresh_one, by=people["administrator"], now=now)
    assert "manholes" not in rendering.render(letter).text.lower()
    letters.write(timezone.localdate(now) - timedelta(days=1), now=now)
    assert Message.objects.filter(person=reader, channel="inbox", template=letters.NEWS).count() == 1


def test_the_link_of_a_letter_ends_it_without_signing_in(pipes: Dataset, people: People, now: datetime) -> None:
    following.follow(pipes, by=people["resident"], now=now)
    address = links.follows(people["resident"]).partition("/data/")[2]
    stranger = Client(enforce_csrf_checks=True)
    stranger.get(f"/en/data/{address}")
    assert Follow.objects.count() == 1
    stranger.post(f"/en/data/{address}", {"List-Unsubscribe": "One-Click"})
    assert not Follow.objects.exists()
    assert client().get("/en/data/feed/follows/forged/").status_code == 404


def test_the_button_follows_and_ends(pipes: Dataset, people: People) -> None:
    Group.objects.create(name="town", title={"en": "Town"}, made_at=timezone.now())
    reader = client(people["resident"])
    for what in ("dataset:pipes", "publisher:roads", "group:town", "theme:ENVI"):
        given = {"what": what, "yes": "1", "next": "//evil.example/"}
        assert reader.post("/en/data/feed/follow/", given).url == "/en/data/feed/follows/"  # type: ignore[attr-defined]
    assert Follow.objects.count() == 4
    for elsewhere in (
        "https://evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ):
        given = {"what": "theme:ENVI", "yes": "1", "next": elsewhere}
        assert reader.post("/en/data/feed/follow/", given).url == "/en/data/feed/follows/"  # type: ignore[attr-defined]
    given["next"] = "/en/data/pipes/"
    assert reader.post("/en/data/feed/follow/", given).url == "/en/data/pipes/"  # type: ignore[attr-defined]
    assert reader.post("/en/data/feed/follow/", {"what": "theme:NONE", "yes": "1"}).status_code == 404
    reader.post("/en/data/feed/follow/", {"what": "theme:ENVI"})
    reader.post("/en/data/feed/follows/", {"all": "1"})
    assert not Follow.objects.exists()


def test_feeds_tell_of_what_everybody_sees(pipes: Dataset, people: People, now: datetime) -> None:
    hidden = sets.made(now, name="secret", step="draft")
    for address in ("/en/data/feed.atom", "/en/data/feed.atom?organization=roads"):
        feed = client(people["administrator"]).get(address).content.decode()
        assert str(pipes.pk) in feed
        assert str(hidden.pk) not in feed
    assert str(pipes.pk) not in client().get("/en/data/feed.atom?organization=water").content.decode()
    assert client().get("/en/data/secret/feed.atom").status_code == 404
    assert b"<entry>" in client().get("/en/data/pipes/feed.atom").content


# Collections ----------------------------------------------------------------------------------------------------------
def test_administrators_set_up_publishers_groups_and_series(pipes: Dataset, people: People, now: datetime) -> None:
    boss = client(people["administrator"])
    given = {"name": "yearly", "title_en": "Yearly", "description_en": "One a year"}
    publisher = str(pipes.publisher.pk)
    assert boss.post("/en/data/desk/new/series/", {**given, "publisher": publisher}).status_code == 302
    assert boss.post("/en/data/desk/new/group/", given).status_code == 302
    assert boss.post("/en/data/desk/new/publisher/", {**given, "kind": "Company"}).status_code == 302
    assert boss.post("/en/data/desk/new/nothing/", given).status_code == 404
    operations.change(pipes, {"series": Series.objects.get()}, by=people["administrator"], now=now)
    assert b"Pipes" in client().get("/en/data/series/yearly/").content
    assert b"Pipes" in client().get(f"/en/data/publishers/{pipes.publisher.name}/").content
    boss.post("/en/data/desk/edit/publisher/roads/", {"delete": "1"})
    assert not Publisher.objects.get(name="roads").is_deleted  # it has a data set
    boss.post("/en/data/desk/edit/group/yearly/", {"delete": "1"})
    assert Group.objects.get().is_deleted
    assert client(people["officer"]).post("/en/data/desk/new/group/", given).status_code == 403


def test_what_replaces_a_data_set_is_linked(pipes: Dataset, people: People, now: datetime) -> None:
    newer = sets.made(now, name="tubes", organisation="roads")
    operations.deprecate(pipes, replaced_by=newer, by=people["administrator"], now=now)
    assert client().get("/en/data/pipes/").headers["Link"].endswith('/en/data/tubes/>; rel="successor-version"')


# Leaving --------------------------------------------------------------------------------------------------------------
def test_who_leaves_takes_their_words_along_and_leaves_no_name(pipes: Dataset, people: People, now: datetime) -> None:
    reader = people["resident"]
    requesting.ask("Pipes", "please", by=reader, now=now)
    client(reader).post("/en/data/pipes/remarks/", {"text": "Hello"})
    following.follow(pipes, by=reader, now=now)
    kept = leaving.everything_about(reader)["open_data"]
    assert (kept["requests"][0]["text"], kept["comments"][0]["text"]) == ("please", "Hello")
    assert kept["follows"][0]["dataset"] == "pipes"
    leaving.erase(reader, now=now)
    assert not Follow.objects.exists()
    assert (Request.objects.get().person, Comment.objects.get().person) == (None, None)
    assert b"A resident" in client().get("/en/data/pipes/").content
