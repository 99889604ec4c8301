"""What can be done to accounts; one function for each verb, each in one transaction and on the trail."""

from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.kernel import trail
from korzo.kernel.messages import sending
from korzo.kernel.people import keys, leaving
from korzo.kernel.people.models import ApiKey, Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.site.accounts import events


class NotPossible(ValueError):
    """It would leave the house without anybody who can look after it; the message says so."""


def join(*, email: str, now: datetime) -> Person:
    """Find the account of an address that has just been proven, or make one without a password.

    Whoever had set a password for this address before anybody proved it is locked out: it was perhaps not its owner.
    """
    email = email.strip().lower()
    with transaction.atomic():
        owner = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
        if owner is not None:
            return Person.objects.get(pk=owner.user_id)
        person = Person.objects.filter(email=email).first() or Person.objects.create_user(email)
        EmailAddress.objects.filter(email=email).exclude(user=person).delete()
        EmailAddress.objects.update_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
        if person.has_usable_password():
            person.set_unusable_password()
            person.save(update_fields=["password"])
            trail.record(events.SignInChanged(person.ref, "password", "removed"), by=None, now=now)
    return person


def invite(*, email: str, name: str, by: Person, now: datetime) -> Person:
    """Make an account for a colleague and write to them how they get in; an account that exists is only returned."""
    with transaction.atomic():
        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is not None:
            return person
        person = Person.objects.create_user(email, name=name)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
        sending.send(
            to=sending.Recipient(person), template="account/invited", context={}, ref=person.ref,
            key=f"invited:{person.pk}", now=now,
        )  # fmt: skip
        trail.record(events.PersonInvited(person.ref), by=by, now=now)
    return person


def give_role(*, person: Person, role: Role, organisation: Organisation, by: Person | None, now: datetime) -> bool:
    """Give a person a role in an organisation; False when they had it."""
    with transaction.atomic():
        _membership, is_new = Membership.objects.get_or_create(person=person, organisation=organisation, role=role)
        if is_new:
            trail.record(events.RoleGiven(person.ref, role.value, organisation.code), by=by, now=now)
    return is_new


def withdraw_role(*, membership: Membership, by: Person | None, now: datetime) -> None:
    """Take a role away; raises NotPossible for the last administrator."""
    with transaction.atomic():
        person, organisation = membership.person, membership.organisation
        if membership.role == Role.ADMINISTRATOR:
            _keep_somebody(person, besides=membership)
        event = events.RoleWithdrawn(person.ref, membership.role, organisation.code)
        membership.delete()
        trail.record(event, by=by, now=now)


def close(*, person: Person, by: Person, now: datetime) -> None:
    """Let a person sign in no more, anywhere, at once; raises NotPossible for oneself and the last administrator."""
    if person == by:
        raise NotPossible(_("You cannot close your own account here. On your own page you can delete it."))
    with transaction.atomic():
        _keep_somebody(person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        person.end_sessions()
        trail.record(events.AccountClosed(person.ref), by=by, now=now)


def reopen(*, person: Person, by: Person, now: datetime) -> None:
    """Let a person sign in again."""
    with transaction.atomic():
        person.is_active = True
        person.save(update_fields=["is_active"])
        trail.record(events.AccountReopened(person.ref), by=by, now=now)


def erase(*, person: Person, by: Person | None, now: datetime) -> None:
    """Delete an account and all that names its person; raises NotPossible for the last administrator."""
    with transaction.atomic():
        _keep_somebody(person)
        ref, itself = person.ref, by is not None and by.pk == person.pk
        leaving.erase(person, now=now)
        trail.record(events.AccountErased(ref), by=None if itself else by, now=now, why="own wish" if itself else "")


def erase_again(home: Path, *, now: datetime) -> int:
    """Erase accounts that a restored backup brought back although they had been erased; returns how many."""
    back = Person.objects.filter(pk__in=[person_id for person_id, _at in leaving.noted(home)])
    count = 0
    for person in back:
        with transaction.atomic():
            ref = person.ref
            leaving.erase(person, now=now)
            trail.record(events.AccountErased(ref), by=None, now=now, why="erased before the backup was restored")
        count += 1
    return count


def take_data(*, person: Person, now: datetime) -> dict[str, Any]:
    """Hand a person all that is kept about them, as JSON."""
    with transaction.atomic():
        taken = leaving.everything_about(person)
        trail.record(events.DataTaken(person.ref), by=person, now=now)
    return taken


def make_key(*, person: Person, label: str, now: datetime) -> str:
    """Make a key for a program of this person; it is returned once and never again."""
    with transaction.atomic():
        key = keys.make(person=person, label=label, now=now)
        made = person.api_keys.latest("pk")
        trail.record(events.KeyMade(person.ref, made.pk), by=person, now=now)
    return key


def withdraw_key(*, key: ApiKey, by: Person, now: datetime) -> None:
    """Let a key work no more."""
    with transaction.atomic():
        key.is_active = False
        key.save(update_fields=["is_active"])
        trail.record(events.KeyWithdrawn(key.person.ref, key.pk), by=by, now=now)


def note_change(*, person: Person, what: str, how: str, by: Person | None, now: datetime) -> None:
    """Record that the way a person signs in changed, and tell them: if it was not they, they should know."""
    with transaction.atomic():
        entry = trail.record(events.SignInChanged(person.ref, what, how), by=by, now=now)
        sending.send(
            to=sending.Recipient(person), template="account/changed", context={"what": what, "how": how},
            ref=person.ref, key=f"trail:{entry.seq}", now=now,
        )  # fmt: skip


def sign_out_everywhere(*, person: Person, now: datetime) -> None:
    """End all sessions of a person; whoever asked is signed in anew by the page."""
    with transaction.atomic():
        person.end_sessions()
        trail.record(events.SignInChanged(person.ref, "sessions", "ended"), by=person, now=now)


def _keep_somebody(person: Person, *, besides: Membership | None = None) -> None:
    """Refuse to lose the last administrator who can still sign in."""
    if not (person.is_active and (person.is_superuser or person.memberships.filter(role=Role.ADMINISTRATOR).exists())):
        return
    rest = Membership.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True)
    rest = rest.exclude(pk=besides.pk) if besides else rest.exclude(person=person)
    chief = Person.objects.filter(is_superuser=True, is_active=True)
    if not (rest.exists() or (chief if besides else chief.exclude(pk=person.pk)).exists()):
        raise NotPossible(_("This is the last administrator. Give somebody else the role first."))
