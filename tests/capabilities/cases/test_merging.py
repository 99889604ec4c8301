"""Several reports of one problem become one case, and nobody is left without news."""

from datetime import datetime, timedelta
from random import Random

import pytest
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Merge, Update
from korzo.capabilities.cases.open311 import describing
from korzo.capabilities.cases.operations import NotAllowed, ReportRefused
from korzo.capabilities.cases.queries import similar
from korzo.capabilities.cases.rules.states import NotPossible
from korzo.kernel import trail
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
HOUR = timedelta(hours=1)


def holes(now: datetime, count: int = 3) -> list[Case]:
    """So many reports of one hole, each by somebody with an address, an hour apart."""
    return [
        operations.report(reports.with_(email=f"ana{n}@example.org"), by=None, now=now + n * HOUR).case
        for n in range(count)
    ]


def told(*cases: Case) -> list[list[str]]:
    """Which letters went to the reporter of each case since the last time, by template and kind."""
    delivery.deliver_news()
    found = []
    for case in cases:
        letters = Message.objects.filter(to=case.contact.email).order_by("pk")
        found.append([each.context.get("kind") or each.template.partition("/")[2] for each in letters])
    Message.objects.all().delete()
    return found


def test_the_later_reports_are_closed_and_the_earliest_promise_holds(town: City, people: People, now: datetime) -> None:
    first, second, third = holes(now)
    root = operations.merge([first, second], into=third, by=people["officer"], now=now + 4 * HOUR)
    first, second, third = (Case.objects.get(pk=case.pk) for case in (first, second, third))
    assert (root, first.state, second.state, third.state) == (third, "duplicate", "duplicate", "received")
    assert third.due_at == first.due_at
    assert first.due_at and second.due_at and first.due_at < second.due_at  # noqa: PT018 -- both are promised
    assert Entry.objects.filter(ref=third.ref).latest("seq").data["others"] == [first.ref, second.ref]
    assert Update.objects.get(case=third, kind="joined").text == f"{first.code}, {second.code}"
    trail.verify()


def test_a_later_check_keeps_the_earlier_promise(town: City, people: People, now: datetime) -> None:
    first, second = holes(now, 2)
    operations.merge([first], into=second, by=people["officer"], now=now + 3 * HOUR)
    operations.validate(second, by=people["agent"], now=now + timedelta(days=1))
    second.refresh_from_db()
    assert second.due_at == first.due_at


def test_splitting_gives_both_their_own_life_back(town: City, people: People, now: datetime) -> None:
    first, second = holes(now, 2)
    own = second.due_at
    operations.validate(first, by=people["agent"], now=now)
    operations.merge([first], into=second, by=people["officer"], now=now + 3 * HOUR)
    operations.split(first, by=people["officer"], now=now + 4 * HOUR)
    first, second = (Case.objects.get(pk=case.pk) for case in (first, second))
    assert (first.state, first.is_open, first.closed_at, second.due_at) == ("validated", True, None, own)
    assert not Merge.objects.exists()
    events = Entry.objects.filter(ref=first.ref).order_by("seq").values_list("event", flat=True)
    assert list(events)[-2:] == ["cases.CaseMerged", "cases.CaseSplit"]


def test_chains_end_at_the_root(town: City, people: People, now: datetime) -> None:
    first, second, third = holes(now)
    operations.merge([first], into=second, by=people["officer"], now=now)
    operations.merge([second], into=third, by=people["officer"], now=now)
    assert [similar.root(case) for case in (first, second, third)] == [third] * 3
    operations.split(second, by=people["officer"], now=now)
    assert [similar.root(case) for case in (first, second, third)] == [second, second, third]


def test_all_who_reported_hear_what_happens_to_the_root(town: City, people: People, now: datetime) -> None:
    delivery.start_at_head()
    first, second, third = holes(now)
    assert told(first, second, third) == [["reported"]] * 3
    operations.merge([first], into=second, by=people["officer"], now=now)
    operations.merge([second], into=third, by=people["officer"], now=now)
    assert told(first, second, third) == [["merged"], ["joined", "merged"], ["joined"]]
    operations.validate(third, by=people["agent"], now=now)
    operations.comment(third, text="Internal", public=False, by=people["officer"], now=now)
    operations.comment(third, text="On Monday", public=True, by=people["officer"], now=now)
    kinds = ["validated", "commented"]
    assert told(first, second, third) == [kinds, kinds, kinds]
    operations.split(second, by=people["officer"], now=now)
    operations.resolve(third, text="Filled", by=people["officer"], now=now)
    assert told(first, second, third) == [[], ["split"], ["parted", "resolved"]]
    operations.resolve(second, text="Filled too", by=people["officer"], now=now)
    assert told(first, second, third) == [["resolved"], ["resolved"], []]


def test_a_letter_about_the_root_leads_to_ones_own_page_and_shows_nobody_else(
    town: City, people: People, now: datetime
) -> None:
    from korzo.kernel.messages import rendering

    delivery.start_at_head()
    first, second = holes(now, 2)
    operations.merge([first], into=second, by=people["officer"], now=now)
    operations.resolve(second, text="Filled", by=people["officer"], now=now)
    delivery.deliver_news()
    letter = Message.objects.get(to=first.contact.email, context__kind="resolved")
    text = rendering.render(letter).text
    assert f"/cases/follow/{first.code}/" in text
    assert first.code in text
    assert second.code in text
    assert "ana1" not in text


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_merged_and_split_there_is_one_root_and_a_whole_trail(
    town: City, people: People, now: datetime, seed: int
) -> None:
    chance, cases = Random(seed), holes(now, 5)
    done = 0
    for turn in range(25):
        one, other = (Case.objects.get(pk=chance.choice(cases).pk) for _ in range(2))
        try:
            if chance.random() < 0.6:
                operations.merge([one], into=other, by=people["agent"], now=now + (9 + turn) * HOUR)
            else:
                operations.split(one, by=people["agent"], now=now + (9 + turn) * HOUR)
            done += 1
        except (NotPossible, ReportRefused):
            continue
        merges = {merge.case_id: merge for merge in Merge.objects.all()}
        for case in Case.objects.all():
            assert (case.state == "duplicate") == (case.pk in merges)
            at = case.pk
            while at in merges:
                at = merges[at].into_id
            assert similar.root(case).pk == at
        for case in Case.objects.filter(is_open=True):
            together = [case.reported_at, *Case.objects.filter(merge__root=case).values_list("reported_at", flat=True)]
            assert case.due_at == Case.objects.get(reported_at=min(together)).due_at
    happened = Entry.objects.filter(event__in=["cases.CaseMerged", "cases.CaseSplit"]).count()
    assert happened == done > 0
    trail.verify()


def test_only_who_works_on_both_can_merge(town: City, people: People, now: datetime) -> None:
    first, second = holes(now, 2)
    for who in ("resident", "other", "elected", "arbiter"):
        with pytest.raises(NotAllowed):
            operations.merge([first], into=second, by=people[who], now=now)
    leak = operations.report(reports.with_(category="leak", attributes={"FLOW": "jet"}), by=None, now=now).case
    with pytest.raises(NotAllowed):
        operations.merge([first], into=leak, by=people["officer"], now=now)
    assert not Merge.objects.exists()
    operations.merge([first], into=leak, by=people["agent"], now=now)
    with pytest.raises(NotAllowed):
        operations.split(first, by=people["other"], now=now)


def test_what_cannot_be_merged(town: City, people: People, now: datetime) -> None:
    first, second, third = holes(now)
    with pytest.raises(ReportRefused, match="same case"):
        operations.merge([first], into=first, by=people["officer"], now=now)
    operations.withdraw(third, by=None, now=now)
    with pytest.raises(ReportRefused, match="withdrawn"):
        operations.merge([first], into=third, by=people["officer"], now=now)
    operations.merge([first], into=second, by=people["officer"], now=now)
    with pytest.raises(ReportRefused, match="same case"):
        operations.merge([second], into=first, by=people["officer"], now=now)
    with pytest.raises(NotPossible):  # others wait for it too
        operations.withdraw(second, by=None, now=now)
    with pytest.raises(NotPossible):
        operations.reopen(first, text="Still there", by=people["officer"], now=now)


def test_open311_says_closed_and_names_the_other(town: City, people: People, now: datetime) -> None:
    first, second = holes(now, 2)
    operations.merge([first], into=second, by=people["officer"], now=now)
    said = describing.request(Case.objects.get(pk=first.pk))
    assert said["status"] == "closed"
    assert second.code in said["status_notes"]
