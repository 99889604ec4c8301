"""Texts that stand ready, with places to fill in, and names in notes."""

import re
from collections.abc import Iterable, Mapping

PLACES = ("code", "kind", "address", "office", "date")
"""What `{…}` may stand for: number, kind, place, owner and promised day of a case."""
_PLACE = re.compile(r"\{\s*([^{}]*?)\s*\}")


def unknown(text: str) -> list[str]:
    """Places of a text that nothing can be filled into, as they are written."""
    return [found[0] for found in _PLACE.finditer(text) if found[1].lower() not in PLACES]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the places of a text; where nothing is known (no address, no promise), the line is left out."""
    lines = []
    for line in text.splitlines():
        wanted = [found[1].lower() for found in _PLACE.finditer(line)]
        if all(values.get(name) for name in wanted if name in PLACES):
            lines.append(_PLACE.sub(lambda found: values.get(found[1].lower(), found[0]), line))
    return "\n".join(lines)


def named(text: str, names: Iterable[str]) -> set[str]:
    """Names that follow an `@` in a text; all folded alike. Of names that begin alike, the longest is meant."""
    known, found = sorted(filter(None, names), key=len, reverse=True), set()
    for at in re.finditer("@", text):
        rest = text[at.end() :]
        name = next((each for each in known if rest.startswith(each) and not rest[len(each) :][:1].isalnum()), None)
        if name:
            found.add(name)
    return found
