"""What editors read about what changed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.forms.asking import LABELS
from korzo.capabilities.portal.queries.desk import Difference

_FIELDS: dict[str, Any] = {
    "title": _("Title"),
    "lead": _("In short"),
    "body": _("Text"),
    "cover_alt": _("What the picture shows"),
    "links": _("Links"),
    "categories": _("Categories"),
    "credit": _("Author, as readers see it"),
    "slug": _("Name in addresses"),
    "starts_at": _("Begins"),
    "ends_at": _("Ends"),
    "is_all_day": _("The whole day"),
    "pinned_until": _("On top of the list until"),
    "order": _("Place in the list"),
    "focus_x": _("Most important point: percent from the left"),
    "focus_y": _("Percent from the top"),
    "office": _("Office"),
    "street": _("Street"),
    "district": _("Part of the city"),
}


def named(found: Sequence[Difference]) -> list[tuple[str, Difference]]:
    """What changed, each with the name that the form gives it."""
    return [(str(_FIELDS.get(each.field) or LABELS.get(each.field) or each.field), each) for each in found]
