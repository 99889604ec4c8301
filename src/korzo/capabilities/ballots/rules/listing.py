"""A list of public credentials as somebody hands it in: each line that cannot be taken, with the reason."""

from dataclasses import dataclass

from korzo.capabilities.ballots.rules import jsons
from korzo.capabilities.ballots.rules.groups import Group, NotInGroup


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the entry of this number, from 1; 0: with the whole."""

    line: int
    reason: str


def read(group: Group, data: bytes) -> tuple[dict[str, int], list[Problem]]:
    """Read a list, as Belenios writes it (a JSON array) or with one entry a line: weights by credential, problems."""
    try:
        text = data.decode("utf-8-sig").strip()
        entries = jsons.items(jsons.parse(text.encode())) if text.startswith("[") else text.splitlines()
    except ValueError as error:
        return {}, [Problem(0, str(error))]
    found: dict[str, int] = {}
    problems = []
    for line, entry in enumerate(entries, 1):
        try:
            element, weight = _entry(group, entry)
        except (jsons.Malformed, NotInGroup) as error:
            problems.append(Problem(line, str(error)))
        else:
            if element in found:
                problems.append(Problem(line, "stands here twice"))
            found[element] = weight
    if not entries:
        problems.append(Problem(0, "the list is empty"))
    return found, problems


def _entry(group: Group, entry: object) -> tuple[str, int]:
    element, comma, weight = jsons.text(entry).strip().partition(",")
    if "-" in element:
        raise jsons.Malformed("this looks like a secret code; it must never leave the authority")
    if comma and not (weight.isascii() and weight.isdecimal() and weight[0] != "0"):
        raise jsons.Malformed("a weight is a whole number from 1")
    if group.read(element) == group.identity:
        raise jsons.Malformed("is the identity")
    return element, int(weight) if comma else 1
