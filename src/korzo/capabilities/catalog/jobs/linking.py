"""Links are tried once a day, a handful every ten minutes, until all had their turn."""

import time

from django.utils import timezone

from korzo.capabilities.catalog.operations import linking
from korzo.kernel import jobs

BUDGET_SECONDS = 240.0
PAUSE_SECONDS = 0.5
"""Between two questions to one host."""


@jobs.every(minutes=10)
def try_links() -> None:
    """Try what is due, for some minutes; what is left waits for the next time."""
    until, asked = time.monotonic() + BUDGET_SECONDS, dict[str, float]()
    for distribution in linking.due(timezone.now()):
        if time.monotonic() > until:
            return
        host = linking.host(distribution.url)
        time.sleep(max(0.0, asked.get(host, 0.0) + PAUSE_SECONDS - time.monotonic()))
        linking.check(distribution, now=timezone.now())
        asked[host] = time.monotonic()
