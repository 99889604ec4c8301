"""Votes and their results as open data; nothing about who answered, and nothing before a vote is over."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models import Opinion, Statement, Vote
from korzo.capabilities.ballots.queries import exporting, results
from korzo.kernel import publishing
from korzo.kernel.publishing import Column

COLUMNS = (
    Column("vote", "string", "Code of the vote", public=True),
    Column("kind", "string", ", ".join(Vote.Kind.values), public=True),
    Column("organiser", "string", "Code of the organisation that asked", public=True),
    Column("question", "integer", "Number of the question", public=True),
    Column("option", "integer", "Number of the option", public=True),
    Column("title", "string", "The option, in the city's main language", public=True),
    Column("place", "integer", "Its place, from 1; equals share one", public=True),
    Column("won", "boolean", "Whether it won", public=True),
    Column("value", "number", "Votes, points or first choices; empty where the method has no such number", public=True),
    Column("valid", "integer", "Answers that count", public=True),
    Column("blank", "integer", "Answers left blank", public=True),
    Column("invalid", "integer", "Answers that do not count", public=True),
    Column("method", "string", "How it was counted", public=True),
    Column("closed_at", "datetime", "When it closed", public=True),
)

STATEMENT_COLUMNS = (
    Column("vote", "string", "Code of the vote", public=True),
    Column("statement", "integer", "Number of the statement", public=True),
    Column("text", "string", "The statement, as it was written", public=True),
    Column("language", "string", "Language in which it was written", public=True),
    Column("agree", "integer", "How many agree", public=True),
    Column("unsure", "integer", "How many are not sure", public=True),
    Column("disagree", "integer", "How many disagree", public=True),
)
_OPINIONS = {"agree": Opinion.Value.AGREE, "unsure": Opinion.Value.PASS, "disagree": Opinion.Value.DISAGREE}


def years(since: datetime | None) -> Iterable[str]:
    """Years (in the city's time) in which votes closed; nobody counts a vote that still runs."""
    over = _over()
    if since is not None:
        over = over.filter(closes_at__gte=since)
    return sorted({str(year) for year in over.order_by().values_list(ExtractYear("closes_at"), flat=True)})


def rows(year: str) -> Iterator[dict[str, Any]]:
    """Every option of every vote that closed in a year and is counted."""
    now = timezone.now()
    for vote in _over().filter(closes_at__year=int(year)).select_related("organiser"):
        if results.is_out(vote, now):
            shared = {"kind": vote.kind, "organiser": vote.organiser.code, "closed_at": vote.closes_at}
            yield from ({**row, **shared} for row in exporting.rows(vote, results.of_vote(vote)))


def statement_rows(year: str) -> Iterator[dict[str, Any]]:
    """Every statement that is shown, with how many agree."""
    votes = _over().filter(closes_at__year=int(year))
    shown = Statement.objects.filter(vote__in=votes, state=Statement.State.SHOWN)
    counted = {name: Count("opinions", filter=Q(opinions__value=value)) for name, value in _OPINIONS.items()}
    told = {"statement": F("number")} | counted
    for row in shown.annotate(**told).order_by("vote", "number").values("vote__code", "text", "language", *told):
        yield {"vote": row.pop("vote__code"), **row}


def _over() -> Any:
    """What is over; practice votes decide nothing, and whoever liked to voted in them."""
    over = Vote.objects.filter(step=Vote.Step.PUBLISHED, closes_at__lte=timezone.now())
    return over.exclude(box__is_practice=True).order_by("pk")


RESULTS = publishing.declare(
    publishing.Dataset(
        name="vote-results",
        title=_("Results of votes"),
        description=_("What was asked, what came out, and how it was counted."),
        columns=COLUMNS,
        partitions=years,
        rows=rows,
        frequency="IRREG",
        time="closed_at",
        keywords=(_("votes"), _("consultations"), _("participation")),
    )
)

STATEMENTS = publishing.declare(
    publishing.Dataset(
        name="vote-statements",
        title=_("Statements in consultations"),
        description=_("What residents stated, and how many agree."),
        columns=STATEMENT_COLUMNS,
        partitions=years,
        rows=statement_rows,
        frequency="IRREG",
        keywords=(_("opinions"), _("consultations"), _("participation")),
    )
)
