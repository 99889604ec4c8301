"""The data room of an assessment: its parts by chapter, and how far each is."""

from dataclasses import dataclass

from django.db.models import Count

from korzo.capabilities.assessments.models import Assessment, Part
from korzo.capabilities.assessments.queries import definitions
from korzo.kernel.text.multilingual import Text


@dataclass(frozen=True)
class Row:
    """A part with its name; how many figures or answers it has, and how many it asks for (None: of a register)."""

    part: Part
    name: Text
    filled: int
    asked: int | None


@dataclass(frozen=True)
class Chapter:
    """A module of the instrument, or the questionnaire."""

    name: Text
    help: Text
    rows: tuple[Row, ...]


def chapters(assessment: Assessment) -> list[Chapter]:
    """The parts by chapter, in the instrument's order; three queries."""
    instrument = definitions.instrument(assessment)
    parts = {part.code: part for part in assessment.parts.select_related("person", "office")}
    cells = assessment.figures.filter(is_chosen=True).values_list("table").annotate(Count("pk")).order_by()
    filled = dict(cells)
    years = len(assessment.years)
    found = []
    for module in instrument.modules:
        rows = []
        for table in instrument.tables:
            if table.module != module.id or table.id not in parts:
                continue
            lines = sum(row.formula is None for row in table.rows)
            asked = None if table.is_register else lines * years
            rows.append(Row(parts[table.id], Text(table.name), filled.get(table.id, 0), asked))
        found.append(Chapter(Text(module.name), Text(module.help), tuple(rows)))
    asked_questions = definitions.questions_of(assessment)
    if asked_questions:
        given = set(assessment.answers.exclude(score="").values_list("question", flat=True))
        found.append(
            Chapter(
                Text(asked_questions.title),
                Text(),
                tuple(
                    Row(
                        parts[f"questions:{each.id}"],
                        Text(each.name),
                        sum(question.id in given for question in each.questions),
                        len(each.questions),
                    )
                    for each in asked_questions.indicators
                    if f"questions:{each.id}" in parts
                ),
            )
        )
    return found
