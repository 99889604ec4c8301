"""The words that occur in an index: patterns over them, unfinished ones, mistyped ones; phrases in sequences."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

_COMPLETIONS, _SIMILAR, _MOST_BY_PATTERN = 50, 5, 5000
_SHORTEST_TO_COMPLETE, _SHORTEST_TO_MEND, _LONG_WORD = 2, 4, 5
_LONGEST_ENDING = 3  # Macedonian articles and Albanian cases


class Vocabulary:
    """Folded words and their stems."""

    def __init__(self) -> None:
        self.stems: dict[str, str] = {}
        self._sorted: list[str] = []

    def add(self, words: Sequence[str], stems: Sequence[str]) -> None:
        """Remember words."""
        self.stems.update(zip(words, stems, strict=True))

    def words(self) -> list[str]:
        """All words in the order of their letters."""
        if len(self._sorted) != len(self.stems):
            self._sorted = sorted(self.stems)
        return self._sorted

    def starting(self, start: str) -> list[str]:
        """The words that begin so."""
        words = self.words()
        first = bisect_left(words, start)
        return list(takewhile(lambda word: word.startswith(start), (words[at] for at in range(first, len(words)))))

    def completions(self, start: str) -> list[str]:
        """The stems of the shortest words that begin so."""
        if len(start) < _SHORTEST_TO_COMPLETE:
            return []
        found = sorted(self.starting(start), key=len)[:_COMPLETIONS]
        return list(dict.fromkeys(self.stems[word] for word in found))

    def similar(self, word: str, slips: int = 0) -> list[str]:
        """The stems of words with the same first letter: a slip or two away, or the same without its ending."""
        if len(word) < _SHORTEST_TO_MEND and not slips:
            return []
        allowed = slips or (2 if len(word) >= _LONG_WORD else 1)
        among = [each for each in self.starting(word[:1]) if -_LONGEST_ENDING <= len(each) - len(word) <= allowed]
        shortened = [each for each in among if word.startswith(each)] if not slips else []
        typos = process.extract(word, among, scorer=OSA.distance, score_cutoff=allowed, limit=_SIMILAR)
        return list(dict.fromkeys(self.stems[each] for each in (*shortened, *(typo[0] for typo in typos))))

    def pattern(self, written: str) -> list[str]:
        """The stems of the words that fit a pattern with `*` and `?`."""
        start = re.split(r"[*?]", written, maxsplit=1)[0]
        fits = compiled(written).fullmatch
        found = (word for word in self.starting(start) if fits(word))
        return list(dict.fromkeys(self.stems[word] for word in found))[:_MOST_BY_PATTERN]


def exact_pattern(written: str, values: Iterable[str]) -> list[str]:
    """The values that fit a pattern, upper and lower case apart."""
    fits = compiled(written).fullmatch
    return [value for value in values if fits(value)]


def compiled(written: str) -> re.Pattern[str]:
    r"""A pattern with `*` and `?`, which `\` makes plain, as a regular expression that never goes back a star."""
    pieces: list[list[str]] = [[]]
    for sign in re.findall(r"\\.|.", written, re.DOTALL):
        if sign == "*":
            pieces.append([])
        else:
            pieces[-1].append("." if sign == "?" else re.escape(sign[-1]))
    first, *rest = map("".join, pieces)
    if not rest:
        return re.compile(first, re.DOTALL)
    between = "".join(f"(?>.*?{piece})" for piece in rest[:-1] if piece)
    return re.compile(f"{first}{between}.*{rest[-1]}", re.DOTALL)


def contains(kept: bytes, wanted: bytes, size: int) -> bool:
    """Whether a sequence of numbers of `size` bytes has another in it."""
    at = kept.find(wanted)
    while at >= 0 and at % size:
        at = kept.find(wanted, at + 1)
    return at >= 0
