"""The protocol of a count as PDF/UA, in the reader's language, to be signed by those who counted."""

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.queries import results
from korzo.capabilities.ballots.queries.results import Counted
from korzo.capabilities.ballots.queries.telling import Telling
from korzo.kernel.text.dates import day
from korzo.ui import typesetting

_PRINT = Path(__file__).parents[1] / "templates" / "ballots" / "print"


def protocol(vote: Vote, found: tuple[Counted, ...]) -> bytes:
    """Every question with its count, rounds and ties, room for signatures."""
    with typesetting.printable():
        facts = [
            [_("Code"), vote.code],
            [_("Kind"), str(vote.get_kind_display())],
            [_("Organiser"), str(vote.organiser.name)],
            [_("Opened"), day(vote.opens_at) if vote.opens_at else ""],
            [_("Closed"), day(vote.closes_at) if vote.closes_at else ""],
            [_("Seed of the lot"), results.seed(vote)],
        ]
        if vote.is_secret:
            facts.append([_("Hash of the last event"), vote.box.head])
        said = {
            "title": _title(vote),
            "facts_head": [_("Fact"), _("Value")],
            "facts": facts,
            "questions": [_question(Telling(each)) for each in found],
            "words": {
                "how": _("How it was counted"),
                "rounds": _("Rounds"),
                "pairs": _("How many prefer the line to the column"),
                "signed": _("Signatures of the commission"),
            },
        }
        return typesetting.document(_PRINT / "protocol.typ", said)


def _title(vote: Vote) -> str:
    if vote.is_over(timezone.now()):
        return _("Protocol of the count: %(name)s") % {"name": vote.title}
    return _("How it stands: %(title)s") % {"title": vote.title}


def _question(telling: Telling) -> dict[str, Any]:
    grades = telling.outcome.grades
    numbers = [str(each.number) for each in telling.counted.options]
    titles = [f"{number}. {name}" for number, name in zip(numbers, telling.names, strict=True)]
    head = [_("No."), _("Option"), *([*telling.grades] if grades else [_("Got"), _("Percent")])]
    place = {option.number: at for at, option in enumerate(telling.counted.options)}
    rows = [
        [
            str(line.number),
            f"{line.title} ✓" if line.won else line.title,
            *([str(each) for each in grades[place[line.number]]] if grades else [line.value or "–", line.share or "–"]),
        ]
        for line in telling.lines
    ]
    return {
        "title": f"{telling.question.number}. {telling.question.title}",
        "headline": telling.headline,
        "papers": telling.papers,
        "how": telling.how,
        "head": head,
        "rows": rows,
        "stages": [
            {
                "says": f"{stage.number}. {stage.says}",
                "totals": [f"{title}: {total}" for title, total in zip(titles, stage.totals, strict=True) if total],
            }
            for stage in telling.stages
        ],
        "pairs_head": ["", *numbers] if telling.outcome.pairs else [],
        "pairs": [[title, *(cell or "–" for cell, _more in row)] for title, row in telling.pairs],
        "notes": [*telling.ties, *telling.invalid],
    }
