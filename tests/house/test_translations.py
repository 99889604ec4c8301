"""What translators and their tools must not break."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from korzo.kernel.text import catalogues

SOURCE = Path(__file__).parents[2] / "src" / "korzo"
LOCALE = SOURCE / "locale"
CALLS = {
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
    "_",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-z]|%[sd%]|\{\w*\}")
RULES_OUT_COUNT = re.compile(r"%\(\w+\)d|%d")


def translated(language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for message in catalogues.catalogue(LOCALE, language):
        if message.id and not message.fuzzy:
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if said and all(said):
                yield ids, said


def test_no_text_is_put_together_before_it_is_translated() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
                texts = node.args[:2] if "ngettext" in ast.dump(node.func) else node.args[:1]
                if any(isinstance(text, ast.JoinedStr | ast.BinOp) for text in texts):
                    wrong.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_placeholders_survive(language: str) -> None:
    wrong = []
    for ids, said in translated(language):
        expected = set(PLACEHOLDER.findall(ids[-1]))
        countless = {place for place in expected if not (len(ids) > 1 and RULES_OUT_COUNT.fullmatch(place))}
        wrong += [(ids[0], text) for text in said if not countless <= set(PLACEHOLDER.findall(text)) <= expected]
    assert wrong == []


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("/" + tag, []))


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_markup_survives(language: str) -> None:
    wrong = [
        (ids[0], text)
        for ids, said in translated(language)
        for text in said
        if sorted(map(repr, Tags(text).found)) != sorted(map(repr, Tags(ids[-1]).found))
        or text.count("<") != text.count(">") + ids[-1].count("<") - ids[-1].count(">")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_line_breaks_and_blanks_at_the_ends_survive(language: str) -> None:
    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert [ids[0] for ids, said in translated(language) for text in said if ends(text) != ends(ids[0])] == []


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_catalogues_match_the_source(language: str) -> None:
    in_source = {(message.id, message.context) for message in catalogues.extract(SOURCE) if message.id}
    kept = {(message.id, message.context) for message in catalogues.catalogue(LOCALE, language) if message.id}
    assert in_source == kept, "run `./korzo translations update`"


@pytest.mark.parametrize("language", catalogues.PLURALS)
def test_resident_pages_are_complete(language: str) -> None:
    done = catalogues.completeness(LOCALE)[language]
    assert done.resident_translated == done.resident_total


@pytest.mark.parametrize(
    ("language", "said"),
    [("sr", "1 пријава, 3 пријаве, 5 пријава, 21 пријава"), ("cnr", "1 prijava, 3 prijave, 5 prijava, 21 prijava")],
)
def test_numbers_choose_the_form_of_a_word(language: str, said: str) -> None:
    with translation.override(language):
        counted = [ngettext("%(count)s report", "%(count)s reports", n) % {"count": n} for n in (1, 3, 5, 21)]
    assert ", ".join(counted) == said
