"""Reports that tests send."""

from dataclasses import replace
from typing import Any

from tests.city import MIDDLE

from korzo.capabilities.cases.operations import Report

HOLE = Report(category="pothole", description="Рупа на путу", lat=MIDDLE[0], long=MIDDLE[1], language="sr")


def with_(**changes: Any) -> Report:
    """The same hole, reported differently."""
    return replace(HOLE, **changes)
