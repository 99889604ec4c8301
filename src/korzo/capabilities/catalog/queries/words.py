"""Keywords as readers of a language see them, in the portal's own language CKAN's `tags`."""

from collections.abc import Iterable, Mapping, Sequence

from korzo.kernel.text.languages import KIN

Keywords = Mapping[str, Sequence[str]]


def shown(keywords: Keywords, language: str) -> list[str]:
    """The keywords for a reader: in their language or its nearest relative, and those of no language."""
    nearest = (language, *KIN.get(language, ()), "en", *keywords)
    spoken = next((code for code in nearest if code and keywords.get(code)), "")
    return list(dict.fromkeys([*keywords.get(spoken, ()), *keywords.get("", ())]))


def by_language(keywords: Keywords, languages: Iterable[str]) -> dict[str, list[str]]:
    """For each language what its readers see."""
    return {language: shown(keywords, language) for language in languages} if keywords else {}
