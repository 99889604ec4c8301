"""Letters with codes, ready to print for window envelopes, as PDF/UA in the reader's language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.ballots.models import Roll, Vote
from korzo.capabilities.ballots.operations.rolls import Letter
from korzo.kernel.text.dates import day
from korzo.ui import typesetting

_PRINT = Path(__file__).parents[1] / "templates" / "ballots" / "print"


def pdf(roll: Roll, letters: Sequence[Letter], *, site: str) -> bytes:
    """One page for each letter: address in the window, what it is about, the code, what to do."""
    with typesetting.printable():
        votes = list(roll.votes.filter(step=Vote.Step.PUBLISHED, closes_at__gt=timezone.now()))
        asked = votes[0] if len(votes) == 1 else None
        path = reverse("ballots:answer", args=[asked.code]) if asked else reverse("ballots:votes")
        said: dict[str, Any] = {
            "title": str(asked.title) if asked else str(roll.name),
            "lines": _lines(asked),
            "code_name": _("Your code"),
            "where": _("Answer here:"),
            "address": site.rstrip("/") + path,
            "number_name": _("Number on the roll"),
            "notes": [
                _("The code is for you alone and counts once. You can change your answers until it closes."),
                _("You may want to answer at home: whoever has the code can use it."),
                _("Letter for somebody else? Please send it back unopened."),
            ],
            "letters": [
                {
                    "to": [each.voter.name, *_address(each.voter.address)],
                    "number": each.voter.number,
                    "code": each.grouped,
                }
                for each in letters
            ],
        }
        return write(said)


def write(said: dict[str, Any]) -> bytes:
    """Write letters with the words in `said`; see templates/ballots/print/letter.typ for its parts."""
    return typesetting.document(_PRINT / "letter.typ", said)


def _lines(vote: Vote | None) -> list[str]:
    if vote is None:
        return [_("The city asks you. With this letter you can answer.")]
    times = {"opens": day(vote.opens_at), "closes": day(vote.closes_at)}
    return [
        _("The city asks you. With this letter you can answer."),
        _("It is open from %(opens)s to %(closes)s.") % times,
    ]


def _address(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()][:4]
