"""The demo city: invented once, whole, believable, and never mistaken for a real one."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django_tasks_db.models import DBTaskResult
from tests.city import City

from korzo.capabilities.assessments.models import Assessment, Scenario
from korzo.capabilities.assessments.queries.projecting import Projection
from korzo.capabilities.assessments.rules import peers
from korzo.capabilities.cases.demo import Author, catalogue, pictures, seasons, wording
from korzo.capabilities.cases.demo.album import Album
from korzo.capabilities.cases.demo.spots import Spot
from korzo.capabilities.cases.demo.wording import Wording
from korzo.capabilities.cases.models import Case, Category, Contact, Photo
from korzo.kernel import trail
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people import keys
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.publishing import lake
from korzo.kernel.trail.models import Entry
from korzo.site import config, demo
from korzo.site.demo import identity, offices, people
from korzo.ui import icons

WRITTEN = ["sr", "hr", "bs", "cnr", "mk", "sq", "en", "ko"]  # Serbian Latin follows from Cyrillic
NOW = datetime(2026, 8, 14, 11, 20, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Podgorica")


def test_settings_of_the_demo_are_settings_and_mark_it_as_invented(tmp_path: Path) -> None:
    assert set(identity.SETTINGS) <= {name.upper() for name in config.Config.model_fields}
    written = tmp_path / "korzo.env"
    written.write_text("".join(f"KORZO_{name}={value}\n" for name, value in identity.SETTINGS.items()))
    assert config.Config(_env_file=written).is_demo


def test_the_city_is_invented_once_and_whole(db: None) -> None:
    said: list[str] = []
    list(lake.publish_all())  # as a worker does that was there before the city
    demo.invent(cases=150, say=said.append)
    published = [line for line in said if line.endswith(" rows")]
    assert not {"  assessment-ratios: 0 rows", "  cases: 0 rows", "  ideas: 0 rows"} & set(published)
    assert Case.objects.count() == 150
    assert Case.objects.filter(is_open=True).exists()
    assert all(isinstance(seq, int) for seq in trail.verify())
    order = list(Case.objects.order_by("reported_at").values_list("code", flat=True))
    assert order == sorted(order)
    assert not Case.objects.filter(reported_at__gt=datetime.now(UTC)).exists()

    assert not DBTaskResult.objects.exists()  # nobody is told about what never happened
    assert set(Message.objects.values_list("channel", flat=True)) == {Channel.INBOX}
    own = Contact.objects.filter(person__email=people.RESIDENT.email)
    assert sorted(own.values_list("case__state", flat=True)) == ["declined", "in_progress", "received", "resolved"]

    addresses = [*Contact.objects.exclude(email="").values_list("email", flat=True)]
    addresses += [
        *Person.objects.values_list("email", flat=True),
        *Organisation.objects.values_list("email", flat=True),
    ]
    assert {address.partition("@")[2] for address in addresses} == {"example.org"}
    assert all(
        number.startswith("+000 ") for number in Contact.objects.exclude(phone="").values_list("phone", flat=True)
    )

    on_beach = Case.objects.filter(category__code="rubbish", district__kind="beach")
    assert {case.office.code for case in on_beach} <= {"beach", "parks"}
    photo = Photo.objects.select_related("upload", "case").first()
    assert photo is not None
    assert photo.upload.path().is_file()
    assert photo.upload.owner == photo.case.ref

    ahead = Projection(Assessment.objects.get(state=Assessment.State.APPROVED))
    held, reformed = (ahead.outlooks[kind] for kind in (Scenario.Kind.BASE, Scenario.Kind.REFORM))
    last = ahead.assessment.last_year + 2
    taxes = peers.known(each("R4", last) for each in (held, reformed))
    assert taxes[0] < taxes[1]  # the council decided on its taxes

    for somebody in people.PEOPLE:
        assert authenticate(None, email=somebody.email, password=identity.PASSWORD) is not None
    assert keys.holder(identity.API_KEY, now=NOW) == Person.objects.get(email=people.RESIDENT.email)

    before = (trail.head(), Upload.objects.count(), Message.objects.count(), Person.objects.count())
    (Path(settings.KORZO.root) / demo.STAMP).unlink()  # as if it had been interrupted at the very end
    again: list[str] = []
    demo.invent(cases=150, say=again.append)
    assert [line for line in again if line.endswith(" rows")] == published
    assert list(Entry.objects.filter(seq__gt=before[0][0]).values_list("event", "ref")) == []
    assert before == (trail.head(), Upload.objects.count(), Message.objects.count(), Person.objects.count())
    demo.invent(cases=150, say=said.append)
    assert said[-1] == "The demo city is here already."


def test_welcome_names_who_can_sign_in_and_how() -> None:
    told = demo.welcome("http://localhost:8000")
    for login, _what in people.SHOWN:
        assert f"{login}@example.org" in told
    assert identity.PASSWORD in told
    assert identity.API_KEY in told


def test_every_name_is_said_in_every_language() -> None:
    texts = [office.name for office in offices.OFFICES]
    for kind in catalogue.kinds():
        texts += [kind.name, kind.about, kind.words, kind.group_name]
        for asked in kind.question:
            texts += [asked["question"], *asked.get("values", {}).values()]
    for text in texts:
        assert list(text) == WRITTEN, text
        assert all(text.values()), text
        for language, said in text.items():
            has_cyrillic = bool(re.search("[Ѐ-ӿ]", said))
            assert has_cyrillic == (language in ("sr", "mk")), text


def test_every_kind_can_be_reported_answered_and_drawn_with_what_there_is() -> None:
    reports, answers = wording._read("sr-reports", "sr-reports-more"), wording._read("sr-answers")
    codes = [kind.code for kind in catalogue.kinds()]
    assert len(set(codes)) == len(codes) == 27
    known = {office.code for office in offices.OFFICES}
    for kind in catalogue.kinds():
        assert kind.office in known
        assert kind.icon in icons.SHAPES
        assert reports[kind.code]["what"]
        assert answers["done"][kind.code]
        assert kind.photo == 0 or pictures.can_show(kind.code) or kind.code == "traffic-light"
    for said in wording._read("others").values():
        assert set(said.get("what", {})) <= set(codes) | set(said)
    assert {code for code in wording._read("sr-wishes") if code != "always"} <= set(codes)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sr", "Лепа река, дете и место"),
        ("sr-latn", "Lepa reka, dete i mesto"),
        ("cnr", "Lijepa rijeka, dijete i mjesto"),
        ("hr", "Lijepa rijeka, dijete i mjesto"),
    ],
)
def test_one_text_serves_four_languages(language: str, expected: str) -> None:
    assert wording.spoken("Лѣѣпа рѣѣка, дѣѣте и мѣсто", language) == expected


def test_the_old_vowel_softens_the_letter_before_it() -> None:
    assert wording.spoken("лѣто, понедѣљак", "bs") == "ljeto, ponedjeljak"


def test_no_report_shows_marks_or_the_wrong_alphabet() -> None:
    writes, spot = Wording(Random(5)), Spot(42.0, 18.4, "Mlinska", "12", "centre")
    for kind in catalogue.kinds():
        for language in wording.WRITTEN:
            told = writes.report(kind.code, language, spot)
            assert not re.search(r"[ѣ{}\[\]]", told.text), told
            if told.language in ("sr-latn", "hr", "bs", "cnr", "sq", "en"):
                assert not re.search("[Ѐ-ӿ]", told.text), told


def test_moments_lie_in_the_past_and_follow_the_seasons() -> None:
    kinds = catalogue.kinds()
    found = seasons.moments(kinds, count=4000, now=NOW, zone=ZONE, seed=7)
    assert found == sorted(found, key=lambda each: each[0])
    assert NOW - timedelta(days=731) < found[0][0] < found[-1][0] < NOW
    assert found == seasons.moments(kinds, count=4000, now=NOW, zone=ZONE, seed=7)

    def share(code: str, months: set[int]) -> float:
        days = [at.month in months for at, kind in found if kind.code == code]
        return sum(days) / len(days)

    assert share("noise", {7, 8}) > 0.3  # two months of twelve would be 0.17
    assert share("pothole", {2, 3, 4}) > 0.4
    assert share("fallen-tree", {10, 11, 12}) > 0.5
    assert share("street-light", {5, 6, 7}) < 0.2


def test_the_same_seed_tells_the_same_stories(town: City, now: datetime) -> None:
    Category.objects.all().delete()

    def told(seed: int) -> list[tuple[datetime, str, str]]:
        stories = Author(now, Wording(Random(f"{seed}/words")), Random(seed)).write(60, seed)
        return [
            (story.at, story.report.description, str([(step.at, step.verb) for step in story.steps]))
            for story in stories
        ]

    assert told(1) == told(1)
    assert told(1) != told(2)


@pytest.mark.parametrize("kind", pictures.SCENES)
def test_pictures_are_the_same_for_the_same_seed(kind: str) -> None:
    once, again = pictures.draw(kind, 1), pictures.draw(kind, 1)
    assert once.size == (1200, 900)
    assert once.tobytes() == again.tobytes()
    if pictures.can_show(kind, after=True):
        assert once.tobytes() != pictures.draw(kind, 1, after=True).tobytes()


def test_copies_of_a_picture_live_on_their_own(db: None, now: datetime) -> None:
    album = Album(now)
    (one,) = album.copy("pothole", now, owner="case:one")
    (other,) = album.copy("pothole", now, owner="case:other")
    assert one.path().read_bytes() == other.path().read_bytes()
    assert Upload.objects.count() == 3  # two copies, and the original that nobody sees
    for path in (one.path(), one.path("small")):
        path.unlink()
    assert other.path().stat().st_size + other.path("small").stat().st_size == other.size
    assert album.copy("noise", now, owner="case:one") == ()
    assert files.copy(other, owner="case:third", now=now).sha256 == other.sha256
