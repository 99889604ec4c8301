"""Cases as open data: every column is named here, and only those marked public leave the house."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models import Case, Score
from korzo.capabilities.cases.queries import scoreboard
from korzo.kernel import publishing
from korzo.kernel.publishing import Column
from korzo.kernel.text.multilingual import in_language

COLUMNS = (
    Column("code", "string", "Number of the case", public=True),
    Column("category", "string", "Code of the kind of problem", public=True),
    Column("problem", "string", "The kind of problem, in the city's main language", public=True),
    Column("group", "string", "Code of the group of kinds", public=True),
    Column(
        "state",
        "string",
        "received, validated, in_progress, forwarded, resolved, declined, duplicate, withdrawn",
        public=True,
    ),
    Column("reason", "string", "Why it was declined", public=True),
    Column(
        "channel",
        "string",
        "How it came in: web, email, sms, phone, counter, paper, open311, api, import …",
        public=True,
    ),
    Column("office", "string", "Code of the office that owns it", public=True),
    Column("district", "string", "Code of the district", public=True),
    Column("street", "string", "Name of the street, in the city's main language", public=True),
    Column("lat", "number", "Latitude, degrees WGS 84, rounded to about 10 m", public=True),
    Column("long", "number", "Longitude, degrees WGS 84, rounded to about 10 m", public=True),
    Column("reported_at", "datetime", "When it was reported", public=True),
    Column("validated_at", "datetime", "When it was checked", public=True),
    Column("due_at", "datetime", "By when it was promised", public=True),
    Column("closed_at", "datetime", "When it was closed", public=True),
    Column("on_time", "boolean", "Whether the promise was kept", public=True),
    Column("reopened", "integer", "How often it was opened again", public=True),
    Column("updated_at", "datetime", "When it last changed", public=True),
    Column("description", "string", "The reporter's words"),
    Column("address", "string", "Address with house number"),
    Column("outcome", "string", "The office's words at closing"),
    Column("reporter_name", "string", "Name of the reporter"),
    Column("reporter_email", "string", "E-mail of the reporter"),
    Column("reporter_phone", "string", "Telephone of the reporter"),
)
_DIGITS = 4


def partitions(since: datetime | None) -> Iterable[str]:
    """Months (of the report, `2026-03`) with cases that changed."""
    cases = Case.objects.all() if since is None else Case.objects.filter(updated_at__gte=since)
    months = cases.order_by().annotate(month=TruncMonth("reported_at")).values_list("month", flat=True).distinct()
    return (f"{month:%Y-%m}" for month in months)


def rows(month: str) -> Iterator[dict[str, Any]]:
    """The public cases of a month, with private columns as well: `publishing` leaves those out."""
    start = timezone.make_aware(datetime.fromisoformat(f"{month}-01"))
    end = (start + timedelta(days=32)).replace(day=1)
    language = settings.KORZO.language
    cases = Case.objects.public().filter(reported_at__gte=start, reported_at__lt=end)
    whole = cases.select_related("category", "office", "district", "street", "contact")
    for case in whole.order_by("pk").iterator(2000):
        contact = getattr(case, "contact", None)
        yield {
            "code": case.code,
            "category": case.category.code,
            "problem": in_language(case.category.name, language).text,
            "group": case.category.group,
            "state": case.state,
            "reason": case.reason,
            "channel": case.channel,
            "office": case.office.code,
            "district": case.district.code if case.district else None,
            "street": in_language(case.street.name, language).text if case.street else None,
            "lat": None if case.lat is None else round(case.lat, _DIGITS),
            "long": None if case.long is None else round(case.long, _DIGITS),
            "reported_at": case.reported_at,
            "validated_at": case.validated_at,
            "due_at": case.due_at,
            "closed_at": case.closed_at,
            "on_time": case.on_time,
            "reopened": case.reopened,
            "updated_at": case.updated_at,
            "description": case.description,
            "address": case.address,
            "outcome": case.outcome,
            "reporter_name": contact.name if contact else "",
            "reporter_email": contact.email if contact else "",
            "reporter_phone": contact.phone if contact else "",
        }


CASES = publishing.declare(
    publishing.Dataset(
        name="cases",
        title=_("Reported problems"),
        description=_("Problems that residents reported, which office took them over, and when they were solved."),
        columns=COLUMNS,
        partitions=partitions,
        rows=rows,
        position=("lat", "long"),
        time="reported_at",
        theme="GOVE",
        keywords=(_("problems"), _("complaints"), _("repairs"), _("streets")),
    )
)


SCORE_COLUMNS = (
    Column("month", "string", "Month in which the cases were closed", public=True),
    Column("by", "string", "What the line is of: office or category", public=True),
    Column("code", "string", "Code of the office or of the kind of problem", public=True),
    Column(
        "closed", "integer", "Cases closed; empty: fewer than five, or it would give another line away", public=True
    ),
    Column("on_time_percent", "integer", "Of those with a promise, per cent closed in time", public=True),
    Column("median_hours", "number", "Hours from report to close, median", public=True),
    Column("reopened_percent", "integer", "Per cent that were opened again before", public=True),
    Column(
        "satisfied_percent", "integer", "Of the reporters who answered, per cent who say that it is solved", public=True
    ),
)


def score_months(since: datetime | None) -> Iterable[str]:
    """Months that were counted; only the last two can have changed."""
    months = Score.objects.filter(office=None, category=None).order_by("-month").values_list("month", flat=True)
    return [f"{month:%Y-%m}" for month in (months if since is None else months[:2])]


def score_rows(month: str) -> Iterator[dict[str, Any]]:
    """A month's scoreboards, small numbers protected."""
    for by in ("office", "category"):
        for line in scoreboard.board(date.fromisoformat(f"{month}-01"), by=by).lines:
            yield {
                "month": month,
                "by": by,
                "code": line.of.code,
                "closed": line.closed,
                "on_time_percent": line.on_time,
                "median_hours": line.median_hours,
                "reopened_percent": line.reopened,
                "satisfied_percent": line.satisfied,
            }


SCORES = publishing.declare(
    publishing.Dataset(
        name="case-scores",
        title=_("Promised and kept"),
        description=_("How fast and how well the city's offices solved what residents reported, month by month."),
        columns=SCORE_COLUMNS,
        partitions=score_months,
        rows=score_rows,
        frequency="MONTHLY",
        keywords=(_("problems"), _("offices"), _("promises")),
    )
)
