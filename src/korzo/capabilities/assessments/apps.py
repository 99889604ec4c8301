"""The manifest of assessments."""

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import Role


class Assessments(capability.Capability):
    """A city examines itself."""

    name = "korzo.capabilities.assessments"
    label = "assessments"
    title = _("Self-assessment")
    icon = "chart"
    mount = "assessments/"
    menu = (
        capability.MenuItem(_("Self-assessment"), "assessments:published", "chart"),
        capability.MenuItem(
            _("Our assessments"),
            "assessments:mine",
            "chart",
            roles=(Role.OFFICER, Role.ANALYST, Role.ELECTED, Role.FACILITATOR, Role.ADMINISTRATOR),
        ),
    )
