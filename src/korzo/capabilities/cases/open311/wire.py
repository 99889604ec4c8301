"""What goes over the wire: one tree of plain values, written as XML or JSON, and errors as the standard wants them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ITEM = {
    "attributes": "attribute",
    "values": "value",
    "services": "service",
    "formats": "format",
    "endpoints": "endpoint",
    "notes": "note",
    "photos": "photo",
}


class Problem(Exception):
    """An answer with an error: HTTP status and a description for the citizen's eyes."""

    def __init__(self, status: int, description: str) -> None:
        self.status, self.description = status, description
        super().__init__(description)


@dataclass(frozen=True)
class Document:
    """A tree and the names of its outer elements in XML; JSON drops the outermost."""

    root: str
    content: Any
    item: str = ""


def answer(document: Document, form: str, *, status: int = 200) -> HttpResponse:
    """Write a document in the form that the address asked for."""
    if form == "json":
        body = json.dumps(document.content, ensure_ascii=False, default=moment)
    else:
        body = f'<?xml version="1.0" encoding="utf-8"?>\n{_element(document.root, document.content, document.item)}\n'
    return HttpResponse(body.encode(), content_type=TYPES[form], status=status)


def refuse(problems: Sequence[Problem], form: str) -> HttpResponse:
    """Write one or more errors; the HTTP status is the first one's."""
    content = [{"code": problem.status, "description": problem.description} for problem in problems]
    return answer(Document("errors", content, "error"), form, status=problems[0].status)


def moment(value: Any) -> str:
    """A time as W3C writes it, in the city's zone, to the second."""
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(settings.TIME_ZONE)).isoformat(timespec="seconds")
    return str(value)


def _element(name: str, value: Any, item: str = "") -> str:
    if isinstance(value, Mapping):
        inside = "".join(_element(key, each, _ITEM.get(key, "item")) for key, each in value.items())
    elif isinstance(value, list | tuple):
        inside = "".join(_element(item, each) for each in value)
    elif value is None:
        inside = ""
    elif isinstance(value, bool):
        inside = "true" if value else "false"
    else:
        inside = escape(_ILLEGAL.sub("", moment(value)))
    return f"<{name}>{inside}</{name}>"
