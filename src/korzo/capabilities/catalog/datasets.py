"""The asset register as open data: what the city keeps, and why some of it stays closed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import register
from korzo.kernel import publishing
from korzo.kernel.publishing import Column

COLUMNS = (
    Column("name", "string", "Name of the data set in addresses", public=True),
    Column("title", "string", "Title, in the city's main language", public=True),
    Column("publisher", "string", "Who keeps it", public=True),
    Column("access", "string", ", ".join(Dataset.Access.values), public=True),
    Column("reason", "string", "Why it is not open", public=True),
    Column("personal_data", "boolean", "Whether it holds personal data", public=True),
    Column("frequency", "string", "How often it changes: a code of the EU's table frequency", public=True),
    Column("licence", "string", "Licence, as CKAN names it", public=True),
    Column("issued_at", "datetime", "When it was published", public=True),
)


def parts(_since: datetime | None) -> Iterable[str]:
    """It is written whole: embargoes end without a change."""
    return ("all",)


def rows(_part: str) -> Iterator[dict[str, Any]]:
    """Every entry but that of the register itself, which would change by having been written."""
    return (row for row in register.rows(timezone.now()) if row["name"] != REGISTER.name)


REGISTER = publishing.declare(
    publishing.Dataset(
        name="asset-register",
        title=_("Register of all data sets"),
        description=_("Everything that the city keeps, what is closed too, and why."),
        columns=COLUMNS,
        partitions=parts,
        rows=rows,
        theme="GOVE",
        keywords=(_("open data"), _("registers")),
        tells_of_others=True,
    )
)
