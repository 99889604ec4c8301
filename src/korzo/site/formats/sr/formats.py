"""Serbian in Cyrillic: 12. априла 2021."""

from korzo.site.formats.european import *  # noqa: F403  # a formats module is its names

DATE_FORMAT = "j. E Y."
DATETIME_FORMAT = "j. E Y. H:i"
YEAR_MONTH_FORMAT = "F Y."
MONTH_DAY_FORMAT = "j. E"
SHORT_DATE_FORMAT = "d.m.Y."
SHORT_DATETIME_FORMAT = "d.m.Y. H:i"
