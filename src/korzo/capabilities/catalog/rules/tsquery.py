"""PostgreSQL's language for words (`rijeka & (most | trg) & !luka:*`), which CKAN's clients send with `plain: false`.

Words are found as everywhere here, inside of words too, so that `luka` and `luka:*` are the same; neighbours
(`a <-> b`) stand beside one another with a blank between.
"""

import re
from collections.abc import Callable

from korzo.capabilities.catalog.rules.filtering import Condition, Wrong

DEEPEST, MOST = 10, 40
_TOKEN = re.compile(
    r"\s*(?:(?P<sign><->|[&|!()])|'(?P<quoted>(?:[^']|'')+)'(?::\*)?|(?P<word>[^\s&|!()<>':*]+)(?::\*)?)"
)
Leaf = Callable[[str], Condition]


def read(text: str, leaf: Leaf) -> Condition:
    """Read a query; `leaf` gives the condition that a row holds a word. Raises Wrong."""
    reader = _Reader(text, leaf)
    found = reader.either(0)
    if reader.tokens:
        raise Wrong("q", "shape", text)
    return found


class _Reader:
    def __init__(self, text: str, leaf: Leaf) -> None:
        self.text, self.leaf = text, leaf
        self.tokens: list[tuple[str, str]] = []
        position, end = 0, len(text.rstrip())
        while position < end:
            found = _TOKEN.match(text, position)
            if found is None or len(self.tokens) > MOST:
                raise Wrong("q", "shape", text)
            kind = found.lastgroup or ""
            self.tokens.insert(0, (kind, found[kind].replace("''", "'")))
            position = found.end()

    def took(self, sign: str) -> bool:
        if self.tokens and self.tokens[-1] == ("sign", sign):
            self.tokens.pop()
            return True
        return False

    def either(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise Wrong("q", "deep")
        parts = [self.all(depth)]
        while self.took("|"):
            parts.append(self.all(depth))
        return _joined(parts, " OR ")

    def all(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.took("&"):
            parts.append(self.one(depth))
        return _joined(parts, " AND ")

    def one(self, depth: int) -> Condition:
        turned = False
        while self.took("!"):
            turned = not turned
        if self.took("("):
            found = self.either(depth + 1)
            if not self.took(")"):
                raise Wrong("q", "shape", self.text)
        else:
            found = self.leaf(" ".join(self.neighbours()))
        return Condition(f"({found.sql}) IS NOT TRUE", found.values) if turned else found

    def neighbours(self) -> list[str]:
        words = [self.word()]
        while self.took("<->"):
            words.append(self.word())
        return words

    def word(self) -> str:
        if not self.tokens or self.tokens[-1][0] == "sign":
            raise Wrong("q", "shape", self.text)
        return self.tokens.pop()[1]


def _joined(parts: list[Condition], by: str) -> Condition:
    if len(parts) == 1:
        return parts[0]
    return Condition(
        by.join(f"({each.sql})" for each in parts), tuple(value for each in parts for value in each.values)
    )
