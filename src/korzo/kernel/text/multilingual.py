"""One text in several languages: what is kept, and which of it a reader is shown.

Kept as JSON `{"sr": "Општина", "en": "Municipality"}`. Serbian Latin is derived from Cyrillic unless somebody wrote it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from korzo.kernel.text.languages import HTML_LANG, KIN, OWN_NAME
from korzo.kernel.text.scripts import to_latin


class Text(Mapping[str, str]):
    """A text by language code; cannot be changed. Printed, it is in the reader's language.

    Raises ValueError for a language that Korzo does not speak.
    """

    __slots__ = ("_by_language",)

    def __init__(self, by_language: Mapping[str, str] | None = None) -> None:
        given = by_language or {}
        if unknown := set(given) - set(OWN_NAME):
            raise ValueError(f"not a language of Korzo: {', '.join(sorted(unknown))}")
        self._by_language = {code: given[code] for code in OWN_NAME if given.get(code)}

    def __getitem__(self, code: str) -> str:
        return self._by_language[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)

    def __hash__(self) -> int:
        return hash(tuple(self._by_language.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self) == dict(other)

    def __or__(self, other: Mapping[str, str]) -> "Text":
        return Text({**self, **other})

    def __repr__(self) -> str:
        return f"Text({self._by_language!r})"

    def __str__(self) -> str:
        return in_language(self, reading()).text


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader gets: the text, and the code of the language it is really in ("" when nobody said)."""

    text: str
    lang: str

    @property
    def html_lang(self) -> str:
        """The value of the `lang` attribute."""
        return HTML_LANG.get(self.lang, "")

    def __str__(self) -> str:
        return self.text


def in_language(value: Mapping[str, str] | str | None, code: str) -> Shown:
    """Choose what a reader is shown: their language, its nearest relatives, English, or anything there is."""
    if not value:
        return Shown("", "")
    if isinstance(value, str):
        return Shown(value, "")
    for candidate in (code, *KIN.get(code, ()), "en", *OWN_NAME):
        if text := value.get(candidate):
            return Shown(text, candidate)
        if candidate == "sr-latn" and (cyrillic := value.get("sr")):
            return Shown(to_latin(cyrillic), candidate)
    return Shown("", "")


def everything(value: Mapping[str, str] | str | None) -> str:
    """Join all languages of a text, for the search index."""
    return " ".join(value.values()) if isinstance(value, Mapping) else value or ""


def reading() -> str:
    """Name the language of the page being made; English where there is none."""
    from django.conf import settings
    from django.utils import translation

    return (settings.configured and translation.get_language()) or "en"


def parse(value: Any) -> Text:
    """Read what JSON or a form gave. Raises ValueError when it is not a text by language."""
    if value is None or isinstance(value, Text):
        return value or Text()
    if isinstance(value, Mapping) and all(isinstance(part, str) for pair in value.items() for part in pair):
        return Text(value)
    raise ValueError("not a text by language")
