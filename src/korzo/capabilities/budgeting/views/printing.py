"""Documents for paper: the ballot and the protocol of a count, as PDF/UA in the reader's language."""

from pathlib import Path

from django.utils.translation import gettext as _

from korzo.capabilities.budgeting.models import Track
from korzo.capabilities.budgeting.queries import ballots, recounting, voting
from korzo.capabilities.budgeting.queries.explaining import Telling
from korzo.capabilities.budgeting.queries.results import Result
from korzo.capabilities.budgeting.rules import money
from korzo.capabilities.budgeting.rules.money import counted
from korzo.kernel.text.dates import day
from korzo.ui import typesetting

SOURCES = Path(__file__).parents[1] / "templates" / "budgeting" / "print"


def ballot(track: Track) -> bytes:
    """The paper ballot: numbers, boxes, titles and costs, in the order of the numbers."""
    with typesetting.printable():
        form = voting.form_of(track)
        rows = [
            {
                "number": each.number,
                "title": each.idea.title,
                "place": " · ".join(filter(None, (str(each.idea.theme.name), each.idea.address))),
                "cost": money.said(each.cost, track.cycle.currency),
            }
            for each in voting.candidates(track)
        ]
        gives = form.gives or form.way == "ranked"
        said = {
            "title": _("Ballot: %(name)s") % {"name": track.name},
            "cycle": str(track.cycle.name),
            "rules": ballots.rules_in_words(track, form),
            "how": _("Write numbers into the boxes.") if gives else _("Put a cross into the box."),
            "gives": gives,
            "head": [_("No."), _("Your vote"), _("Project"), _("Cost")],
            "rows": rows,
            "foot": _("Two people enter every ballot, each without seeing what the other typed."),
        }
        return typesetting.document(SOURCES / "ballot.typ", said)


def protocol(result: Result) -> bytes:
    """The protocol of a count, to be signed."""
    with typesetting.printable():
        telling, track, outcome = Telling(result), result.track, result.outcome
        score = _("Points") if telling.pointed else _("Votes")
        currency = track.cycle.currency
        columns = [_("No."), _("Project"), score, _("Cost")]
        row = [
            [
                str(line.number),
                line.candidate.idea.title,
                telling.bare(line.score),
                money.said(line.candidate.cost, currency),
            ]
            for line in result.lines
        ]
        won = len(result.winners)
        spent = {"cost": telling.money(outcome.cost), "envelope": telling.money(outcome.budget)}
        official = _("Official result") if result.count.is_official else _("Trial count")
        said = {
            "title": _("Protocol of the count: %(name)s") % {"name": track.name},
            "cycle": str(track.cycle.name),
            "day": day(result.count.made_at),
            "intro": [
                official + ".",
                _("%(ballots)s ballots were counted.") % {"ballots": counted(result.data["ballots"])},
                *(f"{each.channel}: {each.shown}." for each in voting.arrived(track)),
            ],
            "words": {
                "won": _("Chosen"),
                "lost": _("Not chosen"),
                "how": _("How it was counted"),
                "fair": _("Was anybody passed over?"),
                "recount": _("Count yourself"),
                "facts": _("What the count can be repeated with"),
                "signed": _("Signatures of the commission"),
            },
            "won_head": columns,
            "won": row[:won],
            "sum": _("Together %(cost)s of %(envelope)s.") % spent,
            "lost_head": columns,
            "lost": row[won:],
            "why": [
                {"title": line.candidate.idea.title + ".", "text": " ".join(telling.of(line))} for line in result.losers
            ],
            "rule": telling.rule_in_words(),
            "fair": telling.fair(),
            "recount": recounting.in_words(),
            "commands": recounting.commands(result),
            "facts_head": [_("Setting"), _("Value")],
            "facts": [[name, value] for name, value in recounting.facts(result)],
        }
        return typesetting.document(SOURCES / "protocol.typ", said)
