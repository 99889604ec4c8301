"""The booth: what somebody ticks and types, read without any JavaScript, and shown again when something is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from korzo.capabilities.ballots.models import Option, Question, Vote
from korzo.capabilities.ballots.operations import answering
from korzo.capabilities.ballots.rules import filling
from korzo.kernel.text.multilingual import in_language, reading

TICKS = (Question.Kind.ONE, Question.Kind.SOME)


@dataclass
class Row:
    """An option with what was given to it."""

    option: Option
    id: str
    name: str
    value: str = ""

    @property
    def is_ticked(self) -> bool:
        """Whether it was chosen."""
        return self.value == "1"


@dataclass
class Asking:
    """A question with its rows, as it is shown."""

    question: Question
    rows: list[Row]
    is_blank: bool = False
    error: str = ""
    places: range = field(default_factory=lambda: range(0))
    grades: Sequence[tuple[str, Any]] = ()

    @property
    def id(self) -> str:
        """The name of the question in the form."""
        return f"q{self.question.number}"


class Booth:
    """A vote's questions as a form. `given` is what was posted, `known` what was answered before."""

    def __init__(
        self, vote: Vote, given: QueryDict | None = None, known: Mapping[str, Sequence[int]] | None = None
    ) -> None:
        self.vote = vote
        self.questions = [
            self._asking(each, given, known) for each in vote.questions.prefetch_related("options__picture")
        ]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, with the id of the question where it is."""
        return [(each.id, each.error) for each in self.questions if each.error]

    def read(self) -> dict[str, list[int]]:
        """The answers as numbers; what cannot be right is told at its question."""
        found: dict[str, list[int]] = {}
        for each in self.questions:
            try:
                values = [int(row.value or 0) for row in each.rows]
            except ValueError:
                values = [-1] * len(each.rows)
            if each.is_blank or (each.question.may_be_blank and not any(values)):
                values = []
            wrong = filling.flaw(answering.asked(each.question), values)
            each.error = answering.in_words(each.question, wrong) if wrong else ""
            found[str(each.question.number)] = values
        return found

    def _asking(self, question: Question, given: QueryDict | None, known: Mapping[str, Sequence[int]] | None) -> Asking:
        name, options = f"q{question.number}", list(question.options.all())
        ticks = question.kind in TICKS
        before = None if known is None else known.get(str(question.number), [])
        rows = []
        for at, option in enumerate(options):
            own = name if ticks else f"{name}-{option.number}"
            row = Row(option, f"{name}-{option.number}", own)
            if given is not None:
                row.value = "1" if str(option.number) in given.getlist(name) else ""
                row.value = row.value if ticks else given.get(own, "").strip()[:6]
            elif before and at < len(before) and before[at]:
                row.value = str(before[at])
            rows.append(row)
        blank = f"{name}-blank" in given or given.get(name) == "blank" if given is not None else before == []
        most = min(question.maximum, len(options)) if question.maximum > 1 else len(options)
        language = reading()
        grades = [(str(number), in_language(grade, language)) for number, grade in enumerate(question.grades, start=1)]
        return Asking(question, rows, blank, places=range(1, most + 1), grades=grades)
