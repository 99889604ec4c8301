"""What is shown as perhaps the same problem: to residents before they send, to officers beside a case."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.cases import reports
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Merge
from korzo.capabilities.cases.queries import similar
from korzo.capabilities.cases.rules import duplicates
from korzo.capabilities.cases.rules.duplicates import Reason, Sight, compare
from korzo.kernel.people.models import Person

People = dict[str, Person]
AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
HERE = Sight("pothole", "roads", AT, *MIDDLE, "mlinska ulica 11", "mlinska ulica", frozenset({"rupa", "put"}))
METRE = 1 / 111_320

sights = st.builds(
    Sight,
    category=st.sampled_from(["pothole", "kerb", "leak"]),
    group=st.sampled_from(["roads", "water", ""]),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    lat=st.one_of(st.none(), st.floats(42.0, 42.01)),
    long=st.floats(18.0, 18.01),
    address=st.sampled_from(["", "a 1", "a 2"]),
    street=st.sampled_from(["", "a"]),
    words=st.frozensets(st.sampled_from(["a", "b", "c"])),
    channel=st.sampled_from(["web", "staff"]),
)


@given(sights, sights)
def test_the_order_of_two_reports_does_not_matter(one: Sight, other: Sight) -> None:
    assert compare(one, other) == compare(other, one)


@given(sights, sights)
def test_a_score_is_a_probability_and_each_stair_gives_one_reason(one: Sight, other: Sight) -> None:
    found = compare(one, other)
    assert 0 < found.score < 1
    for stair in ("spot close near", "kind group", "address street", "day days"):
        assert len(found.reasons & {Reason(each) for each in stair.split()}) <= 1


@given(sights, st.integers(0, 400), st.integers(0, 400))
def test_what_lies_nearer_is_not_less_likely(one: Sight, metres: int, more: int) -> None:
    one = replace(one, lat=42.0)
    near, far = (replace(one, lat=42.0 + each * METRE) for each in sorted([metres, more]))
    assert compare(one, near).score >= compare(one, far).score


@pytest.mark.parametrize(
    ("changes", "reasons", "score"),
    [
        ({}, "spot kind address day words", 0.47),
        ({"lat": MIDDLE[0] + 40 * METRE, "address": "", "street": ""}, "close kind day words", 0.17),
        ({"lat": MIDDLE[0] + 40 * METRE, "category": "kerb", "at": AT + timedelta(days=2)}, "close group address days words", 0.10),
        ({"lat": MIDDLE[0] + 200 * METRE, "at": AT - timedelta(days=9), "words": frozenset()}, "kind address", 0.01),
        ({"lat": None}, "close kind address day words", 0.27),
        ({"channel": "staff"}, "spot kind address day words by_staff", 0.25),
    ],
)  # fmt: skip
def test_known_pairs(changes: dict[str, object], reasons: str, score: float) -> None:
    found = compare(HERE, replace(HERE, **changes))  # type: ignore[arg-type]
    assert {each.value for each in found.reasons} == set(reasons.split())
    assert round(found.score, 2) == score


def test_a_degree_is_as_long_as_it_is() -> None:
    north, east = replace(HERE, lat=MIDDLE[0] + 0.001), replace(HERE, long=MIDDLE[1] + 0.001)
    assert duplicates.metres(HERE, north) == pytest.approx(111.3, abs=0.5)
    assert duplicates.metres(HERE, east) == pytest.approx(82.2, abs=0.5)


def ask(now: datetime, *, public: bool = True, **changes: object) -> list[similar.Twin]:
    """What is found for a report like the hole in the middle of the town."""
    lat, long = MIDDLE
    told = {"category": ("pothole", "roads"), "at": now, "point": (lat, long), "words": "Rupa na putu"} | changes
    address = str(told.get("address", ""))
    return similar.found(similar.Sought(similar.sight(**told), address), now=now, public=public)  # type: ignore[arg-type]


def test_words_in_both_scripts_are_the_same_words(town: City, now: datetime) -> None:
    operations.report(reports.HOLE, by=None, now=now)
    assert Reason.WORDS in ask(now, words="rupe na putevima")[0].likeness.reasons


def test_what_is_found(town: City, people: People, now: datetime) -> None:
    here = operations.report(reports.HOLE, by=None, now=now).case
    near = operations.report(reports.with_(lat=MIDDLE[0] + 60 * METRE), by=None, now=now).case
    operations.report(reports.with_(lat=MIDDLE[0] + 600 * METRE), by=None, now=now)
    operations.report(reports.with_(category="noise"), by=None, now=now)
    assert [(twin.case, twin.metres) for twin in ask(now)] == [(here, 0), (near, 60)]
    assert ask(now + timedelta(days=31)) == []
    operations.resolve(here, text="Filled", by=people["officer"], now=now)
    operations.hide(near, hidden=True, by=people["officer"], now=now)
    assert ask(now) == []
    assert [twin.case for twin in ask(now, public=False)] == [here, near]
    assert here not in [twin.case for twin in ask(now + timedelta(days=15), public=False)]


def test_without_a_position_the_address_is_looked_for(town: City, now: datetime) -> None:
    at = "kod starog bunara"
    lost = operations.report(reports.with_(lat=None, long=None, address=at), by=None, now=now).case
    for public in (True, False):
        found = ask(now, public=public, point=(None, None), address="Код старог бунара")
        assert ([twin.case for twin in found], public) == (([] if public else [lost]), public)
    assert ask(now, point=(None, None), address="") == []


def test_the_number_of_queries_does_not_grow(town: City, now: datetime, django_assert_num_queries: object) -> None:
    for _ in range(2):
        operations.report(reports.HOLE, by=None, now=now)
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(ask(now)) == 2
    for _ in range(3):
        operations.report(reports.HOLE, by=None, now=now)
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(ask(now)) == 5


def reporting(client: Client, **where: object) -> str:
    """Walk to the last screen of a report, and read it."""
    client.post(reverse("cases:report"), {"category": "pothole", "description": "Rupa"})
    lat, long = MIDDLE
    client.post(reverse("cases:report-where"), {"address": "", "latitude": lat, "longitude": long, **where})
    return str(client.get(reverse("cases:report-send")).content.decode())


def test_before_sending_one_can_follow_instead(town: City, people: People) -> None:
    now = timezone.now()
    case = operations.report(reports.HOLE, by=None, now=now).case
    client = Client()
    page = reporting(client)
    assert case.code in page
    assert "Рупа на путу" not in page.partition("No, mine is another one")[0]  # nobody has checked the words yet
    operations.validate(case, by=people["agent"], now=now)
    page = reporting(client)
    assert "0 m away" in page
    assert "Рупа на путу" in page
    link = re.search(r'href="([^"]+/follow/\?instead=1)"', page)
    assert link
    assert client.post(link[1], {"email": "b@example.org", "instead": "1"}).status_code == 200
    assert client.get(reverse("cases:report-send")).status_code == 200, "what was begun stays: it may be another one"
    assert Case.objects.count() == 1


def test_nothing_is_asked_where_nothing_is_nearby(town: City) -> None:
    operations.report(reports.with_(lat=42.425), by=None, now=timezone.now())
    assert "Is it one of these?" not in reporting(Client())


def test_an_officer_joins_and_splits_on_the_record(town: City, people: People) -> None:
    now = timezone.now()
    first, second = (operations.report(reports.HOLE, by=None, now=now).case for _ in range(2))
    officer = Client()
    officer.force_login(people["officer"])
    record = reverse("cases:record", args=[first.code])
    page = officer.get(record).content.decode()
    assert "at the same spot" in page
    assert second.code in page
    officer.post(reverse("cases:merge", args=[first.code]), {"into": second.code})
    assert Merge.objects.get().root == second
    assert "split it off" in officer.get(record).content.decode()
    assert second.code in Client().get(reverse("cases:case", args=[first.code])).content.decode()
    operations.comment(first, text="It grew", public=False, by=None, now=now, as_reporter=True)
    assert "It grew" in officer.get(reverse("cases:record", args=[second.code])).content.decode()
    officer.post(reverse("cases:split", args=[first.code]))
    assert not Merge.objects.exists()
    officer.post(reverse("cases:merge", args=[first.code]), {"twin": second.code})
    assert Merge.objects.get().root == first
    answer = officer.post(reverse("cases:merge", args=[first.code]), {"into": "K-2026-999999"}, follow=True)
    assert "no case with this number" in answer.content.decode()


def test_many_chosen_in_the_queue_become_one(town: City, people: People) -> None:
    now = timezone.now()
    cases = [operations.report(reports.HOLE, by=None, now=now + timedelta(seconds=n)).case for n in range(4)]
    officer, elected, other = Client(), Client(), Client()
    officer.force_login(people["officer"])
    elected.force_login(people["elected"])
    other.force_login(people["other"])
    assert officer.get(reverse("cases:queue")).content.decode().count('name="case"') == 4
    assert 'name="case"' not in elected.get(reverse("cases:queue")).content.decode()
    url, codes = reverse("cases:merge-chosen"), [case.code for case in cases]
    assert elected.post(url, {"case": codes}).status_code == 403
    other.post(url, {"case": codes})
    officer.post(url, {"case": codes[:1]})
    assert not Merge.objects.exists()
    officer.post(url, {"case": codes})
    assert {merge.root_id for merge in Merge.objects.all()} == {cases[0].pk}
    assert Merge.objects.count() == 3


def test_hints_are_better_than_looking_nearby_on_real_complaints(shared: Path) -> None:
    from bench import duplicates as bench

    if not bench.FILE.exists():
        pytest.skip("needs the complaints of Boston in ../shared, which are not here")
    boston = bench.Boston()
    pairs, others = boston.asked(bench.SEPTEMBER, bench.NOVEMBER, others=1500)
    ours = bench.measured(pairs, others, bench.scored(duplicates.LIKELY))
    nearby = bench.measured(pairs, others, bench.nearest("group", 50))
    assert ours.recall >= 0.87
    assert ours.first >= nearby.first + 0.05
    assert ours.hint_on_others <= nearby.hint_on_others
