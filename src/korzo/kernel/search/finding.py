"""Asking the index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from korzo.kernel.search import words
from korzo.kernel.search.words import Question

MOST = 200
"""Hits counted and reachable; who needs more needs a better question."""

_MANY = 10_000
_COMPLETIONS = 24
_SIMILAR = 5
_SHORTEST_TO_MEND = 4
_LONG_WORD = 5
_LONGEST_ENDING = 3  # Macedonian articles and Albanian cases: градот, buxhetit
_LONGEST_WORD = 40
_LAST = "\U0010ffff"


How = Literal["all", "similar", "any"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A found record."""

    ref: str
    kind: str
    title: str
    audience: str
    scope: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. `how` tells whether all words were found, only similar ones, or only some of them."""

    hits: list[Hit]
    total_at_least: int
    more: bool
    how: How = "all"


def find(
    query: str,
    *,
    kinds: Sequence[str] | None = None,
    audiences: Sequence[str] = ("public",),
    scope: str = "",
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Find the records that have all words of the query, the last of which may be unfinished.

    When there are none: words nobody wrote are replaced by similar ones; then any of the words is enough. At most 200
    hits are counted and reachable, so `total_at_least` of 200 means "200 or more".
    """
    asked = words.asked(query)
    if not (asked and audiences and (kinds is None or kinds)):
        return Results([], 0, more=False)
    signs = words.signs(audiences, kinds, scope)
    how: How
    for how, question in _questions(asked, signs):
        if ids := _ids(question, words.code(asked) if how == "all" else None):
            page = ids[offset : offset + limit]
            return Results(_hits(page), len(ids), more=len(ids) > offset + limit, how=how)
    return Results([], 0, more=False)


def _questions(asked: list[str], signs: tuple[tuple[str, ...], ...]) -> Iterator[tuple[How, Question]]:
    """Put the question, and when that finds nothing, ever looser ones."""
    terms = [words.alternatives(word) for word in asked]
    terms[-1] += tuple(_completions(asked[-1]))
    exact = Question(tuple(terms), signs)
    yield "all", exact
    mended = [term if _known(term) else term + tuple(_similar(word)) for term, word in zip(terms, asked, strict=True)]
    question = replace(exact, terms=tuple(mended))
    if question != exact:
        yield "similar", question
    if len(terms) > 1:
        yield "any", replace(question, any_term=True)


def _ids(question: Question, code: str | None) -> list[int]:
    """Give the ids of what is found, best first: the code, all words in the title, all words anywhere."""
    coded = _match(replace(question, terms=((code,),))) if code else []
    anywhere = _match(question)
    # Fewer than the most are all there are, so their titles can be looked at one by one.
    titled = _with_title(question, anywhere) if len(anywhere) < MOST else _match(question.in_title())
    return list(dict.fromkeys([*coded, *titled, *anywhere]))[:MOST]


def _with_title(question: Question, ids: list[int]) -> list[int]:
    from korzo.kernel.search.models import SearchEntry  # tables exist only after Django has started

    asked = question.in_title()
    tokens = SearchEntry.objects.filter(pk__in=ids).values_list("pk", "words")
    titled = {pk for pk, document in tokens if asked.matches(set(document.split(" ")))}
    return [pk for pk in ids if pk in titled]


def _match(question: Question) -> list[int]:
    """Give the newest ids that match."""
    if connection.vendor == "sqlite":
        sql = "SELECT rowid FROM kernel_searchindex WHERE kernel_searchindex MATCH %s ORDER BY rowid DESC LIMIT %s"
        return [pk for (pk,) in _rows(sql, [question.fts5(), MOST])]
    # Asked for the newest of all, PostgreSQL may walk through the whole table; asked for any, it uses the index. So it
    # walks a little, which is enough for common words, and further for the next; only then it takes what the
    # index gives, which is not much any more (and walks on should it be, because the word was common long ago).
    sql, asked = "SELECT id FROM kernel_searchentry WHERE lexemes @@ %s::tsquery", question.tsquery()
    recent = "id > (SELECT MAX(id) FROM kernel_searchentry) - %s"
    for many in (_MANY, 10 * _MANY):
        found = _rows(f"{sql} AND {recent} ORDER BY id DESC LIMIT %s", [asked, many, MOST])
        if len(found) == MOST:
            return [pk for (pk,) in found]
    found = _rows(f"{sql} LIMIT %s", [asked, _MANY])
    if len(found) == _MANY:
        found = _rows(f"{sql} ORDER BY id DESC LIMIT %s", [asked, MOST])
    return sorted((pk for (pk,) in found), reverse=True)[:MOST]


def _hits(ids: list[int]) -> list[Hit]:
    from korzo.kernel.search.models import SearchEntry  # see _with_title()

    fields = ("ref", "kind", "title", "audience", "scope", "at")
    entries = {row[0]: Hit(*row[1:]) for row in SearchEntry.objects.filter(pk__in=ids).values_list("pk", *fields)}
    return [entries[pk] for pk in ids if pk in entries]


def _known(term: tuple[str, ...]) -> bool:
    from korzo.kernel.search.models import SearchWord  # see _with_title()

    return SearchWord.objects.filter(stem__in=term).exists()


def _completions(start: str) -> list[str]:
    """Give the stems of the shortest words that begin so."""
    if not start.isalpha() or (len(start) == 1 and start.isascii()):
        return []
    found = _vocabulary(start, len(start), _LONGEST_WORD, limit=_COMPLETIONS)
    return list(dict.fromkeys(stem for _word, stem in found))


def _similar(word: str) -> list[str]:
    """Give the stems of words with the same first letter: a slip or two away, or the same without its ending."""
    if not word.isalpha() or len(word) < _SHORTEST_TO_MEND:
        return []
    among = dict(_vocabulary(word[0], max(len(word) - _LONGEST_ENDING, _SHORTEST_TO_MEND), len(word) + 2, limit=50_000))
    shortened = [each for each in among if word.startswith(each)]
    slips = 2 if len(word) >= _LONG_WORD else 1
    typos = process.extract(word, list(among), scorer=OSA.distance, score_cutoff=slips, limit=_SIMILAR)
    return list(dict.fromkeys(among[each] for each in (*shortened, *(typo[0] for typo in typos))))


def _vocabulary(start: str, shortest: int, longest: int, *, limit: int) -> list[tuple[str, str]]:
    """Read the words that begin so and their stems, shortest first, in the order of code points on both databases."""
    word = 'word COLLATE "C"' if connection.vendor == "postgresql" else "word"
    return _rows(
        f"SELECT word, stem FROM kernel_searchword WHERE {word} >= %s AND {word} < %s "  # noqa: S608  # nothing from outside
        f"AND LENGTH(word) BETWEEN %s AND %s ORDER BY LENGTH(word), {word} LIMIT %s",
        [start, start + _LAST, shortest, longest, limit],
    )


def _rows(sql: str, values: Sequence[str | int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
