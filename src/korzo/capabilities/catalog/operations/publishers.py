"""Publishers, and the one that is the city itself."""

from datetime import datetime

from django.conf import settings

from korzo.capabilities.catalog.models import Publisher
from korzo.kernel.people.models import Organisation


def home(*, now: datetime) -> Publisher:
    """The publisher of what Korzo writes by itself: the city or the network that runs it, made when first asked for."""
    kinds = (Organisation.Kind.CITY, Organisation.Kind.ASSOCIATION)
    city = Organisation.objects.filter(kind__in=kinds, parent__isnull=True).order_by("pk").first()
    if found := Publisher.objects.filter(organisation=city).first():
        return found
    return Publisher.objects.create(
        name=_name(city.code if city else "city"),
        organisation=city,
        title=city.name if city else {settings.KORZO.language: settings.KORZO.city_name},
        homepage=settings.KORZO.base_url,
        email=(city.email if city else "") or settings.KORZO.mail_from,
        made_at=now,
    )


def _name(code: str) -> str:
    """A name for addresses, made of a code: small letters, at least two."""
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in code.lower())
    return name if len(name) > 1 else f"org-{name}"
