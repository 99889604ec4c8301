"""JSON in its one true spelling: compact, fields in the order of the specification, no field twice.

Belenios specification, v1, "Serialization". What is signed or hashed is bytes: two spellings of a ballot are two
ballots.
"""

import json
from typing import Any

_BIGGEST = (1 << 30) - 1


class Malformed(ValueError):
    """Bytes or values that are not what the specification says."""


def write(value: Any) -> bytes:
    """Spell a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parse(data: bytes) -> Any:
    """Read any JSON without floating numbers or fields that occur twice."""
    try:
        return json.loads(data.decode(), object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed(f"no JSON: {error}") from error


def read(data: bytes) -> Any:
    """Read canonical JSON."""
    value = parse(data)
    try:
        same = write(value) == data
    except UnicodeEncodeError:  # half of a surrogate pair
        same = False
    if not same:
        raise Malformed("not in canonical spelling")
    return value


def fields(value: Any, *names: str) -> list[Any]:
    """The values of exactly these fields in this order; one whose name ends with `?` may be missing (None)."""
    if not isinstance(value, dict):
        raise Malformed(f"an object with {', '.join(names)} is expected")
    present = [name.rstrip("?") for name in names if not name.endswith("?") or name[:-1] in value]
    if list(value) != present:
        raise Malformed(f"the fields are {', '.join(names)}, not {', '.join(value)}")
    return [value.get(name.rstrip("?")) for name in names]


def items(value: Any, count: int | None = None) -> list[Any]:
    """A list, of that length if one is named."""
    if not isinstance(value, list):
        raise Malformed("a list is expected")
    if count is not None and len(value) != count:
        raise Malformed(f"{count} entries are expected, not {len(value)}")
    return value


def text(value: Any) -> str:
    """A string."""
    if not isinstance(value, str) or (not value.isprintable() and any("\ud800" <= each <= "\udfff" for each in value)):
        raise Malformed("a string is expected")
    return value


def whole(value: Any, least: int = 0) -> int:
    """A whole number, not below `least`."""
    if type(value) is not int or value < least:
        raise Malformed(f"a whole number from {least} is expected")
    return value


def weight(value: Any) -> int:
    """A weight or total: a number up to 1,073,741,823, a decimal string above it."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and value[0] != "0":
        if (number := int(value)) > _BIGGEST:
            return number
    elif type(value) is int and 0 <= value <= _BIGGEST:
        return value
    raise Malformed("a weight is a number, above 1073741823 a decimal string")


def weighed(value: int) -> int | str:
    """Spell a weight or total."""
    return value if value <= _BIGGEST else str(value)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a field occurs twice")
    return found


def _refused(spelling: str) -> Any:
    raise Malformed(f"{spelling} is no whole number")
