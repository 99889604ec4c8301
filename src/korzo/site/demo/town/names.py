"""Names of streets and districts: invented or common to the whole region, nobody living, nothing that divides.

Streets are written in Latin script; Cyrillic is an alias, made letter by letter.
"""

from random import Random

from korzo.site.demo.town.words import KINDS, VILLAGE_ROADS

_PAIRS = [("lj", "љ"), ("nj", "њ"), ("dž", "џ"), ("Lj", "Љ"), ("Nj", "Њ"), ("Dž", "Џ")]
_LETTERS = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")
_CAPITALS = str.maketrans("ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ", "АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ")


def cyrillic(latin: str) -> str:
    """Write a Serbian or Montenegrin text in Cyrillic."""
    for pair, letter in _PAIRS:
        latin = latin.replace(pair, letter)
    return latin.translate(_LETTERS).translate(_CAPITALS)


class Register:
    """Hands out names that suit a district's kind, each once in the town."""

    def __init__(self, seed: int, taken: set[str]) -> None:
        self._taken = set(taken)
        self._left = {kind: self._shuffled(kind, names, seed) for kind, names in KINDS.items()}
        self._villages = {code: list(names) for code, names in VILLAGE_ROADS.items()}

    def _shuffled(self, kind: str, names: str, seed: int) -> list[str]:
        listed = [name.strip() for name in names.split(",") if name.strip()]
        Random(f"{seed}/{kind}").shuffle(listed)
        return listed

    def name(self, kind: str, district: str) -> str:
        """Give the next free name: the district's own first, then those of its kind, then any."""
        for left in (self._villages.get(district, []), self._left[kind], self._left["any"], *self._left.values()):
            while left:
                name = left.pop(0)
                if name not in self._taken:
                    self._taken.add(name)
                    return name
        raise RuntimeError("the town has more streets than names")
