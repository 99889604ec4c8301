"""Whether this installation is alive, ready, and how it is doing."""

import hmac
import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from korzo.kernel import trail
from korzo.kernel.jobs import queries as jobs
from korzo.site import metrics

LEAST_DISK = 200 * 2**20
LONGEST_WAIT = timedelta(minutes=10)


def health(_request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def ready(_request: HttpRequest) -> JsonResponse:
    """Say whether database, worker and disk are fit for work; 503 and the reasons when not."""
    problems = []
    state: jobs.State | None = None
    try:
        state = jobs.state()
        if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
            problems.append("database: migrations are missing; run `korzo manage migrate`")
    except (DatabaseError, InterfaceError) as error:
        problems.append(f"database: {type(error).__name__}")
    if state and not state.workers:
        problems.append("worker: none was heard of in the last minute; run `korzo serve` or `korzo worker`")
    if state and state.oldest_wait > LONGEST_WAIT:
        problems.append("worker: jobs have been waiting for more than ten minutes")
    if shutil.disk_usage(settings.KORZO.root).free < LEAST_DISK:
        problems.append("disk: less than 200 MB free")
    body = {
        "ready": not problems,
        "problems": problems,
        "workers": state.workers if state else None,
        "jobs_waiting": state.waiting if state else None,
        "dead_letters": state.dead if state else None,
    }
    return JsonResponse(body, status=503 if problems else 200)


def measure(request: HttpRequest) -> HttpResponse:
    """Show the metrics, to loopback or to who has the token."""
    token = settings.KORZO.metrics_token.get_secret_value()
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        allowed = hmac.compare_digest(given.encode(), token.encode())
    else:
        allowed = (
            request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1", ""} and "HTTP_X_FORWARDED_FOR" not in request.META
        )
    if not allowed:
        return HttpResponse(
            "Set KORZO_METRICS_TOKEN and send it as bearer token.\n", status=403, content_type="text/plain"
        )
    state = jobs.state()
    text = metrics.expose(workers=state.workers, waiting=state.waiting, dead=state.dead, trail_entries=trail.head()[0])
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
