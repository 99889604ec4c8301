"""The tokens that both databases index: what a record is found by, and what a question asks for. No database here.

A token is the stem of a folded word. A mark in front of it says more: `^` stands in the title, `%` is a code or its
number, `@` the audience, which is also joined with `=` the kind and `#` the scope: two short lists are met faster than
one that has everything in it.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from korzo.kernel.search.synonyms import SYNONYMS
from korzo.kernel.text import folding

_MOST_CHARACTERS = 20_000
_MOST_WORDS = 8
_SIGN = re.compile(r"[\w:./-]+")
_NUMBER = re.compile(r"\d+")
_LAST_NUMBER = re.compile(r"\d+$")
_BETWEEN = re.compile(r"[\W_]+")


def document(*, ref: str, kind: str, title: str, body: str, audience: str, scope: str = "") -> str:
    """Join the tokens of a record; of its body the first 20,000 characters. Raises ValueError for odd signs."""
    in_title = dict.fromkeys(folding.stems(title))
    everywhere = in_title | dict.fromkeys(folding.stems(body[:_MOST_CHARACTERS]))
    reader = sign("@", audience)
    signs = [reader, reader + sign("=", kind), *([reader + sign("#", scope)] if scope else [])]
    return " ".join([*everywhere, *("^" + stem for stem in in_title), *_code_tokens(ref), *signs])


def signs(audiences: Sequence[str], kinds: Sequence[str] | None, scope: str) -> tuple[tuple[str, ...], ...]:
    """Make what every hit must have: each reader's kind, scope or both, or just a reader. Raises ValueError."""
    readers = [sign("@", audience) for audience in audiences]
    narrowed = []
    if kinds is not None:
        narrowed.append(tuple(reader + sign("=", kind) for reader in readers for kind in kinds))
    if scope:
        narrowed.append(tuple(reader + sign("#", scope) for reader in readers))
    return tuple(narrowed) or (tuple(readers),)


@lru_cache
def sign(mark: str, value: str) -> str:
    """Make the token of an audience, kind or scope. Raises ValueError unless it is letters, digits and `_:./-`."""
    if not _SIGN.fullmatch(value):
        raise ValueError(f"cannot be searched for: {value!r}")
    return mark + value.lower()


def _code_tokens(ref: str) -> Iterable[str]:
    """`case:K-2026-000123` is found by its code however it is typed, and by its number with or without zeros."""
    code = ref.partition(":")[2]
    number = _LAST_NUMBER.search(code)
    if not number:
        return ()
    return dict.fromkeys(("%" + _BETWEEN.sub("", folding.fold(code)), "%" + number[0], "%" + number[0].lstrip("0")))


@dataclass(frozen=True, slots=True)
class Question:
    """All (or any) of the terms, each given by any of its alternatives; and all signs, each one of its alternatives."""

    terms: tuple[tuple[str, ...], ...]
    signs: tuple[tuple[str, ...], ...]
    any_term: bool = False

    def in_title(self) -> "Question":
        """Ask the same of titles."""
        return Question(tuple(tuple("^" + stem for stem in term) for term in self.terms), self.signs, self.any_term)

    def matches(self, tokens: AbstractSet[str]) -> bool:
        """Tell whether a record has the terms, signs aside."""
        met = (not tokens.isdisjoint(term) for term in self.terms)
        return any(met) if self.any_term else all(met)

    def fts5(self) -> str:
        """Write it in the query language of SQLite's FTS5."""
        return self._written(" AND ", " OR ", '"{}"')

    def tsquery(self) -> str:
        """Write it in PostgreSQL's."""
        return self._written(" & ", " | ", "'{}'")

    def _written(self, conjunction: str, disjunction: str, quoted: str) -> str:
        groups = [disjunction.join(map(quoted.format, dict.fromkeys(group))) for group in (*self.signs, *self.terms)]
        here, there = groups[: len(self.signs)], [f"({group})" for group in groups[len(self.signs) :]]
        terms = disjunction.join(there) if self.any_term else conjunction.join(there)
        return conjunction.join([*(f"({group})" for group in here), f"({terms})"])


def asked(query: str) -> list[str]:
    """Read the words of a question, at most eight."""
    return folding.tokens(query[:200])[:_MOST_WORDS]


def alternatives(word: str) -> tuple[str, ...]:
    """Give the stems that stand for an asked word: its stem, and what the neighbours call the thing."""
    stem = folding.stem(word)
    return (stem, *SYNONYMS.get(stem, ()))


def code(words: Sequence[str]) -> str | None:
    """Give the code token that the words of a question may mean, or None when no digit is in them."""
    return "%" + "".join(words) if any(map(_NUMBER.search, words)) else None


def chunks(texts: Iterable[str]) -> set[str]:
    """Gather what stands between blanks."""
    return {chunk for text in texts for chunk in text[:_MOST_CHARACTERS].split()}


def vocabulary(chunks: Iterable[str]) -> dict[str, str]:
    """Gather the words of chunks with their stems; numbers are not words."""
    return {word: folding.stem(word) for chunk in chunks for word in folding.tokens(chunk) if word.isalpha()}
