"""People as far as programs may know them, and their tokens."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events
from korzo.capabilities.catalog.ckan import lookup, taken
from korzo.capabilities.catalog.ckan.actions import reading, writing
from korzo.capabilities.catalog.ckan.fields import naive
from korzo.capabilities.catalog.ckan.wire import Call, Denied, Invalid, Missing
from korzo.kernel import trail
from korzo.kernel.people import keys
from korzo.kernel.people.models import ApiKey, Person
from korzo.kernel.people.roles import Role

Dict = dict[str, Any]


@reading(strangers=False)
def user_show(call: Call) -> Dict:
    """Return the caller's own account; administrators may ask for others. id."""
    return _shown(_meant(call, "id"), call)


@reading(strangers=False)
def user_list(call: Call) -> list[Any]:
    """List accounts, for administrators. all_fields (true)."""
    if not lookup.person(call).has_role(Role.ADMINISTRATOR):
        raise Denied
    rows = Person.objects.filter(is_active=True).order_by("joined_at", "pk")
    return (
        [_shown(each, call) for each in rows]
        if call.flag("all_fields", default=True)
        else [str(each.pk) for each in rows]
    )


@reading(strangers=False)
def user_autocomplete(call: Call) -> list[Dict]:
    """Suggest accounts, for administrators. q, limit (20)."""
    if not lookup.person(call).has_role(Role.ADMINISTRATOR):
        raise Denied
    rows = Person.objects.filter(is_active=True, name__icontains=call.text("q", default="")).order_by("name")
    return [
        {"id": str(each.pk), "name": str(each.pk), "fullname": each.name}
        for each in rows[: call.number("limit", 20, most=100)]
    ]


@writing()
def api_token_create(call: Call) -> Dict:
    """Make a token for a program of the caller. name; user: the caller. It is shown once."""
    person = _meant(call, "user")
    if person.pk != lookup.person(call).pk:
        raise Denied(_("Everybody makes their own tokens."))
    name = call.text("name")
    if len(name) > 80:  # noqa: PLR2004 -- the column's
        raise Invalid.one("name", _("A name has up to 80 characters."))
    with transaction.atomic():
        token = keys.make(person=person, label=name, now=call.now)
        trail.record(events.TokenMade(person.ref, person.api_keys.latest("pk").pk), by=person, now=call.now)
    return {"token": token}


@reading(strangers=False)
def api_token_list(call: Call) -> list[Dict]:
    """List the caller's tokens, without the tokens themselves. user_id."""
    person = _meant(call, "user_id", "user")
    rows = person.api_keys.filter(is_active=True).order_by("pk")
    return [
        {
            "id": str(each.pk),
            "name": each.label,
            "user_id": str(person.pk),
            "created_at": naive(each.made_at),
            "last_access": each.used_on.isoformat() if each.used_on else None,
        }
        for each in rows
    ]


@writing()
def api_token_revoke(call: Call) -> None:
    """Let a token work no more. token, or jti: its id."""
    own = ApiKey.objects.filter(person=lookup.person(call), is_active=True)
    if call.data.get("token"):
        found = own.filter(hash=hashlib.sha256(call.text("token").encode()).hexdigest()).first()
    else:
        number = call.text("jti")
        found = own.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None  # noqa: PLR2004 -- a bigint
    if found is None:
        raise Missing
    with transaction.atomic():
        ApiKey.objects.filter(pk=found.pk).update(is_active=False)
        trail.record(events.TokenWithdrawn(found.person.ref, found.pk), by=call.by, now=call.now)


def _meant(call: Call, *names: str) -> Person:
    """The account that is named, the caller's own where none is; others are an administrator's matter."""
    own = lookup.person(call)
    named = call.text(*names, default="")
    if named in ("", str(own.pk), own.email):
        return own
    if not own.has_role(Role.ADMINISTRATOR):
        raise Denied
    key = taken.identity(named)
    found = Person.objects.filter(pk=key, is_active=True).first() if key else None
    if found is None:
        raise Missing
    return found


def _shown(person: Person, call: Call) -> Dict:
    made: Dict = {
        "id": str(person.pk),
        "name": str(person.pk),
        "fullname": person.name,
        "display_name": person.name or str(person.pk),
        "about": None,
        "created": naive(person.joined_at),
        "state": "active",
        "sysadmin": person.has_role(Role.ADMINISTRATOR),
        "image_url": None,
        "image_display_url": None,
    }
    return made | ({"email": person.email} if call.by and call.by.pk == person.pk else {})
