"""The data room of an assessment: its parts by chapter, how far each is, and who can be asked for them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment, Part
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules.cells import Phase
from korzo.capabilities.assessments.rules.instruments import Table
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.multilingual import Text

QUESTIONS = "questions:"
"""Before the id of an indicator in the code of its part."""


@dataclass(frozen=True)
class Row:
    """A part with its name; how many figures or answers it has, and how many it asks for (None: of a register)."""

    part: Part
    name: Text
    filled: int
    asked: int | None
    is_register: bool = False
    fills: bool = False
    before: str = ""

    @property
    def indicator(self) -> str:
        """The indicator whose questions it is; empty of a table."""
        return self.code if self.part.code.startswith(QUESTIONS) else ""

    @property
    def code(self) -> str:
        """The table, or the indicator."""
        return self.part.code.removeprefix(QUESTIONS)

    @property
    def page(self) -> str:
        """The name of the address where it is filled in."""
        return "assessments:question" if self.indicator else "assessments:table"


@dataclass(frozen=True)
class Chapter:
    """A module of the instrument, or the questionnaire."""

    name: Text
    help: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Progress:
    """How many parts there are, are handed in, were sent back and are accepted, and how many figures there are."""

    parts: int
    answered: int
    returned: int
    accepted: int
    filled: int
    asked: int

    @property
    def open(self) -> int:
        """Parts that nobody has handed in."""
        return self.parts - self.answered - self.returned - self.accepted


def chapters(assessment: Assessment, person: Person | None = None) -> list[Chapter]:
    """The parts by chapter, in the instrument's order; `person` finds what they may read, and what they can fill in."""
    parts = {part.code: part for part in assessment.parts.select_related("person", "office")}
    for part in parts.values():
        part.assessment = assessment
    reads = person is None or permissions.can_read(person, assessment)
    if not reads:
        parts = {code: part for code, part in parts.items() if permissions.can_open(person, part)}
    leads = permissions.can_lead(person, assessment)
    before = set(assessment.previous.parts.values_list("code", flat=True)) if assessment.previous and reads else set()
    filled = _filled(assessment)

    def row(code: str, name: Text, done: int, asked: int | None, *, is_register: bool = False) -> Row:
        part = parts[code]
        fills = not assessment.is_locked and (leads or permissions.can_contribute(person, part))
        last = assessment.previous.code if assessment.previous and code in before else ""
        return Row(part, name, done, asked, is_register, fills, last)

    years = len(assessment.years)
    instrument = definitions.instrument(assessment)
    found = []
    for module in instrument.modules:
        rows = []
        for table in instrument.tables:
            if table.module != module.id or table.id not in parts:
                continue
            lines = {each.id for each in table.rows if each.formula is None}
            done = sum(count for name, count in filled[table.id].items() if table.is_register or name in lines)
            asked = None if table.is_register else len(lines) * years
            rows.append(row(table.id, Text(table.name), done, asked, is_register=table.is_register))
        found.append(Chapter(Text(module.name), Text(module.help), tuple(rows)))
    questionnaire = definitions.questions_of(assessment)
    if questionnaire:
        given = set(assessment.answers.exclude(score="").values_list("question", flat=True))
        asks = tuple(
            row(
                f"{QUESTIONS}{each.id}",
                Text(each.name),
                sum(question.id in given for question in each.questions),
                len(each.questions),
            )
            for each in questionnaire.indicators
            if f"{QUESTIONS}{each.id}" in parts
        )
        found.append(Chapter(Text(questionnaire.title), Text(), asks))
    return [each for each in found if each.rows or reads]


def progress(found: Iterable[Chapter]) -> Progress:
    """How far all of it is."""
    rows = [row for chapter in found for row in chapter.rows]
    states = [row.part.state for row in rows]
    return Progress(
        len(rows),
        states.count(Part.State.ANSWERED),
        states.count(Part.State.RETURNED),
        states.count(Part.State.ACCEPTED),
        sum(row.filled for row in rows if row.asked is not None),
        sum(row.asked or 0 for row in rows),
    )


@dataclass(frozen=True)
class Asked:
    """A part that somebody is asked for, with its name and where it is filled in."""

    part: Part
    name: Text
    page: str
    code: str


def asked(parts: Iterable[Part]) -> list[Asked]:
    """Parts with their names."""
    found = []
    for part in parts:
        is_question = part.code.startswith(QUESTIONS)
        page = "assessments:question" if is_question else "assessments:table"
        found.append(Asked(part, name(part.assessment, part.code), page, part.code.removeprefix(QUESTIONS)))
    return found


def name(assessment: Assessment, code: str) -> Text:
    """What a part is called."""
    if code.startswith(QUESTIONS):
        asked = definitions.questions_of(assessment)
        wanted = code.removeprefix(QUESTIONS)
        found = next((each for each in asked.indicators if each.id == wanted), None) if asked else None
        return Text(found.name) if found else Text()
    table: Table | None = definitions.instrument(assessment).table(code)
    return Text(table.name) if table else Text()


def offices(assessment: Assessment) -> list[Organisation]:
    """Whom parts can be asked of as a whole: the organisation itself, its offices and companies."""
    at = assessment.organisation
    return list(Organisation.objects.filter(Q(pk=at.pk) | Q(parent=at), is_active=True).order_by("kind", "code"))


def people(found: Iterable[Organisation]) -> list[Person]:
    """Who works for one of these."""
    roles = [str(role) for role in permissions.CONTRIBUTORS]
    working = Person.objects.filter(
        memberships__organisation__in=[each.pk for each in found], memberships__role__in=roles, is_active=True
    )
    return list(working.distinct().order_by("name", "email"))


def _filled(assessment: Assessment) -> dict[str, dict[str, int]]:
    """Chosen figures of what really was, by table and row."""
    counted = defaultdict[str, dict[str, int]](dict)
    figures = assessment.figures.filter(is_chosen=True, phase=Phase.ACTUAL.value)
    for table, row, count in figures.values_list("table", "row").annotate(Count("pk")).order_by():
        counted[table][row] = count
    return counted
