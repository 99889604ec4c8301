"""Working on an assessment: who may do what, two people at one cell, settling, signing, correcting, planning."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Action, Assessment, Figure, Part
from korzo.capabilities.assessments.operations import (
    answering,
    documents,
    entering,
    importing,
    planning,
    setting_up,
    settling,
    signing,
)
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.importing import Imported, Taken
from korzo.capabilities.assessments.operations.refusals import Conflict, NotAllowed, Refused
from korzo.capabilities.assessments.queries import books, findings, reconciling
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.capabilities.assessments.rules.values import Reason, Unknown
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db
State = Assessment.State
R1 = cells.read("T1/R1//2025/actual")
EC = cells.read("T2/EC//2025/actual")


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


def typed(assessment: Assessment, cell: cells.Cell, text: str, by: Person, now: datetime, **more: object) -> Figure:
    edit = Edit(cell, text, **more)  # type: ignore[arg-type]
    return entering.enter(assessment, [edit], mark=Mark.COMMA, by=by, now=now)[0]


def test_what_is_typed_becomes_ratios(lead: Person, now: datetime) -> None:
    made = assessed.filled(lead, now)
    book = books.book(made)
    assert [book(line, 2024) for line in ("RC", "EC", "CLOSING")] == [Decimal(900000), Decimal(640000), Decimal(185000)]
    ratios = {each.ratio.id: each.value for each in findings.computed(made, year=2025)[0][1]}
    assert ratios["C1"] == Decimal(272) / 900
    assert ratios["D1"] == Unknown(Reason.MISSING, "DEBT", 2025)
    assert [(told.difference.check.id, told.difference.year) for told in reconciling.differences(made)] == [
        ("cash-rolls", 2025)
    ]


def test_an_empty_register_is_unknown_until_somebody_says_so(lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    assert books.book(made)("DEBT", 2025) == Unknown(Reason.MISSING, "DEBT", 2025)
    setting_up.hand_in(made.parts.get(code="T4"), is_empty=True, by=lead, now=now)
    assert books.book(made)("DEBT", 2025) == 0
    loan = {"T4/1/kind//actual": "own", "T4/1/closing/2025/actual": "1.000,50"}
    entering.enter(made, [Edit(cells.read(at), text) for at, text in loan.items()], mark=Mark.COMMA, by=lead, now=now)
    made.parts.filter(code="T4").update(is_empty=False)
    assert books.book(made)("DEBT", 2025) == Decimal("1000.50")
    assert books.book(made)("GUARANTEES", 2025) == 0


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        ("T1/R1//2025/actual", "a lot", "not a number"),
        ("T1/R1//2025/actual", "=1+1", "not a number"),
        ("T1/R1//2025/actual", "1" + "0" * 15, "too large"),
        ("T4/1/kind//actual", "borrowed", "from the list"),
        ("T4/1/signed//actual", "31.02.2025", "not a day"),
        ("T4/1/kind/2025/actual", "own", "Nothing asks"),
        ("T1/R77//2025/actual", "1", "Nothing asks"),
    ],
)
def test_what_a_cell_does_not_take(lead: Person, now: datetime, cell: str, text: str, told: str) -> None:
    made = assessed.begun(lead, now)
    good = Edit(cells.read("T1/R2//2025/actual"), "5")
    with pytest.raises(Refused, match=told) as refusal:
        entering.enter(made, [good, Edit(cells.read(cell), text)], mark=Mark.COMMA, by=lead, now=now)
    assert refusal.value.field == cell
    assert not made.figures.exists()


def test_two_people_at_one_cell(lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    first = typed(made, R1, "100", lead, now)
    typed(made, R1, "200", lead, now, version=first.version)
    with pytest.raises(Conflict) as refusal:
        typed(made, R1, "300", lead, now, version=first.version)
    assert refusal.value.found is not None
    assert refusal.value.found.amount == 200
    assert typed(made, R1, "", lead, now, version=2).version == 0
    assert not made.figures.exists()
    told = [entry.data for entry in Entry.objects.filter(event__endswith="FigureEntered").order_by("seq")]
    assert [(each["before"], each["after"]) for each in told] == [("", "100"), ("100", "200"), ("200", "")]


def test_only_who_is_asked_contributes(people: dict[str, Person], lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    officer, other, stranger = people["officer"], people["other"], people["resident"]
    with pytest.raises(NotAllowed):
        typed(made, R1, "1", officer, now)
    setting_up.ask(made, ["T1"], office=officer.memberships.get().organisation, due_on=now.date(), by=lead, now=now)
    typed(made, R1, "1", officer, now)
    for nobody in (other, stranger):
        with pytest.raises(NotAllowed):
            typed(made, R1, "1", nobody, now, version=1)
    with pytest.raises(NotAllowed):
        typed(made, cells.read("T2/E1//2025/actual"), "1", officer, now)
    part = made.parts.get(code="T1")
    setting_up.hand_in(part, by=officer, now=now)
    setting_up.judge(part, accept=True, by=lead, now=now)
    with pytest.raises(NotAllowed):
        typed(made, R1, "2", officer, now, version=1)
    with pytest.raises(Refused, match="put right"):
        setting_up.judge(part, accept=False, by=lead, now=now)
    assert not permissions.can_read(stranger, made)


def test_a_colleague_of_another_city_sees_nothing(lead: Person, people: dict[str, Person], now: datetime) -> None:
    made = assessed.begun(lead, now)
    Organisation.objects.create(code="elsewhere", kind="city", name={"en": "Elsewhere"})
    colleague = assessed.analyst("elsewhere", "colleague")
    assert not permissions.can_see(colleague, made)
    assert not permissions.can_begin(colleague, made.organisation)
    assert permissions.can_read(people["elected"], made)
    assert permissions.can_read(people["officer"], made)


def test_a_total_that_does_not_agree_is_put_right_or_accepted(lead: Person, now: datetime) -> None:
    made = assessed.filled(lead, now)
    typed(made, EC, "704000,5", lead, now)
    signing.step(made, State.RECONCILING, by=lead, now=now)
    with pytest.raises(Refused, match="do not agree"):
        signing.step(made, State.REVIEWED, by=lead, now=now)
    settling.explain(made, "total-EC", 2025, reason="So in the statement.", by=lead, now=now)
    signing.step(made, State.REVIEWED, by=lead, now=now)
    signing.step(made, State.RECONCILING, by=lead, now=now)
    typed(made, EC, "704001", lead, now, version=1)
    assert [told.blocks for told in reconciling.differences(made)] == [False, True]


def test_signed_it_is_frozen_and_a_correction_takes_its_place(
    people: dict[str, Person], lead: Person, now: datetime
) -> None:
    made = assessed.filled(lead, now)
    signing.step(made, State.RECONCILING, by=lead, now=now)
    signing.step(made, State.REVIEWED, by=lead, now=now)
    with pytest.raises(NotAllowed):
        signing.step(made, State.SUBMITTED, by=lead, now=now)
    made = signing.step(made, State.SUBMITTED, by=people["elected"], now=now)
    snapshot = made.snapshot
    assert hashlib.sha256(snapshot.content.encode()).hexdigest() == snapshot.sha256
    held = json.loads(snapshot.content)
    assert {"cell": str(R1), "amount": "440000"} in held["figures"]
    assert held["ratios"]["2024"]["mfsa"]["D2"].startswith("0.0466")
    assert 'id = "C1"' in held["definitions"]["pack mfsa@1"]
    with pytest.raises(NotAllowed):
        typed(made, R1, "1", lead, now, version=1)
    with pytest.raises(NotAllowed):
        setting_up.change(made, {"currency": "RSD"}, by=lead, now=now)
    again = signing.correct(made, "2025-2", by=lead, now=now)
    typed(again, R1, "450000", lead, now, version=1)
    signing.step(again, State.REVIEWED, by=lead, now=now)
    signing.step(again, State.SUBMITTED, by=people["elected"], now=now)
    made.refresh_from_db()
    assert made.state == State.SUPERSEDED
    assert again.figures.count() == made.figures.count()


def test_an_action_names_what_it_moves_and_the_next_assessment_judges_it(
    people: dict[str, Person], lead: Person, now: datetime
) -> None:
    made = assessed.filled(lead, now)
    values = {
        "theme": Action.Theme.REVENUE, "title": "Register all houses", "indicator": "mfsa:A3", "target": Decimal("0.15"),
        "target_year": 2025, "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31), "person": people["officer"],
    }  # fmt: skip
    with pytest.raises(Refused, match="from the list"):
        planning.plan(made, {**values, "indicator": "mfsa:Z9"}, by=lead, now=now)
    action = planning.plan(made, values, by=lead, now=now)
    assert (action.ref, action.baseline) == ("action:2025-1", Decimal("0.133333"))
    assert findings.outcomes([action], made)[0] is Outcome.MISSED
    with pytest.raises(Refused, match="decision"):
        planning.step(action, Action.State.APPROVED, by=lead, now=now)
    action = planning.step(action, Action.State.APPROVED, decision="12/2026", by=lead, now=now)
    with pytest.raises(Refused, match="approved"):
        planning.change(action, {"title": "Something else"}, version=action.version, by=lead, now=now)
    action = planning.step(action, Action.State.IN_PROGRESS, percent=40, by=people["officer"], now=now)
    with pytest.raises(Refused, match="Choose a file"):
        planning.prove(action, "The register", by=people["officer"], now=now)
    shown = planning.prove(action, "The register", b"%PDF-1.7", file_name="r.pdf", by=people["officer"], now=now)
    assert (shown.media_type, list(action.evidence.all())) == ("application/pdf", [shown])
    with pytest.raises(NotAllowed):
        planning.step(action, Action.State.DONE, by=people["other"], now=now)
    typed(made, cells.read("T1/R4//2025/actual"), "200000", lead, now, version=1)
    assert findings.outcomes([action], made)[0] is Outcome.MET


def test_answers_have_reasons_and_one_score_an_indicator(lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    with pytest.raises(Refused, match="from the list"):
        answering.answer(made, "PI-1.1", "7", by=lead, now=now)
    kept = answering.answer(made, "PI-1.1", "B", comment="Two of three years.", version=0, by=lead, now=now)
    with pytest.raises(Refused, match="meanwhile"):
        answering.answer(made, "PI-1.1", "A", version=0, by=lead, now=now)
    assert kept.version == 1
    assert {indicator.id: score for indicator, score in findings.scores(made)}["PI-1"] == "B"


def test_parts_are_asked_for_until_a_day(people: dict[str, Person], lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    with pytest.raises(Refused, match="over"):
        setting_up.ask(made, ["T1"], person=people["officer"], due_on=date(2026, 3, 1), by=lead, now=now)
    part = made.parts.get(code="T1")
    with pytest.raises(Refused, match="not at that step"):
        setting_up.judge(part, accept=True, by=lead, now=now)
    assert part.state == Part.State.OPEN


def test_what_a_document_says_stands_beside_what_was_typed(lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    r2 = cells.read("T1/R2//2025/actual")
    typed(made, R1, "100", lead, now)
    document = documents.add(made, "Statement", b"R1;R2\n120;7\n", file_name="statement.csv", by=lead, now=now)
    figures = [Taken(R1, Decimal(120), original="120"), Taken(r2, Decimal(7), original="7")]
    assert importing.take(made, document, figures, by=lead, now=now) == Imported(stored=2, beside=1, same=0)
    assert importing.take(made, document, figures, by=lead, now=now) == Imported(stored=1, beside=1, same=1)
    assert (books.book(made)("R1", 2025), books.book(made)("R2", 2025)) == (Decimal(100), Decimal(7))
    other = made.figures.get(row="R1", is_chosen=False)
    with pytest.raises(Refused, match="right one"):
        settling.choose(other, reason=" ", by=lead, now=now)
    settling.choose(other, reason="The statement was audited.", by=lead, now=now)
    assert books.book(made)("R1", 2025) == 120
    assert importing.undo(made, document, by=lead, now=now) == 2
    assert books.book(made)("R1", 2025) == 100
    assert books.book(made)("R2", 2025) == Unknown(Reason.MISSING, "R2", 2025)
    assert documents.path(document).read_bytes() == b"R1;R2\n120;7\n"


def test_what_nobody_knows_of_a_loan_is_not_nothing(lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    owed = cells.read("T4/2/closing/2025/actual")
    loans = [
        Edit(cells.read("T4/1/kind//actual"), "own"),
        Edit(cells.read("T4/1/closing/2025/actual"), "100"),
        Edit(cells.read("T4/2/kind//actual"), "own"),
        Edit(owed, absence="unknown"),
    ]
    entering.enter(made, loans, mark=Mark.COMMA, by=lead, now=now)
    assert books.book(made)("DEBT", 2025) == Unknown(Reason.MISSING, "DEBT", 2025)
    entering.enter(made, [Edit(owed, version=1, absence="not_applicable")], mark=Mark.COMMA, by=lead, now=now)
    assert books.book(made)("DEBT", 2025) == 100
    entering.enter(made, [Edit(cells.read("T4/3/closing/2025/actual"), "900")], mark=Mark.COMMA, by=lead, now=now)
    assert books.book(made)("DEBT", 2025) == Unknown(Reason.MISSING, "DEBT", 2025)


def test_what_stopped_agreeing_after_the_check_is_not_signed(
    people: dict[str, Person], lead: Person, now: datetime
) -> None:
    made = assessed.filled(lead, now)
    for state in (State.RECONCILING, State.REVIEWED):
        signing.step(made, state, by=lead, now=now)
    typed(made, EC, "1", lead, now)
    with pytest.raises(Refused, match="do not agree"):
        signing.step(made, State.SUBMITTED, by=people["elected"], now=now)
