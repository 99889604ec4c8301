"""The manifest of budgeting."""

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability


class Budgeting(capability.Capability):
    """Participatory budgeting."""

    name = "korzo.capabilities.budgeting"
    label = "budgeting"
    title = _("Residents’ budget")
    icon = "budget"
    mount = "budgeting/"
