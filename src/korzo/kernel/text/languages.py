"""The languages Korzo speaks: their own names, their tags in HTML, and which one serves a reader best.

Codes are Django's (`sr-latn`), tags are BCP 47 (`sr-Latn`). Django does not know Montenegrin (`cnr`, ISO 639-3), and
takes `sr-ME` for Cyrillic; `register_with_django()` puts both right. Nothing here needs Django to be configured.
"""

from collections.abc import Iterator, Sequence

OWN_NAME = {
    "sr": "Српски",
    "sr-latn": "Srpski",
    "hr": "Hrvatski",
    "bs": "Bosanski",
    "cnr": "Crnogorski",
    "mk": "Македонски",
    "sq": "Shqip",
    "en": "English",
    "ko": "한국어",
}

HTML_LANG = {
    "sr": "sr-Cyrl",
    "sr-latn": "sr-Latn",
    "hr": "hr",
    "bs": "bs",
    "cnr": "cnr",
    "mk": "mk",
    "sq": "sq",
    "en": "en",
    "ko": "ko",
}

KIN: dict[str, tuple[str, ...]] = {
    "sr": ("sr-latn", "cnr", "bs", "hr"),
    "sr-latn": ("sr", "cnr", "bs", "hr"),
    "cnr": ("sr-latn", "bs", "hr", "sr"),
    "bs": ("hr", "cnr", "sr-latn", "sr"),
    "hr": ("bs", "cnr", "sr-latn", "sr"),
}
"""Who reads whom without effort, nearest first: a Croatian page serves a Bosnian reader better than an English one."""

_MEANT: dict[str, tuple[str, ...]] = {
    "sr-me": ("cnr", "sr-latn"),
    "sr-latn-me": ("cnr", "sr-latn"),
    "sr-cyrl": ("sr",),
    "sh": ("sr-latn",),
    "sh-cyrl": ("sr",),
    "hbs": ("sr-latn",),
    "aln": ("sq",),
    "als": ("sq",),
}
"""What browsers in the region say, and the codes they mean."""


def register_with_django() -> None:
    """Teach Django Montenegrin, and what `sr-ME`, `sr-Cyrl-RS`, `sh` and the like mean; safe to call twice."""
    from django.conf.locale import LANG_INFO

    LANG_INFO["cnr"] = {"bidi": False, "code": "cnr", "name": "Montenegrin", "name_local": "crnogorski"}
    for tag, meant in _MEANT.items():
        LANG_INFO.setdefault(tag, {"fallback": list(meant)})


def best(accept_language: str, offered: Sequence[str]) -> str | None:
    """Pick the offered code for an `Accept-Language` header (RFC 9110, 12.5.4), or None when none will do.

    The reader's order wins; after each language come its near relatives, because a browser adds English by itself.
    """
    refused = {tag for tag, quality in _ranges(accept_language) if not quality}
    for tag, quality in _ranges(accept_language):
        if quality:
            for code in offered if tag == "*" else _candidates(tag):
                if code in offered and code not in refused:
                    return code
    return None


def _ranges(header: str) -> list[tuple[str, float]]:
    """Read `sr-ME,en;q=0.8` as [("sr-me", 1.0), ("en", 0.8)], best first; what is not understood is left out."""
    ranges = []
    for item in header[:500].lower().replace("_", "-").split(","):
        tag, _, weight = (part.strip() for part in item.partition(";"))
        try:
            quality = float(weight.removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if tag and 0 <= quality <= 1:
            ranges.append((tag, quality))
    return sorted(ranges, key=lambda item: -item[1])


def _candidates(tag: str) -> Iterator[str]:
    """Yield the codes that serve a tag, best first: what it says, what it says with less detail, its relatives."""
    parts = tag.split("-")
    prefixes = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    named = [code for prefix in prefixes for code in _MEANT.get(prefix, (prefix,))]
    yield from named
    for code in named:
        yield from KIN.get(code, ())
