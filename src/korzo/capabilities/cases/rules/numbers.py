"""The number that a person reads and says on the telephone: `K-2026-000123`."""

import re

_CODE = re.compile(r"\s*[KК]?\s*-?\s*(\d{4})\s*-?\s*(\d{1,9})\s*", re.IGNORECASE)


def code(year: int, number: int) -> str:
    """Write a case number."""
    return f"K-{year:04d}-{number:06d}"


def parse(text: str) -> str | None:
    """Read a case number as people type it (small letters, Cyrillic К, no hyphens or zeros); None if it is none."""
    found = _CODE.fullmatch(text)
    return code(int(found[1]), int(found[2])) if found else None
