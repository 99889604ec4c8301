"""Offices and people as rows: what `offices` and `people` list, made once."""

import hashlib
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from korzo.kernel.people.models import ApiKey, Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.site.demo.identity import API_KEY, PASSWORD
from korzo.site.demo.offices import CITY, OFFICES, Office
from korzo.site.demo.people import PEOPLE, RESIDENT, Somebody


@transaction.atomic
def found(*, now: datetime) -> None:
    """Make the city, its offices, everybody's accounts, and the key for programs; what is there is left as it is."""
    city = None
    for office in OFFICES:
        made = _open(office, city)
        city = city or made
    password = make_password(PASSWORD)  # hashed once: slow on purpose, and everybody has the same
    for somebody in PEOPLE:
        _welcome(somebody, password)
    resident = Person.objects.get(email=RESIDENT.email)
    digest = hashlib.sha256(API_KEY.encode()).hexdigest()
    ApiKey.objects.get_or_create(hash=digest, defaults={"person": resident, "label": "Demo", "made_at": now})


def _open(office: Office, city: Organisation | None) -> Organisation:
    given = {"kind": office.kind, "name": office.name, "parent": city, "email": office.email}
    made, _is_new = Organisation.objects.get_or_create(code=office.code, defaults=given)
    return made


def _welcome(somebody: Somebody, password: str) -> None:
    """Give somebody an account with a confirmed address, and their role."""
    is_administrator = somebody.role == Role.ADMINISTRATOR
    given = {
        "name": somebody.name,
        "language": somebody.language,
        "password": password,
        "is_superuser": is_administrator,
    }
    person, _is_new = Person.objects.get_or_create(email=somebody.email, defaults=given)
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    if somebody.role:
        office = Organisation.objects.get(code=somebody.office or CITY)
        Membership.objects.get_or_create(person=person, organisation=office, role=somebody.role)
