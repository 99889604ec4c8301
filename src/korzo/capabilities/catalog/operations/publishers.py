"""Publishers, and the one that is the city itself."""

from datetime import datetime

from django.conf import settings

from korzo.capabilities.catalog.models import Publisher
from korzo.capabilities.catalog.rules.naming import named
from korzo.kernel.people.models import Organisation


def home(*, now: datetime) -> Publisher:
    """The publisher of what Korzo writes by itself: the city or the network that runs it, made when first asked for."""
    kinds = (Organisation.Kind.CITY, Organisation.Kind.ASSOCIATION)
    city = Organisation.objects.filter(kind__in=kinds, parent__isnull=True).order_by("pk").first()
    if found := Publisher.objects.filter(organisation=city).first():
        return found
    return Publisher.objects.create(
        name=named(city.code if city else "city", lambda name: Publisher.objects.filter(name=name).exists()),
        organisation=city,
        title=city.name if city else {settings.KORZO.language: settings.KORZO.city_name},
        homepage=settings.KORZO.base_url,
        email=(city.email if city else "") or settings.KORZO.mail_from,
        made_at=now,
    )
