"""What is missing before a vote can be published."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.capabilities.ballots.models import Box, Question, Vote, Voter
from korzo.capabilities.ballots.rules import groups

MOST_POINTS = 255
"""What an encrypted paper can say of one option."""


@dataclass(frozen=True)
class Missing:
    """Something to do, and where."""

    text: str
    url: str


def missing(vote: Vote) -> list[Missing]:
    """Everything that still has to be done, in the order of the page."""
    words, questions = (reverse(f"ballots:{name}", args=[vote.code]) for name in ("edit", "manage"))
    found = []
    if not vote.title:
        found.append(Missing(_("Give it a title."), words))
    if not vote.text:
        found.append(Missing(_("Tell what it is about and what happens with the result."), words))
    if vote.opens_at is None or vote.closes_at is None:
        found.append(Missing(_("Say when it opens and closes."), words))
    found += [Missing(text, words) for text in _audience(vote)]
    asked = list(vote.questions.prefetch_related("options"))
    if not asked and not vote.has_opinions:
        found.append(Missing(_("Add a question."), f"{questions}#questions"))
    for question in asked:
        found += [
            Missing(text, reverse("ballots:question", args=[vote.code, question.number]))
            for text in _question(question)
        ]
    return found


def _audience(vote: Vote) -> list[str]:
    found = []
    if vote.audience != Vote.Audience.ROLL:
        if vote.is_secret:
            found.append(_("A secret ballot needs a roll of voters."))
        if vote.districts.exists() or vote.minimum_age:
            found.append(_("Districts and age need a roll of voters: an account says neither."))
    elif vote.roll_id and not Voter.objects.filter(roll_id=vote.roll_id).exists():
        found.append(_("The roll of voters is empty."))
    if vote.is_named and vote.audience in (Vote.Audience.ANYONE, Vote.Audience.NEAR):
        found.append(_("Answers with names need accounts: choose another audience."))
    return found


def _question(question: Question) -> list[str]:
    said = {"number": question.number}
    options = len(question.options.all())
    found = []
    if options < 2:  # noqa: PLR2004 -- one option is no choice
        found.append(_("Question %(number)d needs at least two options.") % said)
    elif question.kind == Question.Kind.SOME and question.maximum > options:
        found.append(_("Question %(number)d lets people choose more than it has options.") % said)
    if question.kind == Question.Kind.POINTS and not question.points:
        found.append(_("Question %(number)d needs a number of points.") % said)
    if question.vote.is_secret and question.comes_as_papers:
        box = Box.objects.filter(vote=question.vote).only("group").first()
        if question.kind == Question.Kind.POINTS and (question.points or 0) > MOST_POINTS:
            found.append(
                _("Question %(number)d: a secret ballot carries at most %(most)d points.")
                % {**said, "most": MOST_POINTS}
            )
        if box is not None and options > (most := groups.named(box.group).capacity):
            found.append(
                _("Question %(number)d: the encryption of this vote carries at most %(most)d options.")
                % {**said, "most": most}
            )
    if question.kind == Question.Kind.GRADES and len(question.grades) < 2:  # noqa: PLR2004 -- one grade says nothing
        found.append(_("Question %(number)d needs at least two grades.") % said)
    return found
