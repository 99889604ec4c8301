"""Moments as letters and pages say them, in the language that is on and on the city's clock."""

from datetime import datetime

from django.utils import formats, timezone


def day(moment: datetime | None, form: str = "DATE_FORMAT") -> str:
    """Say on which day something is; nothing when it has none. `form` is one of Django's formats."""
    return formats.date_format(timezone.localtime(moment), form) if moment else ""
