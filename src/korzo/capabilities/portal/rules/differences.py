"""What changed between two versions of a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
MOST_WORDS = 6000
_WORDS = re.compile(r"[^\W_]+\s*|\s+|.\s*", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A stretch of text: in both versions (same), only in the old one (gone), or only in the new one (new)."""

    how: str
    text: str


def words(before: str, after: str) -> list[Part]:
    """Compare two texts; joining what is not new gives the old one, joining what is not gone the new one."""
    if before == after:
        return [Part(SAME, after)] if after else []
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:  # comparing takes the square of that
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts: list[Part] = []
    for _tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if _tag == "equal":
            parts.append(Part(SAME, "".join(old[a:b])))
            continue
        parts += [Part(how, text) for how, text in ((GONE, "".join(old[a:b])), (NEW, "".join(new[c:d]))) if text]
    return parts
