"""The answers to a kind's own questions, checked."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from korzo.capabilities.portal.rules import kinds
from korzo.kernel.text import plain
from korzo.kernel.text.multilingual import Text

RESERVED = frozenset({"new", "feed", "archive", "calendar", "edit", "category", "page"})
LONGEST = 4000
_HOURS = re.compile(r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))* )\d{2}:\d{2}-\d{2}:\d{2}")
"""A line of opening hours as schema.org writes them: `Mo-Fr 08:00-15:30`."""


def checked(kind: kinds.Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read the answers; what a kind does not ask for is dropped. Raises ValidationError with the field's name."""
    found, wrong = {}, {}
    for field in kind.fields:
        try:
            value = _read(field, given.get(field.name))
        except ValidationError as error:
            wrong[field.name] = error
            continue
        if value not in (None, "", {}):
            found[field.name] = value
    if wrong:
        raise ValidationError(wrong)
    return found


def _read(field: kinds.Field, value: Any) -> Any:
    if field.by_language:
        texts = Text({code: plain.clean(str(text), limit=LONGEST) for code, text in dict(value or {}).items() if text})
        return dict(texts)
    if value in (None, ""):
        return (field.options[0] if field.options else None) if field.is_required else None
    return _READ[field.type](field, value)


def _text(_field: kinds.Field, value: Any) -> str:
    return plain.clean(str(value), limit=LONGEST)


def _url(_field: kinds.Field, value: Any) -> str:
    text = str(value).strip()
    URLValidator(schemes=["https", "http"])(text)
    return text


def _email(_field: kinds.Field, value: Any) -> str:
    validate_email(str(value).strip())
    return str(value).strip()


def _day(_field: kinds.Field, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()[:10]
    except ValueError as error:
        raise ValidationError(_("Write a day.")) from error


def _number(_field: kinds.Field, value: Any) -> int:
    try:
        found = int(value)
    except (TypeError, ValueError) as error:
        raise ValidationError(_("Write a whole number.")) from error
    if not 0 <= found <= 1_000_000:  # noqa: PLR2004 -- more people than any hall holds
        raise ValidationError(_("Write a number between 0 and 1,000,000."))
    return found


def _yes(_field: kinds.Field, value: Any) -> bool:
    return value in (True, "true", "on", "1")


def _choice(field: kinds.Field, value: Any) -> str:
    if value not in field.options:
        raise ValidationError(_("Choose one of these: %(options)s.") % {"options": ", ".join(field.options)})
    return str(value)


def _country(_field: kinds.Field, value: Any) -> str:
    code = str(value).strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValidationError(_("Write a country as two letters, such as RS."))
    return code


def _hours(_field: kinds.Field, value: Any) -> str:
    lines = [line.strip() for line in str(value).splitlines() if line.strip()]
    for line in lines:
        if not _HOURS.fullmatch(line):
            raise ValidationError(
                _("“%(line)s” is not understood. Write lines such as Mo-Fr 08:00-15:30."), params={"line": line[:80]}
            )
    return "\n".join(lines)


_READ = {
    kinds.TEXT: _text, kinds.LINES: _text, kinds.PHONE: _text, kinds.URL: _url, kinds.EMAIL: _email, kinds.DAY: _day,
    kinds.NUMBER: _number, kinds.YES: _yes, kinds.CHOICE: _choice, kinds.COUNTRY: _country, kinds.HOURS: _hours,
}  # fmt: skip
