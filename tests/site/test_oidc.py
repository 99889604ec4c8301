"""Signing in through the city's own provider: a real one, over HTTP."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from django.conf import settings as configured
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread

from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.trail.models import Entry
from korzo.ui import csp

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.*:DeprecationWarning"),  # the provider's own, in its thread
]
CLAIMS = {
    "iva": {
        "email": "iva@example.org",
        "email_verified": True,
        "name": "Iva Ključić",
        "roles": ["administrator@city", "x@y", 5],
    },
    "unsure": {"email": "officer@example.org", "email_verified": False, "name": "Not the officer"},
    "sure": {"email": "officer@example.org", "email_verified": True, "name": "The officer"},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=[User(sub=sub, claims=claims) for sub, claims in CLAIMS.items()]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def client(issuer: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    app = {
        "provider_id": "city",
        "name": "City account",
        "client_id": "korzo",
        "secret": "s",
        "settings": {"server_url": issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    monkeypatch.setattr(configured.KORZO, "oidc_url", issuer)
    return Client(headers={"accept-language": "en"})


def come_from_there(client: Client, sub: str) -> str:
    """Go to the provider, sign in there, and come back; returns where one ends up."""
    to = client.get("/en/account/oidc/city/login/")["Location"]
    assert "code_challenge" in to
    back = requests.post(to, data={"sub": sub}, allow_redirects=False, timeout=10).headers["Location"]
    url = urlsplit(back)
    answer = client.get(f"{url.path}?{url.query}", follow=True)
    return str(answer.request["PATH_INFO"])


def is_in(client: Client) -> bool:
    return client.get("/en/account/me/").status_code == 200


def test_the_button_is_shown_only_where_it_leads_somewhere(client: Client, settings: Any) -> None:
    assert "City account" in client.get("/en/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "City account" not in client.get("/en/account/login/").content.decode()


def test_a_newcomer_gets_an_account_without_a_role_and_with_their_name(client: Client) -> None:
    Organisation.objects.create(code="city", kind="city", name={"en": "City"})
    assert come_from_there(client, "iva") == "/en/account/me/"
    person = Person.objects.get()
    assert (person.email, person.name, person.has_usable_password(), person.roles) == (
        "iva@example.org", "Iva Ključić", False, frozenset(),
    )  # fmt: skip
    again = Client()
    come_from_there(again, "iva")
    assert is_in(again)
    assert Person.objects.count() == 1


def test_roles_come_from_there_only_where_that_is_configured(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    Organisation.objects.create(code="city", kind="city", name={"en": "City"})
    monkeypatch.setattr(configured.KORZO, "oidc_roles_claim", "roles")
    come_from_there(client, "iva")
    assert list(Membership.objects.values_list("role", "organisation__code")) == [("administrator", "city")]
    assert client.get("/en/office/").status_code == 200
    assert [entry.event for entry in Entry.objects.all()] == ["accounts.RoleGiven", "accounts.SignedIn"]


def test_a_role_that_the_provider_no_longer_tells_is_gone(
    client: Client, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configured.KORZO, "oidc_roles_claim", "roles")
    come_from_there(client, "iva")
    iva = Person.objects.get(email="iva@example.org")
    Membership.objects.create(person=iva, organisation=Organisation.objects.get(code="roads"), role=Role.OFFICER)
    come_from_there(Client(), "iva")
    assert list(iva.memberships.values_list("role", flat=True)) == ["administrator"]


def officer(people: dict[str, Person]) -> Person:
    EmailAddress.objects.create(user=people["officer"], email="officer@example.org", verified=True, primary=True)
    return people["officer"]


@pytest.mark.parametrize("sub", ["unsure", "sure"])
def test_an_account_is_not_taken_over_by_its_address(client: Client, people: dict[str, Person], sub: str) -> None:
    officer(people)
    come_from_there(client, sub)
    assert not is_in(client)


def test_a_trusted_provider_opens_the_account_of_an_address_it_verified(
    client: Client, people: dict[str, Person], settings: Any
) -> None:
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    person = officer(people)
    come_from_there(client, "unsure")
    assert not is_in(client)
    client = Client(headers={"accept-language": "en"})
    come_from_there(client, "sure")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_answer_that_nobody_asked_for_is_refused(client: Client) -> None:
    answer = client.get("/en/account/oidc/city/login/callback/?code=stolen&state=guessed")
    assert answer.status_code in {400, 401, 403}
    assert not is_in(client)


def test_the_policy_lets_forms_lead_to_the_provider() -> None:
    assert "form-action 'self' https://id.example.org" in csp.header(form_origins=["https://id.example.org"])
