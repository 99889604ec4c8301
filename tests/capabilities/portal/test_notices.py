"""Works and outages: announced, told, over; the same for people, calendars and other programs."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.portal.announced import announced
from tests.city import MIDDLE, City, square

from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.operations import notices as operations
from korzo.capabilities.portal.queries import alerts
from korzo.capabilities.portal.rules import calendars, cap, notices
from korzo.kernel import refs
from korzo.kernel.people.models import Person

People = dict[str, Person]
EN = {"accept-language": "en"}
BELGRADE = ZoneInfo("Europe/Belgrade")
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")


def page(name: str, *arguments: object) -> str:
    with translation.override("en"):
        return reverse(f"portal:{name}", args=arguments)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


# Calendars --------------------------------------------------------------------------------------------------------------
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=400))
def test_lines_are_short_and_unfold_to_what_was_written(text: str) -> None:
    folded = calendars.folded(text)
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == text


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=100))
def test_escaped_texts_stay_in_their_line_and_can_be_read_back(text: str) -> None:
    written = calendars.escaped(text)
    assert not re.search(r"[\r\n]", written)
    read = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], written)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert read == "".join(letter for letter in plain if letter == "\n" or letter >= " ")
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", written)


def test_the_zone_is_told_by_rules_and_summer_is_summer() -> None:
    begins = datetime(2026, 4, 11, 7, 0, tzinfo=UTC)
    entry = calendars.Entry("a@b", "Opening", begins, begins, begins + timedelta(hours=2))
    lines = unfolded(calendars.calendar("x", "https://x/", [entry], zone=BELGRADE, now=begins).decode())
    assert "DTSTART;TZID=Europe/Belgrade:20260411T090000" in lines
    assert not any(line.startswith("RDATE") for line in lines)
    summer = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
    winter = lines[lines.index("BEGIN:STANDARD") : lines.index("END:STANDARD")]
    rule = "RRULE:FREQ=YEARLY;BYMONTH={};BYDAY=-1SU"
    assert summer[1:] == ["DTSTART:19700329T020000", rule.format(3), "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"]
    assert winter[1:] == ["DTSTART:19701025T030000", rule.format(10), "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"]


@pytest.mark.parametrize(
    ("zone", "begins"),
    [("Asia/Seoul", "DTSTART:20260411T070000Z"), ("Europe/Lisbon", "DTSTART;TZID=Europe/Lisbon:20260411T080000")],
)
def test_zones_that_change_otherwise_are_written_in_utc(zone: str, begins: str) -> None:
    at = datetime(2026, 4, 11, 7, 0, tzinfo=UTC)
    lines = unfolded(
        calendars.calendar("x", "y", [calendars.Entry("a", "b", at, at)], zone=ZoneInfo(zone), now=at).decode()
    )
    assert begins in lines


def test_the_last_of_whole_days_counts() -> None:
    at = datetime(2026, 4, 11, tzinfo=UTC)
    entry = calendars.Entry("a", "b", date(2026, 4, 11), at, date(2026, 4, 12))
    lines = unfolded(calendars.calendar("x", "y", [entry], zone=BELGRADE, now=at).decode())
    assert {"DTSTART;VALUE=DATE:20260411", "DTEND;VALUE=DATE:20260413"} <= set(lines)


def test_the_calendar_keeps_what_was_cancelled(town: City, people: People) -> None:
    now = timezone.now()
    one = announced(people["officer"], now)
    two = announced(people["officer"], now + timedelta(days=1), at=now, title={"en": "Other works"})
    operations.cancel(two, {}, by=people["officer"], now=now)
    answer = Client(headers=EN).get(page("notices-calendar"))
    lines = unfolded(answer.content.decode())
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [line for line in lines if line.startswith("UID")] == [
        f"UID:notice-{each.code}@{alerts.host()}" for each in (one, two)
    ]
    assert [line for line in lines if line.startswith("STATUS")] == ["STATUS:CONFIRMED", "STATUS:CANCELLED"]
    assert [line for line in lines if line.startswith("SEQUENCE")] == ["SEQUENCE:0", "SEQUENCE:1"]
    assert "SUMMARY;LANGUAGE=en:No water" in lines
    assert f"SOURCE;VALUE=URI:http://testserver{page('notices-calendar')}" in lines


# Alerts -----------------------------------------------------------------------------------------------------------------
def read(notice: Notice) -> ET.Element:
    answer = Client().get(page("notice-alert", notice.code))
    assert answer["Content-Type"].startswith("application/cap+xml")
    root = ET.fromstring(answer.content)
    valid(root)
    return root


def valid(root: ET.Element) -> None:
    """The rules of CAP 1.2, as its tables in 3.2 have them."""
    assert root.tag == f"{CAP}alert"
    order = (
        "identifier sender sent status msgType source scope restriction addresses code note references incidents info"
    )
    in_order(root, order, needed="identifier sender sent status msgType scope")
    for name in ("identifier", "sender"):
        assert not re.search(r"[\s,<&]", root.findtext(CAP + name, " "))
    assert MOMENT.fullmatch(root.findtext(f"{CAP}sent", ""))
    kind = root.findtext(f"{CAP}msgType")
    assert kind in ("Alert", "Update", "Cancel")
    named = root.findtext(f"{CAP}references", "").split()
    assert bool(named) == (kind != "Alert")
    for each in named:
        sender, name, sent = each.split(",")
        assert (sender, bool(name), bool(MOMENT.fullmatch(sent))) == (root.findtext(f"{CAP}sender"), True, True)
    for info in root.iter(f"{CAP}info"):
        order = "language category event responseType urgency severity certainty audience eventCode effective onset "
        order += "expires senderName headline description instruction web contact parameter resource area"
        in_order(info, order, needed="category event urgency severity certainty area")
        for name, words in (
            ("urgency", notices.URGENCY),
            ("severity", notices.SEVERITY),
            ("certainty", notices.CERTAINTY),
        ):
            assert info.findtext(CAP + name) in words
        assert info.findtext(f"{CAP}category") in notices.CATEGORY.values()
        for name in ("onset", "expires"):
            assert MOMENT.fullmatch(info.findtext(CAP + name, "2026-01-01T00:00:00+01:00"))
        for area in info.iter(f"{CAP}area"):
            assert area.findtext(f"{CAP}areaDesc")
            for ring in area.iter(f"{CAP}polygon"):
                points = (ring.text or "").split()
                assert len(points) >= 4
                assert points[0] == points[-1]
                assert all(-90 <= float(lat) <= 90 for lat, _long in (each.split(",") for each in points))


def in_order(root: ET.Element, order: str, *, needed: str) -> None:
    names = [each.tag.removeprefix(CAP) for each in root]
    places = [order.split().index(name) for name in names]
    assert places == sorted(places)
    assert set(needed.split()) <= set(names)


def test_an_alert_says_it_in_each_language_and_its_sequels_name_it(town: City, people: People) -> None:
    now = timezone.now() - timedelta(hours=2)
    notice = announced(people["officer"], now, severity="Severe")
    first = read(notice)
    assert first.findtext(f"{CAP}msgType") == "Alert"
    assert [each.findtext(f"{CAP}language") for each in first.iter(f"{CAP}info")] == ["sr-Cyrl", "en"] or {
        each.findtext(f"{CAP}headline") for each in first.iter(f"{CAP}info")
    } == {"No water", "Нема воде"}
    assert first.find(f".//{CAP}polygon") is not None
    operations.tell(notice, {"en": "It takes longer."}, by=people["officer"], now=now + timedelta(minutes=5))
    second = read(notice)
    assert second.findtext(f"{CAP}msgType") == "Update"
    assert first.findtext(f"{CAP}identifier", "?") in second.findtext(f"{CAP}references", "")
    operations.end(notice, {}, by=people["officer"], now=now + timedelta(minutes=9))
    third = read(notice)
    assert third.findtext(f".//{CAP}responseType") == "AllClear"
    assert third.findtext(f".//{CAP}urgency") == "Past"
    assert len(third.findtext(f"{CAP}references", "").split()) == 2
    assert third.findtext(f".//{CAP}expires") is None


def test_a_cancelled_notice_is_a_cancelled_alert_and_utc_has_its_own_sign(town: City, people: People) -> None:
    now = timezone.now()
    notice = announced(people["officer"], now + timedelta(days=2), at=now, streets=(), is_everywhere=True)
    operations.cancel(notice, {}, by=people["officer"], now=now + timedelta(minutes=1))
    root = read(Notice.objects.get())
    assert root.findtext(f"{CAP}msgType") == "Cancel"
    assert root.find(f".//{CAP}polygon") is None
    assert cap.moment(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00-00:00"


# Pages ------------------------------------------------------------------------------------------------------------------
def test_the_list_shows_what_runs_and_comes_and_keeps_what_is_over(town: City, people: People) -> None:
    now, by = timezone.now(), people["officer"]
    announced(by, now - timedelta(hours=1), title={"en": "Running works"})
    announced(by, now + timedelta(days=1), at=now, title={"en": "Coming works"}, kind="street")
    over = announced(by, now - timedelta(hours=5), title={"en": "Past works"})
    operations.end(over, {}, by=by, now=now - timedelta(hours=2))

    def titles(query: str = "") -> list[str]:
        text = Client(headers=EN).get(page("notices") + query).content.decode()
        return re.findall(r"(Running|Coming|Past) works</a>", text)

    assert titles() == ["Running", "Coming"]
    assert titles("?when=running") == ["Running"]
    assert titles("?when=coming") == ["Coming"]
    assert titles("?when=over") == ["Past"]
    assert titles("?kind=street") == ["Coming"]
    assert titles("?district=west") == ["Running", "Coming"]
    assert titles("?when=nonsense&kind=nonsense&page=x") == ["Running", "Coming"]


def test_a_page_says_that_nobody_gave_the_all_clear_and_then_that_somebody_did(town: City, people: People) -> None:
    now, by = timezone.now(), people["officer"]
    notice = announced(by, now - timedelta(hours=6))
    browser = Client(headers=EN)
    assert "no all-clear yet" in browser.get(page("notice", notice.code)).content.decode()
    operations.end(notice, {"en": "The pipe holds."}, by=by, now=now)
    text = browser.get(page("notice", notice.code)).content.decode()
    assert "no all-clear yet" not in text
    assert "All-clear: everything works again." in text
    assert "The pipe holds." in text
    assert browser.get(page("notice", "N-2020-00001")).status_code == 404


def test_a_notice_in_another_language_is_marked_and_described(town: City, people: People) -> None:
    notice = announced(people["officer"], timezone.now(), title={"sr": "Нема воде"})
    text = Client(headers=EN).get(page("notice", notice.code)).content.decode()
    assert re.search(r'<h1 lang="sr[^"]*">Нема воде</h1>', text)
    shown = refs.describe(notice.ref)
    assert shown is not None
    assert notice.code in shown.title
    assert refs.describe("notice:N-1999-00001") is None


def test_the_map_draws_points_streets_and_areas(town: City, people: People) -> None:
    now, by = timezone.now(), people["officer"]
    notice = announced(by, now)
    drawn = square(18.41, 42.411, 18.415, 42.413)
    announced(by, now, streets=(), area=drawn)
    announced(by, now, streets=(), is_everywhere=True)
    found = Client(headers=EN).get(page("notices-map")).json()["features"]
    assert sorted(each["geometry"]["type"] for each in found) == ["LineString", "Point", "Point", "Polygon"]
    one = Client(headers=EN).get(page("notices-map"), {"notice": notice.code}).json()["features"]
    assert {each["properties"]["ref"] for each in one} == {notice.ref}
    assert one[0]["properties"]["url"] == page("notice", notice.code)


def test_the_feed_moves_what_changed_up(town: City, people: People) -> None:
    now, by = timezone.now() - timedelta(minutes=30), people["officer"]
    announced(by, now, title={"en": "First"})
    announced(by, now + timedelta(minutes=1), title={"en": "Second"})
    operations.tell(Notice.objects.order_by("pk")[0], {"en": "Longer"}, by=by, now=now + timedelta(minutes=2))
    text = Client(headers=EN).get(page("notices-feed")).content.decode()
    assert re.findall(r"<title>(First|Second)", text) == ["First", "Second"]
    assert "Longer" in text


def test_a_list_asks_the_database_the_same_few_times(town: City, people: People) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert Client(headers=EN).get(page("notices")).status_code == 200
        return len(seen)

    announced(people["officer"], timezone.now())
    asked()
    before = asked()
    for _each in range(8):
        announced(people["officer"], timezone.now(), streets=("mill", "lime"))
    assert asked() <= before <= 12


# The desk ---------------------------------------------------------------------------------------------------------------
def typed(*, title: str = "Затворена улица", **more: Any) -> dict[str, Any]:
    return {
        "operator": "roads", "kind": "street", "severity": "Moderate", "title_sr": title,
        "begins_at": "2026-12-01T08:00", "ends_at": "2026-12-01T12:00", "streets": ["lime"], "save": "1", **more,
    }  # fmt: skip


@pytest.fixture
def officer(people: People) -> Client:
    browser = Client(headers=EN)
    browser.force_login(people["officer"])
    return browser


def test_an_officer_announces_in_the_citys_time_and_says_how_it_goes_on(officer: Client, people: People) -> None:
    given = typed()
    sent = officer.post(page("notice-new"), given)
    notice = Notice.objects.get()
    assert sent["Location"] == page("notice-desk", notice.code)
    assert notice.begins_at == datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    assert [each.code for each in notice.streets.all()] == ["lime"]
    Notice.objects.update(begins_at=timezone.now() - timedelta(hours=1), ends_at=None)
    assert officer.post(page("notice-desk", notice.code), {"text_sr": "Још мало", "tell": "1"}).status_code == 302
    assert officer.post(page("notice-desk", notice.code), {"tell": "1"}).status_code == 422
    assert officer.post(page("notice-desk", notice.code), {"end": "1"}).status_code == 302
    assert list(notice.updates.values_list("what", flat=True)) == ["ended", "told"]
    assert officer.get(page("notices-desk")).status_code == 200


def test_streets_are_added_one_after_the_other_and_nothing_typed_is_lost(officer: Client, people: People) -> None:
    shown = officer.post(page("notice-new"), typed(street="Mlinska", add="1", title="Радови")).content.decode()
    assert not Notice.objects.exists()
    assert re.search(r'value="mill"[^>]*checked', shown)
    assert re.search(r'value="lime"[^>]*checked', shown)
    assert "Радови" in shown
    unknown = officer.post(page("notice-new"), typed(street="Qwxyz", add="1"))
    assert unknown.status_code == 422
    assert "We do not know this street" in unknown.content.decode()


def test_an_area_around_a_point_and_a_place_that_lacks(officer: Client, people: People) -> None:
    lat, long = MIDDLE
    assert officer.post(page("notice-new"), typed(streets=[])).status_code == 422
    around: dict[str, Any] = {"streets": [], "lat": lat, "long": long, "radius": "200"}
    assert officer.post(page("notice-new"), typed(**around)).status_code == 302
    notice = Notice.objects.get()
    assert notice.area is not None
    assert notice.area["type"] == "Polygon"
    assert [each.code for each in notice.streets.all()] == ["mill"]


def test_who_was_slower_keeps_what_they_typed_and_can_save_it_again(officer: Client, people: People) -> None:
    notice = announced(people["officer"], timezone.now())
    operations.tell(notice, {"en": "x"}, by=people["officer"], now=timezone.now())
    given = typed(version="1", title="Моје речи")
    slow = officer.post(page("notice-correct", notice.code), given)
    assert slow.status_code == 422
    assert "Моје речи" in slow.content.decode()
    assert 'name="version" value="2"' in slow.content.decode()
    assert officer.post(page("notice-correct", notice.code), {**given, "version": "2"}).status_code == 302
    assert Notice.objects.get().title["sr"] == "Моје речи"


def test_another_office_cannot_touch_it_nor_announce_in_its_name(officer: Client, people: People) -> None:
    notice = announced(people["officer"], timezone.now())
    other = Client(headers=EN)
    other.force_login(people["other"])
    for name in ("notice-desk", "notice-correct"):
        assert other.get(page(name, notice.code)).status_code == 403
    assert other.post(page("notice-desk", notice.code), {"end": "1"}).status_code == 403
    assert other.post(page("notice-new"), typed()).status_code == 422  # this office is not among theirs
    assert Notice.objects.get().ended_at is None
