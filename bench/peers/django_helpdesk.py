"""django-helpdesk with the rows of a CSV: opens tickets, lists, searches; prints milliseconds as JSON. Runs in its own environment."""

import csv
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(tempfile.mkdtemp(prefix="peer-"))
APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.sites",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.humanize", "rest_framework", "helpdesk",
]  # fmt: skip
settings.configure(
    SECRET_KEY="peer",
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    SITE_ID=1,
    USE_TZ=True,
    ROOT_URLCONF="peer_urls",
    INSTALLED_APPS=APPS,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    STATIC_URL="/static/",
    LOGIN_URL="/login/",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "peer.sqlite3"}},
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_TEAMS_MODEL="auth.Group",
    HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
    HELPDESK_KBITEM_TEAM_GETTER=lambda _item: None,
)
sys.modules["peer_urls"] = type(sys)("peer_urls")
django.setup()

from django.contrib.auth.models import User  # noqa: E402 -- only after set-up
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils.timezone import make_aware  # noqa: E402

sys.modules["peer_urls"].urlpatterns = [path("", include("helpdesk.urls"))]


def main(source: str, count: int, turns: int) -> None:
    """Fill and time."""
    from datetime import datetime

    from helpdesk.models import Queue, Ticket

    call_command("migrate", verbosity=0, interactive=False)
    queue = Queue.objects.create(title="City", slug="city", allow_public_submission=True)
    tickets = []
    with open(source, encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            if number == count:
                break
            status = Ticket.OPEN_STATUS if row["case_status"] == "Open" else Ticket.CLOSED_STATUS
            opened = make_aware(datetime.fromisoformat(row["open_dt"]))
            tickets.append(
                Ticket(title=row["type"], description=row["location"], queue=queue, status=status, created=opened)
            )
    Ticket.objects.bulk_create(tickets, batch_size=5000)
    client = Client()
    client.force_login(User.objects.create_superuser("staff", "staff@example.org", "staff"))
    ids = list(Ticket.objects.values_list("pk", flat=True))
    measured = {
        "open": [f"/tickets/{ids[(number * 7919) % len(ids)]}/" for number in range(turns)],
        "list": ["/datatables_ticket_list/" + _query()] * turns,
        "search": ["/datatables_ticket_list/" + _query("street")] * turns,
    }
    print(json.dumps({name: _median(client, paths) for name, paths in measured.items()}))


def _query(text: str = "") -> str:
    from helpdesk.query import query_to_base64

    given = {"filtering": {}, "filtering_null": {}, "sorting": "created", "sortreverse": True, "search_string": text}
    return (
        query_to_base64(given)
        + "?draw=1&start=0&length=20&order%5B0%5D%5Bcolumn%5D=0&order%5B0%5D%5Bdir%5D=desc&search%5Bvalue%5D="
    )


def _median(client: Client, paths: list[str]) -> float:
    times = []
    for each in [paths[0], *paths]:
        started = time.perf_counter()
        answer = client.get(each)
        times.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{each}: {answer.status_code} {answer.content[:300]!r}")
    return round(statistics.median(times[1:]), 1)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
