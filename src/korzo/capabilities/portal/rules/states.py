"""The steps of an item, and the standing of each of its translations."""

from collections.abc import Mapping
from dataclasses import dataclass

DRAFT, IN_REVIEW, PUBLISHED, WITHDRAWN = "draft", "in_review", "published", "withdrawn"
STEPS: Mapping[str, tuple[str, ...]] = {
    DRAFT: (IN_REVIEW, PUBLISHED),
    IN_REVIEW: (DRAFT, PUBLISHED),
    PUBLISHED: (WITHDRAWN,),
    WITHDRAWN: (DRAFT, PUBLISHED),
}
"""What may follow what. A state says whether something is shown; what it is about is a category, never a state."""


def may_follow(before: str, after: str) -> bool:
    """Say whether an item may go from one step to the other."""
    return after in STEPS[before]


@dataclass(frozen=True)
class Standing:
    """How far a language of an item is: `of` is the version of the original that it was written from."""

    is_ready: bool = False
    of: int = 0

    def is_behind(self, version: int) -> bool:
        """Say whether the original was changed since."""
        return self.of < version


def standing(kept: Mapping[str, Mapping[str, object]], language: str) -> Standing | None:
    """Read the standing of a language from what is kept; None when there is no such translation."""
    found = kept.get(language)
    return None if found is None else Standing(bool(found.get("ready")), int(str(found.get("of", 0))))


def shown(texts: Mapping[str, str], original: str, kept: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Leave of a text the languages that readers may see: the original, and translations that are ready."""
    return {
        code: text
        for code, text in texts.items()
        if code == original or ((found := standing(kept, code)) is not None and found.is_ready)
    }
