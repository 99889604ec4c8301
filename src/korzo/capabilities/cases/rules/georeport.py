"""What other systems answer in GeoReport v2, read with the tolerance that the field needs.

JSON or XML is told by the first byte, whatever was asked for. Numbers become words ("001" is an id), empty and missing
are the same, rows are found wherever an answer keeps them (`[…]`, `{"service_requests": […]}`, one object alone). Of an
XML document nothing is read but elements and text: one that declares a document type, and so entities, is refused.

Source: `open311/open311.github.io`, `GeoReport/v2/index.md`; the mySociety extension for updates.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.parsers import expat

DEEPEST = 40
SOLVED = frozenset({"FIXED", "CLOSED"})
REFUSED = frozenset({"NO_FURTHER_ACTION", "NOT_COUNCILS_RESPONSIBILITY", "DUPLICATE", "CANCELLED"})
Row = Mapping[str, str]
_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps


class Unreadable(ValueError):
    """The answer is neither JSON nor plain XML."""


@dataclass(frozen=True)
class Service:
    """What another system takes reports of."""

    code: str
    name: str
    group: str
    asks: bool


@dataclass(frozen=True)
class Receipt:
    """What a POST was answered with: a number, or a token that becomes one, or neither."""

    number: str
    token: str
    notice: str


@dataclass(frozen=True)
class Seen:
    """A request as another system shows it."""

    number: str
    is_closed: bool
    notes: str
    description: str
    at: datetime | None


@dataclass(frozen=True)
class News:
    """An update of a request: the sender's own number of it, its status word in capitals, and its text."""

    number: str
    about: str
    status: str
    text: str
    at: datetime | None


def services(body: bytes) -> list[Service]:
    """The answer to call 1."""
    return [
        Service(
            row["service_code"], row.get("service_name", ""), row.get("group", ""), row.get("metadata", "") == "true"
        )
        for row in _rows(tree(body), "service_code")
        if row["service_code"]
    ]


def receipt(body: bytes) -> Receipt:
    """The answer to call 3 or 4; all empty where there is neither number nor token."""
    for row in _rows(tree(body), "service_request_id", "token", "service_notice"):
        return Receipt(row.get("service_request_id", ""), row.get("token", ""), row.get("service_notice", ""))
    return Receipt("", "", "")


def requests(body: bytes) -> list[Seen]:
    """The answer to call 5 or 6."""
    return [
        Seen(
            row["service_request_id"],
            row.get("status", "").strip().casefold() == "closed",
            row.get("status_notes", ""),
            row.get("description", ""),
            moment(row.get("updated_datetime", "")),
        )
        for row in _rows(tree(body), "service_request_id")
        if row["service_request_id"]
    ]


def updates(body: bytes) -> list[News]:
    """The answer to a GET of updates."""
    return [
        News(
            row["update_id"],
            row.get("service_request_id", ""),
            row.get("status", "").strip().upper().replace(" ", "_"),
            row.get("description", ""),
            moment(row.get("updated_datetime", "")),
        )
        for row in _rows(tree(body), "update_id")
        if row["update_id"]
    ]


def errors(body: bytes) -> list[str]:
    """What went wrong, in the words of the other system; empty where it does not say."""
    try:
        found = tree(body)
    except Unreadable:
        return []
    told = [row["description"] for row in _rows(found, "description") if "code" in row or len(row) == 1]
    if not told and isinstance(found, Mapping):
        told = [value for name in ("error", "message", "errors", "detail") if (value := _text(found.get(name)))]
    return [each for each in told if each]


def moment(text: str) -> datetime | None:
    """A time with its zone; None where it is missing, has none or cannot be read."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else None


def tree(body: bytes) -> Any:
    """An answer as lists, mappings and words; raises Unreadable."""
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not body:
        return None
    if body[:1] == b"<" or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _xml(body)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("neither JSON nor XML") from error


def _rows(found: Any, *names: str, deep: int = 0) -> Iterator[Row]:
    """All mappings that have one of these keys, in the order in which they come."""
    if deep > DEEPEST:
        return
    if isinstance(found, Mapping):
        if any(name in found for name in names):
            yield {str(name): _text(value) for name, value in found.items()}
            return
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from _rows(each, *names, deep=deep + 1)


def _text(value: Any) -> str:
    """A value as words: the words of a list in a row, nothing for what has parts of its own or lists in lists."""
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(filter(None, (_text(each) for each in value if not isinstance(each, list))))
    return _UNKEPT.sub("", str(value)).strip()


class _Element:
    """An element while it is read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.parts: dict[str, list[Any]] = {}

    @property
    def value(self) -> Any:
        if self.parts:
            return {name: values[0] if len(values) == 1 else values for name, values in self.parts.items()}
        return "".join(self.words).strip() or None


def _xml(body: bytes) -> Any:
    open_elements = [_Element()]

    def begin(_name: str, _attributes: object) -> None:
        if len(open_elements) > DEEPEST:
            raise Unreadable("too deep")
        open_elements.append(_Element())

    def end(name: str) -> None:
        done = open_elements.pop()
        open_elements[-1].parts.setdefault(name, []).append(done.value)

    def say(words: str) -> None:
        open_elements[-1].words.append(words)

    def refuse(*_declared: object) -> None:
        raise Unreadable("declares a document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = say
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise Unreadable("XML that is not well formed") from error
    return open_elements[0].value
