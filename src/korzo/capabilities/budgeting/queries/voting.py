"""What stands on a track's ballot, by which rules it is valid, and which votes came in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from babel import Locale
from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting.models import Candidate, Channel, Cycle, Track, Vote
from korzo.capabilities.budgeting.rules import conventions as named
from korzo.capabilities.budgeting.rules import pabulib
from korzo.capabilities.budgeting.rules.elections import POINTED, Ballots, Election, Panel, Project, Shape
from korzo.capabilities.budgeting.rules.money import counted
from korzo.capabilities.budgeting.rules.pabulib.cells import shown
from korzo.capabilities.budgeting.rules.validity import Choice, Form, Way
from korzo.kernel.phases import Phase

SHAPES = {
    Way.APPROVAL: Shape.APPROVAL,
    Way.KNAPSACK: Shape.KNAPSACK,
    Way.CUMULATIVE: Shape.CUMULATIVE,
    Way.RANKED: Shape.ORDINAL,
    Way.SCORE: Shape.SCORING,
    Way.CHOOSE_ONE: Shape.CHOOSE_ONE,
}
SMALL = 10
"""Fewer people than this are never told apart in what is published."""
FILE_RULES = {
    (named.Rule.GREEDY, False): "greedy",
    (named.Rule.GREEDY, True): "greedy-threshold",
    (named.Rule.NO_SKIP, False): "greedy-no-skip",
}
"""What Pabulib calls a rule, by whether there is a threshold."""


def candidates(track: Track) -> QuerySet[Candidate]:
    """What stands on the ballot, with the ideas, in the order of the numbers."""
    rows = track.candidates.select_related("idea__theme", "idea__district", "idea__cycle")
    return rows.defer("idea__district__geometry").order_by("number")


def form_of(track: Track) -> Form:
    """The rules of a track's ballot."""
    return Form(
        way=Way(track.ballot),
        choices=tuple(Choice(each.number, each.cost, each.idea.theme.code) for each in candidates(track)),
        envelope=track.envelope,
        minimum=track.minimum_projects,
        maximum=track.maximum_projects,
        points=track.points,
        theme_minimum=track.theme_minimum,
        theme_maximum=track.theme_maximum,
    )


def conventions_of(track: Track) -> named.Conventions:
    """The rule of a track with everything that it leaves open, and its lot."""
    return named.Conventions(
        rule=named.Rule(track.rule),
        completion=named.Completion(track.completion),
        start=named.Start(track.start),
        stop=named.Stop(track.stop),
        increment=Fraction(track.increment),
        comparison=named.Comparison(track.comparison),
        empty_ballots_count=track.empty_ballots_count,
        threshold_everywhere=track.threshold > 0,
        seed=track.tie_seed,
    )


def votes(track: Track) -> QuerySet[Vote]:
    """The ballots that count."""
    return Vote.objects.filter(track=track)


def election_of(track: Track) -> Election:
    """Everything a count needs. Equal ballots are put together, so who came when is not in it."""
    rows = list(candidates(track))
    place = {str(each.number): at for at, each in enumerate(rows)}
    shape = SHAPES[Way(track.ballot)]
    cast: dict[int | None, Counter[tuple[Any, ...]]] = {}
    for panel, choices in votes(track).order_by().values_list("panel_id", "choices").iterator(5000):
        cast.setdefault(panel, Counter())[_key(choices, place, shape)] += 1
    panels = {each.pk: each for each in track.panels.all()}
    whole = sum(cast.values(), Counter())
    return Election(
        projects=tuple(
            Project(
                str(each.number),
                Fraction(each.cost),
                each.idea.title,
                (each.idea.theme.code,),
                each.idea.district.code if each.idea.district else "",
            )
            for each in rows
        ),
        ballots=_ballots(shape, whole),
        budget=Fraction(track.envelope),
        threshold=Fraction(track.threshold),
        panels=tuple(
            Panel(each.code, Fraction(each.weight), _ballots(shape, cast.get(key, Counter())))
            for key, each in panels.items()
        ),
    )


def _key(choices: dict[str, int], place: dict[str, int], shape: Shape) -> tuple[Any, ...]:
    if shape in POINTED:
        return tuple(sorted((place[number], given) for number, given in choices.items()))
    if shape is Shape.ORDINAL:
        return tuple(place[number] for number, _best in sorted(choices.items(), key=lambda each: each[1]))
    return tuple(sorted(place[number] for number in choices))


def _ballots(shape: Shape, counted: Counter[tuple[Any, ...]]) -> Ballots:
    return Ballots.weighted(shape, {key: counted[key] for key in sorted(counted)})


def document(track: Track, election: Election | None = None) -> pabulib.Document:
    """The votes of a track as a file that anybody can count: grouped, so that a ballot's place says nothing.

    It names no winners: what is in it was there before the count, and its hash proves it.
    """
    election = election or election_of(track)
    with translation.override(settings.LANGUAGE_CODE):  # the file reads the same for everybody
        return pabulib.document_of(election, _meta(track, election))


def text(track: Track, election: Election | None = None) -> Iterator[str]:
    """The same, as the lines of the `.pb` file."""
    return pabulib.write(document(track, election))


def fingerprint(track: Track, election: Election | None = None) -> str:
    """SHA-256 of the `.pb` file, 64 hexadecimal digits: `sha256sum FILE.pb` gives the same."""
    digest = sha256()
    for line in text(track, election):
        digest.update(line.encode())
    return digest.hexdigest()


def _meta(track: Track, election: Election) -> dict[str, str]:
    cycle = track.cycle
    voting = Phase.objects.filter(process__ref=cycle.ref, name="vote").first()
    begin = f"{localtime(voting.starts_at):%d.%m.%Y}" if voting else cycle.code
    end = f"{localtime(voting.ends_at):%d.%m.%Y}" if voting and voting.ends_at else begin
    rule = conventions_of(track)
    fallback = "unknown"
    if rule.rule is named.Rule.EQUAL_SHARES:
        fallback = "equalshares/add1" if rule.completion is named.Completion.ADD1 else "equalshares"
        fallback += "-comparison" if rule.comparison is named.Comparison.VOTES else ""
    meta = {
        "description": f"{cycle.name}, {track.name}",
        "country": Locale("en").territories.get(settings.KORZO.country, "Worldwide"),
        "unit": settings.KORZO.city_name,
        "subunit": str(track.name),
        "instance": cycle.code,
        "rule": FILE_RULES.get((rule.rule, track.threshold > 0), fallback),
        "date_begin": begin,
        "date_end": end,
        "currency": cycle.currency,
        "edition": cycle.code,
    }
    form = form_of(track)
    meta["min_length"], meta["max_length"] = str(form.minimum), str(form.most)
    if form.way is Way.KNAPSACK:
        meta["max_sum_cost"] = shown(election.budget)
    if form.way is Way.CUMULATIVE and form.points is not None:
        meta["max_sum_points"] = str(form.points)
    if form.way is Way.SCORE and form.points is not None:
        meta["max_points"] = str(form.points)
    return meta


@dataclass(frozen=True)
class Arrived:
    """How many votes came which way; fewer than ten are published as fewer than ten."""

    channel: str
    votes: int

    @property
    def shown(self) -> str:
        """The number as everybody reads it."""
        return counted(self.votes) if self.votes >= SMALL else _("fewer than %(small)d") % {"small": SMALL}


def arrived(track: Track) -> list[Arrived]:
    """The votes that were accepted, by the way they came."""
    counted = dict(votes(track).order_by().values_list("batch__channel").annotate(votes=Count("pk")))
    return [Arrived(str(channel.label), counted[channel.value]) for channel in Channel if channel.value in counted]


def tracks_with_ballots(cycle: Cycle) -> list[Track]:
    """The envelopes of a cycle whose ballots are made, in their order."""
    made = Track.objects.filter(cycle=cycle, candidates__isnull=False).distinct()
    return list(made.select_related("cycle", "district", "theme").defer("district__geometry"))
