"""Administrators keep who does what and what can be reported, on Korzo's own pages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Attribute, Case, Category, RoutingRule
from korzo.capabilities.cases.operations import Report, setting_up
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
EVENING = datetime(2026, 3, 11, 19, 0, tzinfo=UTC)


@pytest.fixture
def office(people: People) -> Client:
    client = Client()
    client.force_login(people["administrator"])
    return client


def url(name: str, *arguments: Any) -> str:
    with translation.override("en"):
        return reverse(f"cases:{name}", args=arguments)


def report(now: datetime, kind: str = "pothole") -> Case:
    return operations.report(Report(kind, "", *MIDDLE), by=None, now=now).case


def add(client: Client, **typed: Any) -> None:
    assert client.post(url("routing-new"), typed).status_code == 302


def test_rules_by_place_and_time_send_cases(town: City, office: Client, now: datetime) -> None:
    west = District.objects.get(code="west").pk
    add(office, category=town.pothole.pk, district=west, office=town.water.pk)
    assert report(now).office == town.water
    add(office, category=town.pothole.pk, district=west, hours="outside", office=town.intake.pk)
    assert [report(at).office for at in (now, EVENING)] == [town.water, town.intake]
    page = office.get(url("routing")).content.decode()
    assert "Pothole, in the district West, outside office hours → Call centre" in page
    assert page.count("1 case sent") == 1
    assert page.count("2 cases sent") == 1
    assert page.index("outside office hours →") < page.index("Pothole, in the district West →")  # the special one first


def test_a_rule_counts_in_its_season_only(town: City, office: Client, now: datetime) -> None:
    add(office, group="roads", season_from="15.11.", season_until="10.3.", office=town.intake.pk)
    assert report(now).office == town.roads
    row = RoutingRule.objects.get(season_from="11-15")
    assert "15.11." in office.get(url("routing-rule", row.pk)).content.decode()
    typed = {"group": "roads", "season_from": "15.11", "season_until": "11. 3.", "office": town.intake.pk}
    assert office.post(url("routing-rule", row.pk), typed).status_code == 302
    assert report(now).office == town.intake


@pytest.mark.parametrize(
    "typed",
    [
        {"office": ""},
        {"category": "x"},
        {"season_from": "15.11."},
        {"season_from": "31.4.", "season_until": "1.5."},
        {"since": "2026-02-02", "until": "2026-02-01"},
        {"group": "nonsense"},
    ],
)
def test_what_makes_no_rule_is_told(town: City, office: Client, typed: dict[str, str]) -> None:
    given = {"office": town.roads.pk, **typed}
    assert office.post(url("routing-new"), given).status_code == 422
    assert RoutingRule.objects.count() == 2


def test_rules_are_moved_and_deleted_and_the_trail_tells(town: City, office: Client, now: datetime) -> None:
    add(office, category=town.pothole.pk, office=town.water.pk)
    holes, roads = RoutingRule.objects.get(category=town.pothole), RoutingRule.objects.get(group="roads")
    for _ in range(5):
        office.post(url("routing-move", roads.pk), {"up": "1"})
    assert RoutingRule.objects.all()[0] == roads
    assert report(now).office == town.roads
    case = Case.objects.get()
    assert "Delete this rule?" in office.get(url("routing-delete", roads.pk)).content.decode()
    assert RoutingRule.objects.filter(pk=roads.pk).exists()
    office.post(url("routing-delete", roads.pk))
    case.refresh_from_db()
    assert (case.office, case.routed_by, RoutingRule.objects.all()[0]) == (town.roads, None, holes)
    told = Entry.objects.filter(event="cases.RoutingChanged")
    assert [entry.data["what"] for entry in told] == ["added", *["moved"] * 5, "deleted"]


def test_the_try_out_says_which_rule_decides_and_why_others_did_not(town: City, office: Client) -> None:
    east = District.objects.get(code="east").pk
    add(office, category=town.pothole.pk, district=east, office=town.water.pk)
    asked = {"category": "pothole", "address": "Mlinska 3", "at": "2026-03-11T09:30"}
    page = office.get(url("routing"), asked).content.decode()
    assert "To: Roads office" in page
    assert "This rule decides: all of “Roads”" in page
    assert "another district" in page
    asked = {"category": "noise", "district": "east", "at": "2026-03-11T09:30"}
    assert "No rule fits, so the call centre has it." in office.get(url("routing"), asked).content.decode()


def test_what_the_try_out_says_is_what_happens(town: City, office: Client, now: datetime) -> None:
    add(office, group="roads", hours="outside", office=town.intake.pk)
    for at in (now, EVENING):
        asked = {"category": "pothole", "district": "west", "at": f"{at.astimezone():%Y-%m-%dT%H:%M}"}
        page = office.get(url("routing"), asked).content.decode()
        assert f"To: {report(at).office.name}" in page


def test_a_kind_of_problem_is_added_and_can_be_reported_at_once(town: City, office: Client, now: datetime) -> None:
    typed = {"code": "lamp", "group": "light", "icon": "pin", "order": 5, "is_active": "on", "name_en": "Lamp"}
    assert office.post(url("kind-new"), {**typed, "name_en": ""}).status_code == 422
    assert office.post(url("kind-new"), typed).status_code == 302
    assert report(now, "lamp").office == town.intake
    changed = {**typed, "name_sr": "Светиљка", "is_private": "on"}
    assert office.post(url("kind", "lamp"), changed).status_code == 302
    assert Category.objects.get(code="lamp").name == {"en": "Lamp", "sr": "Светиљка"}
    assert report(now, "lamp").is_public is False
    assert office.post(url("kind", "lamp"), {**typed, "is_active": ""}).status_code == 302
    with pytest.raises(operations.ReportRefused):
        report(now, "lamp")
    assert Entry.objects.filter(event="cases.CategoryChanged", ref="category:lamp").count() == 3


def test_questions_are_added_changed_and_taken_away(town: City, office: Client, now: datetime) -> None:
    typed = {
        "code": "SIZE", "order": 1, "datatype": "singlevaluelist", "is_question": "on", "is_required": "on",
        "question_en": "How big?", "keys": "small\nbig\n", "names_en": "Small\nBig", "names_sr": "Мала\nВелика",
    }  # fmt: skip
    assert office.post(url("question-new", "pothole"), {**typed, "keys": ""}).status_code == 422
    assert office.post(url("question-new", "pothole"), typed).status_code == 302
    asked = Attribute.objects.get(code="SIZE")
    assert asked.values[1] == {"key": "big", "name": {"en": "Big", "sr": "Велика"}}
    with pytest.raises(operations.ReportRefused):
        report(now)
    page = office.get(url("question", "pothole", asked.pk)).content.decode()
    assert "Мала\nВелика" in page
    assert office.post(url("question", "pothole", asked.pk), {"delete": "1"}).status_code == 302
    assert report(now).office == town.roads


@pytest.mark.parametrize("who", ["officer", "agent", "arbiter", "resident"])
def test_only_administrators_set_up(town: City, people: People, now: datetime, who: str) -> None:
    with pytest.raises(operations.NotAllowed):
        setting_up.delete_rule(RoutingRule.objects.all()[0], by=people[who], now=now)
    with pytest.raises(operations.NotAllowed):
        setting_up.keep_category(town.pothole, fields=[], by=people[who], now=now)
