"""What came out of a vote: each question counted by its method, from answers or from what was decrypted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from korzo.capabilities.ballots.models import Box, Option, Question, Vote
from korzo.capabilities.ballots.rules import archive, breakdowns, methods, tally
from korzo.capabilities.ballots.rules.methods import Candidate, Marks, Outcome, Paper
from korzo.kernel.places.models import District
from korzo.kernel.text.multilingual import Text

Kind = Question.Kind
MARKS = {
    Kind.ONE: Marks.CROSSES,
    Kind.SOME: Marks.CROSSES,
    Kind.POINTS: Marks.POINTS,
    Kind.RANKED: Marks.RANKS,
    Kind.GRADES: Marks.GRADES,
}


@dataclass(frozen=True)
class Counted:
    """A question and its outcome; candidates are the numbers of the options. No papers where only totals are known."""

    question: Question
    options: tuple[Option, ...]
    outcome: Outcome
    papers: tuple[Paper, ...] = ()

    @property
    def winners(self) -> tuple[Option, ...]:
        """Who or what won, in order."""
        return tuple(self.options[at] for at in self.outcome.winners)


@dataclass(frozen=True)
class Breakdown:
    """A question by groups of people: for each group its name and for each option how many; None: hidden."""

    by: str
    groups: tuple[tuple[str, tuple[int | None, ...]], ...]


def is_out(vote: Vote, now: datetime) -> bool:
    """Whether results are shown: as the consultation promised; of a secret ballot once it is counted."""
    if vote.is_secret:
        return Box.objects.filter(vote=vote, step=Box.Step.DONE).exists()
    return vote.is_over(now) or (vote.is_open(now) and vote.results == Vote.Results.LIVE)


def method_of(question: Question) -> str:
    """How a question is counted: as it says, or as is usual for its kind."""
    kind = Kind(question.kind)
    said = methods.METHODS.get(question.method)
    if said and said.marks is MARKS[kind] and not (question.seats > 1 and said.name == "instant-runoff"):
        return said.name
    ranked = "scottish-stv" if question.seats > 1 else "schulze"
    usual = {Kind.ONE: "plurality", Kind.SOME: "approval", Kind.POINTS: "points", Kind.GRADES: "majority-judgment"}
    return usual.get(kind, ranked)


def of_vote(vote: Vote) -> tuple[Counted, ...]:
    """Count every question; nothing while a secret ballot is not counted."""
    if not vote.is_secret:
        return _of_answers(vote)
    box = Box.objects.select_related("vote").filter(vote=vote, step=Box.Step.DONE).first()
    return _of_box(box) if box else ()


def breakdown(counted: Counted, by: str) -> Breakdown | None:
    """The ticks of a question by `district` or `age_band`; None where there is no such thing to show."""
    question = counted.question
    if question.vote.is_secret or MARKS[Kind(question.kind)] is not Marks.CROSSES:
        return None
    name = str(question.number)
    table: dict[Any, list[int]] = {}
    heads: dict[Any, list[int]] = {}  # one with a weight of 100 is still one person
    alike = question.vote.answers.order_by().values_list(by, "choices")
    for group, choices, weight, people in alike.annotate(weights=Sum("weight"), people=Count("pk")).iterator(2000):
        ticks = choices.get(name) or [0] * len(counted.options)
        empty = [0] * (len(counted.options) + 1)
        cells, persons = table.setdefault(group, empty), heads.setdefault(group, empty.copy())
        for at, tick in enumerate([*ticks, not any(ticks)]):
            cells[at] += weight * bool(tick)
            persons[at] += people * bool(tick)
    known = sorted((group for group in table if group), key=str)
    if not known:
        return None
    names: dict[Any, Any] = dict(District.objects.values_list("pk", "name")) if by == "district" else {}
    groups = [*known, *(group for group in table if not group)]
    grid = [table[group] for group in groups]
    masks = breakdowns.hidden([heads[group] for group in groups])
    return Breakdown(
        by,
        tuple(
            (
                _name(names.get(group, group)),
                tuple(None if off else cell for off, cell in zip(mask, cells, strict=True)),
            )
            for group, mask, cells in zip(groups, masks, grid, strict=True)
        ),
    )


def _name(name: object) -> str:
    return str(Text(name)) if isinstance(name, dict) else str(name or "")


def seed(vote: Vote) -> str:
    """The public seed of lots, known before the first answer: the reference of the vote, of a box its uuid."""
    return vote.box.uuid if vote.is_secret else vote.ref


def _of_box(box: Box) -> tuple[Counted, ...]:
    found = []
    for question, told in zip(_questions(box.vote), box.result, strict=True):
        if question.comes_as_papers:
            found.append(_papers(question, (Paper(tuple(paper)) for paper in told)))
        else:
            found.append(_totals(box, question, told))
    return tuple(found)


def _totals(box: Box, question: Question, told: Sequence[int]) -> Counted:
    """A question that was added up under encryption: totals, before them the blank ones if these were allowed."""
    options = tuple(question.options.all())
    blank = told[0] if question.may_be_blank else 0
    cast = _weight(box)
    outcome = methods.count_totals(
        method_of(question),
        [int(each) for each in told[1 if question.may_be_blank else 0 :]],
        _candidates(options),
        valid=cast - blank,
        blank=blank,
        seats=question.seats,
        tie=seed(box.vote),
    )
    return Counted(question, options, outcome)


def _weight(box: Box) -> int:
    """How many voted, as the encrypted tally in the archive says."""
    piece = box.pieces.get(kind="EncryptedTally")
    _tally, sized, *_event = (content for _name, content in archive.records(bytes(piece.data)))
    return tally.read_sized(sized)[1]


def _papers(question: Question, given: Iterable[Paper]) -> Counted:
    papers = tuple(given)
    options = tuple(question.options.all())
    method = method_of(question)
    limits = {Kind.POINTS: question.points or 0, Kind.GRADES: len(question.grades)}
    limit = limits.get(Kind(question.kind), 0)
    if question.kind == Kind.SOME:
        _least, limit = question.bounds(len(options))
    outcome = methods.count(
        method, papers, _candidates(options), seats=question.seats, tie=seed(question.vote), limit=limit
    )
    return Counted(question, options, outcome, papers)


def _of_answers(vote: Vote) -> tuple[Counted, ...]:
    questions = _questions(vote)
    # Equal answers are added up in the database: there are few different ones.
    alike = vote.answers.order_by().values_list("choices").annotate(weights=Sum("weight"))
    papers: dict[int, list[Paper]] = {question.pk: [] for question in questions}
    for choices, weight in alike.iterator(2000):
        for question in questions:
            marks = choices.get(str(question.number)) or [0] * len(question.options.all())
            papers[question.pk].append(Paper(tuple(marks), weight))
    return tuple(_papers(question, papers[question.pk]) for question in questions)


def _questions(vote: Vote) -> list[Question]:
    return list(vote.questions.select_related("vote").prefetch_related("options").order_by("number"))


def _candidates(options: Sequence[Option]) -> list[Candidate]:
    return [Candidate(str(each.number), str(each.title)) for each in options]
