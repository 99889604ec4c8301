"""What people write: composed from parts in `says/*.toml`, in their own language, script and haste.

Serbian, Croatian, Bosnian and Montenegrin come from one text, in which ѣ stands for the old vowel that became е here and
је or ије there. Those who write Serbian in Latin letters often leave the hooks out, as on a telephone.
"""

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from korzo.capabilities.cases.demo.spots import Spot
from korzo.kernel.text.scripts import to_latin

WRITTEN = {"sr": 36, "sr-latn": 27, "cnr": 11, "bs": 6, "hr": 5, "sq": 9, "mk": 3, "en": 3.2, "ko": 0.3}
"""How many write in which language, of 100."""
VISITORS = {"en": 6.0, "ko": 1.5}
"""The same, of those languages, in July and August."""
_SLAVIC = ("sr", "sr-latn", "cnr", "bs", "hr")
_WORDS = {
    "hr": {
        "trotoar": "nogostup", "šta": "što", "opština": "općina", "nedjelju": "tjedan", "nedjelje": "tjedna", "muzika": "glazba",
        "hitna": "hitna", "juče": "jučer", "uopšte": "uopće", "kafić": "kafić", "saobraćaj": "promet", "fotelja": "fotelja",
        "neko ": "netko ", "Neko ": "Netko ", "niko ": "nitko ", "hiljad": "tisuć", "ulazu u": "ulazu u", "svijeća": "svijeća",
        "autobuske stanice": "autobusne stanice", "ivičnjak": "rubnjak", "Ivičnjak": "Rubnjak", "bandera": "stup", "đubre": "smeće",
    },
    "bs": {"komšij": "komšij", "opština": "općina", "nedjelju": "sedmicu", "nedjelje": "sedmice", "uopšte": "uopće"},
}  # fmt: skip
_NO_HOOKS = str.maketrans({"č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "dj", "Č": "C", "Ć": "C", "Š": "S", "Ž": "Z", "Đ": "Dj"})

Parts = dict[str, Any]


@cache
def _read(name: str) -> Parts:
    """Read one file of parts; a text of many lines is a list of them."""
    told = tomllib.loads((files(__package__) / "says" / f"{name}.toml").read_text(encoding="utf-8"))
    return {key: _lines(value) for key, value in told.items()}


def _lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lines(each) for key, each in value.items()}
    return value.strip().splitlines() if isinstance(value, str) else value


def spoken(text: str, language: str) -> str:
    """Write a text with ѣ as speakers of a language do."""
    if language in ("sr", "sr-latn"):
        text = text.replace("ѣѣ", "е").replace("ѣ", "е")
    else:
        text = text.replace("ѣѣ", "ије").replace("ѣ", "је").replace("лје", "ље").replace("нје", "ње")
    if language != "sr":
        text = to_latin(text)
    for ours, theirs in _WORDS.get(language, {}).items():
        text = text.replace(ours, theirs)
    return text


class Wording:
    """Writes texts with its own seeded randomness, so that the same seed writes the same town."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def language(self, month: int) -> str:
        """Somebody's language; more visitors write in summer."""
        shares = WRITTEN | (VISITORS if month in (7, 8) else {})
        return self._random.choices(list(shares), list(shares.values()))[0]

    def report(self, kind: str, language: str, spot: Spot) -> tuple[str, str]:
        """What somebody reports, and the language they really used: not every thing has been said in each."""
        if language in _SLAVIC or kind not in _read("others")[language]["what"]:
            language = language if language in _SLAVIC else self._random.choice(_SLAVIC)
            return self._typed(self._slavic(kind, spot), language), language
        others = _read("others")[language]
        parts = [self._sometimes(0.2, others["always"]["greet"]), f"{self._one(others['what'][kind])}."]
        parts += [self._sometimes(0.4, others["always"]["since"]), self._sometimes(0.35, others["always"]["end"])]
        return self._mistyped(" ".join(filter(None, parts))), language

    def wish(self, kind: str) -> tuple[str, str] | None:
        """Something that costs money: the wish and the answer, with ѣ; None when nobody wishes that of this kind."""
        pairs = _read("sr-wishes").get(kind, {}).get("pairs")
        return tuple(self._random.choice(pairs)) if pairs else None

    def wished(self, wish: str, language: str) -> str:
        """A wish as somebody types it."""
        return self._typed(wish, language)

    def done(self, kind: str, language: str) -> str:
        """What the office did."""
        return self._answer("done", language, _read("sr-answers")["done"][kind])

    def declined(self, reason: str, language: str) -> str:
        """Why the office does not do it."""
        return self._answer("declined", language, _read("sr-answers")["declined"][reason])

    def delayed(self, language: str) -> str:
        """Why it takes longer."""
        return self._answer("delayed", language, _read("sr-answers")["always"]["delayed"])

    def impatient(self, language: str) -> str:
        """A reporter who has waited."""
        return self._answer("impatient", language, _read("sr-answers")["always"]["impatient"])

    def still_broken(self, language: str) -> str:
        """A reporter who does not agree that it is solved."""
        return self._answer("broken", language, _read("sr-answers")["always"]["broken"])

    def note(self, about: str) -> str:
        """A note for colleagues."""
        said: list[str] = _read("sr-answers")["always"]["misrouted" if about == "misrouted" else "note"]
        return self._one(said)

    def _answer(self, what: str, language: str, slavic: list[str]) -> str:
        """The town hall answers in its own language, or in the other's when that is quite another."""
        if language not in _SLAVIC and language in _read("others"):
            return self._one(_read("others")[language]["always"][what])
        return spoken(self._one(slavic), language if what in ("impatient", "broken") else "sr")

    def _slavic(self, kind: str, spot: Spot) -> str:
        said, always = _read("sr-reports")[kind], _read("sr-reports")["always"]
        core = self._one(said["what"])
        where = self._sometimes(0.45, always["where"])
        if where and ("{number}" not in where or spot.number):
            core = f"{core} {where}"
        core = core.replace("{number}", spot.number or "3")
        tails = [self._sometimes(0.35, always["since"]), self._sometimes(0.4, said["then"]), self._sometimes(0.12, always["then"])]
        parts = [self._sometimes(0.13, always["greet"]), f"{core}.", *tails, self._sometimes(0.15, always["end"])]
        return " ".join(filter(None, parts))

    def _typed(self, text: str, language: str) -> str:
        """What a hasty thumb makes of a text."""
        text = spoken(text, language)
        if language != "sr" and self._random.random() < 0.35:  # noqa: PLR2004 -- a part of all
            text = text.translate(_NO_HOOKS)
        return self._mistyped(text)

    def _mistyped(self, text: str) -> str:
        chance = self._random.random()
        if chance < 0.06 and len(text) > 12:  # noqa: PLR2004 -- two letters change places
            at = self._random.randrange(3, len(text) - 3)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        elif chance < 0.12:  # noqa: PLR2004 -- all in small letters
            text = text.lower()
        elif chance < 0.15:  # noqa: PLR2004 -- shouted
            text = text.rstrip(".") + "!!!"
        elif chance < 0.165:  # noqa: PLR2004 -- shouted louder
            text = text.upper()
        elif chance < 0.3:  # noqa: PLR2004 -- no full stop
            text = text.removesuffix(".")
        return text

    def _one(self, choices: list[str]) -> str:
        return self._random.choice(choices)

    def _sometimes(self, share: float, choices: list[str]) -> str:
        return self._random.choice(choices) if self._random.random() < share else ""
