"""The life of a case, through the operations, with real rows."""

from datetime import datetime, timedelta

import pytest
from tests.city import MIDDLE, NEXT_DOOR, OUTSIDE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Cell, Update
from korzo.capabilities.cases.operations import Report
from korzo.capabilities.cases.operations.sorting import Sorted
from korzo.capabilities.cases.queries import following
from korzo.capabilities.cases.rules.states import NotPossible
from korzo.kernel import search, trail
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
HOLE = Report(category="pothole", description="Рупа на путу", lat=MIDDLE[0], long=MIDDLE[1], language="sr")


def report(now: datetime, **changes: object) -> Case:
    given = {**HOLE.__dict__, **changes}
    return operations.report(Report(**given), by=None, now=now).case


def events(case: Case) -> list[str]:
    return list(Entry.objects.filter(ref=case.ref).values_list("event", flat=True))


def test_a_report_gets_number_office_promise_and_place(town: City, now: datetime) -> None:
    case = report(now)
    assert (case.code, case.office, case.district and case.district.code, case.address) == (
        "K-2026-000001",
        town.roads,
        "west",
        "Mlinska ulica 11",
    )
    assert case.due_at == datetime.fromisoformat("2026-03-18T10:30+01:00")  # five working days, clock time kept
    assert events(case) == ["cases.CaseReported"]


def test_numbers_follow_one_another(town: City, now: datetime) -> None:
    assert [report(now).code for _ in range(3)] == ["K-2026-000001", "K-2026-000002", "K-2026-000003"]


def test_what_no_rule_names_goes_to_intake(town: City, now: datetime) -> None:
    assert report(now, category="noise").office == town.intake


def test_the_same_report_sent_twice_is_one_case(town: City, now: datetime) -> None:
    first = operations.report(Report(**{**HOLE.__dict__, "client_key": "abc"}), by=None, now=now)
    again = operations.report(Report(**{**HOLE.__dict__, "client_key": "abc"}), by=None, now=now)
    assert (again.case, again.is_new, again.follow) == (first.case, False, first.follow)
    assert Case.objects.count() == 1


def test_an_address_is_found_and_placed(town: City, now: datetime) -> None:
    case = report(now, lat=None, long=None, address="lipa 5")
    assert case.lat == pytest.approx(42.410)


def test_words_alone_are_enough_for_a_place(town: City, now: datetime) -> None:
    case = report(now, lat=None, long=None, address="kod starog bunara")
    assert (case.lat, case.tile, case.address) == (None, None, "kod starog bunara")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lat": None, "long": None}, "place"),
        ({"lat": 91.0}, "place"),
        ({"long": None}, "place"),
        ({"category": "nonsense"}, "category"),
        ({"category": "leak"}, "FLOW"),
        ({"reported_at": datetime.fromisoformat("2026-03-12T00:00Z")}, "reported_at"),
        ({"reported_at": datetime.fromisoformat("2025-03-12T00:00Z")}, "reported_at"),
        ({"description": "x" * 4001}, "description"),
        ({"email": "not an address"}, "email"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(
    town: City, now: datetime, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(operations.ReportRefused) as refusal:
        report(now, **changes)
    assert refusal.value.field == field
    assert not Case.objects.exists()
    assert not Entry.objects.exists()


def test_a_place_next_door_names_who_is_responsible(town: City, now: datetime) -> None:
    with pytest.raises(operations.OutsideCity, match="Nextgrad town hall"):
        report(now, lat=NEXT_DOOR[0], long=NEXT_DOOR[1])
    with pytest.raises(operations.OutsideCity, match="outside our city"):
        report(now, lat=OUTSIDE[0], long=OUTSIDE[1])


def test_invisible_and_right_to_left_characters_are_taken_out(town: City, now: datetime) -> None:
    assert report(now, description="a\u200bb\u202ec\x00").description == "abc"


def test_from_report_to_solved(town: City, people: People, now: datetime) -> None:
    case, officer = report(now), people["officer"]
    operations.validate(case, by=officer, now=now)
    operations.start(case, by=officer, now=now)
    operations.resolve(case, text="Asfaltirano.", by=officer, now=now + timedelta(days=1))
    case = Case.objects.get()
    assert (case.state, case.is_open, case.on_time, case.text_is_public, case.version) == (
        "resolved",
        False,
        True,
        True,
        4,
    )
    assert events(case) == ["cases.CaseReported", "cases.CaseValidated", "cases.CaseStarted", "cases.CaseResolved"]
    assert [step for step in trail.verify()] == [1, 2, 3, 4]


def test_the_reporter_reopens_what_was_not_solved(town: City, people: People, now: datetime) -> None:
    case = report(now)
    operations.resolve(case, text="Gotovo", by=people["officer"], now=now)
    operations.reopen(case, text="Još je tu", by=None, now=now + timedelta(days=3), as_reporter=True)
    case.refresh_from_db()
    assert (case.state, case.reopened, case.closed_at) == ("in_progress", 1, None)
    assert case.due_at is not None
    assert case.due_at > now + timedelta(days=3)
    assert not case.updates.get(kind=Update.Kind.COMMENTED).is_public


@pytest.mark.parametrize("who", ["resident", "other", "elected"])
def test_only_the_owning_office_works_on_a_case(town: City, people: People, now: datetime, who: str) -> None:
    case = report(now)
    for act in (
        lambda: operations.validate(case, by=people[who], now=now),
        lambda: operations.resolve(case, text="x", by=people[who], now=now),
        lambda: operations.decline(case, reason="other", text="x", by=people[who], now=now),
        lambda: operations.comment(case, text="x", public=True, by=people[who], now=now),
        lambda: operations.assign(case, office=town.water, by=people[who], now=now),
        lambda: operations.hide(case, hidden=True, by=people[who], now=now),
    ):
        with pytest.raises(operations.NotAllowed):
            act()
    assert Case.objects.get().version == 1


def test_who_serves_all_offices_gives_a_case_at_once(town: City, people: People, now: datetime) -> None:
    case = report(now)
    with pytest.raises(operations.NotAllowed):
        operations.assign(case, office=town.water, by=people["officer"], now=now)  # an officer asks, and hands over
    operations.assign(case, office=town.water, assignee=people["other"], by=people["agent"], now=now)
    assert (case.office, case.assignee) == (town.water, people["other"])
    with pytest.raises(operations.NotAllowed):
        operations.start(case, by=people["officer"], now=now)


def test_nobody_is_given_a_case_of_an_office_they_do_not_work_for(town: City, people: People, now: datetime) -> None:
    with pytest.raises(operations.ReportRefused) as refusal:
        operations.assign(report(now), office=town.water, assignee=people["officer"], by=people["agent"], now=now)
    assert refusal.value.field == "assignee"


def test_two_officers_never_overwrite_one_another(town: City, people: People, now: datetime) -> None:
    case = report(now)
    operations.validate(case, by=people["agent"], now=now, version=1)
    with pytest.raises(operations.CaseChanged):
        operations.decline(case, reason="other", text="x", by=people["officer"], now=now, version=1)


def test_a_closed_case_is_left_only_by_reopening(town: City, people: People, now: datetime) -> None:
    case = report(now)
    operations.decline(case, reason="no_money", text="Nema novca", by=people["officer"], now=now)
    with pytest.raises(NotPossible):
        operations.resolve(case, text="x", by=people["officer"], now=now)


def test_the_map_counts_what_is_public(town: City, people: People, now: datetime) -> None:
    case, _private = report(now), report(now, category="noise")

    def counted() -> set[tuple[str, bool, int]]:
        return {(cell.category, cell.is_open, cell.cases) for cell in Cell.objects.filter(level=14) if cell.cases}

    assert counted() == {("", True, 1), ("pothole", True, 1)}
    operations.resolve(case, text="x", by=people["officer"], now=now)
    assert counted() == {("", False, 1), ("pothole", False, 1)}
    operations.hide(case, hidden=True, by=people["officer"], now=now)
    assert counted() == set()


def test_words_are_searchable_by_everybody_once_checked(town: City, people: People, now: datetime) -> None:
    case = report(now, description="ogroman krater")
    assert search.find("krater").hits == []
    operations.validate(case, by=people["officer"], now=now)
    assert [hit.ref for hit in search.find("кратер").hits] == [case.ref]


def test_a_secret_link_works_until_its_owner_erases_it(town: City, now: datetime) -> None:
    receipt = operations.report(Report(**{**HOLE.__dict__, "email": "ana@example.org"}), by=None, now=now)
    case = receipt.case
    assert following.find(case.code, receipt.follow) == case
    assert following.find(case.code, "0" * 40) is None
    operations.erase_contact(case, by=None, now=now)
    assert following.find(case.code, receipt.follow) is None
    case = Case.objects.get()
    assert (case.contact.email, case.contact.name) == ("", "")


def test_the_trail_holds_no_words_and_no_names(town: City, people: People, now: datetime) -> None:
    case = report(
        now, description="CANARY-words", name="CANARY-name", email="canary@example.org", phone="+381641234567"
    )
    operations.resolve(case, text="CANARY-answer", by=people["officer"], now=now)
    written = " ".join(f"{entry.payload} {entry.why} {entry.by}" for entry in Entry.objects.all())
    assert "CANARY" not in written
    assert "canary" not in written


def test_an_officer_sets_the_kind_right_and_keeps_the_case_an_agent_sends_it_where_it_belongs(
    town: City, people: People, now: datetime
) -> None:
    case = report(now)
    operations.validate(case, by=people["officer"], now=now)
    operations.sort(case, Sorted("leak"), by=people["officer"], now=now)
    case.refresh_from_db()
    assert (case.category.code, case.office.code) == ("leak", "roads")
    operations.sort(case, Sorted("leak"), by=people["agent"], now=now)
    case.refresh_from_db()
    assert case.office.code == "water"


def test_words_about_a_private_kind_stay_with_colleagues_when_the_kind_is_set_right(
    town: City, people: People, now: datetime
) -> None:
    case = report(now, category="noise")
    operations.validate(case, by=people["agent"], now=now)
    operations.sort(case, Sorted("pothole"), by=people["agent"], now=now)
    assert (case.is_public, case.text_is_public) == (True, False)
