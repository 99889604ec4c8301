"""Promises of real cases: what stands on their rows, when it moves and why, who is told, and what rules change."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Category, Escalation, Move, Update
from korzo.capabilities.cases.operations import ReportRefused, merging, promise_rules, promises
from korzo.capabilities.cases.operations.promises import LONGEST_WAIT
from korzo.capabilities.cases.queries import deciding, story
from korzo.capabilities.cases.rules.promises_ladder import Rung, To, Which
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
BELGRADE = ZoneInfo("Europe/Belgrade")
LADDER = [Rung(80, To.LEAD), Rung(100, To.ARBITER), Rung(200, To.ELECTED)]
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BELGRADE)


def report(now: datetime, **changes: object) -> Case:
    return operations.report(with_(email="ana@example.org", **changes), by=None, now=now).case


def read(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def events(case: Case) -> list[str]:
    return list(Entry.objects.filter(ref=case.ref).values_list("event", flat=True))


@pytest.fixture
def ladder(people: People, now: datetime) -> None:
    promise_rules.set_ladder(None, rungs=LADDER, by=people["administrator"], now=now)


# Start and moves -----------------------------------------------------------------------------------------------------
def test_the_time_runs_from_the_check_and_the_resident_reads_why_the_date_moved(people: People, now: datetime) -> None:
    case = report(now)
    operations.validate(case, by=people["officer"], now=now + timedelta(minutes=20))
    assert not Move.objects.exists()  # the same day
    other = report(now)
    operations.validate(other, by=people["officer"], now=now + DAY)
    assert read(other).due_at == at("2026-03-19 10:30")
    told = story.tell(read(other), reader=None).steps
    assert [(step.title, step.text) for step in told if step.icon == "clock"] == [
        (
            "The promised date moved",
            "From 18 March 2026 to 19 March 2026, because the time counts from when we checked the report.",
        )
    ]


def test_the_time_may_run_from_the_report(people: People, town: City, now: datetime) -> None:
    rules = {"starts": Category.Starts.REPORTED, "answer_clock": "hours", "answer_amount": 72}
    promise_rules.change(town.pothole, rules=rules, by=people["administrator"], now=now)
    case = report(now)
    operations.validate(case, by=people["officer"], now=now + DAY)
    assert (read(case).due_at, read(case).answer_due_at) == (at("2026-03-18 10:30"), now + timedelta(hours=72))
    assert not Move.objects.exists()


def test_words_of_the_office_are_the_answer(people: People, town: City, now: datetime) -> None:
    rules = {"answer_clock": "hours", "answer_amount": 72}
    promise_rules.change(town.pothole, rules=rules, by=people["administrator"], now=now)
    case, officer = report(now), people["officer"]
    operations.comment(case, text="note", public=False, by=officer, now=now + timedelta(hours=1))
    operations.comment(case, text="and?", public=True, by=None, as_reporter=True, now=now + timedelta(hours=2))
    assert read(case).answered_at is None
    operations.comment(case, text="We come on Friday.", public=True, by=officer, now=now + timedelta(hours=3))
    operations.resolve(case, text="Done.", by=officer, now=now + timedelta(hours=4))
    assert read(case).answered_at == now + timedelta(hours=3)


def test_a_case_that_was_opened_again_is_promised_anew(people: People, now: datetime) -> None:
    case, officer = report(now), people["officer"]
    operations.resolve(case, text="Done.", by=officer, now=now + DAY)
    operations.reopen(case, text="Not done.", by=None, as_reporter=True, now=now + 10 * DAY)
    assert (read(case).due_at, read(case).answered_at) == (at("2026-03-30 10:30"), None)  # Saturday counts from Monday
    assert Move.objects.get().reason == "reopened"


# Asking back ---------------------------------------------------------------------------------------------------------
def test_the_clock_stands_still_until_the_reporter_answers(people: People, now: datetime) -> None:
    case, officer = report(now), people["officer"]  # due on Wednesday 18 March at 10:30
    promises.ask(case, text="Which lane?", by=officer, now=now + timedelta(hours=1))
    waiting = read(case)
    assert (waiting.due_at, waiting.waiting_since) == (None, now + timedelta(hours=1))
    assert story.tell(waiting, reader=None, is_reporter=True).question == "Which lane?"
    assert "Which lane?" not in str(story.tell(waiting, reader=None))
    operations.comment(case, text="The left one.", public=False, by=None, as_reporter=True, now=now + DAY)
    found = read(case)
    assert (found.due_at, found.waiting_since) == (at("2026-03-19 09:30"), None)  # 7 of 8 office hours later
    assert Update.objects.filter(case=case).values_list("kind", flat=True).last() == "replied"
    assert Move.objects.get().get_reason_display() == "because we waited for an answer from the person who reported it"
    assert story.tell(found, reader=None, is_reporter=True).question == ""
    assert events(case)[-3:] == ["cases.CaseAsked", "cases.CaseWentOn", "cases.CaseCommented"]


def test_a_deadline_set_by_law_does_not_wait(people: People, town: City, now: datetime) -> None:
    promise_rules.change(town.pothole, rules={"pauses": False}, by=people["administrator"], now=now)
    case = report(now)
    promises.ask(case, text="Which lane?", by=people["officer"], now=now)
    assert read(case).due_at == at("2026-03-18 10:30")
    operations.comment(case, text="Left.", public=False, by=None, as_reporter=True, now=now + DAY)
    assert read(case).due_at == at("2026-03-18 10:30")


def test_nobody_is_waited_for_for_ever(people: People, now: datetime) -> None:
    case = report(now)
    promises.ask(case, text="Which lane?", by=people["officer"], now=now)
    assert promises.end_long_waits(now=now + LONGEST_WAIT - timedelta(seconds=1)) == 0
    assert promises.end_long_waits(now=now + LONGEST_WAIT) == 1
    assert promises.end_long_waits(now=now + LONGEST_WAIT) == 0
    assert read(case).due_at == at(
        "2026-04-01 10:30"
    )  # ten office days later, on the same wall clock though summer time has begun


def test_one_question_at_a_time_and_only_to_who_can_answer(people: People, now: datetime) -> None:
    case, officer = report(now), people["officer"]
    promises.ask(case, text="Which lane?", by=officer, now=now)
    with pytest.raises(ReportRefused):
        promises.ask(case, text="And when?", by=officer, now=now)
    promises.go_on(case, by=officer, now=now)
    with pytest.raises(ReportRefused):
        promises.go_on(case, by=officer, now=now)
    with pytest.raises(operations.NotAllowed):
        promises.ask(case, text="Which lane?", by=people["other"], now=now)
    operations.erase_contact(case, by=None, now=now)
    with pytest.raises(ReportRefused):
        promises.ask(case, text="Which lane?", by=officer, now=now)


def test_closing_ends_the_waiting(people: People, now: datetime) -> None:
    case, officer = report(now), people["officer"]
    promises.ask(case, text="Which lane?", by=officer, now=now)
    operations.resolve(case, text="Both.", by=officer, now=now + DAY)
    found = read(case)
    assert (found.waiting_since, found.due_at, found.on_time) == (None, at("2026-03-19 10:30"), True)


# Ladders -------------------------------------------------------------------------------------------------------------
def test_each_rung_is_told_exactly_once(people: People, now: datetime, ladder: None) -> None:
    case = report(now)
    assert promises.escalate(now=at("2026-03-17 10:29")) == 0
    assert promises.escalate(now=at("2026-03-17 10:30")) == 1  # four of five days are used
    assert promises.escalate(now=at("2026-03-17 10:30")) == 0
    assert promises.escalate(now=at("2026-03-18 10:30")) == 1
    assert promises.escalate(now=at("2026-03-26 10:30")) == 1
    assert promises.escalate(now=at("2027-03-26 10:30")) == 0
    rows = list(Escalation.objects.values_list("percent", "to", "told"))
    assert rows == [(80, "lead", 1), (100, "arbiter", 1), (200, "elected", 1)]
    sent = Message.objects.filter(template="cases/escalated", channel="inbox").order_by("pk")
    assert [message.person for message in sent] == [people["officer"], people["arbiter"], people["elected"]]
    assert events(case).count("cases.CaseEscalated") == 3


def test_what_was_slept_through_is_told_all_at_once(people: People, now: datetime, ladder: None) -> None:
    report(now)
    assert promises.escalate(now=now + 60 * DAY) == 3
    assert read(Case.objects.get()).escalate_at is None


def test_a_closed_case_escalates_no_more_and_an_opened_one_anew(people: People, now: datetime, ladder: None) -> None:
    case, officer = report(now), people["officer"]
    promises.escalate(now=now + 7 * DAY)
    operations.resolve(case, text="Done.", by=officer, now=now + 8 * DAY)
    assert promises.escalate(now=now + 60 * DAY) == 0
    operations.reopen(case, text="No.", by=officer, now=now + 60 * DAY)
    assert promises.escalate(now=now + 61 * DAY) == 0
    assert promises.escalate(now=now + 120 * DAY) == 3
    assert Escalation.objects.filter(round=1).count() == 3


def test_while_the_reporter_is_asked_nobody_is_told(people: People, now: datetime, ladder: None) -> None:
    case = report(now)
    promises.ask(case, text="Which lane?", by=people["officer"], now=now)
    assert promises.escalate(now=now + 60 * DAY) == 0
    assert read(case).escalate_at is None
    promises.go_on(case, by=people["officer"], now=now + 7 * DAY)
    assert read(case).escalate_at == at("2026-03-24 10:30")


def test_a_category_has_a_ladder_and_an_office_a_lead_of_its_own(
    people: People, town: City, now: datetime, ladder: None
) -> None:
    admin = people["administrator"]
    own = [Rung(50, To.LEAD), Rung(100, To.ELECTED, Which.ANSWER)]
    promise_rules.set_ladder(town.pothole, rungs=own, by=admin, now=now)
    promise_rules.change(town.pothole, rules={"answer_amount": 24}, by=admin, now=now)
    hours = {"opens": time(8), "closes": time(16), "weekdays": [0, 1, 2, 3, 4], "lead_id": people["agent"].pk}
    promise_rules.set_hours(town.roads, hours=hours, by=admin, now=now)
    report(now)
    promises.escalate(now=now + 30 * DAY)
    sent = Message.objects.filter(channel="inbox").order_by("pk")
    assert [message.person for message in sent] == [people["elected"], people["agent"]]


# Merged cases --------------------------------------------------------------------------------------------------------
def test_the_earliest_clock_of_merged_cases_wins_and_stays_when_counted_anew(people: People, now: datetime) -> None:
    agent = people["agent"]
    first, second = report(now), report(now + 2 * DAY)
    merging.merge([first], into=second, by=agent, now=now + 2 * DAY)
    assert read(second).due_at == read(first).due_at == at("2026-03-18 10:30")
    assert Move.objects.get(case=second).reason == "merged"
    assert promises.recompute(by=people["administrator"], now=now + 2 * DAY).moved == 0
    assert read(second).due_at == at("2026-03-18 10:30")
    merging.split(first, by=agent, now=now + 2 * DAY)
    assert (read(first).due_at, read(second).due_at) == (at("2026-03-18 10:30"), at("2026-03-20 10:30"))


# Rules that change ---------------------------------------------------------------------------------------------------
def test_a_holiday_added_later_moves_open_cases_only(people: People, now: datetime) -> None:
    admin, officer = people["administrator"], people["officer"]
    open_, closed, waiting = (report(now) for _ in range(3))
    operations.resolve(closed, text="Done.", by=officer, now=now)
    promises.ask(waiting, text="Which?", by=officer, now=now)
    promise_rules.set_day(date(2026, 3, 16), is_working=False, by=admin, now=now)
    assert read(open_).due_at == at("2026-03-18 10:30")
    assert promises.recompute(by=admin, now=now) == promises.Recounted(looked=2, moved=1)
    assert (read(open_).due_at, read(closed).due_at) == (at("2026-03-19 10:30"), at("2026-03-18 10:30"))
    assert (Move.objects.get().case, Move.objects.get().reason) == (open_, "rules")
    assert events(open_)[-1] == "cases.PromiseMoved"
    promises.go_on(waiting, by=officer, now=now)
    assert read(waiting).due_at == at("2026-03-19 10:30")
    assert promises.recompute(by=admin, now=now).moved == 0


def test_counting_anew_keeps_pauses_and_what_was_told(people: People, town: City, now: datetime, ladder: None) -> None:
    case, officer = report(now), people["officer"]
    promises.ask(case, text="Which?", by=officer, now=now)
    operations.comment(case, text="That.", public=False, by=None, as_reporter=True, now=now + DAY)
    assert read(case).due_at == at("2026-03-19 10:30")
    promises.escalate(now=at("2026-03-18 12:00"))
    promise_rules.change(town.pothole, rules={"amount": 6}, by=people["administrator"], now=now)
    promises.recompute(by=people["administrator"], now=at("2026-03-18 12:00"))
    assert read(case).due_at == at("2026-03-20 10:30")
    assert promises.escalate(now=at("2026-03-19 12:00")) == 0  # the first rung was told already
    assert read(case).escalate_at == at("2026-03-20 10:30")


def test_dates_of_another_system_stay(people: People, town: City, now: datetime) -> None:
    case = report(now)
    Case.objects.filter(pk=case.pk).update(promised_from=None, source="else", source_key="1", due_at=now)
    assert promises.recompute(by=people["administrator"], now=now).looked == 0
    operations.comment(read(case), text="Hello", public=True, by=people["officer"], now=now)
    assert read(case).due_at == now


def test_an_office_has_hours_of_its_own(people: People, town: City, now: datetime) -> None:
    admin = people["administrator"]
    promise_rules.change(town.pothole, rules={"clock": "working_minutes", "amount": 600}, by=admin, now=now)
    week = {"opens": time(7), "closes": time(0), "weekdays": [0, 1, 2, 3, 4, 5], "lead_id": None}
    promise_rules.set_hours(town.roads, hours=week, by=admin, now=now)
    assert report(at("2026-03-14 20:00")).due_at == at("2026-03-16 13:00")  # Saturday evening to Monday
    promise_rules.set_hours(town.roads, hours={**week, "is_always_open": True}, by=admin, now=now)
    assert report(at("2026-03-14 20:00")).due_at == at("2026-03-15 06:00")
    promise_rules.set_hours(town.roads, hours=None, by=admin, now=now)
    assert report(at("2026-03-14 20:00")).due_at == at("2026-03-17 10:00")


def test_public_holidays_of_the_country_and_corrections_by_hand(people: People, town: City, now: datetime) -> None:
    serbia = deciding.calendar()
    off = [day for day in range(1, 32) if not serbia.works(date(2026, 1, day)) and date(2026, 1, day).weekday() < 5]
    assert off[:3] == [1, 2, 7]
    promise_rules.set_day(date(2026, 1, 2), is_working=True, by=people["administrator"], now=now)
    assert deciding.calendar().works(date(2026, 1, 2))
    promise_rules.set_day(date(2026, 1, 2), is_working=None, by=people["administrator"], now=now)
    assert not deciding.calendar().works(date(2026, 1, 2))


@pytest.mark.parametrize("rules", [{"amount": 3661}, {"amount": 0}, {"clock": "moons"}, {"answer_amount": 40_000}])
def test_rules_that_nobody_can_mean_are_refused(
    people: People, town: City, now: datetime, rules: dict[str, object]
) -> None:
    with pytest.raises(ReportRefused):
        promise_rules.change(town.pothole, rules=rules, by=people["administrator"], now=now)
    assert Category.objects.get(pk=town.pothole.pk).amount == 5


@pytest.mark.parametrize(
    "hours",
    [
        {"opens": time(16), "closes": time(8), "weekdays": [0]},
        {"opens": time(8), "closes": time(8), "weekdays": [0]},
        {"opens": time(8), "closes": time(16), "weekdays": []},
        {"opens": time(8), "closes": time(16), "weekdays": [7]},
    ],
)
def test_hours_in_which_nobody_can_work_are_refused(
    people: People, town: City, now: datetime, hours: dict[str, object]
) -> None:
    with pytest.raises(ReportRefused):
        promise_rules.set_hours(town.roads, hours=hours, by=people["administrator"], now=now)


def test_only_administrators_change_rules(people: People, town: City, now: datetime) -> None:
    for role in ("resident", "officer", "arbiter", "elected", "agent"):
        with pytest.raises(operations.NotAllowed):
            promise_rules.set_ladder(None, rungs=[], by=people[role], now=now)
