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
        from korzo.site import housekeeping  # noqa: F401 -- its job registers itself
        from korzo.site.accounts import links, signals  # noqa: F401 -- they register themselves
        from korzo.site.office import trail, webhooks  # noqa: F401 -- job and link register themselves

        journeys.load(settings.KORZO.switched_on)
