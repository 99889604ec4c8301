"""Tables and files of distributions that are gone."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.operations.updating import is_id

SPARED = 3600.0
"""Seconds for which what is new is spared: its row may not be committed yet."""


def sweep() -> int:
    """Remove them; returns how many."""
    there = {str(key) for key in Distribution.objects.values_list("pk", flat=True)}
    gone = [path for path in _found() if path.name.partition(".")[0] not in there]
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(gone)


def _found() -> Iterator[Path]:
    root = Path(settings.KORZO.root)
    for path in (*root.glob("tables/*.duckdb"), *root.glob("files/data/*")):
        if is_id(path.name.partition(".")[0]) and time.time() - path.stat().st_mtime > SPARED:
            yield path
