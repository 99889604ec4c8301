"""Numbers for Prometheus; with several web processes each shows its own, told apart by `process`."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
_PROCESS = str(os.getpid())
_requests = Counter("korzo_requests", "Answered requests", ["route", "method", "status", "process"], registry=REGISTRY)
_seconds = Histogram(
    "korzo_request_seconds",
    "Time to answer",
    ["route", "process"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)
_workers = Gauge("korzo_workers", "Workers heard of in the last minute", registry=REGISTRY)
_jobs = Gauge("korzo_jobs", "Jobs by state", ["state"], registry=REGISTRY)
_trail = Gauge("korzo_trail_entries", "Entries in the trail", registry=REGISTRY)


def observe(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _requests.labels(route, method, str(status), _PROCESS).inc()
    _seconds.labels(route, _PROCESS).observe(seconds)


def expose(*, workers: int, waiting: int, dead: int, trail_entries: int) -> bytes:
    """Everything in Prometheus' text format."""
    _workers.set(workers)
    _jobs.labels("waiting").set(waiting)
    _jobs.labels("dead").set(dead)
    _trail.set(trail_entries)
    return generate_latest(REGISTRY)
