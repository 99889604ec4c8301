"""The ballots of a residents' budget are voted on in secret; the anonymous papers come back and the budget counts them.

For what concerns the whole city there is one secret ballot, with a question for each envelope; each district with
envelopes of its own has another, because who may answer cannot be told of a paper that has no name.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import public as ballots
from korzo.capabilities.budgeting import public as budgeting
from korzo.kernel import refs, trail
from korzo.kernel.people.models import Person
from korzo.kernel.refs.models import Link
from korzo.kernel.text.multilingual import Text
from korzo.kernel.trail.models import Entry

ASKED = "asked_in"
"""How a question (`question:2026-5/1`) follows from an envelope."""
KINDS = {"cumulative": ballots.POINTS, "ranked": ballots.RANKED, "score": ballots.GRADES}
log = structlog.get_logger()


def start() -> None:
    """Offer it at the desk of votes, say where one votes, and take the papers once they are opened."""
    ballots.orders(waiting, lambda cycle, organiser, by, now: open_votes(cycle, organiser=organiser, by=by, now=now))
    budgeting.votes_at(door)
    trail.subscribe(ballots.BoxCounted, name="journeys.budget_vote")(hand_over)


def waiting(now: datetime) -> list[ballots.Order]:
    """Cycles with a ballot that nobody has put to a secret vote yet."""
    return [
        ballots.Order(cycle, str(Text(_title(cycle)))) for cycle in budgeting.cycles_to_vote_on(now) if _unasked(cycle)
    ]


def open_votes(cycle: str, *, organiser: str, by: Person, now: datetime) -> list[str]:
    """Prepare the secret ballots of a cycle, by its reference, and give theirs; what is prepared stays as it is."""
    made: list[str] = []
    found = _unasked(cycle)
    for district in dict.fromkeys(each.district for each in found):
        tracks = tuple(each for each in found if each.district == district)
        first = tracks[0]
        vote = ballots.commission(
            _title(cycle),
            _text(),
            tuple(_ordered(each) for each in tracks),
            organiser=organiser,
            opens_at=first.opens_at,
            closes_at=first.closes_at,
            by=by,
            now=now,
        )
        for number, track in enumerate(tracks, 1):
            refs.link(track.ref, f"question:{refs.parse(vote)[1]}/{number}", kind=ASKED, now=now)
        made.append(vote)
    return made


def door(track: str) -> str | None:
    """Where one votes on an envelope now."""
    question = _question(track)
    return ballots.booth(question[0], now=timezone.now()) if question else None


def hand_over(entry: Entry) -> None:
    """Bring the opened papers of a counted vote to the budget, once; what is no valid ballot is left out and told."""
    code = refs.parse(entry.ref)[1]
    for link in Link.objects.filter(to_ref__startswith=f"question:{code}/", kind=ASKED).order_by("pk"):
        number = int(link.to_ref.rpartition("/")[2])
        track, opened = budgeting.ballot(link.from_ref), ballots.papers(entry.ref, number)
        if track is None or opened is None:
            continue
        cast = [choices for paper in opened if (choices := choices_of(track, paper))]
        valid = [choices for choices in cast if not budgeting.flaws_of(track.ref, choices)]
        taken = budgeting.receive(track.ref, [(each, "") for each in valid], key=entry.ref, now=entry.at)
        log.info(
            "papers handed over",
            vote=entry.ref,
            track=track.ref,
            taken=taken,
            invalid=len(cast) - len(valid),
            empty=len(opened) - len(cast),
        )


def choices_of(track: budgeting.BallotView, paper: tuple[int, ...]) -> Mapping[int, int]:
    """A paper as the budget reads it: numbers of projects with what they are given; nothing: left blank.

    Marks were asked as grades, the best first. What does not fit the ballot is kept, so that it shows as invalid.
    """
    numbers = [each.number for each in track.choices]
    numbers += range(max(numbers) + 1, max(numbers) + 1 + len(paper) - len(numbers))
    best = (track.points or 0) + 1
    marks = [best - each if each and track.way == "score" else each for each in paper]
    return {number: mark for number, mark in zip(numbers, marks, strict=False) if mark}


def _unasked(cycle: str) -> list[budgeting.BallotView]:
    """Ballots that nobody has put to a secret vote; not those of panels: a paper does not tell whose it is."""
    return [each for each in budgeting.ballots(cycle) if not each.panels and _question(each.ref) is None]


def _question(track: str) -> tuple[str, int] | None:
    """The vote and the number of the question in which an envelope is voted on."""
    link = Link.objects.filter(from_ref=track, kind=ASKED).order_by("-pk").first()
    if link is None:
        return None
    code, _slash, number = refs.parse(link.to_ref)[1].rpartition("/")
    return f"vote:{code}", int(number)


def _ordered(track: budgeting.BallotView) -> ballots.Ordered:
    marks = track.way == "score" and track.points is not None
    return ballots.Ordered(
        title=track.title,
        kind=KINDS.get(track.way, ballots.TICKS),
        options=tuple(f"{each.title} ({each.cost:,.0f} {track.currency})" for each in track.choices),
        minimum=0,
        maximum=track.maximum,
        points=None if marks else track.points,
        grades=tuple(str(mark) for mark in range(track.points or 0, -1, -1)) if marks else (),
    )


def _title(cycle: str) -> dict[str, str]:
    code = refs.parse(cycle)[1]
    return _in_every_language(lambda: _("Residents’ budget %(code)s: the vote") % {"code": code})


def _text() -> dict[str, str]:
    return _in_every_language(
        lambda: _("Choose what the residents’ budget pays for. Leave a question empty if it does not concern you.")
    )


def _in_every_language(say: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = say()
    return said
