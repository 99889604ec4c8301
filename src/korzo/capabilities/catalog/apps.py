"""The manifest of the catalogue."""

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import Role


class Catalog(capability.Capability):
    """The open data portal."""

    name = "korzo.capabilities.catalog"
    label = "catalog"
    title = _("Open data")
    icon = "data"
    mount = "data/"

    def ready(self) -> None:
        """Let the readers of other catalogues register themselves too."""
        from korzo.capabilities.catalog.ckan import harvesting  # noqa: F401 -- models can be read only now
        from korzo.capabilities.catalog.dcat import harvesting as _dcat  # noqa: F401 -- see above

        super().ready()

    menu = (
        capability.MenuItem(_("Open data"), "catalog:datasets", "data"),
        capability.MenuItem(
            _("Open data: desk"), "catalog:desk", "data", roles=(Role.OFFICER, Role.ANALYST, Role.ADMINISTRATOR)
        ),
    )
