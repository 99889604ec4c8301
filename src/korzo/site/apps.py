"""The site as a Django app: its own pages and templates."""

from django.apps import AppConfig


class Site(AppConfig):
    """Puts the house together once all storeys are loaded."""

    name = "korzo.site"
    label = "site"

    def ready(self) -> None:
        """Start the journeys whose capabilities are switched on."""
        from django.conf import settings

        from korzo import journeys

        journeys.load(settings.KORZO.switched_on)
