"""Where figures stand: who may write to their tables, what stands beside them, and what counts when one goes."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment, Figure, Part
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.instruments import Instrument
from korzo.kernel.people.models import Person

OUTSIDE = gettext_lazy("This assessment does not look at that year.")


def allowed(assessment: Assessment, tables: Collection[str], by: Person) -> None:
    """Raise NotAllowed unless somebody may write to all these tables."""
    parts = {part.code: part for part in assessment.parts.filter(code__in=tables).select_related("assessment")}
    for table in tables:
        if not permissions.can_contribute(by, parts.get(table) or Part(assessment=assessment, code=table)):
            raise NotAllowed


def asked(assessment: Assessment, instrument: Instrument, cells: Iterable[Cell]) -> None:
    """Raise Refused, with the cell as field, unless each is asked for, in the assessment's years, and named once."""
    seen = set[Cell]()
    for cell in cells:
        if instrument.kind(cell) is None:
            raise Refused(str(cell), _("Nothing asks for this figure."))
        if cell.year is not None and cell.year not in assessment.years:
            raise Refused(str(cell), str(OUTSIDE))
        if cell in seen:
            raise Refused(str(cell), _("The same cell comes twice."))
        seen.add(cell)


def address(cell: Cell) -> dict[str, Any]:
    """A cell as the fields of a figure."""
    return {
        "table": cell.table, "row": cell.row, "column": cell.column, "year": cell.year or 0, "phase": cell.phase.value,
    }  # fmt: skip


def origin(document: int) -> str:
    """The origin of what comes from a document."""
    return f"document:{document}"


def beside(figure: Figure) -> QuerySet[Figure]:
    """What other sources say of the same cell, the newest first."""
    same = Figure.objects.filter(assessment=figure.assessment, **address(figure.cell))
    return same.exclude(origin=figure.origin).order_by("-at", "-pk")


def forget(figure: Figure) -> None:
    """Take a figure away; if it was the chosen one, the newest beside it counts."""
    successor = beside(figure).first() if figure.is_chosen else None
    figure.delete()
    if successor:
        Figure.objects.filter(pk=successor.pk).update(is_chosen=True)
