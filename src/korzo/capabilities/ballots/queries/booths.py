"""What a booth shows and needs of a secret ballot: questions in the reader's words, the bytes that are voted on."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.ballots.models import Box, Option, Question
from korzo.capabilities.ballots.queries import archives
from korzo.kernel.files import links
from korzo.kernel.text.multilingual import Text


def questions(box: Box) -> list[dict[str, Any]]:
    """The questions, one after the other."""
    rows = box.vote.questions.select_related("picture").prefetch_related("options__picture")
    return [_question(each) for each in rows]


def bytes_of(box: Box) -> dict[str, Any]:
    """What the device encrypts for, to the byte."""
    return {
        "election": bytes(box.election).decode(),
        "trustees": bytes(box.trustees).decode(),
        "fingerprint": archives.known(box.uuid).election.fingerprint,
        "uuid": box.uuid,
        "group": box.group,
    }


def listed(box: Box, prefix: str) -> list[str]:
    """The public credentials that begin so: some hundred of many, so that looking one up does not tell which."""
    return [each for each in archives.known(box.uuid).weights if each.startswith(prefix)]


def _question(question: Question) -> dict[str, Any]:
    options = list(question.options.all())
    least, most = question.bounds(len(options))
    grades = [str(Text(each)) if isinstance(each, dict) else str(each) for each in question.grades]
    return {
        "number": question.number,
        "kind": question.kind,
        "title": question.title,
        "text": question.text,
        "picture": question.picture and links.url(question.picture),
        "rule": _rule(question, least, most),
        "grades": list(enumerate(grades, 1)),
        "blank": question.may_be_blank,
        "options": [_option(each) for each in options],
        "facts": {
            "kind": question.kind,
            "least": least,
            "most": most,
            "blank": question.may_be_blank,
            "points": question.points or 0,
            "options": [each.number for each in options],
        },
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "number": option.number,
        "title": option.title,
        "text": option.text,
        "picture": option.picture and links.url(option.picture),
    }


def _rule(question: Question, least: int, most: int) -> str:
    said = {
        Question.Kind.ONE: _("Choose one."),
        Question.Kind.POINTS: _("Share out %(points)s points. You need not use them all.")
        % {"points": question.points},
        Question.Kind.RANKED: _("Tap the best first, then the second, and so on. Tap again to take one out."),
        Question.Kind.GRADES: _("Give a grade to each."),
    }
    if question.kind in said:
        return said[Question.Kind(question.kind)]
    if least == most:
        return ngettext("Choose %(number)s.", "Choose %(number)s.", most) % {"number": most}
    if least == 0:
        return ngettext("Choose up to %(number)s.", "Choose up to %(number)s.", most) % {"number": most}
    return _("Choose from %(least)s to %(most)s.") % {"least": least, "most": most}
