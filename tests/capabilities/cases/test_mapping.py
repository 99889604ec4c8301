"""Reading other cities' files: any text is a case or a reason why not."""

import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.cases.rules import mapping
from korzo.capabilities.cases.rules.mapping import BadMapping, BadValue, Imported
from korzo.capabilities.cases.rules.states import State

READY = sorted(path.name for path in files("korzo.capabilities.cases").joinpath("mappings").iterdir())
HEADER = ["id", "opened", "closed", "due", "kind", "status", "lat", "long", "words", "where", "who", "how", "dup"]
TEXT = """
source = "test"
zone = "Europe/Belgrade"
nowhere = [[42.0, 18.0]]
[columns]
key = "id"
reported_at = "opened"
closed_at = "closed"
due_at = "due"
category = "kind"
status = "status"
lat = "lat"
long = "long"
description = "words"
address = "where"
office = "who"
channel = "how"
[[state]]
column = "dup"
equals = "1"
state = "duplicate"
[status]
Open = "validated"
Closed = "resolved"
[channels]
Phone = "phone"
"""
MEANING = mapping.parse(TEXT, "test")
READ = mapping.reader(MEANING, HEADER, latest=datetime(2026, 3, 12, tzinfo=UTC))
GOOD = dict(
    zip(
        HEADER,
        ["7", "2026-03-11 10:30:00", "", "", "Pothole", "Open", "42.4", "18.5", "x", "lipa 5", "Roads", "Phone", ""],
        strict=True,
    )
)


def read(**changes: str) -> Imported:
    return READ(list({**GOOD, **changes}.values()))


def refusal(**changes: str) -> tuple[str, str]:
    with pytest.raises(BadValue) as caught:
        read(**changes)
    return caught.value.column, caught.value.reason


def test_a_row_means_what_the_mapping_says() -> None:
    found = read()
    assert (found.key, found.reported_at, found.closed_at, found.category) == (
        "7",
        "2026-03-11 09:30:00",
        None,
        "Pothole",
    )
    assert (found.state, found.channel, found.lat, found.long, found.office) == (
        State.VALIDATED,
        "phone",
        42.4,
        18.5,
        "Roads",
    )


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-03-11T10:30:00Z", "2026-03-11 10:30:00"),
        ("2026-03-11T10:30:00+05:00", "2026-03-11 05:30:00"),
        ("03/11/2026 01:05:00 PM", "2026-03-11 12:05:00"),
        ("3/11/2026 12:05:00 AM", "2026-03-10 23:05:00"),
        ("3/11/2026 13:05", "2026-03-11 12:05:00"),
        ("03/11/2026", "2026-03-10 23:00:00"),
        ("1773225000", "2026-03-11 10:30:00"),
        ("1773225000000", "2026-03-11 10:30:00"),
        ("2025-10-26 02:30:00", "2025-10-26 00:30:00"),
    ],
)
def test_times_as_other_systems_write_them(written: str, utc: str) -> None:
    assert read(opened=written).reported_at == utc


@given(
    st.datetimes(datetime(1969, 12, 30), datetime(2040, 1, 1)),
    st.sampled_from(["Europe/Podgorica", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Monrovia"]),
    st.sampled_from("T "),
)
def test_times_of_an_hour_that_is_known_are_those_of_the_clock(at: datetime, zone: str, between: str) -> None:
    reads = mapping.reader(mapping.parse(TEXT.replace("Europe/Belgrade", zone), "test"), HEADER)
    for minute in (at.minute, 0, 59):
        row = {**GOOD, "opened": f"{at.replace(minute=minute):%Y-%m-%d{between}%H:%M:%S}"}
        utc = at.replace(minute=minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if utc < mapping.EARLIEST:
            with pytest.raises(BadValue):
                reads(list(row.values()))
        else:
            assert reads(list(row.values())).reported_at == f"{utc:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": ""}, ("id", "is empty")),
        ({"id": "x" * 81}, ("id", "is longer than 80 characters")),
        ({"opened": ""}, ("opened", "is empty")),
        ({"opened": "yesterday"}, ("opened", "is not a time")),
        ({"opened": "13/40/2026"}, ("opened", "is not a time")),
        ({"opened": "1969-12-31"}, ("opened", "is not a time")),
        ({"opened": "9999-12-31 23:59:59-23:00"}, ("opened", "is not a time")),
        ({"closed": "2026-03-10"}, ("closed", "is before the case was opened")),
        ({"kind": " "}, ("kind", "is empty")),
        ({"lat": "x"}, ("lat", "is not a number")),
        ({"lat": "91"}, ("lat", "is not within 90 degrees")),
        ({"long": "181"}, ("long", "is not within 180 degrees")),
        ({"long": "nan"}, ("long", "is not within 180 degrees")),
        ({"lat": "118.5", "long": "42.4"}, ("lat", "is not within 90 degrees")),  # swapped, where it can be seen
    ],
)
def test_what_cannot_be_read_is_said_with_its_column(changes: dict[str, str], said: tuple[str, str]) -> None:
    assert refusal(**changes) == said


def test_a_case_from_the_future_cannot_be() -> None:
    assert refusal(opened="2026-03-12T00:00:01Z")[0] == "opened"
    assert read(opened="2026-03-12T00:00:00Z").key == "7"


@pytest.mark.parametrize("place", [("0", "0"), ("42.0", "18.0"), ("", "18.5"), ("42.4", ""), ("0.0", "18.5")])
def test_the_point_for_nowhere_is_no_place(place: tuple[str, str]) -> None:
    found = read(lat=place[0], long=place[1])
    assert (found.lat, found.long) == (None, None)


@pytest.mark.parametrize(
    ("field", "column"), [("key", "id"), ("category", "kind"), ("office", "who"), ("description", "words")]
)
def test_no_text_holds_what_databases_cannot_keep(field: str, column: str) -> None:
    assert getattr(read(**{column: "a\x00b"}), field) == "ab"
    if column in ("id", "kind"):
        assert refusal(**{column: "\x00\u200b"}) == (column, "is empty")


def test_states_by_column_come_before_the_status_and_unknown_ones_follow_the_dates() -> None:
    assert read(dup="1", status="Closed").state == State.DUPLICATE
    assert read(status="closed").state == State.RESOLVED
    assert read(status="?").state == State.VALIDATED
    assert read(status="?", closed="2026-03-11 12:00").state == State.RESOLVED


def test_a_ragged_row_is_refused() -> None:
    for row in (["7"], [*GOOD.values(), "more"], []):
        with pytest.raises(BadValue, match="values where the header has 13"):
            READ(row)


def test_invisible_and_right_to_left_characters_are_taken_out() -> None:
    found = read(words="a\u200bb\u202ec\x00d\ufeff", where="\u200fулица\u200b  5 ")
    assert (found.description, found.address) == ("abcd", "улица 5")


@given(
    st.lists(
        st.text(max_size=30)
        | st.sampled_from(["0", "-1", "1e400", "nan", "inf", "2026-03-11", "1" * 10, "1" * 13, "\x00"]),
        max_size=15,
    )
)
def test_any_row_is_a_case_or_a_reason(row: list[str]) -> None:
    try:
        READ(row)
    except BadValue as bad:
        assert bad.reason


@given(st.dictionaries(st.sampled_from(HEADER), st.text(max_size=40)))
def test_any_values_give_a_case_that_a_database_can_keep(changes: dict[str, str]) -> None:
    try:
        found = read(**changes)
    except BadValue:
        return
    texts = [value for value in found if isinstance(value, str)]
    assert not any("\x00" in text for text in texts), found
    assert len(found.channel) <= 16
    assert len(found.address) <= 200
    assert (found.lat is None) == (found.long is None)


@pytest.mark.parametrize("name", READY)
def test_ready_mappings_say_what_they_are(name: str) -> None:
    text = files("korzo.capabilities.cases").joinpath("mappings", name).read_text()
    assert text.startswith("# ")
    meaning = mapping.parse(text, name.removesuffix(".toml"))
    assert all(len(channel) <= 16 for channel in meaning.channels.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "Expected|expected|invalid"),
        ("", "says nothing about"),
        ("columns = 1", "should be a table"),
        ('columns = "id"', "should be a table"),
        ("columns = {key = 1, reported_at = 2, category = 3}", "should be a text"),
        ('columns = {key = "a"}', "says nothing about category, reported_at"),
        ('columns = {key = "a", reported_at = "b", category = "c", colour = "d"}', "unknown fields colour"),
        ('zone = "Mars"\ncolumns = {key = "a", reported_at = "b", category = "c"}', "Mars"),
        ('status = "x"\ncolumns = {key = "a", reported_at = "b", category = "c"}', "should be a table"),
        ('status = {Open = "nonsense"}\ncolumns = {key = "a", reported_at = "b", category = "c"}', "nonsense"),
        (
            'channels = {a = "much too long for a channel"}\ncolumns = {key = "a", reported_at = "b", category = "c"}',
            "1 to 16",
        ),
        ('state = [{column = "a"}]\ncolumns = {key = "a", reported_at = "b", category = "c"}', "equals"),
        ('nowhere = [1]\ncolumns = {key = "a", reported_at = "b", category = "c"}', "test"),
        (f'source = "{"x" * 41}"\ncolumns = {{key = "a", reported_at = "b", category = "c"}}', "source"),
        ('source = ""\ncolumns = {key = "a", reported_at = "b", category = "c"}', "source"),
        ('words = ["a"]\ncolumns = {key = "a", reported_at = "b", category = "c"}', "test"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadMapping, match=said):
        mapping.parse(text, "test")


def test_a_file_without_a_needed_column_is_refused_with_what_it_has() -> None:
    with pytest.raises(BadMapping, match="no column “opened”; it has: id, kind"):
        mapping.reader(MEANING, ["id", "kind"])


@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5) | st.booleans(), max_size=5
        ),
        max_size=6,
    )
)
def test_json_objects_become_rows_of_one_width(objects: list[dict[str, Any]]) -> None:
    header, rows = mapping.as_rows(objects)
    assert all(len(row) == len(header) for row in rows)
    assert json.loads(json.dumps(rows)) == rows


def test_latest_is_a_day_ahead_and_no_more() -> None:
    read_now = mapping.reader(MEANING, HEADER, latest=datetime.now(UTC) + timedelta(days=1))
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    with pytest.raises(BadValue):
        read_now(list({**GOOD, "opened": tomorrow.isoformat()}.values()))
