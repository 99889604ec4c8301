"""Finds streets by what people type: either script, typing errors, abbreviations, words in any order, words half typed.

An index of folded words, plain Python and rapidfuzz. A name's score is the mean of how well each typed word is met, a
little lower the more of the name stays unsaid; 1.0 is the whole name, letter by letter.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from korzo.kernel.places import numbers

ABBREVIATED = {
    "bul": "bulevar",
    "bulv": "bulevar",
    "blvd": "bulevar",
    "set": "setaliste",
    "sv": "sveti",
    "dr": "doktora",
}
"""Short forms as clerks write them, folded."""
SILENT = frozenset({"ulica", "ul", "rruga", "rr", "street", "ulice"})
"""Words that say only that a street is meant."""
LIGHT = frozenset({"bulevar", "trg", "put", "setaliste", "avenija", "sokak", "sheshi", "obala", "prolaz", "stepenice"})
"""Words that help a little when they are right and hurt little when they are wrong."""
_LIGHT_WEIGHT = 0.35
_ENOUGH = 0.6
_SHORTEST_WITH_ERRORS = 4
_SIMILAR = 0.7
_POSTCODE_DIGITS = 5


@dataclass(frozen=True)
class Entry:
    """Something with names, folded; `kind` and `key` lead back to it."""

    kind: str
    key: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """An entry that was found, with the house number that was read beside its name, if any."""

    entry: Entry
    number: str
    score: float


@dataclass(frozen=True)
class Index:
    """All words of all names: sorted for words half typed, and each with the names in which it stands."""

    names: tuple[tuple[int, frozenset[str]], ...]
    entries: tuple[Entry, ...]
    words: tuple[str, ...]
    where: dict[str, tuple[int, ...]]
    noise: frozenset[str]

    @classmethod
    def of(cls, entries: Iterable[Entry], *, noise: Iterable[str] = ()) -> Self:
        """Read the names; `noise` are words that everybody may add, such as the city's own name."""
        listed = tuple(entries)
        names = tuple((at, frozenset(words(name))) for at, entry in enumerate(listed) for name in entry.names)
        where: dict[str, list[int]] = defaultdict(list)
        for at, (_, said) in enumerate(names):
            for word in said:
                where[word].append(at)
        return cls(names, listed, tuple(sorted(where)), {w: tuple(at) for w, at in where.items()}, frozenset(noise))

    def search(self, folded: str, *, limit: int) -> list[Hit]:
        """Find the entries that best meet a folded text, best first."""
        best: dict[int, Hit] = {}
        for said, number in readings(folded, self.noise):
            for at, score in self._scores(said).items():
                entry, words_of_name = self.names[at]
                if number and self.entries[entry].kind != "street":
                    continue
                unsaid = sum(map(_weight, words_of_name)) - sum(map(_weight, said))
                worth = score * (1 - 0.04 * max(unsaid, 0))
                if worth >= _ENOUGH and (entry not in best or worth > best[entry].score):
                    best[entry] = Hit(self.entries[entry], number, worth)
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.entry.names))[:limit]

    def _scores(self, said: Sequence[str]) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        whole = sum(map(_weight, said))
        for word in said:
            met: dict[int, float] = {}
            for known, likeness in self._like(word):
                for at in self.where[known]:
                    met[at] = max(met.get(at, 0.0), likeness)
            for at, likeness in met.items():
                scores[at] += likeness * _weight(word) / whole
        return scores

    def _like(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield known words that this word may mean: begun so, or nearly so (one slip in four letters)."""
        if word in ABBREVIATED:
            yield from self._like(ABBREVIATED[word])
        begun = takewhile(lambda known: known.startswith(word), self.words[bisect_left(self.words, word) :])
        for known in begun:
            yield known, 1.0 if known == word else 0.8 + 0.19 * len(word) / len(known)
        if len(word) >= _SHORTEST_WITH_ERRORS and not word[0].isdigit():
            for known, likeness, _ in process.extract(
                word, self.words, scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR, limit=None, processor=None
            ):
                yield known, likeness * 0.97
            heads = [known[: len(word)] for known in self.words]
            for _, likeness, at in process.extract(
                word, heads, scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR, limit=None, processor=None
            ):
                yield self.words[at], likeness * 0.9


def words(folded: str) -> list[str]:
    """Split a folded name into the words that count."""
    plain = "".join(letter if letter.isalnum() or letter == "/" else " " for letter in folded).split()
    return [word for word in plain if word not in SILENT] or plain


def readings(folded: str, noise: frozenset[str] = frozenset()) -> Iterator[tuple[list[str], str]]:
    """Yield the ways to understand a text: (words of the name, house number or nothing).

    `13 jula 5` may be a street of that name, number 5 in 13 jula, or number 13 in jula 5; the index decides.
    """
    said = _joined(words(folded))
    kept = [w for w in said if w not in noise and not (len(w) == _POSTCODE_DIGITS and w.isdecimal())]
    said = kept or said
    if said:
        yield said, ""
    for at, word in enumerate(said):
        rest = said[:at] + said[at + 1 :]
        if rest and numbers.is_number(word):
            yield rest, numbers.key(word)


def _joined(said: list[str]) -> list[str]:
    """Put `12 a` and `b b` back together."""
    joined: list[str] = []
    for word in said:
        before = joined[-1] if joined else ""
        if (len(word) == 1 and word.isalpha() and before.isdecimal()) or (word, before) == ("b", "b"):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _weight(word: str) -> float:
    return _LIGHT_WEIGHT if word in LIGHT else 1.0
