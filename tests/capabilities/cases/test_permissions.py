"""Each thing that can be done to a case, asked from outside as each role: an explicit table."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.views import staff
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

WHO = ("stranger", "resident", "officer", "other", "agent", "arbiter", "elected", "administrator")
WORKS = ("officer", "agent", "administrator")
GIVES = ("agent", "administrator", "arbiter")
SEES_INSIDE = (*WORKS, "arbiter", "elected")
ACTIONS = {
    "validate": ({}, WORKS),
    "validate-private": ({}, WORKS),
    "comment": ({"text": "x"}, WORKS),
    "assign": ({"office": "water"}, GIVES),
    "hand-over": ({"office": "water", "reason": "x"}, WORKS),
    "ask-part": ({"office": "water", "text": "x"}, WORKS),
    "resolve": ({"text": "x"}, WORKS),
    "decline": ({"text": "x", "reason": "other"}, WORKS),
    "hide": ({}, WORKS),
    "publish-outcome": ({}, WORKS),
}
LATER = {"start": ({}, WORKS), "reopen": ({"text": "x"}, WORKS)}


def english(name: str, *arguments: str) -> str:
    with translation.override("en"):
        return reverse(name, args=arguments)


def client_of(people: dict[str, Person], who: str) -> Client:
    client = Client()
    if who != "stranger":
        client.force_login(people[who])
    return client


def expected(who: str, allowed: tuple[str, ...]) -> int:
    """Done, not for this role, not to be seen by this office, or first to sign in."""
    if who in (*allowed, "stranger"):
        return 302
    return {"resident": 403, "other": 404}.get(who, 403)


@pytest.mark.parametrize("action", [*ACTIONS, *LATER])
def test_only_these_roles_do_it(town: City, people: dict[str, Person], action: str) -> None:
    posted, allowed = {**ACTIONS, **LATER}[action]
    found, changed = {}, {}
    for who in WHO:
        case = operations.report(with_(), by=None, now=timezone.now()).case
        if action in LATER:
            operations.validate(case, by=people["agent"], now=timezone.now())
        if action == "reopen":
            operations.resolve(case, text="x", by=people["agent"], now=timezone.now())
        case.refresh_from_db()
        answer = client_of(people, who).post(
            english("cases:act", case.code, action), {"version": case.version, **posted}
        )
        found[who], changed[who] = answer.status_code, Case.objects.get(pk=case.pk).version > case.version
    assert found == {who: expected(who, allowed) for who in WHO}
    assert changed == {who: who in allowed for who in WHO}


def test_nothing_is_done_by_looking(town: City, people: dict[str, Person]) -> None:
    case = operations.report(with_(), by=None, now=timezone.now()).case
    for action in (*ACTIONS, *LATER):
        status = client_of(people, "officer").get(english("cases:act", case.code, action)).status_code
        assert status == (200 if staff.DOINGS[action].form else 405)
    assert Case.objects.get().version == case.version
    assert client_of(people, "officer").post(english("cases:act", case.code, "nonsense")).status_code == 404


def test_a_form_comes_alone_to_an_open_record_and_only_to_who_may_send_it(
    town: City, people: dict[str, Person]
) -> None:
    case = operations.report(with_(), by=None, now=timezone.now()).case
    found = {}
    for who, action in (("officer", "decline"), ("officer", "reopen"), ("elected", "comment"), ("resident", "comment")):
        answer = client_of(people, who).get(english("cases:act", case.code, action), headers={"hx-request": "true"})
        found[who, action] = answer.status_code, answer.content.startswith(b"<form"), b"<html" in answer.content
    assert found.pop(("officer", "decline")) == (200, True, False)
    assert {status for status, *_page in found.values()} == {403, 404}


@pytest.mark.parametrize("action", ["resolve", "decline"])
def test_keys_open_what_their_holder_may_do(town: City, people: dict[str, Person], action: str) -> None:
    found = {}
    for who in WHO[1:]:
        case = operations.report(with_(), by=None, now=timezone.now()).case
        key = keys.make(person=people[who], label="t", now=timezone.now())
        given, bearer = {"text": "x", "reason": "other"}, {"Authorization": f"Bearer {key}"}
        answer = Client().post(
            f"/api/v1/cases/{case.code}/{action}", given, content_type="application/json", headers=bearer
        )
        found[who] = answer.status_code
    assert found == {who: 200 if who in WORKS else 403 for who in WHO[1:]}
    assert (
        Client().post(f"/api/v1/cases/{case.code}/{action}", given, content_type="application/json").status_code == 401
    )


def test_a_private_case_is_shown_to_those_who_work_for_all_and_to_its_office(
    town: City, people: dict[str, Person]
) -> None:
    case = operations.report(with_(category="noise"), by=None, now=timezone.now()).case
    operations.assign(case, office=town.roads, by=people["agent"], now=timezone.now())
    page = {who: client_of(people, who).get(english("cases:case", case.code)).status_code for who in WHO}
    assert page == {who: 200 if who in SEES_INSIDE else 404 for who in WHO}
    key = keys.make(person=people["resident"], label="t", now=timezone.now())
    given: dict[str, Any] = {
        "data": {"text": "x"},
        "content_type": "application/json",
        "headers": {"Authorization": f"Bearer {key}"},
    }
    assert Client().post(f"/api/v1/cases/{case.code}/resolve", **given).status_code == 404
    for who in WHO:
        assert client_of(people, who).get(f"/api/v1/cases/{case.code}").status_code == 404
        assert case.code.encode() not in client_of(people, who).get(english("cases:list")).content
        assert case.code.encode() not in client_of(people, who).get(english("home")).content


def test_names_are_shown_to_who_works_on_it_and_every_look_is_recorded(town: City, people: dict[str, Person]) -> None:
    case = operations.report(with_(name="Ana Canary", email="canary@example.org"), by=None, now=timezone.now()).case
    operations.validate(case, by=people["agent"], now=timezone.now())
    for who in WHO:
        looks = Entry.objects.filter(event="trail.Seen").count()
        client = client_of(people, who)
        assert b"anary" not in client.get(english("cases:case", case.code)).content
        assert b"anary" not in client.get(english("cases:record", case.code)).content
        shown = b"Ana Canary" in client.get(english("cases:record", case.code) + "?contact=show").content
        assert (shown, Entry.objects.filter(event="trail.Seen").count() - looks) == (
            (True, 1) if who in WORKS else (False, 0)
        )


def test_the_reporters_page_takes_answers_from_a_real_form(town: City, people: dict[str, Person]) -> None:
    """With the check against forged forms switched on, as in a browser."""
    receipt = operations.report(with_(), by=None, now=timezone.now())
    client = Client(enforce_csrf_checks=True)
    url = english("cases:follow", receipt.case.code, receipt.follow)
    page = client.get(url)
    assert page["Referrer-Policy"] == "same-origin"  # “no-referrer” would make browsers send an origin of “null”
    assert client.post(url, {"withdraw": "1"}).status_code == 403
    posted = {"withdraw": "1", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(url, posted, headers={"Origin": "http://testserver"}).status_code == 302
    assert Case.objects.get().state == "withdrawn"
