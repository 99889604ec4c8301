"""Every name that comes with Korzo stands in every language of the house."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from korzo.capabilities.assessments.rules import names

RULES = Path(names.__file__).parents[1]
LANGUAGES = ("bs", "cnr", "hr", "ko", "mk", "sq", "sr")
FILES = sorted(path for room in ("instruments", "packs", "questions") for path in (RULES / room).glob("*.toml"))


def english(value: Any) -> Iterator[str]:
    """Every text that is given in English, wherever it stands."""
    if isinstance(value, dict):
        if isinstance(value.get("en"), str):
            yield value["en"]
        for each in value.values():
            yield from english(each)
    elif isinstance(value, list):
        for each in value:
            yield from english(each)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_name_is_there_in_every_language(path: Path) -> None:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    missing = {
        text: lacking
        for text in english(said)
        if (lacking := [code for code in LANGUAGES if code not in names.spread({"en": text})])
    }
    assert not missing
