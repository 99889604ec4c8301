"""Reading files as cities write them into rows of text, whatever their form, and saying how each was read.

    reading = look(path, "places.csv")       # raises Unreadable
    reading.names                            # of the columns
    for line, cells in rows(path, reading): …

Values come as text, as people would write them; types are `rules.guessing`'s business.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from korzo.capabilities.catalog.rules.reading import delimited, documents, sheets
from korzo.capabilities.catalog.rules.reading.shape import MOST_COLUMNS, Reading, Row, Unreadable

__all__ = ["MOST_COLUMNS", "Reading", "Row", "Unreadable", "look", "rows"]

_HEAD = 4096


def look(path: Path, name: str, given: Mapping[str, Any] | None = None) -> Reading:
    """Find out how a file is to be read; `given` is what a person says about it. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \r\n\t"):
        raise Unreadable("empty")
    kind = _kind(head, Path(name).suffix.lower().lstrip("."), path)
    reading = _LOOKS[kind](path, kind, dict(given or {}))
    if len(reading.names) > MOST_COLUMNS:
        raise Unreadable("columns", count=len(reading.names), most=MOST_COLUMNS)
    if not reading.names:
        raise Unreadable("empty")
    return reading


def rows(path: Path, reading: Reading) -> Iterator[Row]:
    """The rows below the headings with the line (or number) of each in the file; empty ones are left out."""
    return _ROWS[reading.kind](path, reading)


def _kind(head: bytes, suffix: str, path: Path) -> str:
    """What a file is: by what it begins with; the name decides only between forms of plain text."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"SQLite format 3"):
        return "gpkg"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "sheet"
    if head.startswith(b"PK\x03\x04"):
        return documents.zipped(path)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        raise Unreadable("form", form=head[:4].decode("latin-1").strip())
    begin = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if begin.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        raise Unreadable("html")
    if begin.startswith((b"<?xml", b"<rdf", b"<kml", b"<gml", b"<feed", b"<rss")):
        raise Unreadable("xml")
    if begin[:1] in (b"{", b"[") and suffix not in ("csv", "tsv", "txt", "tab"):
        return "json"
    return "csv"


_LOOKS = {
    "csv": delimited.look,
    "json": documents.look,
    "gpkg": documents.look,
    "shp": documents.look,
    "parquet": documents.look,
    "sheet": sheets.look,
}
_ROWS = {
    "csv": delimited.rows,
    "json": documents.rows,
    "gpkg": documents.rows,
    "shp": documents.rows,
    "sheet": sheets.rows,
}
