"""Tables with places as collections of features: which there are, and what lies where when."""

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.rules import placing, schemas
from korzo.capabilities.catalog.rules.columns import Column
from korzo.capabilities.catalog.rules.placing import Place

_NUMBERS = ("number", "integer")


def placed(of: Distribution) -> Place | None:
    """Where the rows of a table lie, as its schema tells; None where they have no place."""
    fields = schemas.fields(of.table_schema)
    columns = [Column(str(each["name"]), "DOUBLE" if each.get("type") in _NUMBERS else "VARCHAR") for each in fields]
    return placing.place(columns, fields)
