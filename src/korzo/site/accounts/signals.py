"""What the sign-in library announces, turned into entries of the trail and letters to the person."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from korzo.kernel import trail
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.site.accounts import events, operations


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: Person, sociallogin: Any = None, **_more: Any) -> None:
    """Take roles from the provider where that is configured; record the coming of people with a role."""
    if sociallogin is not None and settings.KORZO.oidc_roles_claim:
        take_roles(user, sociallogin.account.get_provider_account().get_user_data() or {})
    if user.memberships.exists() or user.is_superuser:
        steps = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
        with transaction.atomic():
            trail.record(events.SignedIn(user.ref, "+".join(dict.fromkeys(steps))), by=user, now=timezone.now())


def take_roles(person: Person, told: dict[str, Any]) -> None:
    """Make a person's roles those that the provider tells, as `role@organisation`; unknown ones are passed over."""
    claim = told.get(settings.KORZO.oidc_roles_claim)
    pairs = {tuple(str(each).split("@", 1)) for each in claim if "@" in str(each)} if isinstance(claim, list) else set()
    offices = {each.code: each for each in Organisation.objects.filter(is_active=True)}
    wanted = {(Role(role), offices[code]) for role, code in pairs if role in Role.values and code in offices}
    now = timezone.now()
    for role, office in wanted:
        operations.give_role(person=person, role=role, organisation=office, by=None, now=now)
    for membership in Membership.objects.filter(person=person).select_related("organisation", "person"):
        if (Role(membership.role), membership.organisation) not in wanted:
            operations.withdraw_role(membership=membership, by=None, now=now)
    person.__dict__.pop("roles", None)


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def password_changed(request: HttpRequest, user: Person, signal: Any, **_more: Any) -> None:
    """A password is new."""
    how = "reset" if signal is account.password_reset else "changed"
    _changed(user, "password", how, request)


@receiver(account.email_changed)
def email_changed(request: HttpRequest, user: Person, **_more: Any) -> None:
    """Mail goes to another address now."""
    _changed(user, "email", "changed", request)


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
@receiver(mfa.authenticator_reset)
def authenticator_changed(request: HttpRequest, user: Person, authenticator: Any, signal: Any, **_more: Any) -> None:
    """A passkey, an app or a set of codes came or went."""
    how = {mfa.authenticator_added: "added", mfa.authenticator_removed: "removed"}.get(signal, "renewed")
    kind = "passkey" if authenticator.type == "webauthn" else str(authenticator.type)
    _changed(user, kind, how, request)


def _changed(person: Person, what: str, how: str, request: HttpRequest) -> None:
    by = request.user if isinstance(request.user, Person) else person
    operations.note_change(person=person, what=what, how=how, by=by, now=timezone.now())
