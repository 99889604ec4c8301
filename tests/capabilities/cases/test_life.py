"""A case's life in any order of actions: what must hold after every step, held by the real database."""

import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from PIL import Image
from tests import city
from tests.conftest import people as make_people

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Cell, Contact, Forwarding, HandOver, Merge, Part, Photo, Update
from korzo.capabilities.cases.operations import Report, clocks, counting, forwarding, parting, promises
from korzo.capabilities.cases.operations import handing_over as giving
from korzo.capabilities.cases.operations.sorting import Sorted
from korzo.capabilities.cases.queries import lists
from korzo.capabilities.cases.rules import handing_over, states
from korzo.capabilities.cases.rules.states import Action, NotPossible, State
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail.models import Entry

LATS, LONGS = st.floats(city.SOUTH + 0.001, city.NORTH - 0.001), st.floats(city.WEST + 0.001, city.EAST - 0.001)
WHO = st.sampled_from(["officer", "agent", "administrator", "other", "resident", "arbiter", "elected"])
REFUSALS = (NotPossible, handing_over.Settled, operations.NotAllowed, operations.CaseChanged, operations.ReportRefused)


class Life(RuleBasedStateMachine):
    """Residents and officers do things to cases, possible or not."""

    cases: Any = Bundle("cases")
    gone_on = Counter[str]()

    @initialize()
    def found_the_city(self) -> None:
        self.now = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
        if not Organisation.objects.exists():
            city.build()
            Organisation.objects.create(code="grid", kind="authority", name={"en": "Grid"}, email="g@example.org")
        self.people: dict[str, Person] = (
            make_people.__wrapped__(None)  # type: ignore[attr-defined]
            if not Person.objects.exists()
            else {person.email.partition("@")[0]: person for person in Person.objects.all()}
        )
        self.versions: dict[int, int] = {}

    def act(self, case: int, action: Action | None, do: Any) -> None:
        """Do something; it happens exactly when person and state allow it, and otherwise nothing changes."""
        self.now += timedelta(minutes=1)
        found = Case.objects.get(pk=case)
        before = Case.objects.filter(pk=case).values().get(), Entry.objects.count(), Update.objects.count()
        try:
            do(found)
        except REFUSALS:
            after = Case.objects.filter(pk=case).values().get(), Entry.objects.count(), Update.objects.count()
            assert after == before
            return
        if action:
            assert action in states.possible(State(before[0]["state"]))
        assert Entry.objects.count() > before[1]
        assert Case.objects.get(pk=case).version == before[0]["version"] + 1
        assert found.version == before[0]["version"] + 1  # the caller's object knows it too

    @rule(
        target=cases, lat=LATS, long=LONGS, category=st.sampled_from(["pothole", "leak", "noise"]), placed=st.booleans()
    )
    def report(self, lat: float, long: float, category: str, placed: bool) -> Any:
        self.now += timedelta(minutes=1)
        where = {"lat": lat, "long": long} if placed else {"address": "kod starog bunara"}
        what = Report(category, "Opis", attributes={"FLOW": "jet"}, email="ana@example.org", **where)
        return operations.report(what, by=None, now=self.now).case.pk

    @rule(case=cases, who=WHO, public=st.booleans())
    def validate(self, case: int, who: str, public: bool) -> None:
        self.act(
            case,
            Action.VALIDATE,
            lambda found: operations.validate(found, by=self.people[who], now=self.now, publish_text=public),
        )

    @rule(case=cases, who=WHO)
    def start(self, case: int, who: str) -> None:
        self.act(case, Action.START, lambda found: operations.start(found, by=self.people[who], now=self.now))

    @rule(
        case=cases,
        who=WHO,
        office=st.sampled_from(["roads", "water", "intake"]),
        to=st.sampled_from(["", "officer", "other"]),
    )
    def assign(self, case: int, who: str, office: str, to: str) -> None:
        given: dict[str, Any] = {"office": Organisation.objects.get(code=office), "assignee": self.people.get(to)}
        self.act(
            case, Action.ASSIGN, lambda found: operations.assign(found, by=self.people[who], now=self.now, **given)
        )

    @rule(case=cases, who=WHO, office=st.sampled_from(["roads", "water", "grid"]))
    def hand_over(self, case: int, who: str, office: str) -> None:
        given: dict[str, Any] = {"office": Organisation.objects.get(code=office), "reason": "Vaše je"}
        self.act(
            case,
            Action.HAND_OVER,
            lambda found: operations.hand_over(found, by=self.people[who], now=self.now, **given),
        )

    @rule(case=cases, who=WHO, how=st.sampled_from(["accept", "refuse", "take_back", "decide"]))
    def answer(self, case: int, who: str, how: str) -> None:
        given = HandOver.objects.filter(case=case).order_by("-pk").first()
        if given is None:
            return
        more: dict[str, Any] = {"refuse": {"reason": "Nije"}, "decide": {"reason": "Jeste"}}.get(how, {})
        if how == "decide":
            more["office"] = given.receiver

        def do(found: Case) -> None:
            given.case = found
            getattr(giving, how)(given, by=self.people[who], now=self.now, **more)

        self.act(case, None, do)

    @rule(days=st.integers(0, 4))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        giving.run_out(now=self.now)
        assert not HandOver.objects.filter(state="waiting", accept_by__lte=self.now).exists()

    @rule(case=cases, who=WHO, office=st.sampled_from(["roads", "water"]), required=st.booleans())
    def ask_part(self, case: int, who: str, office: str, required: bool) -> None:
        given: dict[str, Any] = {"office": Organisation.objects.get(code=office), "required": required}
        self.act(
            case, None,
            lambda found: parting.ask_part(found, text="Deo", by=self.people[who], now=self.now, **given),
        )  # fmt: skip

    @rule(case=cases, who=WHO, done=st.sampled_from([True, False, None]))
    def answer_part(self, case: int, who: str, done: bool | None) -> None:
        part = Part.objects.filter(case=case).order_by("-pk").first()
        if part is None:
            return

        def do(found: Case) -> None:
            part.case = found
            if done is None:
                parting.drop_part(part, by=self.people[who], now=self.now)
            else:
                parting.answer_part(part, done=done, text="Evo", by=self.people[who], now=self.now)

        self.act(case, None, do)

    @rule(case=cases, who=WHO)
    def forward(self, case: int, who: str) -> None:
        given: dict[str, Any] = {"authority": Organisation.objects.get(code="grid"), "text": "Molimo", "language": "sr"}
        self.act(
            case, Action.FORWARD, lambda found: operations.forward(found, by=self.people[who], now=self.now, **given)
        )

    @rule(case=cases, who=WHO, solved=st.sampled_from([True, False, None, "never"]))
    def end_forwarding(self, case: int, who: str, solved: Any) -> None:
        letter = Forwarding.objects.filter(case=case).order_by("-pk").first()
        if letter is None:
            return
        by, now = self.people[who], self.now

        def do(found: Case) -> None:
            letter.case = found
            if solved == "never":
                forwarding.take_back(letter, reason="Ćute", by=by, now=now)
            else:
                operations.answered(letter, text="Eto", on=now.date(), solved=solved, by=by, now=now)

        self.act(case, None, do)

    @rule(case=cases, who=WHO, stale=st.booleans(), despite=st.sampled_from(["", "Presušilo"]))
    def resolve(self, case: int, who: str, stale: bool, despite: str) -> None:
        def do(found: Case) -> None:
            missing = Part.objects.filter(case=case, state="open", is_required=True).exists()
            version = found.version - stale
            operations.resolve(
                found, text="Gotovo", by=self.people[who], now=self.now, version=version, despite=despite
            )
            assert despite or not missing
            assert not stale

        self.act(case, Action.RESOLVE, do)

    @rule(case=cases, who=WHO, reason=st.sampled_from(["no_money", "other", "nonsense"]))
    def decline(self, case: int, who: str, reason: str) -> None:
        self.act(
            case,
            Action.DECLINE,
            lambda found: operations.decline(found, reason=reason, text="Ne", by=self.people[who], now=self.now),
        )

    @rule(case=cases, who=WHO, reporter=st.booleans())
    def reopen(self, case: int, who: str, reporter: bool) -> None:
        by = None if reporter else self.people[who]
        self.act(
            case,
            Action.REOPEN,
            lambda found: operations.reopen(found, text="Opet", by=by, now=self.now, as_reporter=reporter),
        )

    @rule(case=cases)
    def withdraw(self, case: int) -> None:
        self.act(case, Action.WITHDRAW, lambda found: operations.withdraw(found, by=None, now=self.now))

    @rule(case=cases, who=WHO, hidden=st.booleans())
    def hide(self, case: int, who: str, hidden: bool) -> None:
        self.act(case, None, lambda found: operations.hide(found, hidden=hidden, by=self.people[who], now=self.now))

    @rule(case=cases, who=WHO, public=st.booleans(), text=st.sampled_from(["Reč", "", " \u200b"]))
    def comment(self, case: int, who: str, public: bool, text: str) -> None:
        self.act(
            case,
            None,
            lambda found: operations.comment(found, text=text, public=public, by=self.people[who], now=self.now),
        )

    @rule(case=cases, who=WHO)
    def ask(self, case: int, who: str) -> None:
        self.act(case, None, lambda found: promises.ask(found, text="Gde?", by=self.people[who], now=self.now))

    @rule(case=cases, who=WHO | st.none())
    def wait_no_longer(self, case: int, who: str | None) -> None:
        def do(found: Case) -> None:
            promises.go_on(found, by=self.people[who] if who else None, now=self.now)
            self.gone_on[found.code] += 1  # elsewhere that is only a part of what happens

        self.act(case, None, do)

    @rule(case=cases)
    def reply(self, case: int) -> None:
        self.act(
            case,
            None,
            lambda found: operations.comment(found, text="Tu", public=False, by=None, now=self.now, as_reporter=True),
        )

    @rule(case=cases, who=WHO, category=st.sampled_from(["pothole", "leak", "noise", "nonsense"]))
    def sort(self, case: int, who: str, category: str) -> None:
        self.act(case, None, lambda found: operations.sort(found, Sorted(category), by=self.people[who], now=self.now))

    @rule(case=cases, into=cases, who=WHO)
    def merge(self, case: int, into: int, who: str) -> None:
        target = Case.objects.get(pk=into)

        def do(found: Case) -> None:
            operations.merge([found], into=target, by=self.people[who], now=self.now)
            found.refresh_from_db()

        self.act(case, Action.MERGE, do)

    @rule(case=cases, who=WHO)
    def split(self, case: int, who: str) -> None:
        self.act(case, Action.SPLIT, lambda found: operations.split(found, by=self.people[who], now=self.now))

    @rule(target=cases, case=consumes(cases))
    def erase(self, case: int) -> Any:
        operations.erase_contact(Case.objects.get(pk=case), by=None, now=self.now)
        contact = Contact.objects.get(case=case)
        assert (contact.email, contact.follow_nonce, contact.person_id) == ("", "", None)
        return multiple(case)

    @invariant()
    def every_case_is_whole(self) -> None:
        for case in Case.objects.select_related("office", "category"):
            assert case.office.is_active
            assert case.is_open == (State(case.state) in states.OPEN)
            assert (case.closed_at is None) == case.is_open
            assert case.due_at is None or case.due_at > case.reported_at
            assert case.assignee is None or case.office_id in Person.objects.get(pk=str(case.assignee_id)).offices
            assert not (case.category.is_private and case.is_public)

    @invariant()
    def every_case_has_exactly_one_owner_whoever_is_asked(self) -> None:
        for given in HandOver.objects.filter(state__in=handing_over.UNDECIDED).select_related("case"):
            assert given.case.office_id == given.giver_id != given.receiver_id
        assert not HandOver.objects.filter(case__is_open=False, state__in=handing_over.UNDECIDED).exists()
        assert not Part.objects.filter(case__is_open=False, state="open").exists()
        waiting = set(Forwarding.objects.filter(state="waiting").values_list("case", flat=True))
        assert waiting == set(Case.objects.filter(state="forwarded").values_list("pk", flat=True))

    @invariant()
    def the_clocks_of_every_open_case_say_what_the_rules_say(self) -> None:
        for case in Case.objects.select_related("category").prefetch_related("pauses", "escalations", "repeated__case"):
            waits = [pause for pause in case.pauses.all() if pause.until is None]
            if not case.is_open:
                assert (waits, case.waiting_since, case.escalate_at) == ([], None, None)
                continue
            assert len(waits) <= 1
            assert case.waiting_since is None or (waits and waits[0].since == case.waiting_since)
            fresh = clocks.dates(case, clocks.stored(case), told=clocks.told(case))
            assert {name: getattr(case, name) for name in fresh} == fresh

    @invariant()
    def repeated_reports_lead_to_one_open_or_closed_case(self) -> None:
        for merged in Merge.objects.select_related("case", "root"):
            assert merged.case.state == State.DUPLICATE
            assert not Merge.objects.filter(case=merged.root).exists()

    @invariant()
    def the_trail_is_complete(self) -> None:
        beside = ("cases.ContactErased", "cases.CaseLooseEndsTied", "cases.PromiseMoved", "cases.CaseWentOn")
        for code, version in Case.objects.values_list("code", "version"):
            told = Entry.objects.filter(ref=f"case:{code}").exclude(event__in=beside)
            answered = sum(entry.data["answered"] for entry in told.filter(event="cases.CaseForwardingEnded"))
            assert told.count() - answered + self.gone_on[code] == version

    @invariant()
    def every_open_case_is_in_exactly_one_queue(self) -> None:
        for case in Case.objects.open():
            queues = [
                office for office, who in {"roads": "officer", "water": "other"}.items()
                if lists.queue(lists.Filters(), person=self.people[who], now=self.now).filter(pk=case.pk).exists()
            ]  # fmt: skip
            assert queues == ([case.office.code] if case.office.code in ("roads", "water") else [])

    def teardown(self) -> None:
        def counted() -> set[tuple[Any, ...]]:
            return set(Cell.objects.exclude(cases=0).values_list("level", "x", "y", "category", "is_open", "cases"))

        if hasattr(self, "now"):
            kept = counted()
            counting.recount()
            assert kept == counted()
            assert all(isinstance(step, int) for step in trail.verify())


@pytest.mark.django_db
def test_any_order_of_actions_leaves_everything_whole() -> None:
    """The rows of one life stay for the next; what must hold, holds for all of them."""
    run_state_machine_as_test(Life, settings=settings(max_examples=12, stateful_step_count=40, deadline=None))


def test_what_is_due_first_stands_first(town: city.City, people: dict[str, Person], now: datetime) -> None:
    made = [
        operations.report(Report("pothole", "", *city.MIDDLE), by=None, now=now + timedelta(hours=hour)).case
        for hour in range(4)
    ]
    due = {
        made[0]: now + timedelta(days=3),
        made[1]: None,
        made[2]: now - timedelta(days=1),
        made[3]: now + timedelta(days=1),
    }
    for case, at in due.items():
        Case.objects.filter(pk=case.pk).update(due_at=at)
    queue = lists.queue(lists.Filters(), person=people["officer"], now=now)
    assert list(queue) == [made[2], made[3], made[0], made[1]]
    assert list(lists.queue(lists.Filters(late=True), person=people["officer"], now=now)) == [made[2]]
    operations.assign(made[3], office=town.roads, assignee=people["officer"], by=people["officer"], now=now)
    assert list(lists.queue(lists.Filters(mine=True), person=people["officer"], now=now)) == [made[3]]


def test_a_photo_sent_with_a_reopening_is_kept_with_it(
    town: city.City, people: dict[str, Person], now: datetime
) -> None:
    receipt = operations.report(Report("pothole", "", *city.MIDDLE), by=None, now=now)
    operations.resolve(receipt.case, text="Gotovo", by=people["officer"], now=now)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    photo = SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
    with translation.override("en"):
        url = reverse("cases:follow", args=[receipt.case.code, receipt.follow])
    assert Client().post(url, {"text": "Još je tu", "reopen": "1", "photos": photo}).status_code == 302
    kept = Photo.objects.get()
    assert (kept.update.text, kept.update.is_public, kept.case.state) == ("Još je tu", False, "in_progress")  # type: ignore[union-attr]
