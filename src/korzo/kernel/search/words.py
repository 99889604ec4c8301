"""The tokens that both databases index: what a record is found by, and what a question asks for. No database here.

A token is a folded word or stem. Marks in front of it say more: `^` stands in the title, `%` is a code or its number,
`@` the audience, `=` the kind, `#` the scope.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from korzo.kernel.search.synonyms import SYNONYMS
from korzo.kernel.text import folding

_MOST_CHARACTERS = 20_000
_MOST_WORDS = 8
_SIGN = re.compile(r"[\w:./-]+")
_NUMBER = re.compile(r"\d+")


def document(*, ref: str, kind: str, title: str, body: str, audience: str, scope: str = "") -> str:
    """Join the tokens of a record; of its body the first 20,000 characters. Raises ValueError for odd signs."""
    in_title = dict.fromkeys(folding.keys(title))
    everywhere = in_title | dict.fromkeys(folding.keys(body[:_MOST_CHARACTERS]))
    signs = [sign("@", audience), sign("=", kind)]
    if scope:
        signs.append(sign("#", scope))
    return " ".join([*everywhere, *("^" + key for key in in_title), *_code_tokens(ref), *signs])


def sign(mark: str, value: str) -> str:
    """Make the token of an audience, kind or scope. Raises ValueError unless it is letters, digits and `_:./-`."""
    if not _SIGN.fullmatch(value):
        raise ValueError(f"cannot be searched for: {value!r}")
    return mark + value.lower()


def _code_tokens(ref: str) -> Iterable[str]:
    """`case:K-2026-000123` is found by its code however it is typed, and by its number with or without zeros."""
    parts = folding.tokens(ref.partition(":")[2])
    if parts and any(map(_NUMBER.search, parts)):
        return dict.fromkeys(("%" + "".join(parts), "%" + parts[-1], "%" + folding.stem(parts[-1])))
    return ()


@dataclass(frozen=True, slots=True)
class Question:
    """All (or any) of the terms, each given by any of its alternatives; and all signs, each one of its alternatives."""

    terms: tuple[tuple[str, ...], ...]
    signs: tuple[tuple[str, ...], ...]
    any_term: bool = False

    def in_title(self) -> "Question":
        """Ask the same of titles."""
        return Question(tuple(tuple("^" + key for key in term) for term in self.terms), self.signs, self.any_term)

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
    """Give the keys that stand for an asked word: its stem, and what the neighbours call the thing."""
    stem = folding.stem(word)
    return (stem, *SYNONYMS.get(stem, ()))


def code(words: Sequence[str]) -> str | None:
    """Give the code token that the words of a question may mean, or None when no digit is in them."""
    return "%" + "".join(words) if any(map(_NUMBER.search, words)) else None


def worth_remembering(document_words: str) -> Iterable[str]:
    """Pick the tokens that belong in the vocabulary: words, not signs, codes or numbers."""
    return (token for token in document_words.split(" ") if token.isalpha())
