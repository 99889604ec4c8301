"""Where a case is, as everybody may read it."""

from django.conf import settings

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.rules.addresses import street
from korzo.kernel.places import queries as places

_SURE = 0.9


def public(case: Case) -> str:
    """Name the place of a case: what somebody typed once it was checked, until then only what the city itself knows.

    House numbers are left out, unless the city shows them (`KORZO_PUBLIC_ADDRESSES`).
    """
    if not case.address_is_public:
        return _known(case)
    return case.address if settings.KORZO.public_addresses == "address" else street(case.address)


def _known(case: Case) -> str:
    """The nearest street of the city, or else the district; without a position the street that was surely meant."""
    if case.lat is not None and case.long is not None:
        return places.name_near(case.lat, case.long)
    found = places.find(case.address, limit=1)
    return (found[0].street or found[0].label) if found and found[0].score >= _SURE else ""
