"""Persons, organisations, and the roles that join them."""

import secrets
import uuid
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from korzo.kernel.people.roles import Role
from korzo.kernel.text.fields import MultilingualField


class Organisation(models.Model):
    """A city, one of its departments, a utility, or an association."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        CITY = "city", _("City")
        DEPARTMENT = "department", _("Department")
        UTILITY = "utility", _("Utility")
        AUTHORITY = "authority", _("Other authority")
        ASSOCIATION = "association", _("Association")

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = MultilingualField(_("name"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Offices are listed by code; their names sort differently in each language."""

        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class People(BaseUserManager["Person"]):
    """Makes accounts; addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "Person":
        """Add an account; without a password it can sign in by link, passkey or the city's provider only."""
        person = self.model(email=email.strip().lower(), **more)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "Person":
        """Add an account that may do everything."""
        return self.create_user(email, password, is_superuser=True, **more)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find an account by its address as typed."""
        return self.get(email=(username or "").strip().lower())


def _new_epoch() -> str:
    return secrets.token_hex(8)


class Person(AbstractBaseUser):
    """Somebody with an account. What they may do follows from their memberships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("mobile number"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    channel = models.CharField(_("how we reach you"), max_length=8, default="email")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    session_epoch = models.CharField(max_length=16, default=_new_epoch, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = People()

    class Meta:
        """Constraints that hold however a row is written."""

        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="person_quiet_hours_paired",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def end_sessions(self) -> None:
        """Sign this person out everywhere: sessions carry a hash over password and epoch, and the epoch is over."""
        self.session_epoch = _new_epoch()
        self.save(update_fields=["session_epoch"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        salt = "korzo.kernel.people.models.Person.session"
        return salted_hmac(salt, f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def ref(self) -> str:
        """How the trail names this person: no name, no address."""
        return f"person:{self.pk}"

    @cached_property
    def roles(self) -> frozenset[tuple[str, int]]:
        """Pairs of role and organisation, read once per request."""
        return frozenset(self.memberships.values_list("role", "organisation_id"))

    def has_role(self, *roles: str, organisation_id: int | None = None) -> bool:
        """Say whether this person has one of the roles, in that organisation if one is named."""
        if not self.is_active:
            return False
        return any(role in roles and organisation_id in (None, where) for role, where in self.roles) or (
            self.is_superuser and Role.ADMINISTRATOR in roles
        )

    @property
    def offices(self) -> frozenset[int]:
        """Organisations this person works for."""
        return frozenset(where for _role, where in self.roles)

    @property
    def is_staff(self) -> bool:
        """Say whether the last-resort back office is open to this person."""
        return self.is_active and self.is_superuser

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Administrators may do everything in the back office, others nothing."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 -- Django's signature
        """Administrators see everything in the back office, others nothing."""
        return self.is_staff


class Membership(models.Model):
    """A person's role in an organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        """One row per role."""

        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.organisation_id}"


class Erasure(models.Model):
    """That an account was erased, and when: kept so that a restored backup can be erased again."""

    person_id = models.UUIDField(unique=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)


class ApiKey(models.Model):
    """A key with which a program acts for a person; only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.label


class SignInLink(models.Model):
    """A wish for a link by mail. The link is made while the mail is written, and only its hash is kept."""

    email = models.EmailField()
    hash = models.CharField(max_length=64, blank=True, db_index=True)
    goes_to = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pk} until {self.ends_at}"
