"""What does not agree yet: identities with their explanations, cells with several sources, open remarks."""

from collections import defaultdict
from dataclasses import dataclass

from korzo.capabilities.assessments.models import Assessment, Explanation, Figure, Remark
from korzo.capabilities.assessments.queries import books
from korzo.capabilities.assessments.rules.books import Book, Difference
from korzo.capabilities.assessments.rules.cells import Cell


@dataclass(frozen=True)
class Told:
    """A difference, and what somebody said about these very amounts."""

    difference: Difference
    explanation: Explanation | None

    @property
    def blocks(self) -> bool:
        """Whether the assessment cannot be signed off with it."""
        return self.difference.check.level == "error" and self.explanation is None


def differences(assessment: Assessment, book: Book | None = None) -> list[Told]:
    """All that does not agree in the assessment's years."""
    said = {(each.check_id, each.year): each for each in assessment.explanations.all()}
    found = []
    for each in (book or books.book(assessment)).check(assessment.years):
        why = said.get((each.check.id, each.year))
        holds = why is not None and (why.left, why.right) == (each.left, each.right)
        found.append(Told(each, why if holds else None))
    return found


def beside(assessment: Assessment) -> dict[Cell, list[Figure]]:
    """Cells for which several sources gave figures, the chosen one first."""
    several = defaultdict[Cell, list[Figure]](list)
    for figure in assessment.figures.select_related("document", "by").order_by("-is_chosen", "-at"):
        several[figure.cell].append(figure)
    return {cell: figures for cell, figures in several.items() if len(figures) > 1}


def remarks(assessment: Assessment) -> dict[str, list[Remark]]:
    """Open remarks by cell."""
    found = defaultdict[str, list[Remark]](list)
    for each in assessment.remarks.filter(settled_at=None).select_related("by"):
        found[each.cell].append(each)
    return dict(found)
