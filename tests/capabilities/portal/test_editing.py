"""Writing, checking and publishing: the pages of the editors' desk, as each of those who write meets them."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.capabilities.portal import pdfs
from tests.city import City

from korzo.capabilities.portal.models import Category, Document, Item, Moved, Photo
from korzo.capabilities.portal.operations import editing, publishing
from korzo.capabilities.portal.queries.files import path as path_of
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.places.models import Street
from korzo.kernel.text.multilingual import Text

People = dict[str, Person]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def editor(town: City, people: People) -> Person:
    person = Person.objects.create_user("editor@example.org", "a-long-password", name="Editor")
    Membership.objects.create(person=person, organisation=Organisation.objects.get(code="city"), role=Role.EDITOR)
    return person


@pytest.fixture
def item(editor: Person, now: datetime) -> Item:
    values = {"title": Text({"en": "A new quay"}), "body": Text({"en": "It is **long**."})}
    return editing.begin("news", "en", values, by=editor, now=now)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def picture(colour: str = "navy") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(out, "PNG")
    return SimpleUploadedFile("quay.png", out.getvalue(), content_type="image/png")


def typed(item: Item, **more: object) -> dict[str, object]:
    item.refresh_from_db()
    body = item.body.get("en", "")
    return {"version": item.version, "title": item.title["en"], "body": body, "slug": item.slug, "lead": "", **more}


def test_an_office_writes_and_an_editor_publishes(editor: Person, people: People) -> None:
    officer = signed_in(people["officer"])
    at = officer.post("/en/editors/new/", {"kind": "news", "language": "en", "title": "Roads closed"})["Location"]
    item = Item.objects.get()
    assert item.office == Organisation.objects.get(code="roads")
    assert "Save and publish" not in officer.get(at).content.decode()
    street = Street.objects.all()[0]
    given = typed(item, lead="For a day.", body="## Why\n\nTar.", street=street.name, step="hand_in")
    given["links"] = "https://example.org/tar About tar\nexample.net"
    assert officer.post(at, given)["Location"] == at
    item.refresh_from_db()
    assert (item.state, item.lead["en"], item.street) == ("in_review", "For a day.", street)
    assert item.links == [
        {"url": "https://example.org/tar", "title": "About tar"},
        {"url": "https://example.net", "title": ""},
    ]
    assert officer.post(f"{at}step/", {"step": "withdraw"}).status_code == 403
    desk = signed_in(editor)
    editing.begin("page", "en", {"title": Text({"en": "Later"})}, by=editor, now=timezone.now())
    listed = desk.get("/en/editors/").content.decode()
    assert listed.index("Roads closed") < listed.index("Later")  # what waits for a check comes first
    assert "Later" not in officer.get("/en/editors/").content.decode()
    assert Client().get(f"/en/news/{item.slug}/").status_code == 404
    desk.post(at, typed(item, lead="For a day.", step="publish"))
    assert Client().get(f"/en/news/{item.slug}/").status_code == 200
    assert officer.post(at, typed(item)).status_code == 403
    assert "Editors change it now" in officer.get(at).content.decode()
    desk.post(f"{at}step/", {"step": "withdraw"})
    assert Client().get(f"/en/news/{item.slug}/").status_code == 404


def test_it_appears_at_the_time_that_was_chosen(item: Item, editor: Person, now: datetime) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/"
    desk.post(at, typed(item, step="plan", publish_at="soon"))
    item.refresh_from_db()
    assert item.state == "draft"
    when = (now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    desk.post(at, typed(item, step="plan", publish_at=when))
    item.refresh_from_db()
    assert item.is_waiting(now)
    assert "appears" in desk.get(at).content.decode()
    assert Client().get("/en/news/a-new-quay/").status_code == 404


def test_two_write_at_once_and_nothing_is_lost(item: Item, editor: Person, now: datetime) -> None:
    desk, given = signed_in(editor), typed(item, body="It is short.")
    editing.change(item, {"body": Text({"en": "It is wide."})}, version=item.version, by=editor, now=now)
    answer = desk.post(f"/en/editors/{item.pk}/", given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It is short." in page
    assert "<ins>wide</ins>" in page
    item.refresh_from_db()
    assert item.body["en"] == "It is wide."
    assert f'name="version" value="{item.version}"' in page
    assert desk.post(f"/en/editors/{item.pk}/", given | {"version": item.version}).status_code == 302
    item.refresh_from_db()
    assert item.body["en"] == "It is short."


def test_what_is_wrong_is_said_where_it_was_typed(item: Item, editor: Person, now: datetime) -> None:
    other = editing.begin("news", "en", {"title": Text({"en": "Other"})}, by=editor, now=now)
    wrong = {"slug": other.slug, "street": "Nowhere", "links": "no address at all", "title": ""}
    answer = signed_in(editor).post(f"/en/editors/{item.pk}/", typed(item, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This name is taken." in page
    assert "There is no street of this name" in page
    service = editing.begin("service", "en", {"title": Text({"en": "Passports"})}, by=editor, now=now)
    given = {"version": 1, "title": "Passports", "slug": "passports", "order": 5, "hours": "always", "who": "All"}
    answer = signed_in(editor).post(f"/en/editors/{service.pk}/", given)
    assert answer.status_code == 422
    assert "is not understood" in answer.content.decode()
    given |= {"hours": "Mo-Fr 08:00-15:30"}
    assert signed_in(editor).post(f"/en/editors/{service.pk}/", given).status_code == 302
    service.refresh_from_db()
    assert service.details == {"who": {"en": "All"}, "hours": "Mo-Fr 08:00-15:30"}


def test_what_is_lacking_is_said_and_keeps_it_from_readers(item: Item, editor: Person) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/"
    desk.post(at, typed(item, body="See [here](https://example.org)", step="publish"))
    item.refresh_from_db()
    assert (item.state, item.body["en"]) == ("draft", "See [here](https://example.org)")
    assert "name the link after what it leads to" in desk.get(at).content.decode()


def test_a_text_is_seen_before_it_is_saved(item: Item, editor: Person, people: People) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/"
    assert (
        desk.post(f"{at}preview/", {"body": "**x** <script>"}).content == b"<p><strong>x</strong> &lt;script&gt;</p>\n"
    )
    page = desk.post(at, typed(item, body="*slanted*", preview="1")).content.decode()
    assert "<em>slanted</em>" in page
    item.refresh_from_db()
    assert item.body["en"] == "It is **long**."
    assert signed_in(people["resident"]).post(f"{at}preview/", {"body": "x"}).status_code == 403
    assert signed_in(people["officer"]).post(f"{at}preview/", {"body": "x"}).status_code == 404


def test_pictures_say_what_they_show_and_are_seen_by_whom_the_item_is(item: Item, editor: Person) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/pictures/"
    as_script = {"Accept": "application/json"}
    mute = desk.post(f"{at}add/", {"picture-file": picture(), "picture-alt": " "}, headers=as_script)
    assert mute.status_code == 422
    assert not Photo.objects.exists()
    strange = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", content_type="image/png")
    assert desk.post(f"{at}add/", {"picture-file": strange, "picture-alt": "A"}, headers=as_script).status_code == 422
    told = desk.post(
        f"{at}add/", {"picture-file": picture(), "picture-alt": "The [new] quay"}, headers=as_script
    ).json()
    photo = Photo.objects.get()
    assert told == {"text": f"![The (new) quay](picture:{photo.upload_id})"}
    desk.post(f"/en/editors/{item.pk}/", typed(item, body=told["text"]))
    file = f"/files/{photo.upload_id}/large.jpg"
    assert f'src="{file}"' in desk.get(f"/en/editors/{item.pk}/").content.decode()
    assert (Client().get(file).status_code, desk.get(file).status_code) == (404, 200)
    publishing.publish(item, by=editor, now=timezone.now())
    assert Client().get(file).status_code == 200
    assert f'src="{file}"' in Client().get("/en/news/a-new-quay/").content.decode()


def test_the_picture_above_it_needs_words_and_keeps_its_point(item: Item, editor: Person) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/pictures/"
    item.refresh_from_db()
    given = {"version": item.version, "left": 20, "top": 70, "file": picture(), "alt": ""}
    assert desk.post(f"{at}cover/", given).status_code == 422
    given |= {"alt": "Boats", "file": picture()}
    assert desk.post(f"{at}cover/", given)["Location"] == at
    item.refresh_from_db()
    assert (item.focus_x, item.focus_y, item.cover_alt["en"]) == (0.2, 0.7, "Boats")
    first = item.cover_id
    for name in ("One", "Two"):
        desk.post(f"{at}add/", {"picture-file": picture("red"), "picture-alt": name})
    two = item.photos.order_by("pk")[1]
    desk.post(f"{at}{two.pk}/do/", {"do": "forward"})
    assert [each.alt["en"] for each in item.photos.all()] == ["Two", "One"]
    desk.post(f"{at}{two.pk}/", {"alt_en": "Two boats", "caption_en": "At sea", "order": 0})
    desk.post(f"{at}{two.pk}/do/", {"do": "cover"})
    item.refresh_from_db()
    assert item.cover_id == two.upload_id
    desk.post(f"{at}{two.pk}/do/", {"do": "remove"})
    item.refresh_from_db()
    assert item.cover_id == two.upload_id  # it still stands above
    desk.post(f"/en/editors/{item.pk}/versions/2/restore/")
    item.refresh_from_db()
    assert item.cover_id == first


@pytest.mark.parametrize(
    ("made", "lacks"),
    [
        (pdfs.plain(), ["untagged", "no_language", "no_title"]),
        (pdfs.plain(language="sr", title="Plan"), ["untagged"]),
        (pdfs.plain(tagged=True, language="sr", title="Plan"), []),
        (pdfs.packed(tagged=True, language="sr", title="Plan"), []),
        (pdfs.packed(title="Plan"), ["untagged", "no_language"]),
    ],
)
def test_files_are_looked_through(item: Item, editor: Person, made: bytes, lacks: list[str]) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/files/"
    sent = SimpleUploadedFile("C:\\plans\\Plan 2026.pdf", made, content_type="application/pdf")
    assert desk.post(at, {"file": sent, "language": "sr", "title": ""})["Location"] == at
    document = Document.objects.get()
    assert (document.findings, document.pages, document.file_name) == (lacks, 1, "Plan 2026.pdf")
    assert ("Not everybody can read this file" in desk.get(at).content.decode()) is bool(lacks)


def test_files_are_given_to_whom_the_item_is_shown(item: Item, editor: Person) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/files/"
    for content in (b"MZ not a document", b"%PDF-1.7 cut off"):
        sent = SimpleUploadedFile("a.pdf", content)
        assert desk.post(at, {"file": sent, "language": "sr"}).status_code == 422
    desk.post(at, {"file": SimpleUploadedFile("a.pdf", pdfs.plain()), "language": "sr", "title": "A"})
    document = Document.objects.get()
    file = f"/documents/{document.pk}/a.pdf"
    assert (Client().get(file).status_code, desk.get(file).status_code) == (404, 200)
    publishing.publish(item, by=editor, now=timezone.now())
    assert Client().get(file).getvalue() == pdfs.plain()
    lies = path_of(document)
    desk.post(f"{at}{document.pk}/remove/")
    assert Client().get(file).status_code == 404
    assert lies.exists()  # until the transaction is through


def test_translations_stand_beside_the_original_and_tell_when_it_moves_on(
    item: Item, editor: Person, people: People, now: datetime
) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/languages/"
    given = {"version": item.version, "title": "", "lead": "", "body": "Долг е.", "is_ready": "on"}
    assert desk.post(f"{at}mk/", given).status_code == 422  # readers get no page without a title
    assert desk.post(f"{at}mk/", given | {"title": "Нов кеј", "is_ready": ""}).status_code == 302
    item.refresh_from_db()
    assert (item.shown_in("mk"), item.is_behind("mk")) == ("en", False)
    desk.post(f"{at}mk/", given | {"title": "Нов кеј", "version": item.version})
    item.refresh_from_db()
    assert item.shown_in("mk") == "mk"
    editing.change(item, {"body": Text({**item.body, "en": "It is short."})}, version=item.version, by=editor, now=now)
    page = desk.get(f"{at}mk/").content.decode()
    assert "The original was changed since" in page
    assert "<ins>short</ins>" in page
    assert "the original was changed since" in desk.get(at).content.decode()
    assert "behind: Македонски" in desk.get("/en/editors/").content.decode()
    assert desk.get(f"{at}en/").status_code == 404
    assert signed_in(people["officer"]).get(f"{at}mk/").status_code == 404
    office = Organisation.objects.get(code="roads")
    item.refresh_from_db()
    editing.change(item, {"office": office}, version=item.version, by=editor, now=now)
    item.refresh_from_db()
    told = {"version": item.version, "title": "Kalaja", "body": "", "lead": "", "is_ready": "on"}
    signed_in(people["officer"]).post(f"{at}sq/", told)
    item.refresh_from_db()
    assert item.languages["sq"]["ready"] is False  # only editors set it ready


def test_words_can_be_taken_back(item: Item, editor: Person, now: datetime) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/versions/"
    desk.post(f"/en/editors/{item.pk}/", typed(item, body="It is **narrow**."))
    page = desk.get(f"{at}2/").content.decode()
    assert "<del>long</del>" in page
    assert "<ins>narrow</ins>" in page
    assert "<ins>narrow</ins>" in desk.get(f"{at}1/?since=1").content.decode()
    desk.post(f"{at}1/restore/")
    item.refresh_from_db()
    assert (item.body["en"], item.version) == ("It is **long**.", 3)
    assert "Back to version 1" in desk.get(at).content.decode()


def test_categories_and_old_addresses(item: Item, editor: Person, people: People) -> None:
    desk = signed_in(editor)
    given = {"code": "harbour", "name_en": "Harbour", "kinds": ["news"], "order": 1, "is_shown": "on"}
    assert desk.post("/en/editors/categories/new/", given).status_code == 302
    desk.post(f"/en/editors/{item.pk}/", typed(item, categories=[Category.objects.get().pk]))
    assert [each.code for each in item.categories.all()] == ["harbour"]
    assert "1 item" in desk.get("/en/editors/categories/").content.decode()
    publishing.publish(item, by=editor, now=timezone.now())
    moved = "/en/editors/moved/"
    assert (
        desk.post(moved, {"path": "/news/quay/", "to": "https://city.example/en/news/a-new-quay/"}).status_code == 302
    )
    assert Moved.objects.get().item == item
    assert Client().get("/en/news/quay/")["Location"] == "/en/news/a-new-quay/"
    for to in ("javascript:alert(1)", "//evil.example", "/news/quay/"):
        assert desk.post(moved, {"path": "/news/quay/", "to": to}).status_code == 422
    desk.post(f"{moved}{Moved.objects.get().pk}/forget/")
    assert not Moved.objects.exists()
    assert signed_in(people["officer"]).get(moved).status_code == 403


def test_a_draft_that_nobody_saw_can_go(item: Item, editor: Person) -> None:
    desk, at = signed_in(editor), f"/en/editors/{item.pk}/step/"
    publishing.publish(item, by=editor, now=timezone.now())
    desk.post(at, {"step": "delete"})
    assert Item.objects.exists()
    draft = editing.begin("page", "en", {"title": Text({"en": "Oh"})}, by=editor, now=timezone.now())
    assert desk.post(f"/en/editors/{draft.pk}/step/", {"step": "delete"})["Location"] == "/en/editors/"
    assert not Item.objects.filter(pk=draft.pk).exists()
