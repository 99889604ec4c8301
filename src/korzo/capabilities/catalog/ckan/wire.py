"""What goes over the wire: requests into a `Call`, results and problems into CKAN's envelopes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.permissions import Who

MOST_BYTES, MOST_OF_STRANGERS = 64 * 2**20, 2**20
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_UNSTORABLE = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
_CALLBACK = re.compile(r"[A-Za-z_$][\w$.\[\]]{0,199}")
_TRUE, _FALSE = {"true", "1", "yes", "on", "t", "y"}, {"false", "0", "no", "off", "f", "n", ""}


class Problem(Exception):
    """An error as CKAN names it."""

    status, type_ = 409, "Validation Error"

    def __init__(self, message: str = "", **more: Any) -> None:
        self.error: dict[str, Any] = {"__type": self.type_, **more}
        if message:
            self.error["message"] = message
        super().__init__(message)


class Invalid(Problem):
    """Values do not fit; messages by field, in lists."""

    def __init__(self, problems: Mapping[str, Any]) -> None:
        super().__init__(**problems)

    @classmethod
    def one(cls, field: str, message: str) -> "Invalid":
        """A single problem."""
        return cls({field: [message]})


class Missing(Problem):
    """There is no such thing, or not for this caller."""

    status, type_ = 404, "Not Found Error"

    def __init__(self, what: str = "") -> None:
        super().__init__(f"Not found: {what}" if what else "Not found")


class Denied(Problem):
    """The caller may not do this."""

    status, type_ = 403, "Authorization Error"

    def __init__(self, why: str = "") -> None:
        told = why or _("You may not do this.")  # the catalogues' tool does not look into f-strings
        super().__init__(f"Access denied: {told}")


class Unsearchable(Problem):
    """The words to search for cannot be read."""

    type_ = "Search Error"


class UnknownParameter(Problem):
    """A search has a parameter that does not exist."""

    status, type_ = 400, "Search Query Error"


class TooMany(Problem):
    """A stranger asks too often."""

    status, type_ = 429, "Too Many Requests"


class Bad(Exception):
    """The request itself makes no sense; answered by a bare string."""


@dataclass(frozen=True)
class Call:
    """What somebody asks of an action; `data` as it came, its values perhaps text (`flag`, `number`, `listed`...)."""

    data: Mapping[str, Any]
    by: Who
    now: datetime
    files: Mapping[str, UploadedFile[Any]] = field(default_factory=dict)
    address: str = ""

    def text(self, *names: str, default: str | None = None) -> str:
        """The first of these parameters; raises Invalid when there is none and no default."""
        for name in names:
            value = self.data.get(name)
            if value not in (None, ""):
                if isinstance(value, dict | list):
                    raise Invalid.one(name, _("This is one value, not a list."))
                return str(value).replace("\x00", "")
        if default is None:
            raise Invalid({name: [_("Missing value")] for name in names[:1]})
        return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes or no; raises Invalid."""
        value = self.data.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        written = str(value).strip().lower()
        if written not in _TRUE | _FALSE:
            raise Invalid.one(name, _("Write true or false."))
        return written in _TRUE

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        """A whole number, cut to `most`; raises Invalid."""
        value = self.data.get(name)
        if value in (None, ""):
            return default
        written = str(value).removesuffix(".0")
        if isinstance(value, bool) or not _WHOLE.fullmatch(written):
            raise Invalid.one(name, _("Invalid integer"))
        found = int(written)
        if found < least:
            raise Invalid.one(name, _("Must be %(least)d or more.") % {"least": least})
        return found if most is None else min(found, most)

    def listed(self, name: str) -> list[Any]:
        """A list; also JSON text, one value, or texts with commas between; raises Invalid."""
        value = self.data.get(name)
        if isinstance(value, str):
            value = self._json(name, value) if value.lstrip()[:1] == "[" else list(filter(None, value.split(",")))
        if value is None:
            return []
        return value if isinstance(value, list) else [value]

    def mapped(self, name: str) -> dict[str, Any]:
        """An object; also JSON text; raises Invalid."""
        value = self.data.get(name)
        if isinstance(value, str):
            value = self._json(name, value) if value.strip() else None
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Invalid.one(name, _("This is to be an object with names and values."))
        return value

    @staticmethod
    def _json(name: str, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise Invalid.one(name, _("This is no JSON.")) from None


def read(request: HttpRequest, most: int = MOST_OF_STRANGERS) -> dict[str, Any]:
    """What a request carries: a form, else the query of a GET, else a JSON object; raises Bad."""
    if request.method in ("GET", "HEAD"):
        return _flat(request.GET)
    if request.content_type == "multipart/form-data":
        return _flat(request.POST)
    body = _body(request, most)
    if request.content_type not in ("application/x-www-form-urlencoded", ""):
        return _object(body)
    if body.lstrip()[:1] in (b"{", b"["):  # `curl -d '{...}'` says that it sends a form
        return _object(body)
    form = QueryDict(body, encoding="utf-8")
    key, values = next(iter(form.lists()), ("", []))
    if len(form) == 1 and values in ([""], ["1"]) and key.lstrip()[:1] == "{":
        return _object(key.encode())
    return _flat(form)


def _flat(given: Any) -> dict[str, Any]:
    return {name: _storable(values[0] if len(values) == 1 else values) for name, values in given.lists()}


def _body(request: HttpRequest, most: int) -> bytes:
    body = bytes(request.read(most + 1))
    if len(body) > most:
        raise Bad("Bad request: too large")
    return body


def _object(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        found = json.loads(body, parse_constant=_no_number)
        found = _storable(found) if _UNSTORABLE.search(body) or b"\x00" in body else found
    except (ValueError, RecursionError) as error:
        raise Bad(f"Bad request: JSON Error: {error}") from None
    if not isinstance(found, dict):
        raise Bad("Bad request: JSON Error: Request data JSON decoded to an unexpected type")
    return found


def _no_number(written: str) -> None:
    raise ValueError(f"{written} is no number")


def _storable(value: Any) -> Any:
    """A value without zero characters and halves of characters, which databases refuse."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list) else value


def help_url(name: str) -> str:
    """Where an action is described."""
    return f"{settings.KORZO.base_url}/api/3/action/help_show?name={name}"


def answer(name: str, result: Any, callback: str = "") -> HttpResponse:
    """A result in its envelope."""
    return _written({"help": help_url(name), "success": True, "result": result}, 200, callback)


def refuse(name: str, problem: Problem, callback: str = "") -> HttpResponse:
    """A problem in its envelope."""
    return _written({"help": help_url(name), "error": problem.error, "success": False}, problem.status, callback)


def plain(content: Any) -> HttpResponse:
    """Something without an envelope."""
    return _written(content, 200, "")


def bare(message: str, status: int = 400) -> HttpResponse:
    """What CKAN says to a request that makes no sense: a JSON string alone."""
    return _written(message, status, "")


def _written(content: Any, status: int, callback: str) -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
    if callback and _CALLBACK.fullmatch(callback):
        made = HttpResponse(f"/**/{callback}({_for_script(body)});".encode(), content_type="application/javascript")
    else:
        made = HttpResponse(body.encode(errors="replace"), "application/json;charset=utf-8", status)
    made["X-Content-Type-Options"] = "nosniff"
    made["Access-Control-Allow-Origin"] = "*"
    return made


def _for_script(body: str) -> str:
    return body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode(errors="replace").decode()
