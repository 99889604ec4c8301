"""Ideas and results as open data: every column is named here, and only those marked public leave the house."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models import Count, Cycle, Idea
from korzo.capabilities.budgeting.queries import exporting
from korzo.capabilities.budgeting.queries.results import Result
from korzo.kernel import publishing
from korzo.kernel.publishing import Column

COLUMNS = (
    Column("code", "string", "Number of the idea", public=True),
    Column("cycle", "string", "Code of the cycle", public=True),
    Column("track", "string", "Code of the envelope", public=True),
    Column("theme", "string", "Code of the theme", public=True),
    Column("state", "string", ", ".join(Idea.State.values[1:]), public=True),
    Column("title", "string", "Title, as its author wrote it", public=True),
    Column("body", "string", "What should be done, in the author's words", public=True),
    Column("language", "string", "Language in which it was written", public=True),
    Column("district", "string", "Code of the district", public=True),
    Column("lat", "number", "Latitude, degrees WGS 84", public=True),
    Column("long", "number", "Longitude, degrees WGS 84", public=True),
    Column("estimated_cost", "number", "What its author thinks it costs", public=True),
    Column("cost", "number", "What the office says it costs", public=True),
    Column("yearly_cost", "number", "What the office says it costs each year after", public=True),
    Column("currency", "string", "ISO 4217", public=True),
    Column("supporters", "integer", "How many people support it", public=True),
    Column("merged_into", "string", "Number of the idea that it became a part of", public=True),
    Column("proposed_at", "datetime", "When it was sent", public=True),
    Column("author_name", "string", "Name of the author"),
    Column("author_email", "string", "E-mail of the author"),
)


def partitions(since: datetime | None) -> Iterable[str]:
    """Years (in the city's time) in which ideas were sent that changed, those that were hidden since too."""
    ideas = Idea.objects.public() if since is None else Idea.objects.filter(changed_at__gte=since)
    sent = ideas.exclude(proposed_at=None).order_by().values_list(ExtractYear("proposed_at"), flat=True)
    return sorted({str(year) for year in sent})


def rows(year: str) -> Iterator[dict[str, Any]]:
    """The public ideas of a year, with private columns as well: `publishing` leaves those out."""
    currencies = dict(Cycle.objects.values_list("pk", "currency"))
    ideas = Idea.objects.public().filter(proposed_at__year=int(year)).order_by("pk")
    beside = ("cycle", "track", "theme", "district", "merged_into", "author")
    for idea in ideas.select_related(*beside).defer("district__geometry").iterator(1000):
        yield {
            "code": idea.code,
            "cycle": idea.cycle.code,
            "track": idea.track.code,
            "theme": idea.theme.code,
            "state": idea.state,
            "title": idea.title,
            "body": idea.body,
            "language": idea.language,
            "district": idea.district.code if idea.district else None,
            "lat": idea.lat,
            "long": idea.long,
            "estimated_cost": _number(idea.estimated_cost),
            "cost": _number(idea.cost),
            "yearly_cost": _number(idea.yearly_cost),
            "currency": currencies[idea.cycle_id],
            "supporters": idea.supporters,
            "merged_into": idea.merged_into.code if idea.merged_into and not idea.merged_into.is_hidden else None,
            "proposed_at": idea.proposed_at,
            "author_name": idea.author.name if idea.author else "",
            "author_email": idea.author.email if idea.author else "",
        }


def _number(amount: Any) -> float | None:
    return None if amount is None else float(amount)


IDEAS = publishing.declare(
    publishing.Dataset(
        name="ideas",
        title=_("Ideas for the residents’ budget"),
        description=_("What residents proposed, what offices say it costs, and what became of it."),
        columns=COLUMNS,
        partitions=partitions,
        rows=rows,
        position=("lat", "long"),
        time="proposed_at",
        theme="REGI",
        keywords=(_("residents’ budget"), _("ideas"), _("participation")),
    )
)


RESULT_COLUMNS = (
    Column("cycle", "string", "Code of the cycle", public=True),
    Column("track", "string", "Code of the envelope", public=True),
    Column("number", "integer", "Number on the ballot", public=True),
    Column("idea", "string", "Number of the idea", public=True),
    Column("title", "string", "Title, as its author wrote it", public=True),
    Column("theme", "string", "Code of the theme", public=True),
    Column("district", "string", "Code of the district", public=True),
    Column("cost", "number", "Cost at the time of the vote", public=True),
    Column("currency", "string", "ISO 4217", public=True),
    Column("votes", "integer", "How many people voted for it", public=True),
    Column("score", "number", "What it got: votes, points or places", public=True),
    Column("place", "integer", "Its place by that, from 1", public=True),
    Column("won", "boolean", "Whether it was chosen", public=True),
    Column("how", "string", "By what it won, or why it did not", public=True),
    Column("rule", "string", "How it was counted", public=True),
)


def result_cycles(since: datetime | None) -> Iterable[str]:
    """Cycles with official results that were made after a moment."""
    counts = Count.objects.filter(is_official=True, track__cycle__is_published=True)
    if since is not None:
        counts = counts.filter(made_at__gte=since)
    return sorted(set(counts.values_list("track__cycle__code", flat=True)))


def result_rows(cycle: str) -> Iterator[dict[str, Any]]:
    """Every project of every official result of a cycle."""
    for count in Count.objects.filter(is_official=True, track__cycle__code=cycle).select_related("track__cycle"):
        result = Result(count)
        for row in exporting.projects(result).rows:
            named = dict(zip(exporting.PROJECTS, row, strict=True))
            shared = {"cycle": cycle, "track": count.track.code, "currency": count.track.cycle.currency}
            wanted = {column.name: named.get(column.name) for column in RESULT_COLUMNS}
            yield {**wanted, **shared, "rule": count.rule, "won": bool(named["won"])}


RESULTS = publishing.declare(
    publishing.Dataset(
        name="budget-results",
        title=_("Results of the residents’ budget"),
        description=_("What was voted for, how many votes each project got, and what was chosen."),
        columns=RESULT_COLUMNS,
        partitions=result_cycles,
        rows=result_rows,
        theme="GOVE",
        frequency="ANNUAL",
        keywords=(_("residents’ budget"), _("votes"), _("participation")),
    )
)
