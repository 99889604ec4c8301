"""Names for addresses, made of titles and of names that others gave."""

import re
import unicodedata
from collections.abc import Callable

_LONGEST = 100
_SHORTEST = 2
RESERVED = (
    "new", "edit", "search", "desk", "quality", "register", "requests", "showcases", "series", "groups", "publishers",
    "feed",
)  # fmt: skip
"""Words that stand in addresses of pages where a name could stand."""


def named(wanted: str, taken: Callable[[str], bool]) -> str:
    """A name of a–z, 0–9, - and _ that looks like what was wanted and is not taken; letters without marks stay."""
    plain = unicodedata.normalize("NFKD", wanted.casefold()).replace("đ", "d").replace("ß", "ss")
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    name = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_-]", "-", bare)).strip("-")[:_LONGEST]
    if len(name) < _SHORTEST or name in RESERVED:
        name = f"data-{name}".rstrip("-")
    free, number = name, 1
    while taken(free):
        number += 1
        free = f"{name[: _LONGEST - len(str(number)) - 1]}-{number}"
    return free
