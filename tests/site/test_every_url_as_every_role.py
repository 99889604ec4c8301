"""Every address of the site, asked by a stranger and by each role. A new address fails here until somebody lists it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from tests.capabilities.cases import reports
from tests.city import City
from tests.kernel.mails import mail

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
from korzo.kernel.messages.arriving import taking
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people import keys
from korzo.kernel.people.models import ApiKey, Membership, Organisation, Person
from korzo.kernel.webhooks import operations as webhooks
from korzo.kernel.webhooks.models import Delivery, Webhook

ROLES = ("stranger", "resident", "officer", "other", "agent", "arbiter", "elected", "administrator")
Row = tuple[int, ...]

EVERYBODY = (200,) * 8
SIGNED_IN = (302,) + (200,) * 7
STAFF = (302, 403) + (200,) * 6
ADMINISTRATORS = (302,) + (403,) * 6 + (200,)
ADMINISTRATORS_ACT = (302,) + (403,) * 6 + (302,)
ADMINISTRATORS_ERR = (302,) + (403,) * 6 + (422,)  # they sent an empty form
BUTTON = (405,) * 8
OWN_BUTTON = (302,) + (405,) * 7
SURE_BUTTON = (302,) + (302,) * 6 + (302,)  # to sign in, or to show once more who they are; the page comes after
NOT_HERE = (404,) * 8
ELSEWHERE = (302,) * 8
ENTRANCE = (200,) + (302,) * 7  # who is inside is sent to their page
AGAIN = (302,) + (302,) * 7  # asks for the password once more
NOTHING_SET_UP = (302,) + (404,) * 7
CREW = (302, 403, 200, 200, 200, 403, 403, 200)  # those who work on cases
MINE = (302, 200) + (404,) * 6  # of the resident
THE_OFFICE = (302, 403, 200, 404, 200, 200, 200, 200)  # a case of the roads office


@dataclass(frozen=True)
class Way:
    """Arguments of the address, and the status for each role, by GET and, where it does something, by POST."""

    get: Row
    post: Row | None = None
    args: tuple[str, ...] = ()
    query: str = ""


TABLE: dict[str, Way] = {
    # Machines
    "health": Way(EVERYBODY),
    "sms": Way(BUTTON, NOT_HERE),
    "sms-with-token": Way(BUTTON, NOT_HERE, args=("token",)),
    "ready": Way((503,) * 8),
    "metrics": Way(EVERYBODY),
    "service-worker": Way(EVERYBODY),
    "open-data": Way(NOT_HERE, args=("cases.csv",)),
    "accessibility": Way(EVERYBODY),
    "privacy": Way(EVERYBODY),
    "manifest": Way(EVERYBODY),
    "icon": Way(EVERYBODY),
    "city-map": Way(EVERYBODY),
    "file": Way(NOT_HERE, args=("nothing", "large")),
    "open311-discovery": Way(EVERYBODY, args=("json",)),
    "open311-services": Way(EVERYBODY, args=("json",)),
    "open311-definition": Way(EVERYBODY, args=("leak", "json")),
    "open311-requests": Way(EVERYBODY, (403,) * 8, args=("json",)),
    "open311-request": Way(EVERYBODY, args=("code", "json")),
    "open311-token": Way(NOT_HERE, args=("code", "json")),
    "open311-updates": Way(EVERYBODY, (403,) * 8, args=("json",)),
    "open311-confirm": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-revoke": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-coverage": Way(EVERYBODY, args=("json",), query="?lat=42.4&long=18.4"),
    "open311-test-confirm": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-test-revoke": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-test-coverage": Way(EVERYBODY, args=("json",), query="?lat=42.4&long=18.4"),
    "open311-test-services": Way(EVERYBODY, args=("json",)),
    "open311-test-definition": Way(EVERYBODY, args=("leak", "json")),
    "open311-test-requests": Way(EVERYBODY, (403,) * 8, args=("json",)),
    "open311-test-request": Way(EVERYBODY, args=("code", "json")),
    "open311-test-token": Way(NOT_HERE, args=("code", "json")),
    "open311-test-updates": Way(EVERYBODY, (403,) * 8, args=("json",)),
    # Pages for everybody
    "home": Way(EVERYBODY),
    "ui:styleguide": Way(EVERYBODY),
    "ui:pattern": Way(EVERYBODY, args=("front",)),
    "ui:points": Way(EVERYBODY, query="?bbox=18,42,19,43&zoom=12"),
    "ui:city": Way(EVERYBODY),
    "cases:list": Way(EVERYBODY),
    "cases:map": Way(EVERYBODY, query="?bbox=18,42,19,43&zoom=12"),
    "cases:report": Way(EVERYBODY, (200,) * 8),
    "cases:report-kinds": Way(BUTTON, EVERYBODY),
    "cases:report-where": Way(ELSEWHERE),
    "cases:report-send": Way(ELSEWHERE),
    "cases:report-done": Way(ELSEWHERE, args=("code",)),
    "cases:report-anew": Way(BUTTON),
    "cases:report-offline": Way(EVERYBODY),
    "cases:report-take": Way(BUTTON, (400,) * 8),
    "cases:report-remove-photo": Way(BUTTON, args=("nothing",)),
    "cases:case": Way(EVERYBODY, args=("code",)),
    "cases:follow": Way(EVERYBODY, args=("code", "token")),
    "cases:follow-case": Way(EVERYBODY, (422,) + (302,) * 7, args=("code",)),
    "own-page": Way(NOT_HERE, args=("code",)),
    "cases:device": Way(BUTTON, NOT_HERE, args=("code", "token")),
    "cases:streets": Way(EVERYBODY),
    "cases:watch": Way(EVERYBODY, EVERYBODY),
    "cases:watching": Way(SIGNED_IN, SIGNED_IN),
    "cases:watching-by-link": Way(NOT_HERE, NOT_HERE, args=("1", "token")),
    "cases:complete": Way(ELSEWHERE, ELSEWHERE, args=("code", "token")),
    "cases:counter": Way((302, 403, 403, 403, 200, 403, 403, 200), (302, 403, 403, 403, 422, 403, 403, 422)),
    "cases:counter-receipt": Way((302, 403, 403, 403, 404, 403, 403, 404), args=("code",)),
    "cases:confirm-report": Way(NOT_HERE, NOT_HERE, args=("follower_token",)),
    "cases:follower": Way(EVERYBODY, EVERYBODY, args=("follower", "follower_token")),
    # People who work on cases
    "cases:queue": Way(STAFF),
    "cases:record": Way(THE_OFFICE, args=("code",)),
    "cases:together": Way((302,) + (405,) * 7, (302, 403) + (302,) * 6),
    "cases:presence": Way((302, 404, 200, 404, 200, 200, 200, 200), args=("code",)),
    "cases:act": Way((302,) + (405,) * 7, (302, 403, 302, 404, 302, 403, 403, 302), args=("code", "start")),
    "cases:merge-chosen": Way(OWN_BUTTON, (302, 403) + (302,) * 6),
    "cases:merge": Way(OWN_BUTTON, (302, 403, 302, 404, 302, 302, 302, 302), args=("code",)),
    "cases:split": Way(OWN_BUTTON, (302, 403, 302, 404, 302, 403, 403, 302), args=("code",)),
    # The crew in the street
    "cases:round": Way(CREW),
    "cases:round-stops": Way(CREW),
    "cases:round-pass": Way((401, 401, 200, 200, 200, 401, 401, 200)),
    "cases:round-put": Way(OWN_BUTTON, (302, 403, 302, 302, 302, 403, 403, 302)),
    "cases:round-order": Way(OWN_BUTTON, (302, 403, 302, 302, 302, 403, 403, 302)),
    "cases:round-change": Way(OWN_BUTTON, (302, 403, 404, 404, 404, 403, 403, 404), args=("999", "skip")),
    "cases:round-do": Way(BUTTON, (302, 403, 404, 404, 404, 403, 403, 404), args=("999",)),
    "cases:inspections": Way(STAFF),
    "cases:inspection-new": Way((302, 403, 200, 200, 403, 403, 403, 200), (302, 403, 200, 200, 403, 403, 403, 200)),
    "cases:inspection": Way((302, 403, 200, 404, 403, 403, 403, 200), args=("inspection",)),
    "cases:inspection-check": Way(
        (302, 403, 200, 404, 404, 404, 404, 200), (302, 403, 200, 404, 404, 404, 404, 200), args=("check",)
    ),
    "cases:costs": Way((302, 403, 200, 200, 200, 403, 200, 200)),
    "cases:materials": Way(ADMINISTRATORS),
    "cases:material-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:material": Way(ADMINISTRATORS, args=("material",)),
    # What the city promises
    "cases:scoreboard": Way(EVERYBODY),
    "cases:feed": Way(EVERYBODY),
    "cases:case-feed": Way(EVERYBODY, args=("code",)),
    "cases:overview": Way((302, 403, 403, 403, 403, 403, 200, 200)),
    "cases:promises": Way(ADMINISTRATORS),
    "cases:promise-ladder": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:promise-day": Way(OWN_BUTTON, ADMINISTRATORS_ERR),
    "cases:promises-recompute": Way(OWN_BUTTON, ADMINISTRATORS_ACT),
    "cases:promise": Way(ADMINISTRATORS, ADMINISTRATORS, args=("pothole",)),
    "cases:office-hours": Way(ADMINISTRATORS, ADMINISTRATORS, args=("roads",)),
    # Setting up
    "cases:routing": Way(ADMINISTRATORS, query="?category=pothole&at=2026-03-11T09:30"),
    "cases:texts": Way(ADMINISTRATORS),
    "cases:text-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:text": Way(ADMINISTRATORS, args=("text",)),
    "cases:list-keep": Way(OWN_BUTTON, (302, 403) + (302,) * 6),
    "cases:list-drop": Way(OWN_BUTTON, (302, 403) + (302,) * 6, args=("rule",)),
    "cases:systems": Way(ADMINISTRATORS),
    "cases:system-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:system": Way(ADMINISTRATORS, args=("authority",)),
    "cases:system-edit": Way(ADMINISTRATORS, ADMINISTRATORS, args=("authority",)),
    "cases:system-test": Way(BUTTON, ADMINISTRATORS_ACT, args=("authority",)),
    "cases:system-key": Way(BUTTON, ADMINISTRATORS, args=("authority",)),
    "cases:system-delete": Way(BUTTON, ADMINISTRATORS_ACT, args=("authority",)),
    "cases:routing-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:routing-rule": Way(ADMINISTRATORS, args=("rule",)),
    "cases:routing-move": Way(BUTTON, ADMINISTRATORS_ACT, args=("rule",)),
    "cases:routing-delete": Way(ADMINISTRATORS, ADMINISTRATORS_ACT, args=("rule",)),
    "cases:kinds": Way(ADMINISTRATORS),
    "cases:kind-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:kind": Way(ADMINISTRATORS, args=("pothole",)),
    "cases:question-new": Way(ADMINISTRATORS, args=("pothole",)),
    "cases:question": Way(ADMINISTRATORS, args=("leak", "question")),
    # Signing in
    "sign-in-link": Way(EVERYBODY, (422,) * 8),
    "sign-in-link-sent": Way(EVERYBODY),
    "sign-in-link-use": Way((410,) * 8, (410,) * 8, args=("nonsense",)),
    "account_login": Way(ENTRANCE, ENTRANCE),
    "account_signup": Way(ENTRANCE, ENTRANCE),
    "account_logout": Way(SIGNED_IN, ELSEWHERE),
    "account_inactive": Way(EVERYBODY),
    "account_email_verification_sent": Way(ELSEWHERE),
    "account_confirm_login_code": Way(ELSEWHERE),
    "account_reset_password": Way(EVERYBODY, EVERYBODY),
    "account_reset_password_done": Way(EVERYBODY),
    "account_reset_password_from_key": Way(EVERYBODY, args=("1", "wrong")),
    "account_reset_password_from_key_done": Way(EVERYBODY),
    "account_reauthenticate": Way(SIGNED_IN),
    "mfa_authenticate": Way(ELSEWHERE),
    "mfa_login_webauthn": Way(ELSEWHERE, ELSEWHERE),
    "mfa_reauthenticate": Way(ELSEWHERE),
    "mfa_reauthenticate_webauthn": Way(ELSEWHERE),
    "socialaccount_login_cancelled": Way(EVERYBODY),
    "socialaccount_login_error": Way((401,) * 8),
    "socialaccount_signup": Way(ELSEWHERE),
    "openid_connect_login": Way(NOT_HERE, args=("city",)),
    "openid_connect_callback": Way(NOT_HERE, args=("city",)),
    # One's own
    "me": Way(SIGNED_IN),
    "details": Way(SIGNED_IN),
    "inbox": Way(SIGNED_IN),
    "inbox-read": Way(OWN_BUTTON, ELSEWHERE),
    "letter": Way(MINE, args=("letter",)),
    "push": Way((302,) + (404,) * 7),
    "push-stop": Way(OWN_BUTTON, ELSEWHERE),
    "keys": Way(SIGNED_IN, AGAIN),
    "key-withdraw": Way(OWN_BUTTON, (302, 302) + (404,) * 6, args=("key",)),
    "my-data": Way(AGAIN, AGAIN),
    "leave": Way(SIGNED_IN, AGAIN),
    "left": Way(EVERYBODY),
    "sign-out-everywhere": Way(OWN_BUTTON, ELSEWHERE),
    "account_email": Way(SIGNED_IN),
    "account_change_password": Way(SIGNED_IN),
    "account_set_password": Way(AGAIN),
    "mfa_index": Way(SIGNED_IN),
    "mfa_activate_totp": Way(AGAIN),
    "mfa_deactivate_totp": Way(NOTHING_SET_UP),
    "mfa_view_recovery_codes": Way(NOTHING_SET_UP),
    "mfa_generate_recovery_codes": Way(AGAIN),
    "mfa_download_recovery_codes": Way(NOTHING_SET_UP),
    "mfa_list_webauthn": Way(SIGNED_IN),
    "mfa_add_webauthn": Way(AGAIN),
    "mfa_remove_webauthn": Way(AGAIN, args=("1",)),
    "mfa_edit_webauthn": Way(AGAIN, args=("1",)),
    "socialaccount_connections": Way(SIGNED_IN),
    # Administrators
    "office:people": Way(ADMINISTRATORS),
    "office:invite": Way(ADMINISTRATORS, ADMINISTRATORS),
    "office:person": Way(ADMINISTRATORS, args=("person",)),
    "office:give-role": Way(SURE_BUTTON, SURE_BUTTON, args=("person",)),
    "office:withdraw-role": Way(BUTTON, ADMINISTRATORS_ACT, args=("officer", "membership")),
    "office:close": Way(BUTTON, ADMINISTRATORS_ACT, args=("person",)),
    "office:reopen": Way(BUTTON, ADMINISTRATORS_ACT, args=("person",)),
    "office:organisations": Way(ADMINISTRATORS),
    "office:organisation-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "office:organisation": Way(ADMINISTRATORS, args=("roads",)),
    "office:jobs": Way(ADMINISTRATORS),
    "office:job": Way(ADMINISTRATORS, args=("job",)),
    "office:job-again": Way(BUTTON, ADMINISTRATORS_ACT, args=("job",)),
    "office:job-delete": Way(BUTTON, ADMINISTRATORS_ACT, args=("job",)),
    "office:messages": Way(ADMINISTRATORS),
    "office:message-again": Way(BUTTON, ADMINISTRATORS_ACT, args=("stuck",)),
    "office:message-drop": Way(BUTTON, ADMINISTRATORS_ACT, args=("stuck",)),
    "office:letters": Way(ADMINISTRATORS),
    "office:letter-original": Way(BUTTON, ADMINISTRATORS, args=("arrived",)),
    "office:letter-take": Way(BUTTON, ADMINISTRATORS_ACT, args=("arrived",)),
    "office:letter-drop": Way(BUTTON, ADMINISTRATORS_ACT, args=("arrived",)),
    "office:webhooks": Way(ADMINISTRATORS),
    "office:webhook-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "office:webhook": Way(ADMINISTRATORS, args=("webhook",)),
    "office:webhook-edit": Way(ADMINISTRATORS, ADMINISTRATORS, args=("webhook",)),
    "office:webhook-rotate": Way(SURE_BUTTON, SURE_BUTTON, args=("webhook",)),
    "office:webhook-switch": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook",)),
    "office:webhook-test": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook",)),
    "office:webhook-delete": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook",)),
    "office:webhook-again": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook", "delivery")),
    "office:trail": Way(ADMINISTRATORS),
    "office:trail-verify": Way(BUTTON, ADMINISTRATORS_ACT),
}
# Addresses of others: the back office of last resort is for superusers, of whom there is none here.
CLOSED = ("admin:",)
API_READS = {"api:openapi-json", "api:api-root", "api:categories", "api:list_cases", "api:get_case"}
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
        "material": str(Material.objects.create(name={"en": "Sand"}, unit="kg").pk),
        "rule": str(RoutingRule.objects.order_by("pk").values_list("pk", flat=True)[0]),
        "question": str(Attribute.objects.get().pk),
        "nothing": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip


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
