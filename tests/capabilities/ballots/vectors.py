"""Test vectors and elections beside the project."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

VOTING = Path(__file__).resolve().parents[4] / "shared" / "data" / "voting"
needed = pytest.mark.skipif(not VOTING.is_dir(), reason="needs the voting data in ../shared, which is not here")


def vector(name: str) -> Any:
    return json.loads((VOTING / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


def replayed(numbers: dict[str, str]) -> Callable[[str], int]:
    """The random numbers of a vector, by name."""
    return lambda name: int(numbers[name])


def archives() -> list[Path]:
    return sorted([*VOTING.glob("belenios/*/*.bel"), *VOTING.glob("vectors/elections/*/*.bel")])
