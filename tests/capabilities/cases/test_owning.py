"""Who owns a case: hand-overs, arbiters, parts of the work, letters to authorities, two officers at once."""

import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.city import MIDDLE, City
from tests.kernel.test_files import photo
from tests.post import open_mailbox
from tests.site import html

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Forwarding, HandOver, Part, Photo, Update
from korzo.capabilities.cases.operations import Report, forwarding, handing_over, parting
from korzo.capabilities.cases.queries import lists
from korzo.capabilities.cases.rules.handing_over import Settled
from korzo.capabilities.cases.rules.states import NotPossible
from korzo.kernel.jobs.worker import Runner
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

People = dict[str, Person]


@pytest.fixture
def case(town: City, people: People, now: datetime) -> Case:
    made = operations.report(Report("pothole", "Rupa", *MIDDLE, email="ana@example.org"), by=None, now=now).case
    operations.validate(made, by=people["officer"], now=now)
    return made


@pytest.fixture
def grid(town: City) -> Organisation:
    return Organisation.objects.create(
        code="grid", kind="authority", name={"en": "Power grid", "sr": "Електромрежа"}, email="grid@example.org"
    )


def given(case: Case, town: City, people: People, now: datetime) -> HandOver:
    return operations.hand_over(case, office=town.water, reason="Pipe", by=people["officer"], now=now)


def act(person: Person, case: Case, action: str, **typed: Any) -> Any:
    client = Client()
    client.force_login(person)
    with translation.override("en"):
        return client.post(reverse("cases:act", args=[case.code, action]), {"version": case.version, **typed})


def look(person: Person, case: Case, action: str = "") -> str:
    client = Client()
    client.force_login(person)
    with translation.override("en"):
        page = reverse("cases:act", args=[case.code, action]) if action else reverse("cases:record", args=[case.code])
        return client.get(page).content.decode()


def inbox(person: Person) -> list[str]:
    return list(
        Message.objects.filter(person=person, channel=Channel.INBOX).order_by("pk").values_list("template", flat=True)
    )


# Hand-overs ----------------------------------------------------------------------------------------------------------
def test_the_giver_owns_a_case_until_it_is_accepted(case: Case, town: City, people: People, now: datetime) -> None:
    asked = given(case, town, people, now)
    assert (Case.objects.get().office, asked.accept_by) == (
        town.roads,
        datetime.fromisoformat("2026-03-12T10:30+01:00"),
    )
    operations.start(case, by=people["officer"], now=now)
    operations.accept(asked, by=people["other"], now=now)
    assert Case.objects.get().office == town.water
    with pytest.raises(operations.NotAllowed):
        operations.resolve(case, text="x", by=people["officer"], now=now)
    operations.resolve(case, text="x", by=people["other"], now=now)


def test_a_refusal_goes_to_a_named_arbiter_whose_word_is_final(
    case: Case, town: City, people: People, now: datetime
) -> None:
    asked = given(case, town, people, now)
    operations.refuse(asked, reason="Not a pipe", by=people["other"], now=now)
    asked.refresh_from_db()
    assert (asked.state, asked.arbiter, Case.objects.get().office) == ("refused", people["arbiter"], town.roads)
    for who in ("officer", "other", "agent"):
        with pytest.raises(operations.NotAllowed):
            operations.decide(asked, office=town.water, reason="x", by=people[who], now=now)
    operations.decide(asked, office=town.water, reason="It is a pipe", by=people["arbiter"], now=now)
    assert Case.objects.get().office == town.water
    case.refresh_from_db()
    with pytest.raises(operations.NotAllowed, match="arbiter"):
        operations.hand_over(case, office=town.roads, reason="No", by=people["other"], now=now)


def test_silence_goes_to_the_arbiter_when_the_office_hours_are_over(
    case: Case, town: City, people: People, now: datetime
) -> None:
    asked = given(case, town, people, now)
    assert operations.run_out(now=asked.accept_by - timedelta(seconds=1)) == 0
    assert operations.run_out(now=asked.accept_by) == 1
    assert operations.run_out(now=asked.accept_by) == 0
    asked.refresh_from_db()
    assert (asked.state, asked.arbiter) == ("overdue", people["arbiter"])
    with pytest.raises(Settled):
        operations.accept(asked, by=people["other"], now=now)
    assert not Update.objects.filter(kind="overdue", by_reporter=True).exists()


def test_the_arbiter_with_the_fewest_cases_is_named(case: Case, town: City, people: People, now: datetime) -> None:
    second = Person.objects.create_user("brbiter@example.org", "a-long-password", name="Second")
    Membership.objects.create(person=second, organisation=town.intake, role="arbiter")
    named = []
    for _ in range(3):
        each = operations.report(Report("pothole", "", *MIDDLE), by=None, now=now).case
        asked = given(each, town, people, now)
        operations.refuse(asked, reason="x", by=people["other"], now=now)
        named.append(HandOver.objects.get(pk=asked.pk).arbiter)
    assert named == [people["arbiter"], second, people["arbiter"]]


def test_only_the_asked_office_answers_and_only_once(case: Case, town: City, people: People, now: datetime) -> None:
    asked = given(case, town, people, now)
    for who in ("officer", "agent", "elected", "resident"):
        with pytest.raises(operations.NotAllowed):
            operations.accept(asked, by=people[who], now=now)
    with pytest.raises(operations.ReportRefused, match="asked already"):
        given(case, town, people, now)
    handing_over.take_back(asked, by=people["officer"], now=now)
    with pytest.raises(Settled):
        operations.refuse(asked, reason="x", by=people["other"], now=now)


def test_everybody_concerned_hears_of_it_and_the_record_tells_it(
    case: Case, town: City, people: People, now: datetime
) -> None:
    delivery.skip_to_head()
    asked = given(case, town, people, now)
    operations.refuse(asked, reason="Not a pipe", by=people["other"], now=now)
    operations.decide(asked, office=town.water, reason="It is", by=people["arbiter"], now=now)
    delivery.deliver_news()
    assert inbox(people["other"]) == ["cases/hand_over_asked", "cases/hand_over_settled"]
    assert inbox(people["arbiter"]) == ["cases/hand_over_to_decide"]
    assert inbox(people["officer"]) == ["cases/hand_over_settled"]
    assert inbox(people["resident"]) == []
    page = look(people["other"], case)
    assert all(words in page for words in ("Another office is asked", "Not taken over", "An arbiter has decided"))
    with translation.override("en"):
        public = Client().get(reverse("cases:case", args=[case.code])).content.decode()
    assert "Handed over: Waterworks" in public
    assert "Not a pipe" not in public


def test_who_is_asked_sees_the_case_and_finds_it_in_the_queue(
    case: Case, town: City, people: People, now: datetime
) -> None:
    def found(who: str, **narrowed: Any) -> list[Case]:
        return list(lists.queue(lists.Filters(**narrowed), person=people[who], now=now))

    with translation.override("en"):
        page = reverse("cases:record", args=[case.code])
    client = Client()
    client.force_login(people["other"])
    assert client.get(page).status_code == 404
    asked = given(case, town, people, now)
    assert client.get(page).status_code == 200
    assert (found("other"), found("other", acceptance=True), found("officer", acceptance=True)) == ([], [case], [])
    assert found("arbiter", decide=True) == []
    operations.refuse(asked, reason="x", by=people["other"], now=now)
    assert (found("other", acceptance=True), found("arbiter", decide=True), found("officer", decide=True)) == (
        [], [case], [case],
    )  # fmt: skip


def test_the_pages_hand_over_refuse_and_decide(case: Case, town: City, people: People, now: datetime) -> None:
    def go(who: str, action: str, **typed: str) -> int:
        case.refresh_from_db()
        status: int = act(people[who], case, action, **typed).status_code
        return status

    assert go("officer", "hand-over", office="water", reason="Pipe") == 302
    assert "Take the case over" in look(people["other"], case)
    assert go("other", "refuse", reason="") == 422
    assert go("other", "refuse", reason="No pipe") == 302
    assert "Decide who owns it" in look(people["arbiter"], case)
    assert go("arbiter", "decide", office="water", reason="Yes") == 302
    assert Case.objects.get().office == town.water


# Parts of the work ---------------------------------------------------------------------------------------------------
def test_a_case_is_not_solved_while_a_required_part_is_missing(
    case: Case, town: City, people: People, now: datetime
) -> None:
    part = parting.ask_part(case, office=town.water, text="Close the valve", by=people["officer"], now=now)
    optional = parting.ask_part(case, office=town.intake, text="Call", required=False, by=people["officer"], now=now)
    with pytest.raises(operations.ReportRefused) as refusal:
        operations.resolve(case, text="Done", by=people["officer"], now=now)
    assert refusal.value.field == "despite"
    parting.answer_part(part, done=True, text="", by=people["other"], now=now)
    operations.resolve(case, text="Done", by=people["officer"], now=now)
    assert [Part.objects.get(pk=each.pk).state for each in (part, optional)] == ["done", "dropped"]


def test_the_owner_may_say_why_it_is_solved_all_the_same(case: Case, town: City, people: People, now: datetime) -> None:
    parting.ask_part(case, office=town.water, text="Close the valve", by=people["officer"], now=now)
    case.refresh_from_db()
    page = look(people["officer"], case, "resolve")
    assert "although a part of the work is missing" in page
    assert act(people["officer"], case, "resolve", text="Done").status_code == 422
    case.refresh_from_db()
    assert act(people["officer"], case, "resolve", text="Done", despite="It dried up").status_code == 302
    assert Update.objects.get(text="It dried up").is_public is False
    assert Entry.objects.filter(event="cases.CaseLooseEndsTied").count() == 1


def test_only_the_asked_office_reports_its_part(case: Case, town: City, people: People, now: datetime) -> None:
    part = parting.ask_part(case, office=town.water, text="Close the valve", by=people["officer"], now=now)
    with pytest.raises(operations.NotAllowed):
        parting.answer_part(part, done=True, text="", by=people["officer"], now=now)
    queue = lists.queue(lists.Filters(parts=True), person=people["other"], now=now)
    assert list(queue) == [case]
    case.refresh_from_db()
    answer = act(people["other"], case, "answer-part", part=part.pk, done="no", text="No valve there")
    assert (answer.status_code, Part.objects.get().state, list(queue.all())) == (302, "not_done", [])


# Other authorities ---------------------------------------------------------------------------------------------------
def test_a_letter_goes_out_in_the_language_of_the_authority(
    case: Case, people: People, grid: Organisation, now: datetime
) -> None:
    made = operations.forward(case, authority=grid, text="Molimo", language="sr", by=people["officer"], now=now)
    letter = Message.objects.get(template="cases/letter")
    assert (letter.to, letter.language, letter.channel, letter.key) == ("grid@example.org", "sr", "email", made.letter)
    assert letter.context["authority"] == "Електромрежа"
    assert "ana@example.org" not in str(letter.context)
    assert (case.state, case.is_open) == ("forwarded", True)
    with translation.override("en"):
        assert "Power grid" in Client().get(reverse("cases:case", args=[case.code])).content.decode()


def test_the_letter_arrives_over_the_wire(case: Case, people: People, grid: Organisation, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    now = timezone.now()
    with open_mailbox() as box:
        settings.EMAIL_PORT = box.port
        operations.forward(case, authority=grid, text="Молимо", language="sr", by=people["officer"], now=now)
        while Message.objects.filter(template="cases/letter", state="waiting").exists():
            assert Runner().run_next()
    (mail,) = [mail for mail in box.mails if mail["To"].addresses[0].addr_spec == "grid@example.org"]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert all(words in text for words in ("Електромрежа", "Молимо", "Рупа на путу", "Rupa", case.code))
    assert "Please" not in text
    assert "ana@example.org" not in text


@pytest.mark.parametrize(
    ("solved", "ends"),
    [
        (True, ("resolved", "cases.CaseResolved")),
        (False, ("declined", "cases.CaseDeclined")),
        (None, ("in_progress", "cases.CaseCommented")),
    ],
)
def test_what_an_authority_answers_reaches_the_reporter(
    case: Case, people: People, grid: Organisation, solved: bool | None, ends: tuple[str, str]
) -> None:
    officer, now = people["officer"], case.updated_at
    made = operations.forward(case, authority=grid, text="Please", language="en", by=officer, now=now)
    with pytest.raises(NotPossible):
        operations.start(case, by=officer, now=now)
    operations.answered(made, text="We did it", on=now.date(), solved=solved, by=officer, now=now)
    case.refresh_from_db()
    last = Entry.objects.filter(ref=case.ref).order_by("-seq")[0]
    assert ((case.state, last.event), Forwarding.objects.get().state) == (ends, "answered")
    update = Update.objects.get(pk=last.data["update"])
    assert (update.text, update.is_public, update.toward) == ("We did it", True, grid)


def test_a_case_is_taken_back_without_an_answer(case: Case, people: People, grid: Organisation, now: datetime) -> None:
    made = operations.forward(case, authority=grid, text="Please", language="en", by=people["officer"], now=now)
    forwarding.take_back(made, reason="Silence", by=people["officer"], now=now)
    assert Case.objects.get().state == "in_progress"
    with pytest.raises(operations.ReportRefused):
        operations.answered(made, text="Late", on=now.date(), solved=True, by=people["officer"], now=now)


# Two officers at once ------------------------------------------------------------------------------------------------
def test_who_writes_about_an_older_version_sees_what_changed_and_loses_nothing(
    case: Case, people: People, now: datetime
) -> None:
    old = Case.objects.get()
    operations.comment(case, text="Bin da", public=False, by=people["agent"], now=now)
    answer = act(people["officer"], old, "resolve", text="My long answer", photos=io.BytesIO(photo()))
    page = answer.content.decode()
    assert (answer.status_code, Case.objects.get().is_open) == (409, True)
    assert all(words in page for words in ("My long answer", "Somebody else has just changed", "Comment · Agent"))
    kept = page.partition('name="kept" value="')[2].partition('"')[0]
    assert act(people["officer"], Case.objects.get(), "resolve", text="My long answer", kept=kept).status_code == 302
    assert Photo.objects.get(after_repair=True).update.text == "My long answer"  # type: ignore[union-attr]


@pytest.mark.parametrize("action", ["start", "hide", "validate"])
def test_buttons_too_know_what_their_reader_saw(case: Case, people: People, now: datetime, action: str) -> None:
    old = Case.objects.get()
    operations.comment(case, text="x", public=False, by=people["agent"], now=now)
    assert act(people["officer"], old, action).status_code in (409, 302)
    assert Case.objects.get().version == old.version + 1


def test_every_form_of_the_record_carries_the_version(case: Case, people: People) -> None:
    page = look(people["administrator"], case)
    folded = re.findall(rf'hx-get="/en/cases/queue/{case.code}/([a-z-]+)/', page)
    assert len(folded) > 6
    forms = [
        part.partition("</form>")[0]
        for part in "".join([page, *(look(people["administrator"], case, each) for each in folded)]).split("<form")[1:]
        if "cases/queue/K-" in part.partition(">")[0] and "/merge/" not in part.partition(">")[0]
    ]
    assert len(forms) > len(folded)
    assert [form for form in forms if f'name="version" value="{Case.objects.get().version}"' not in form] == []


def test_two_who_look_at_a_case_are_told_of_one_another(case: Case, people: People) -> None:
    def ask(who: str, after: int) -> str:
        client = Client()
        client.force_login(people[who])
        with translation.override("en"):
            return client.get(reverse("cases:presence", args=[case.code]), {"after": after}).content.decode()

    alone = ask("officer", 20)
    assert ("is looking" in alone, "delay:40s" in alone, "delay:60s" in ask("officer", 40)) == (False, True, True)
    assert "Officer is looking at this." in ask("agent", 40)
    assert "delay:20s" in ask("officer", 60)


# Many at once --------------------------------------------------------------------------------------------------------
def test_many_are_done_at_once_each_as_it_was_shown(town: City, people: People, now: datetime) -> None:
    cases = [operations.report(Report("pothole", "", *MIDDLE), by=None, now=now).case for _ in range(3)]
    foreign = operations.report(Report("leak", "", *MIDDLE, attributes={"FLOW": "jet"}), by=None, now=now).case
    client = Client()
    client.force_login(people["officer"])
    with translation.override("en"):
        url = reverse("cases:together")
    codes = [each.code for each in (*cases, foreign)]
    page = client.post(url, {"case": codes}).content.decode()
    assert html.faults(page) == []
    chosen = re.findall(r'name="case" value="([^"]+)"', page.partition("</form>")[2])[:3]
    assert chosen == [f"{case.code}:1" for case in cases]
    operations.validate(cases[0], by=people["agent"], now=now)  # meanwhile
    typed = {"case": [*chosen, f"{foreign.code}:1"], "action": "decline", "reason": "no_money", "text": "Next year"}
    assert client.post(url, {**typed, "text": ""}).status_code == 422
    answer = client.post(url, typed, follow=True).content.decode()
    assert "Done with 2 cases." in answer
    assert f"one by one: {cases[0].code}" in answer
    assert [Case.objects.get(pk=each.pk).state for each in (*cases, foreign)] == [
        "validated", "declined", "declined", "received",
    ]  # fmt: skip


def test_the_record_is_valid_html_in_every_state(case: Case, town: City, people: People, grid: Organisation) -> None:
    now, officer = case.updated_at, people["officer"]
    parting.ask_part(case, office=town.water, text="Close <the valve>", by=officer, now=now)
    asked = given(case, town, people, now)
    assert [html.faults(look(people[who], case)) for who in ("officer", "other", "agent", "arbiter")] == [[]] * 4
    operations.refuse(asked, reason="No", by=people["other"], now=now)
    assert [html.faults(look(people[who], case)) for who in ("officer", "other", "arbiter")] == [[]] * 3
    operations.decide(asked, office=town.roads, reason="Yes", by=people["arbiter"], now=now)
    case.refresh_from_db()
    operations.forward(case, authority=grid, text="Please", language="sr", by=officer, now=now)
    assert html.faults(look(officer, case)) == []
    case.refresh_from_db()
    case.version -= 1
    assert html.faults(act(officer, case, "decline", reason="other", text="x").content.decode()) == []
