"""What a stranger can learn of a report, tried at every door: words, place and photos before and after it was checked."""

import io
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.city import MIDDLE, City

from korzo.capabilities.cases import datasets, operations, public
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.open311 import bulk
from korzo.capabilities.cases.operations import Report
from korzo.capabilities.cases.queries import following
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import lake

TYPED = "Kuca Zebalovica kod kapije 7"
"""What somebody typed: a name, which nobody must read before the report was checked, and a house."""
HOUSE = "Mlinska ulica 9"
STREET = "Mlinska ulica"
MARCH = "start_date=2026-03-01T00:00:00Z&end_date=2026-04-01T00:00:00Z"


def english(name: str, *arguments: str, query: str = "") -> str:
    with translation.override("en"):
        return reverse(name, args=arguments) + query


def page(name: str, *arguments: str, query: str = "") -> str:
    answer = Client(headers={"accept-language": "en"}).get(english(name, *arguments, query=query))
    assert answer.status_code == 200
    return str(answer.content.decode())


def open311(path: str) -> str:
    return Client(headers={"accept-language": "en"}).get(f"/open311/v2/{path}").content.decode()


def lake_files(_case: Case) -> str:
    lake.publish(datasets.CASES, now=Case.objects.get().updated_at + timedelta(hours=1))
    said = ""
    for path in (Path(settings.KORZO.root) / "open").rglob("*"):
        if path.is_file():
            said += str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else path.read_text()
    assert _case.code in said
    return said


def bulk_files(_case: Case) -> str:
    out = io.StringIO()
    bulk.write(out, "csv")
    bulk.write(out, "json")
    return out.getvalue()


# Every door, and whether it names the place (the others show a number, a kind or a point).
DOORS: dict[str, tuple[Callable[[Case], str], bool]] = {
    "front page": (lambda _case: page("home"), True),
    "list": (lambda _case: page("cases:list"), True),
    "page": (lambda case: page("cases:case", case.code), True),
    "map": (lambda _case: page("cases:map", query="?bbox=18,42,19,43&zoom=17"), False),
    "map from afar": (lambda _case: page("cases:map", query="?bbox=18,42,19,43&zoom=9"), False),
    "open311 json": (lambda _case: open311(f"requests.json?extensions=true&{MARCH}"), True),
    "open311 xml": (lambda _case: open311(f"requests.xml?{MARCH}"), True),
    "open311 one": (lambda case: open311(f"requests/{case.code}.json"), True),
    "open311 one in xml": (lambda case: open311(f"requests/{case.code}.xml"), True),
    "api list": (lambda _case: Client().get("/api/v1/cases/").content.decode(), True),
    "api one": (lambda case: Client().get(f"/api/v1/cases/{case.code}").content.decode(), True),
    "lake": (lake_files, True),
    "bulk": (bulk_files, True),
    "other capabilities": (lambda case: f"{public.find(case.ref)}{public.describe(case.code)}", True),
}


def reported(now: datetime, address: str = TYPED, **more: Any) -> Case:
    given = {"lat": MIDDLE[0], "long": MIDDLE[1], "description": "Zebalovica baca smece", **more}
    return operations.report(Report("pothole", address=address, **given), by=None, now=now).case


def look(door: str, case: Case) -> str:
    cache.clear()
    return DOORS[door][0](case)


@pytest.mark.parametrize("door", DOORS)
def test_what_was_typed_is_nowhere_before_it_was_checked(town: City, now: datetime, door: str) -> None:
    case = reported(now)
    said = look(door, case)
    assert not re.search("zebalovic|kapij|smece", said, re.IGNORECASE)
    assert (STREET in said) == DOORS[door][1]


@pytest.mark.parametrize("door", DOORS)
def test_words_are_shown_after_it_was_checked_and_house_numbers_are_not(
    town: City, people: dict[str, Person], now: datetime, door: str
) -> None:
    case = reported(now, HOUSE)
    before = look(door, case)
    operations.validate(case, by=people["officer"], now=now)
    after = look(door, case)
    assert [HOUSE in said for said in (before, after)] == [False, False]
    assert (STREET in after) == DOORS[door][1]


@pytest.mark.parametrize("door", DOORS)
def test_a_city_may_show_house_numbers_of_what_was_checked(
    town: City, people: dict[str, Person], now: datetime, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.KORZO, "public_addresses", "address")
    case = reported(now, HOUSE)
    assert HOUSE not in look(door, case)
    operations.validate(case, by=people["officer"], now=now)
    assert (HOUSE in look(door, case)) == (DOORS[door][1] and door != "lake")  # there only streets are named


@pytest.mark.parametrize("door", DOORS)
def test_words_that_stay_internal_keep_the_typed_place_internal(
    town: City, people: dict[str, Person], now: datetime, door: str
) -> None:
    case = reported(now)
    operations.validate(case, by=people["officer"], now=now, publish_text=False)
    assert not re.search("zebalovic|kapij", look(door, case), re.IGNORECASE)


@pytest.mark.parametrize(
    ("typed", "known"), [("Mlinska ulica 9", STREET), ("mlinska", STREET), ("kod Zebalovica u dvoristu", "")]
)
def test_without_a_position_only_a_street_that_the_city_knows_is_named(
    town: City, now: datetime, typed: str, known: str
) -> None:
    case = reported(now, typed, lat=None, long=None)
    assert json.loads(look("api one", case))["address"] == known


def found(query: str) -> bool:
    answers = [
        "k-results-title" in page("cases:list", query=f"?q={query}"),
        bool(Client().get("/api/v1/cases/", {"q": query}).json()["items"]),
    ]
    assert len(set(answers)) == 1
    return answers[0]


def test_nobody_finds_what_is_not_shown_but_staff_do(town: City, people: dict[str, Person], now: datetime) -> None:
    case = reported(now)
    words = ("Zebalovica", "kapije", "kapi", "smece")
    assert [found(word) for word in words] == [False] * 4
    assert found("Mlinska")
    officer = Client()
    officer.force_login(people["officer"])
    assert all(case.code in officer.get(english("cases:queue"), {"q": word}).content.decode() for word in words)
    operations.validate(case, by=people["officer"], now=now)
    assert [found(word) for word in words] == [True] * 4
    operations.hide(case, hidden=True, by=people["officer"], now=now)
    assert not any(found(word) for word in (*words, "Mlinska"))


def test_the_reporter_and_staff_read_the_whole_address(town: City, people: dict[str, Person], now: datetime) -> None:
    case = reported(now, HOUSE)
    assert HOUSE in page("cases:follow", case.code, following.token(case.contact))
    for who in ("officer", "agent", "arbiter"):
        client = Client()
        client.force_login(people[who])
        for name in ("cases:queue", "cases:record", "cases:case"):
            arguments = () if name == "cases:queue" else (case.code,)
            assert HOUSE in client.get(english(name, *arguments)).content.decode(), (who, name)


def test_points_are_as_exact_as_promised(town: City, now: datetime) -> None:
    case = reported(now, lat=42.41512345, long=18.42098765)
    assert json.loads(look("open311 one", case))[0]["lat"] == 42.41512345
    near = json.loads(look("map", case))["features"][0]["geometry"]["coordinates"]
    assert near == [18.420988, 42.415123]
    look("lake", case)
    shown = json.loads((Path(settings.KORZO.root) / "open" / "cases.geojson").read_text())["features"][0]
    assert shown["geometry"]["coordinates"] == [18.421, 42.4151]


def test_what_is_hidden_leaves_the_front_page_at_once(town: City, people: dict[str, Person], now: datetime) -> None:
    case = reported(now)
    assert case.code in page("home")
    operations.hide(case, hidden=True, by=people["officer"], now=now)
    assert case.code not in page("home")  # with whatever is cached


def test_a_message_to_the_office_is_called_so_and_a_note_internal(
    town: City, people: dict[str, Person], now: datetime
) -> None:
    case = reported(now)
    operations.comment(case, text="From Ana", public=False, by=None, now=now, as_reporter=True)
    follow = page("cases:follow", case.code, following.token(case.contact))
    assert ("Only to the office" in follow, "Internal" in follow) == (True, False)
    operations.comment(case, text="Among us", public=False, by=people["officer"], now=now)
    officer = Client(headers={"accept-language": "en"})
    officer.force_login(people["officer"])
    record = officer.get(english("cases:record", case.code)).content.decode()
    assert (record.count("Only to the office"), record.count("Internal")) == (1, 1)
    assert "Among us" not in page("cases:follow", case.code, following.token(case.contact))
