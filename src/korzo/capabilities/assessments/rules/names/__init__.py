"""Names of lines, ratios and questions in other languages, by their English: `"Wages" = "Плате"` in `sr.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def spread(name: Mapping[str, str]) -> dict[str, str]:
    """A name in every language that knows its English; what the definition itself says comes first."""
    english = name.get("en", "")
    known = {code: texts[english] for code, texts in _texts().items() if english in texts}
    return {**known, **name}


@cache
def _texts() -> dict[str, dict[str, str]]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("*.toml"))}
