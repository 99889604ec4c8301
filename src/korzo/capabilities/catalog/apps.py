"""The manifest of the catalogue."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest


def _home(_request: object) -> dict[str, object]:
    from django.utils import timezone

    from korzo.capabilities.catalog.queries import lists  # models can be read only after Django has started

    return {"datasets": lists.newest(timezone.now())}


def _me(request: "HttpRequest") -> dict[str, object]:
    from korzo.capabilities.catalog.queries import readers  # see above

    person = request.user
    if not person.is_authenticated:
        return {}
    return {"requests": readers.asked_by(person)[:10], "follows": readers.followed_by(person).count()}


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
        from korzo.capabilities.catalog.ogcapi import harvesting as _ogc  # noqa: F401 -- see above
        from korzo.capabilities.catalog.operations import harvesting_json, harvesting_lists  # noqa: F401 -- see above

        super().ready()

    def warm_up(self) -> None:
        """Read the index of data sets: seconds where there are tens of thousands."""
        from korzo.capabilities.catalog.queries import index  # see above

        index.warm_up()

    menu = (
        capability.MenuItem(_("Open data"), "catalog:datasets", "data"),
        capability.MenuItem(
            _("Open data: desk"), "catalog:desk", "data", roles=(Role.OFFICER, Role.ANALYST, Role.ADMINISTRATOR)
        ),
    )
    doors = (capability.Door(_("Open data"), "catalog:datasets", "data", order=60),)
    panels = (
        capability.Panel("catalog/panels/home.html", _home, order=70, title=_("Open data: newest")),
        capability.Panel("catalog/panels/me.html", _me, where="me", order=70),
    )
