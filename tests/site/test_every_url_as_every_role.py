"""Every address of the site, asked by a stranger and by each role. A new address fails here until somebody lists it."""

from collections.abc import Iterator
from copy import copy
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from tests.capabilities.assessments import assessed
from tests.capabilities.ballots import boxes, polls
from tests.capabilities.budgeting import cycles as budgets
from tests.capabilities.budgeting import votes
from tests.capabilities.cases import reports
from tests.capabilities.catalog import sets
from tests.capabilities.portal.announced import announced
from tests.capabilities.portal.drafted import drafted
from tests.city import City
from tests.kernel.mails import mail
from tests.site.addresses import ROLES, TABLE, Row

from korzo.capabilities.assessments.operations import documents
from korzo.capabilities.ballots.models import Trustee
from korzo.capabilities.ballots.operations import appeals
from korzo.capabilities.ballots.operations import boxes as sealing
from korzo.capabilities.ballots.operations import proposing as asking
from korzo.capabilities.budgeting.models import Cycle, Idea, Track
from korzo.capabilities.budgeting.operations import counting, paper, supporting
from korzo.capabilities.cases import operations as cases
from korzo.capabilities.cases.models import (
    Attribute,
    Category,
    Check,
    Inspection,
    Material,
    ReadyText,
    RoutingRule,
    System,
)
from korzo.capabilities.cases.queries import following
from korzo.capabilities.catalog.models import Run, Showcase, Source
from korzo.capabilities.catalog.operations import commenting, requesting
from korzo.capabilities.catalog.operations import tables as files
from korzo.capabilities.portal.operations import following as hearing
from korzo.capabilities.portal.queries import following as wishes
from korzo.kernel.messages.arriving import taking
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people import keys
from korzo.kernel.people.models import ApiKey, Membership, Organisation, Person
from korzo.kernel.webhooks import operations as webhooks
from korzo.kernel.webhooks.models import Delivery, Webhook

# Addresses of others: the back office of last resort is for superusers, of whom there is none here.
CLOSED = ("admin:",)
API_READS = {"api:openapi-json", "api:api-root", "api:categories", "api:list_cases", "api:get_case"}
API_READS |= {"api:list_notices", "api:get_notice"}
API_READS |= {"api:cycles", "api:ideas", "api:idea", "api:ballots", "api:official_results"}
OLD_REDIRECTS = "social/"


def addresses(resolver: Any = None, spaces: tuple[str, ...] = (), before: str = "") -> Iterator[tuple[str, str]]:
    """Name and pattern of every address."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield ":".join([*spaces, each.name or ""]), pattern
        else:
            yield from addresses(each, (*spaces, each.namespace) if each.namespace else spaces, pattern)


@pytest.fixture
def filled(town: City, people: dict[str, Person], now: datetime) -> dict[str, str]:
    """One of each thing, by the names that the table uses."""
    resident = people["resident"]
    case = cases.report(reports.HOLE, by=resident, now=now).case
    cases.validate(case, by=people["officer"], now=now)
    keys.make(person=resident, label="x", now=now)
    more = {
        "language": "en",
        "template": "account/changed",
        "context": {"what": "password"},
        "made_at": now,
        "send_after": now,
    }
    letter = Message.objects.create(
        key="1", channel=Channel.INBOX, person=resident, to=resident.ref, state="sent", **more
    )
    stuck = Message.objects.create(
        key="2", channel=Channel.EMAIL, person=resident, to="x@example.org", state="refused", **more
    )
    dead = DBTaskResult.objects.create(
        status="FAILED", task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default",
        run_after=now, finished_at=timezone.now(),
    )  # fmt: skip
    follower = cases.follow(case, by=None, email="x@example.org", now=now)
    webhook = Webhook(name="x", url="https://example.org/", events=["case.reported"])
    webhooks.keep(webhook, by=people["administrator"], now=now)
    delivery = Delivery.objects.create(
        webhook=webhook, number="1", event="x", body="{}", state="dead", made_at=now, next_at=now
    )
    arrived = taking.mail(mail(Auto_Submitted="auto-replied"), now=now)
    assert arrived is not None
    authority = Organisation.objects.create(code="grid", kind="authority", name={"en": "Grid"})
    System.objects.create(authority=authority, endpoint="http://10.0.0.1/open311/v2")
    return {
        "authority": "grid",
        "arrived": str(arrived.pk),
        "webhook": str(webhook.pk), "delivery": str(delivery.pk),
        "follower": str(follower.pk), "follower_token": following.follower_token(follower),
        "code": case.code, "token": following.token(case.contact), "key": str(ApiKey.objects.get().pk),
        "letter": str(letter.pk), "stuck": str(stuck.pk), "job": str(dead.pk), "person": str(resident.pk),
        "officer": str(people["officer"].pk), "membership": str(Membership.objects.get(person=people["officer"]).pk),
        "text": str(ReadyText.objects.create(name="x", use="comment", text={"en": "x"}).pk),
        **_inspected(),
        **_proposed(people),
        **_voted(people),
        **_in_secret(),
        **_asked(people),
        **_published(people),
        **_assessed(people),
        **_announced(people),
        **drafted(people["officer"], people["administrator"], timezone.now()),
        "material": str(Material.objects.create(name={"en": "Sand"}, unit="kg").pk),
        "rule": str(RoutingRule.objects.order_by("pk").values_list("pk", flat=True)[0]),
        "question": str(Attribute.objects.get().pk),
        "nothing": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip


def _proposed(people: dict[str, Person]) -> dict[str, str]:
    """An idea of the resident with a comment, which the roads office checks."""
    now = timezone.now()
    cycle = budgets.build(now)
    idea = budgets.proposed(cycle, by=people["resident"], now=now)
    comment = supporting.comment(idea, text="Yes!", by=people["elected"], now=now)
    checks = budgets.proposed(cycle, by=people["resident"], now=now, title="A bridge")
    review = budgets.asked(checks, by=people["arbiter"], now=now)
    return {
        "cycle": cycle.code, "track": "city", "theme": "streets", "idea": idea.code,
        "idea_comment": str(comment.pk), "review": str(review.pk),
    }  # fmt: skip


def _voted(people: dict[str, Person]) -> dict[str, str]:
    """An envelope of the same cycle with an official result, and one of which a batch of paper is to be typed."""
    now, boss, cycle = timezone.now(), people["administrator"], Cycle.objects.get()
    budgets.turn(cycle, "vote", now)
    typed, voted = (
        Track.objects.create(cycle=cycle, code=code, name={"en": code}, envelope=100_000) for code in ("typed", "voted")
    )
    votes.fill(typed, by=boss, now=now, first=800)
    batch = paper.open_batch(typed, paper.Bundle("B-1", 3), by=boss, now=now)
    count = votes.counted(votes.fill(voted, by=boss, now=now, first=900), by=boss, now=now)
    counting.declare(count, by=boss, now=now)
    budgets.turn(cycle, "propose", now)
    return {
        "voted": "voted",
        "batch": str(batch.pk),
        "count": str(count.pk),
        "won": Idea.objects.filter(state="won")[0].code,
    }


def _asked(people: dict[str, Person]) -> dict[str, str]:
    """A consultation of the roads office, one for a roll with an appeal, and a resident's proposal."""
    now, boss = timezone.now(), people["administrator"]
    listed = polls.poll(now, audience="roll", roll=polls.roll(boss, now), code="listed")
    appeal = appeals.appeal(listed, "I moved here in May.", by=people["resident"], now=now)
    proposal = asking.propose(
        "A night bus?", "We walk home.", ["Yes", "No"], organiser=listed.organiser, worded=lambda text: {"en": text},
        by=people["resident"], now=now,
    )  # fmt: skip
    poll = polls.poll(now, code="poll", results="live", has_opinions=True).code
    return {"poll": poll, "listed": "listed", "roll": "voters", "appeal": str(appeal.pk), "proposal": proposal.code}


def _assessed(people: dict[str, Person]) -> dict[str, str]:
    """An assessment of the city with figures and an action, of which nothing is published."""
    made = assessed.filled(people["administrator"], timezone.now(), "finances")
    assessed.planned(made, people["administrator"], timezone.now())
    held = documents.add(
        made, "Statement", b"code;2025\nR1;1\nR4;2\nR5;3\n", file_name="statement.csv", by=people["administrator"],
        now=timezone.now(),
    )  # fmt: skip
    return {"finances": made.code, "statement": str(held.pk)}


def _announced(people: dict[str, Person]) -> dict[str, str]:
    """A notice of the roads office, and somebody who follows its street."""
    now = timezone.now()
    notice = announced(people["officer"], now)
    wish = hearing.follow(wishes.read({"street": "mill"}), by=None, email="x@example.org", language="en", now=now)
    return {"notice": notice.code, "reader": str(wish.reader_id), "reader_token": wishes.token(wish.reader)}


def _published(people: dict[str, Person]) -> dict[str, str]:
    """A data set of the roads office with a table."""
    now = timezone.now()
    dataset = sets.made(now, name="pipes", organisation="roads")
    form = sets.form(dataset, now)
    given = files.receive(form, [b"id,lat,long\n1,45.3,14.4\n"], "pipes.csv", at_once=True, by=None, now=now)
    other = Source.objects.create(name="county", title="County", kind="ckan", address="https://data.example.org")
    run = Run.objects.create(source=other, began_at=now, heard_at=now)
    more = {"source": other.name, "run": str(run.pk)}
    reader = people["resident"]
    asked = requesting.ask("Pipes", "", by=reader, now=now)
    remark = commenting.comment(dataset, "A remark", by=people["administrator"], now=now)
    shown = Showcase.objects.create(
        title="A map", text="Of pipes", url="https://example.org", state="shown", made_at=now
    )
    shown.datasets.set([dataset])
    more |= {"data-request": str(asked.number), "comment": str(remark.pk), "showcase": str(shown.pk)}
    more |= {"publisher": dataset.publisher.name, "register-kind": "publisher"}
    return {
        "dataset": dataset.name,
        "form": str(form.pk),
        "version": str(given.number),
        "dump": "csv",
        "row": "1",
    } | more


def _in_secret() -> dict[str, str]:
    """A secret vote that takes ballots, and one whose keys are being made."""
    now = timezone.now()
    boxes.sealed(now, code="sealed")
    box = sealing.begin(boxes.vote(now, "unsealed"), by=None, now=now)
    keeper = Trustee.objects.create(box=box, number=1, name="Ana", email="ana@example.org")
    return {"sealed": "sealed", "unsealed": "unsealed", "keeper": keeper.token}


def _inspected() -> dict[str, str]:
    """An inspection of the roads office, and a day on which it is due."""
    given = {"office": Organisation.objects.get(code="roads"), "category": Category.objects.get(code="pothole")}
    row = Inspection.objects.create(name="x", first_on="2026-03-01", every=1, **given)
    return {"inspection": str(row.pk), "check": str(Check.objects.create(inspection=row, due_on="2026-03-01").pk)}


@pytest.fixture
def clients(people: dict[str, Person]) -> dict[str, Client]:
    made = {role: Client(headers={"accept-language": "en"}) for role in ROLES}
    for role in ROLES[1:]:
        made[role].force_login(people[role])
    return made


def answers(clients: dict[str, Client], method: str, url: str) -> Row:
    """The status for each role; whatever was done is undone."""
    given = []
    for role in ROLES:
        cookies, was = copy(clients[role].cookies), translation.get_language()
        with transaction.atomic():
            given.append(getattr(clients[role], method)(url).status_code)
            transaction.set_rollback(True)
        translation.activate(was)
        clients[role].cookies = cookies
    return tuple(given)


def test_every_address_is_listed() -> None:
    names = {
        name for name, pattern in addresses() if OLD_REDIRECTS not in pattern and not name.startswith((*CLOSED, "api:"))
    }
    assert names - TABLE.keys() == set(), "new: say in TABLE who may open it"
    assert TABLE.keys() - names == set(), "gone: take it out of TABLE"


def test_each_role_gets_what_the_table_says(filled: dict[str, str], clients: dict[str, Client]) -> None:
    wrong = {}
    for name, way in TABLE.items():
        with translation.override("en"):
            url = reverse(name, args=[filled.get(arg, arg) for arg in way.args]) + way.query
        for method, expected in (("get", way.get), ("post", way.post)):
            if expected is not None and (got := answers(clients, method, url)) != expected:
                wrong[f"{method} {name}"] = {
                    role: (a, b) for role, a, b in zip(ROLES, got, expected, strict=True) if a != b
                }
    assert wrong == {}, "\n".join(f"{name}: {roles}" for name, roles in wrong.items())


def test_the_last_resort_is_closed_to_all_roles(filled: dict[str, str], clients: dict[str, Client]) -> None:
    open_to_somebody = []
    for name, _pattern in addresses():
        if not name.startswith(CLOSED):
            continue
        try:
            with translation.override("en"):
                url = reverse(name)
        except Exception:  # noqa: BLE001 -- addresses with arguments lie behind the same door as their lists
            continue
        if name != "admin:jsi18n" and 200 in answers(clients, "get", url):
            open_to_somebody.append(name)
    assert open_to_somebody == []


def test_the_api_lets_nobody_write_by_the_session_of_a_page(filled: dict[str, str], clients: dict[str, Client]) -> None:
    """Whoever writes shows a key; only a report is taken from strangers, within the limit."""
    let_in = {}
    for name, pattern in addresses():
        if name.startswith("api:") and name not in API_READS:
            url = reverse(name, args=[filled["code"]] * pattern.count("<"))
            got = {clients[role].post(url, {}, content_type="application/json").status_code for role in ROLES}
            if got - {401, 403, 405, 422}:
                let_in[name] = got
    assert let_in == {}


def test_a_page_that_needs_signing_in_says_where(db: None) -> None:
    answer = Client().get("/en/account/me/")
    assert answer["Location"] == f"{reverse(settings.LOGIN_URL)}?next=/en/account/me/".replace(
        f"/{settings.LANGUAGE_CODE}/", "/en/", 1
    )
