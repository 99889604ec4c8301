"""The manifest of the portal."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import Role

if TYPE_CHECKING:
    pass

_WRITERS = (Role.EDITOR, Role.OFFICER, Role.FACILITATOR, Role.ANALYST, Role.AGENT, Role.ADMINISTRATOR)


class Portal(capability.Capability):
    """The front door: front page, news, events, services, notices, places."""

    name = "korzo.capabilities.portal"
    label = "portal"
    title = _("What the city tells")
    icon = "home"
    mount = ""
