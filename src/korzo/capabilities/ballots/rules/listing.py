"""A list of public credentials as somebody hands it in: each line that cannot be taken, with the reason."""

import re
from dataclasses import dataclass
from enum import StrEnum

from korzo.capabilities.ballots.rules import digests, jsons
from korzo.capabilities.ballots.rules.groups import Group, NotInGroup

_SECRET = re.compile(
    rf"[{digests.BASE58}]{{5}}-[{digests.BASE58}]{{6}}-[{digests.BASE58}]{{5}}-[{digests.BASE58}]{{6}}"
)


class Flaw(StrEnum):
    """Why something cannot be taken."""

    FORM = "form"
    EMPTY = "empty"
    SECRET = "secret"  # noqa: S105 -- a word
    ELEMENT = "element"
    WEIGHT = "weight"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the entry of this number, from 1; 0: with the whole."""

    line: int
    flaw: Flaw


def read(group: Group, data: bytes) -> tuple[dict[str, int], list[Problem]]:
    """Read a list, as Belenios writes it (a JSON array) or with one entry a line: weights by credential, problems."""
    try:
        text = data.decode("utf-8-sig").strip()
        entries = jsons.items(jsons.parse(text.encode())) if text.startswith("[") else text.splitlines()
    except ValueError:
        return {}, [Problem(0, Flaw.FORM)]
    if _SECRET.search(text):
        return {}, [Problem(0, Flaw.SECRET)]
    found: dict[str, int] = {}
    problems = [] if entries else [Problem(0, Flaw.EMPTY)]
    for line, entry in enumerate(entries, 1):
        element, comma, weight = str(entry).strip().partition(",")
        if comma and not (weight.isascii() and weight.isdecimal() and weight[0] != "0"):
            problems.append(Problem(line, Flaw.WEIGHT))
        elif not _is_member(group, element):
            problems.append(Problem(line, Flaw.ELEMENT))
        elif element in found:
            problems.append(Problem(line, Flaw.TWICE))
        else:
            found[element] = int(weight) if comma else 1
    return found, problems


def _is_member(group: Group, element: str) -> bool:
    try:
        return bool(group.read(element) != group.identity)
    except NotInGroup:
        return False
