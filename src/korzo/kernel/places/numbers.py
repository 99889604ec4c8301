"""House numbers as people write them: `12 A`, `12a`, `12/А`, `б.б.` (without a number)."""

import re

from korzo.kernel.text.folding import fold

WITHOUT = "bb"
"""What stands for a house that has no number ("bez broja")."""
_SHAPE = re.compile(r"(\d{1,4}[a-z]?(/\d{0,3}[a-z]?)?|bb)")


def key(written: str) -> str:
    """Bring a house number to the one form that is compared: `12 A`, `12/А` and `12a` are one house, `12/3` another."""
    parts = [re.sub(r"[^0-9a-z]", "", fold(part)) for part in written.split("/")]
    return re.sub(r"/(?=[a-z])", "", "/".join(parts))


def is_number(word: str) -> bool:
    """Say whether a folded word can be a house number."""
    return _SHAPE.fullmatch(word) is not None


def order(number: str) -> tuple[int, str]:
    """Sort 2 before 10 and 12 before 12a; houses without a number last."""
    digits = re.match(r"\d+", number)
    return (int(digits[0]) if digits else 10_000, number)
