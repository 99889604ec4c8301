"""An index in memory for tens of thousands of documents: boolean queries, ranking, sorting, counts for narrowing.

A document has a slot. A term has an array of slots, and once asked for a set of them (`bitsets`), so that AND, OR and
NOT are single operations and a count is `bit_count()`. A document that changes gets a new slot and its old one dies;
when most are dead, the living move together. Nothing here is safe for threads: callers hold a lock.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import compress, islice
from math import inf, isnan, log2, nan
from typing import Final

from korzo.capabilities.catalog.rules import bitsets, lucene, matching
from korzo.capabilities.catalog.rules.documents import Document, Found, Sort, is_moment, is_number, is_text
from korzo.capabilities.catalog.rules.lucene import And, Has, Node, Not, Or, Range, Term, Words

RANKED: Final[Mapping[str, int]] = {"title": 8, "words": 4, "text": 2}
"""Where words are looked for, and what finding one there is worth; `words`: names, keywords, groups, publishers."""
_FEW, _SMALL, _ROOM = 64, 16, 1000
_MOST_CACHED, _MOST_ORDERS = 20_000, 12


class Index:
    """`tokens` splits a text into folded words, `stem` cuts a word, `kin` names stems that mean the same."""

    def __init__(
        self,
        tokens: Callable[[str], Sequence[str]],
        stem: Callable[[str], str],
        kin: Callable[[str], Iterable[str]] = lambda _stem: (),
    ) -> None:
        self.tokens, self.stem, self.kin = tokens, stem, kin
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.slots: dict[str, int] = {}
        self.keys: list[str] = []
        self.alive = 0
        self.postings: dict[str, dict[str, array[int]]] = {}
        self.columns: dict[str, array[float]] = {}
        self.sequences: dict[int, tuple[tuple[str, array[int]], ...]] = {}
        self.numbered: dict[str, int] = {}
        self.vocabulary = matching.Vocabulary()
        self._stale()
        self._bits: dict[tuple[str, str], tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self.slots)

    # Keeping ---------------------------------------------------------------------------------------------------------
    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, each in place of the one with its key."""
        born: list[int] = []
        for document in documents:
            self._drop(document.key)
            slot = len(self.keys)
            self.keys.append(document.key)
            self.slots[document.key] = slot
            born.append(slot)
            self._keep(slot, document)
        self.alive |= bitsets.of([slot for slot in born if self.slots[self.keys[slot]] == slot], len(self.keys))
        if len(self.keys) > _ROOM + 2 * len(self.slots):
            self._move_together()
        self._stale()

    def remove(self, keys: Iterable[str]) -> None:
        """Forget documents; those that are not there are no matter."""
        for key in keys:
            self._drop(key)
        self._stale()

    def _move_together(self) -> None:
        """Give up the slots of the dead."""
        living = bitsets.listed(self.alive, len(self.keys))
        place = {slot: new for new, slot in enumerate(living)}
        for terms in self.postings.values():
            for term, slots in list(terms.items()):
                if kept := array("I", [place[slot] for slot in slots if slot in place]):
                    terms[term] = kept
                else:
                    del terms[term]
        for field, column in self.columns.items():
            self.columns[field] = array("d", [column[slot] if slot < len(column) else nan for slot in living])
        self.sequences = {place[slot]: kept for slot, kept in self.sequences.items()}
        self.keys = [self.keys[slot] for slot in living]
        self.slots = {key: slot for slot, key in enumerate(self.keys)}
        self.alive = (1 << len(living)) - 1
        self._bits.clear()

    def _stale(self) -> None:
        self._orders: dict[tuple[Sort, ...], tuple[list[int], list[int]]] = {}

    def _drop(self, key: str) -> None:
        slot = self.slots.pop(key, None)
        if slot is not None:
            self.alive &= ~(1 << slot)
            self.sequences.pop(slot, None)
            for column in self.columns.values():
                if slot < len(column):
                    column[slot] = nan

    def _keep(self, slot: int, document: Document) -> None:
        for field, values in document.exact.items():
            self._post(slot, field, dict.fromkeys(values))
        for field, value in document.numbers.items():
            column = self.columns.setdefault(field, array("d"))
            column.extend([nan] * (slot - len(column)))
            column.append(value)
        everywhere: dict[str, None] = {}
        sequences = []
        for field, text in document.texts.items():
            words = self.tokens(text)
            if not words:
                continue
            stems = list(map(self.stem, words))
            self.vocabulary.add(words, stems)
            terms = dict.fromkeys(stems)
            everywhere |= terms
            self._post(slot, field, terms)
            numbers = (self.numbered.setdefault(each, len(self.numbered)) for each in stems)
            sequences.append((field, array("I", numbers)))
        self._post(slot, lucene.TEXT, everywhere)
        self.sequences[slot] = tuple(sequences)

    def _post(self, slot: int, field: str, terms: Iterable[str]) -> None:
        known = self.postings.setdefault(field, {})
        for term in terms:
            found = known.get(term)
            if found is None:
                known[term] = found = array("I")
            found.append(slot)

    # Asking ----------------------------------------------------------------------------------------------------------
    def search(
        self,
        query: Node,
        *,
        among: int,
        now: datetime,
        sort: Sequence[Sort] = (),
        start: int = 0,
        rows: int = 10,
        facets: Sequence[str] = (),
    ) -> Found:
        """Find what matches among these documents (a set that `match` gave); a phrase of words costs most.

        Raises lucene.Unreadable for a value that its field cannot have.
        """
        matched = self.match(query, now) & among
        flags = bitsets.flags(matched, len(self.keys))
        page = tuple(self.keys[slot] for slot in self._page(query, matched, sort, start, rows)) if rows else ()
        return Found(matched.bit_count(), page, {field: self._facet(field, matched, flags) for field in facets})

    def match(self, query: Node, now: datetime) -> int:
        """The documents that match, as a set."""
        return self._match(query, now) & self.alive

    def _match(self, node: Node, now: datetime) -> int:  # noqa: PLR0911 -- one for each kind of node
        match node:
            case And(parts):
                found = self.alive
                for part in parts:
                    found &= self._match(part, now)
                return found
            case Or(parts):
                found = 0
                for part in parts:
                    found |= self._match(part, now)
                return found
            case Not(part):
                return self.alive & ~self._match(part, now)
            case Has(field):
                return self._having(field)
            case Range():
                return self._within(node, now)
            case Words():
                return self._typed(node, now)
            case Term():
                return self._term(node, now)

    def _having(self, field: str) -> int:
        if field == "*":
            return self.alive
        if is_number(field):
            return self._numbered(field, -inf, inf)
        found = 0
        for value in self.postings.get(field, ()):
            found |= self._of(field, value)
        return found

    def _term(self, term: Term, now: datetime) -> int:
        if is_number(term.field):
            value = self._number(term.field, term.value, now)
            return self._numbered(term.field, value, value)
        if not is_text(term.field):
            values: Iterable[str] = (term.value,)
            if term.is_pattern:
                values = matching.exact_pattern(term.value, self.postings.get(term.field, ()))
            return self._any(term.field, values)
        if term.is_pattern:
            folded = "".join(sign if sign in "*?" else "".join(self.tokens(sign)) for sign in term.value)
            return self._any(term.field, self.vocabulary.pattern(folded))
        words = self.tokens(term.value)
        if term.is_phrase:
            return self._phrase(term.field, [self.stem(word) for word in words])
        found = self.alive
        for word in words:
            stems = self.vocabulary.similar(word, term.slips) if term.slips else ()
            found &= self._any(term.field, (self.stem(word), *stems))
        return found if words else 0

    def _phrase(self, field: str, stems: Sequence[str]) -> int:
        found = self.alive if stems else 0
        for stem in stems:
            found &= self._of(field, stem)
        if len(stems) < 2 or not found:  # noqa: PLR2004 -- one word is no phrase
            return found
        wanted = b"".join(array("I", [self.numbered[stem]]).tobytes() for stem in stems)
        fits = [
            slot
            for slot in bitsets.listed(found, len(self.keys))
            if any(
                field in (lucene.TEXT, name) and matching.contains(kept.tobytes(), wanted, kept.itemsize)
                for name, kept in self.sequences[slot]
            )
        ]
        return bitsets.of(fits, len(self.keys))

    def _typed(self, words: Words, now: datetime) -> int:
        """What has enough of the words: of two all, of up to five all but one, of more four in five."""
        found = self.alive
        for term in words.needed:
            found &= self._loose(term, now, last=False)
        for term in words.banned:
            found &= ~self._term(term, now)
        if not words.wanted:
            return found
        many = len(words.wanted)
        enough = many if many <= 2 else many - 1 if many <= 5 else many * 4 // 5  # noqa: PLR2004 -- CKAN's, see above
        have = [found, *[0] * many]
        for number, term in enumerate(words.wanted):
            bits = self._loose(term, now, last=number == many - 1)
            for count in range(number, -1, -1):
                have[count + 1] |= have[count] & bits
        return have[enough]

    def _loose(self, term: Term, now: datetime, *, last: bool) -> int:
        if term.is_phrase:
            return self._term(term, now)
        found = self.alive
        for word in self.tokens(term.value):
            found &= self._any(lucene.TEXT, self._stems(word, last=last))
        return found

    def _stems(self, word: str, *, last: bool) -> tuple[str, ...]:
        """What stands for a typed word: its stem and its kin; unfinished ones; if nobody wrote it, similar ones."""
        stem = self.stem(word)
        known = [each for each in (stem, *self.kin(stem)) if each in self.postings.get(lucene.TEXT, ())]
        if last or not known:
            known += self.vocabulary.completions(word)
        return tuple(dict.fromkeys(known or self.vocabulary.similar(word)))

    def _within(self, node: Range, now: datetime) -> int:
        low, high = node.low, node.high
        if is_number(node.field):
            least = -inf if low is None else self._number(node.field, low, now)
            most = inf if high is None else self._number(node.field, high, now)
            return self._numbered(node.field, least, most, with_low=node.with_low, with_high=node.with_high)
        return self._any(
            node.field,
            [
                value
                for value in self.postings.get(node.field, ())
                if (low is None or value > low or (node.with_low and value == low))
                and (high is None or value < high or (node.with_high and value == high))
            ],
        )

    def _number(self, field: str, text: str, now: datetime) -> float:
        try:
            return lucene.moment(text, now).timestamp() if is_moment(field) else float(text)
        except (ValueError, OverflowError) as error:
            raise lucene.Unreadable(f"{field}: “{text[:60]}” cannot be read") from error

    def _numbered(self, field: str, low: float, high: float, *, with_low: bool = True, with_high: bool = True) -> int:
        slots = [
            slot
            for slot, value in enumerate(self.columns.get(field, ()))
            if low <= value <= high and (with_low or value != low) and (with_high or value != high)
        ]
        return bitsets.of(slots, len(self.keys))

    # Sets ------------------------------------------------------------------------------------------------------------
    def _any(self, field: str, terms: Iterable[str]) -> int:
        found = 0
        for term in terms:
            found |= self._of(field, term)
        return found

    def _of(self, field: str, term: str) -> int:
        """The documents with a term, dead slots among them."""
        slots = self.postings.get(field, {}).get(term)
        if slots is None:
            return 0
        if len(slots) <= bitsets.SPARSE:
            return bitsets.of(slots, slots[-1] + 1)
        upto, bits = self._bits.get((field, term), (0, 0))
        if upto != len(slots):
            bits |= bitsets.of(slots[upto:], slots[-1] + 1)
            if len(self._bits) >= _MOST_CACHED:
                self._bits.clear()
            self._bits[field, term] = len(slots), bits
        return bits

    def _facet(self, field: str, matched: int, flags: bytes) -> dict[str, int]:
        counted = {}
        for value, slots in self.postings.get(field, {}).items():
            if len(slots) > _FEW:
                count = (self._of(field, value) & matched).bit_count()
            else:
                count = sum(map(flags.__getitem__, slots))
            if count:
                counted[value] = count
        return counted

    # Order -----------------------------------------------------------------------------------------------------------
    def _page(self, query: Node, matched: int, sort: Sequence[Sort], start: int, rows: int) -> Iterable[int]:
        rest = tuple(each for each in sort if each.field != "score")
        if not (sort and sort[0] == Sort("score", descending=True)):
            return islice(self._ordered(matched, rest), start, start + rows)
        found: list[int] = []
        for level in self._levels(query, matched):
            if (many := level.bit_count()) <= start:
                start -= many
                continue
            found += islice(self._ordered(level, rest), start, start + rows - len(found))
            start = 0
            if len(found) >= rows:
                break
        return found

    def _levels(self, query: Node, matched: int) -> list[int]:
        """The matched documents by how well they fit, best first; the rarer a word, the more it counts."""
        classes = {0: matched}
        for term in _ranked(query):
            for word in dict.fromkeys(map(self.stem, self.tokens(term.value))):
                met = (self._of(lucene.TEXT, word) & self.alive).bit_count()
                weight = 1 + int(log2(max(len(self.slots), 1) / (met or 1)) / 4)
                for field, worth in RANKED.items():
                    classes = bitsets.split(classes, self._of(field, word), worth * weight)
        return [classes[score] for score in sorted(classes, reverse=True)]

    def _ordered(self, matched: int, sort: tuple[Sort, ...]) -> Iterable[int]:
        order, position = self._order(sort)
        if matched.bit_count() * _SMALL < len(order):
            return iter(sorted(bitsets.listed(matched, len(self.keys)), key=position.__getitem__))
        return compress(order, map(bitsets.flags(matched, len(self.keys)).__getitem__, order))

    def _order(self, sort: tuple[Sort, ...]) -> tuple[list[int], list[int]]:
        """All living slots in an order, and the place of each slot in it; kept until a document changes."""
        if sort not in self._orders:
            order = bitsets.listed(self.alive, len(self.keys))
            for step in reversed(sort):
                ranks = self._ranks(step.field)
                missing = -inf if step.descending else inf
                by = {slot: ranks.get(slot, missing) for slot in order}
                order.sort(key=by.__getitem__, reverse=step.descending)
            position = [0] * len(self.keys)
            for place, slot in enumerate(order):
                position[slot] = place
            if len(self._orders) >= _MOST_ORDERS:
                self._orders.clear()
            self._orders[sort] = order, position
        return self._orders[sort]

    def _ranks(self, field: str) -> dict[int, float]:
        """A number for each slot by which it sorts; slots without a value have none."""
        if is_number(field):
            return {slot: value for slot, value in enumerate(self.columns.get(field, ())) if not isnan(value)}
        values = self.postings.get(field, {})
        ranks: dict[int, float] = {}
        for rank, value in enumerate(sorted(values)):
            for slot in values[value]:
                ranks.setdefault(slot, rank)
        return ranks


def _ranked(node: Node) -> Iterable[Term]:
    """The terms by whose words documents are ranked."""
    match node:
        case Words(wanted, needed):
            yield from (*wanted, *needed)
        case Term() if is_text(node.field) and not node.is_pattern:
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _ranked(part)
