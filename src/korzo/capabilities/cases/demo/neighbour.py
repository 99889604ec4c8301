"""The neighbouring city: another invented home on this machine (`korzo demo --neighbour`); cases go to and fro."""

import hashlib
from datetime import datetime

from django.conf import settings

from korzo.capabilities.cases.models import Category, System
from korzo.kernel.outside import sealed
from korzo.kernel.people.models import ApiKey, Organisation, Person

KEY = "korzo_demo_neighbour_1905"
"""With which each of the two writes to the other; meant to be known, like all passwords of the demo."""
_HERE, _THERE = "Galebinje", "Lukovac"
_NAMES = {
    _HERE: {"sr": "Галебиње", "mk": "Галебиње", "ko": "갈레비네", "en": "Galebinje (next door)"},
    _THERE: {"sr": "Луковац", "mk": "Луковац", "ko": "루코바츠", "en": "Lukovac (next door)"},
}  # fmt: skip


def know(*, now: datetime) -> None:
    """Know the other city, its system, and the key of its programs; what is there is left as it is."""
    other, port = (_HERE, 8000) if settings.KORZO.city_name == _THERE else (_THERE, 8001)
    latin = dict.fromkeys(("hr", "bs", "cnr", "sq"), other)
    given = {"kind": Organisation.Kind.AUTHORITY, "name": {**latin, **_NAMES[other]}, "email": "neighbour@example.org"}
    authority, _is_new = Organisation.objects.get_or_create(code="neighbour", defaults=given)
    if System.objects.filter(authority=authority).exists():
        return
    account, _is_new = Person.objects.get_or_create(email="neighbour@example.org", defaults={"name": other})
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    ApiKey.objects.get_or_create(hash=digest, defaults={"person": account, "label": "Open311", "made_at": now})
    kinds = list(Category.objects.filter(is_active=True))
    System.objects.create(
        authority=authority,
        endpoint=f"http://localhost:{port}/open311/v2",
        key=sealed.seal(KEY),
        speaks_updates=True,
        repeats_safely=True,
        kinds={each.code: each.code for each in kinds},
        services=[{"code": each.code, "name": str(each.name), "group": str(each.group_name)} for each in kinds],
        account=account,
    )
