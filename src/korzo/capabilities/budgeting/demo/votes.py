"""Last year's votes and what came of them, and this year's ballots: voters are invented, counting is real."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from korzo.capabilities.budgeting.demo.cast import Cast
from korzo.capabilities.budgeting.models import Batch, Candidate, Cycle, Panel, Progress, Track
from korzo.capabilities.budgeting.operations import building, counting, paper, setting_up, voting
from korzo.capabilities.budgeting.queries import results
from korzo.capabilities.budgeting.queries.voting import candidates, form_of
from korzo.capabilities.budgeting.rules import sheets
from korzo.capabilities.budgeting.rules.validity import Form, Way, flaws

SEED = "Demonstration: lottery 4 11 17 23 30 38"
BALLOTS: dict[str, dict[str, Any]] = {
    "city": {"completion": Track.Completion.ADD1U, "comparison": Track.Comparison.VOTES},
    "mirista": {"ballot": Track.Ballot.CUMULATIVE, "points": 10, "maximum_projects": 4},
    "borik": {"ballot": Track.Ballot.RANKED, "rule": Track.Rule.GREEDY, "threshold": 200},
    "green": {"ballot": Track.Ballot.KNAPSACK, "rule": Track.Rule.PANELS, "maximum_projects": None},
}
VOTERS = {"city": 2_600, "mirista": 420, "borik": 310, "green": 640}
PANELS = (
    ("residents", "0.6", ("Грађани", "Građani", "Građani", "Građani", "Граѓани", "Qytetarët", "Residents", "시민")),
    (
        "committee", "0.4",
        ("Грађански одбор", "Građanski odbor", "Građanski odbor", "Građanski odbor", "Граѓански одбор",
         "Komiteti i qytetarëve", "Citizens’ committee", "시민위원회"),
    ),
)  # fmt: skip
_LANGUAGES = ("sr", "hr", "bs", "cnr", "mk", "sq", "en", "ko")
_SLIPS = {5: "2", 14: ""}
"""What the second clerk misread on which sheets of the demonstration's batch."""
SAVERS = 0.36
"""The part of the voters who would rather have several small things."""
_CUT = "Isti posao je već plaćen iz državnog programa. Novac ostaje za sledeću godinu."
_ENDORSED = "Jednoglasno."
_NEWS = (
    (Progress.Step.PLANNING, 20, "Projekat je gotov i pokazan je komšijama."),
    (Progress.Step.CONTRACT, 75, "Izvođač je izabran na javnom pozivu. Javila su se tri."),
    (Progress.Step.WORKS, 130, "Radovi su počeli i traju šest nedelja."),
    (Progress.Step.FINISHED, 190, "Gotovo je. Hvala svima koji su predložili i glasali."),
)


@dataclass
class Urn:
    """A cycle's vote: when each phase began, and who does what."""

    cycle: Cycle
    people: Cast
    random: Random
    now: datetime
    starts: dict[str, datetime]

    def at(self, phase: str, days: float) -> datetime:
        """So many days into a phase; never after now."""
        return min(self.starts[phase] + timedelta(days=days), self.now - timedelta(minutes=2))


def prepare(urn: Urn) -> None:
    """Say how one votes on each envelope, and make the ballots."""
    for track in urn.cycle.tracks.select_related("cycle"):
        for name, value in BALLOTS.get(track.code, {}).items():
            setattr(track, name, value)
        setting_up.keep_track(track, by=urn.people.administrator, now=urn.at("shortlist", 35))
        if track.rule == Track.Rule.PANELS:
            for code, weight, names in PANELS:
                Panel.objects.create(
                    track=track, code=code, weight=weight, name=dict(zip(_LANGUAGES, names, strict=True))
                )
        voting.make_ballot(track, by=urn.people.planner, now=urn.at("vote", 0.1))


def half_typed(urn: Urn) -> None:
    """A batch of paper of which one clerk has typed the half."""
    track = _track(urn, "mirista")
    at = urn.at("vote", 4)
    bundle = paper.Bundle("MZ-03", 12, "Mesna zajednica Mirišta")
    batch = paper.open_batch(track, bundle, by=urn.people.planner, now=at)
    form, clerk = form_of(track), _clerks(urn)[0]
    for number, ballot in enumerate(_cast(form, urn.random, 6, _tastes(track, urn.random)), start=1):
        paper.enter(batch, number, paper.Reading(sheets.shown(ballot, form.way)), by=clerk, now=at)


def finish(urn: Urn) -> None:
    """Votes come in, are sealed and counted; the council decides; offices build."""
    for track in urn.cycle.tracks.select_related("cycle"):
        _vote(urn, track)
    for track in urn.cycle.tracks.select_related("cycle"):
        voting.seal(track, seed=SEED, by=urn.people.planner, now=urn.at("count", 1))
        count = counting.begin(track, by=urn.people.planner, now=urn.at("count", 1.1))
        counting.declare(counting.work(count, now=urn.at("count", 1.1)), by=urn.people.planner, now=urn.at("count", 2))
    _decide(urn)


def _vote(urn: Urn, track: Track) -> None:
    form, tastes = form_of(track), _tastes(track, urn.random)
    if track.code == "mirista":
        _paper(urn, track, form, tastes)
    panels = [panel.code for panel in track.panels.all()] or [""]
    lines = ["voter_id;vote;points;panel" if form.gives else "voter_id;vote;panel"]
    for voter, ballot in enumerate(_cast(form, urn.random, VOTERS[track.code], tastes), start=1):
        panel = panels[-1] if len(panels) > 1 and voter <= 15 else panels[0]  # noqa: PLR2004 -- seats of the committee
        order = sorted(ballot, key=lambda number: ballot[number]) if form.way is Way.RANKED else sorted(ballot)
        cells = [str(voter), ",".join(map(str, order))]
        if form.gives:
            cells.append(",".join(str(ballot[number]) for number in order))
        lines.append(";".join([*cells, panel]))
    data = "\n".join(lines).encode()
    name = f"glasacka-mesta-{track.code}.csv"
    voting.take_file(track, data, name=name, good_ones=True, by=urn.people.planner, now=urn.at("vote", 20))


def _paper(urn: Urn, track: Track, form: Form, tastes: dict[int, float]) -> None:
    at = urn.at("vote", 15)
    first, second = _clerks(urn)
    cast = list(_cast(form, urn.random, 24, tastes))
    batch = paper.open_batch(
        track, paper.Bundle("MZ-01", len(cast), "Mesna zajednica Mirišta"), by=urn.people.planner, now=at
    )
    for clerk in (first, second):
        for number, ballot in enumerate(cast, start=1):
            text = sheets.shown(ballot, form.way)
            if clerk is second and number in _SLIPS:
                text = " ".join(text.split()[:1])
            paper.enter(batch, number, paper.Reading(text), by=clerk, now=at)
    batch.refresh_from_db()
    for number in _SLIPS:
        if batch.state == Batch.State.COMPARED and len(cast[number - 1]) > 1:
            text = sheets.shown(cast[number - 1], form.way)
            batch = paper.settle(batch, number, paper.Reading(text), by=urn.people.planner, now=at + timedelta(hours=3))


def _cast(form: Form, random: Random, how_many: int, tastes: dict[int, float]) -> Iterator[dict[int, int]]:
    """Valid ballots of two camps, who each have their theme: most want what is dear, the others what is not."""
    by_cost = sorted(form.choices, key=lambda choice: choice.cost)
    cheap = {choice.number for choice in by_cost[: len(by_cost) // 2]}
    made = 0
    while made < how_many:
        love, saves = random.choice(form.themes), random.random() < SAVERS
        liking = {
            choice.number: tastes[choice.number]
            * random.random()
            * (1.5 if choice.theme == love else 1)
            * (4 if (choice.number in cheap) == saves else 1)
            for choice in form.choices
        }
        liked = sorted(liking, key=lambda number: -liking[number])[: random.randint(1, max(1, min(form.most, 4)))]
        ballot = dict(zip(liked, _given(form, random, len(liked)), strict=True))
        if not flaws(ballot, form):
            made += 1
            yield ballot


def _given(form: Form, random: Random, length: int) -> list[int]:
    if form.way is Way.RANKED:
        return list(range(1, length + 1))
    if form.way is Way.CUMULATIVE:
        cuts = sorted(random.sample(range(1, form.points or 10), length - 1))
        return [high - low for low, high in zip([0, *cuts], [*cuts, form.points or 10], strict=True)]
    return [1] * length


def _tastes(track: Track, random: Random) -> dict[int, float]:
    return {candidate.number: 0.35 + random.random() for candidate in candidates(track)}


def _decide(urn: Urn) -> None:
    """The council cuts the last of the city's winners and approves all others; some are built by now."""
    for track in urn.cycle.tracks.select_related("cycle"):
        result = results.official(track)
        won = [line.candidate for line in result.winners] if result else []
        for number, candidate in enumerate(won):
            cut = track.code == "city" and number == len(won) - 1
            at = urn.at("decide", 14)
            building.decide(
                candidate.idea, endorsed=not cut, reason=_CUT if cut else _ENDORSED, on=at.date(),
                by=urn.people.administrator, now=at,
            )  # fmt: skip
            if not cut:
                _build(urn, candidate, number)


def _build(urn: Urn, candidate: Candidate, number: int) -> None:
    steps: list[tuple[Any, int, str]] = list(_NEWS[: (4, 3, 4, 2, 1)[number % 5]])
    for step, days, text in steps:
        at = urn.at("build", days + number * 3)
        spent = candidate.cost * {"contract": 0, "works": 30, "finished": 96}.get(step, 0) // 100 or None
        news = building.News(step, text, at.date(), spent)
        building.report(candidate.idea, news, by=urn.people.planner, now=at)


def _clerks(urn: Urn) -> list[Any]:
    everybody = [person for officers in urn.people.officers.values() for person in officers]
    return [person for person in dict.fromkeys(everybody) if person.pk != urn.people.planner.pk][:2]


def _track(urn: Urn, code: str) -> Track:
    return urn.cycle.tracks.select_related("cycle").get(code=code)


def vote(cycle: Cycle, *, starts: dict[str, datetime], people: Cast, now: datetime, random: Random) -> None:
    """Live a cycle's vote as far as its calendar has come."""
    urn = Urn(cycle, people, random, now, starts)
    if starts["vote"] > now:
        return
    prepare(urn)
    if starts.get("build", now) < now:
        finish(urn)
    else:
        half_typed(urn)
