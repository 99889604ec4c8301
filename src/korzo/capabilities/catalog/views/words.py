"""What kinds of values, problems and choices are called."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.rules import filtering, selecting

OPS = {
    "has": gettext_lazy("contains"),
    "eq": gettext_lazy("is"),
    "gte": gettext_lazy("at least"),
    "lte": gettext_lazy("at most"),
    "gt": gettext_lazy("more than"),
    "lt": gettext_lazy("less than"),
    "empty": gettext_lazy("is empty"),
    "filled": gettext_lazy("is not empty"),
}
SUMS = {
    "count": gettext_lazy("Number of rows"),
    "sum": gettext_lazy("Sum"),
    "mean": gettext_lazy("Mean"),
    "min": gettext_lazy("Smallest"),
    "max": gettext_lazy("Largest"),
}
PERIODS = {"year": gettext_lazy("Year"), "month": gettext_lazy("Month"), "day": gettext_lazy("Day")}
FORMS = {
    "csv": "CSV",
    "excel": gettext_lazy("CSV for Excel"),
    "xlsx": "Excel (XLSX)",
    "json": "JSON",
    "geojson": "GeoJSON",
    "parquet": "Parquet",
    "tsv": "TSV",
}
KINDS = {
    "text": gettext_lazy("Text"),
    "boolean": gettext_lazy("Yes or no"),
    "integer": gettext_lazy("Whole number"),
    "number": gettext_lazy("Number (1234.5)"),
    "number_comma": gettext_lazy("Number (1234,5)"),
    "number_blank": gettext_lazy("Number (1 234,5)"),
    "number_dots": gettext_lazy("Number (1.234,5)"),
    "number_commas": gettext_lazy("Number (1,234.5)"),
    "date": gettext_lazy("Date (2024-01-31)"),
    "date_dots": gettext_lazy("Date (31.1.2024)"),
    "date_dmy": gettext_lazy("Date, day first (31/1/2024)"),
    "date_mdy": gettext_lazy("Date, month first (1/31/2024)"),
    "date_dmy2": gettext_lazy("Date, day first (31/1/24)"),
    "date_mdy2": gettext_lazy("Date, month first (1/31/24)"),
    "date_ymd": gettext_lazy("Date (2024/1/31)"),
    "datetime": gettext_lazy("Date and time (2024-01-31 10:00)"),
    "datetime_zone": gettext_lazy("Date and time with zone (kept in UTC)"),
    "datetime_dots": gettext_lazy("Date and time (31.1.2024 10:00)"),
    "datetime_dmy": gettext_lazy("Date and time, day first (31/1/2024 10:00)"),
    "datetime_mdy": gettext_lazy("Date and time, month first (1/31/2024 10:00)"),
    "datetime_dmy2": gettext_lazy("Date and time, day first (31/1/24 10:00)"),
    "datetime_mdy2": gettext_lazy("Date and time, month first (1/31/24 10:00)"),
    "time": gettext_lazy("Time of day (10:00)"),
    "time_12": gettext_lazy("Time of day (10:00 AM)"),
    "geojson": gettext_lazy("Place or shape (GeoJSON)"),
}
_PROBLEMS = {
    "empty": gettext_lazy("There is nothing in the file."),
    "html": gettext_lazy("This is a web page, not a table. Perhaps the address asks for a sign-in."),
    "xml": gettext_lazy("XML cannot be read as a table. Send CSV, a spreadsheet or JSON."),
    "form": gettext_lazy("Files of this form cannot be read as a table."),
    "columns": gettext_lazy("The table has %(count)s columns; at most %(most)s can be read."),
    "zip": gettext_lazy("The archive is damaged."),
    "bomb": gettext_lazy("The archive unpacks to more than can be read. Send the table in it as CSV."),
    "sheet": gettext_lazy("The spreadsheet cannot be read: %(error)s"),
    "csv": gettext_lazy("Line %(line)s cannot be read: %(error)s"),
    "json": gettext_lazy("The JSON is broken in line %(line)s: %(error)s"),
    "json_list": gettext_lazy("There is no list of records in the JSON."),
    "json_large": gettext_lazy("The JSON is too large; send CSV or Parquet."),
    "encoding": gettext_lazy("The encoding %(encoding)s is not known, or not the file’s."),
    "parquet": gettext_lazy("The Parquet file is damaged."),
    "shapefile": gettext_lazy("The shapefile cannot be read: %(error)s"),
    "geopackage": gettext_lazy("The GeoPackage cannot be read: %(error)s"),
    "memory": gettext_lazy("Reading it needs more memory than allowed. Save it as CSV or in parts, and send that."),
    "engine": gettext_lazy("It could not be made into a table: %(error)s"),
}
NOTES = {
    "bom": gettext_lazy("Invisible marks inside the text were taken out."),
    "lines": gettext_lazy("Lines end as on old computers; that was put right."),
    "replaced": gettext_lazy("Some signs could not be read and stand as �. Choose another encoding if they matter."),
    "wgs84": gettext_lazy("Coordinates are not longitude and latitude, so there is no map."),
}


def problem(report: Mapping[str, Any]) -> str:
    """Why a file could not be read."""
    written = str(_PROBLEMS.get(report.get("problem", ""), _PROBLEMS["form"]))
    told = {"count": "", "most": "", "error": "", "line": "", "encoding": "", **(report.get("told") or {})}
    return str(written % told)


def reason(code: str) -> str:
    """Why a value keeps its row out."""
    return _("More cells than headings") if code == "cells" else _("Not: %s") % KINDS.get(code, code)


def wrong(error: filtering.Wrong) -> str:
    """What was not understood about a filter."""
    if error.problem == "value":
        return str(_("“%s” is a column of numbers or dates. Write one to compare with.") % error.what)
    return _("The filter is not understood.")


def forbidden(error: selecting.Forbidden) -> str:
    """Why a query is refused."""
    told = {
        "not_select": _("Only SELECT is answered."),
        "several": _("Write one query at a time."),
        "syntax": _("The query is not understood: %s"),
        "table": _("There is no table %s here. The table is called data."),
        "function": _("The function %s is not available here."),
    }[error.problem]
    return told % error.what if "%s" in told else told


def name_of(distribution: Distribution) -> str:
    """What a distribution is called."""
    return str(distribution.title) or distribution.file_name or distribution.format or _("Table")
