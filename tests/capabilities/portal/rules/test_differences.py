"""Differences, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.portal.rules import differences
from korzo.capabilities.portal.rules.differences import GONE, NEW, SAME, Part

TEXTS = st.text(alphabet=" \nabcčњ한.*", max_size=60)


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_off(before: str, after: str) -> None:
    parts = differences.words(before, after)
    assert "".join(part.text for part in parts if part.how != NEW) == before
    assert "".join(part.text for part in parts if part.how != GONE) == after


def test_only_the_word_that_changed_is_marked() -> None:
    parts = differences.words("The quay is long.", "The quay is wide.")
    assert parts == [Part(SAME, "The quay is "), Part(GONE, "long"), Part(NEW, "wide"), Part(SAME, ".")]


def test_very_long_texts_are_compared_by_lines() -> None:
    before = "".join(f"line {number}\n" for number in range(3000))
    parts = differences.words(before, before.replace("line 0\n", "lines 0\n"))
    assert parts[:2] == [Part(GONE, "line 0\n"), Part(NEW, "lines 0\n")]
