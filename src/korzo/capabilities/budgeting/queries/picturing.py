"""The figures of a result: rows for charts, with the sentence that each of them says."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.budgeting.models import Theme, Track
from korzo.capabilities.budgeting.queries.explaining import Telling
from korzo.capabilities.budgeting.queries.results import Line, Other, histogram
from korzo.capabilities.budgeting.rules.fairness import Part
from korzo.capabilities.budgeting.rules.money import counted
from korzo.kernel.places.models import District

LONGEST, SHORTER = 18, 13
"""Signs of a label that fit beside the bars on a phone."""


@dataclass(frozen=True)
class Picture:
    """A chart: its title, what it says, its rows, and what its columns are called."""

    title: str
    says: str
    rows: list[dict[str, Any]]
    x: str
    y: str
    labels: dict[str, str]
    series: str = ""
    kind: str = "bar-across"
    unit: str = ""


def charts(telling: Telling) -> list[Picture]:
    """Who got how many votes; how many people got how much; what themes and districts got."""
    made = [_votes(telling), _satisfied(telling)]
    measures = telling.result.measures
    names = dict(Theme.objects.values_list("code", "name"))
    made.append(_parts(_("Money by theme"), _("theme"), measures.categories, {key: str(names[key]) for key in names}))
    if len(measures.districts) > 1:
        places = list(District.objects.only("code", "name", "population"))
        everybody = sum(each.population or 0 for each in places)
        living = {each.code: (each.population or 0) / everybody for each in places} if everybody else {}
        title = _("Money by district")
        made.append(_parts(title, _("district"), measures.districts, {d.code: str(d.name) for d in places}, living))
    return [each for each in made if each.rows]


def _votes(telling: Telling) -> Picture:
    name = _("points") if telling.pointed else _("votes")
    won, lost = _("chosen"), _("not chosen")
    lines = sorted(telling.result.lines, key=lambda line: line.place)
    rows = [
        {
            "project": f"{line.number} {_short(line.candidate.idea.title)}",
            "votes": float(Fraction(line.score)),
            "won": won if line.round else lost,
        }
        for line in lines
    ]
    labels = {"project": _("project"), "votes": name, "won": _("result")}
    title = _("Points of every project") if telling.pointed else _("Votes of every project")
    return Picture(title, _("Most first. The number is that of the ballot."), rows, "project", "votes", labels, "won")


def _satisfied(telling: Telling) -> Picture:
    measures, ballots = telling.result.measures, telling.result.data["ballots"]
    rows = [{"winners": str(winners), "people": people} for winners, people in histogram(measures)]
    with_one = round(100 * float(measures.reached))
    says = _("%(percent)d %% of %(people)s people have at least one chosen project on their ballot.")
    labels = {"winners": _("chosen projects on a ballot"), "people": _("people")}
    told = says % {"percent": with_one, "people": counted(ballots)}
    shown = [row for row in rows if row["people"] is not None]
    return Picture(_("How many got what they wanted"), told, shown, "winners", "people", labels, kind="bar")


def _parts(
    title: str, name: str, parts: tuple[Part, ...], names: dict[str, str], living: dict[str, float] | None = None
) -> Picture:
    """Bars in groups of two, or of three where it is known how many people live there."""
    rows = [
        {"part": f"{_short(names.get(part.name, part.name), SHORTER)}: {of}", "share": round(100 * value, 1), "of": of}
        for part in parts
        for of, value in (
            (_("money"), float(part.of_spending)),
            (_("votes"), float(part.of_votes)),
            (_("residents"), (living or {}).get(part.name)),
        )
        if value is not None
    ]
    labels = {"part": name, "share": _("per cent"), "of": _("share")}
    says = _("What part of the money and of all votes each has, in per cent.")
    if living:
        says = _("What part of the money, of all votes and of the residents each has, in per cent.")
    return Picture(title, says, rows, "part", "share", labels, "of")


def of_project(telling: Telling, line: Line) -> list[Picture]:
    """Where the money of a loser's supporters went."""
    why = line.why
    if why is None or why.endowed is None:
        return []
    rows = [
        {"project": f"{each.project} {_short(telling.title(each.project))}", "money": float(each.amount)}
        for each in sorted(why.gone, key=lambda each: -each.amount)
    ]
    rows.append({"project": _("not spent"), "money": float(why.loss.held or 0)})
    title = _("What its supporters’ shares were spent on")
    says = _("They had %(endowed)s together.") % {"endowed": telling.money(why.endowed)}
    labels = {"project": _("project"), "money": _("amount")}
    return [Picture(title, says, rows, "project", "money", labels, unit=telling.currency)]


@dataclass(frozen=True)
class Rival:
    """What another rule would have chosen, in words: more, less, at what cost, and whether that had been fair."""

    name: str
    same: bool
    instead: list[str]
    dropped: list[str]
    cost: str
    reached: int
    passed_over: str


def others(telling: Telling) -> list[Rival]:
    """The other rules beside the one that was used."""
    ours = set(telling.result.outcome.winners)
    return [_rival(telling, other, ours) for other in telling.result.others]


def rule_name(other: Other) -> str:
    """What people call a rule."""
    return str(Track.Rule(other.rule).label)


def _rival(telling: Telling, other: Other, ours: set[str]) -> Rival:
    theirs = set(other.winners)
    groups = len(other.certificate.witnesses)
    said = ngettext(
        "%(count)d group would have been passed over", "%(count)d groups would have been passed over", groups
    )
    return Rival(
        name=rule_name(other),
        same=theirs == ours,
        instead=[telling.title(each) for each in other.winners if each not in ours],
        dropped=[telling.title(each) for each in telling.result.outcome.winners if each not in theirs],
        cost=telling.money(other.cost),
        reached=round(100 * float(other.measures.reached)),
        passed_over=said % {"count": groups} if groups else _("nobody would have been passed over"),
    )


def elsewhere(telling: Telling, line: Line) -> list[str]:
    """Whether other rules would have chosen a project."""
    said = []
    for other in telling.result.others:
        text = (
            _("By “%(rule)s” it would have won.")
            if line.number in other.winners
            else _("By “%(rule)s” it would not have won.")
        )
        said.append(text % {"rule": rule_name(other)})
    return said


def _short(title: str, most: int = LONGEST) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
