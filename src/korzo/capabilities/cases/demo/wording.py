"""What people write: composed from parts in `says/*.toml`, in their own language, script and haste.

Serbian, Croatian, Bosnian and Montenegrin come from one text, in which ѣ stands for the old vowel that became е here
and је or ије there. Those who write Serbian in Latin letters often leave the hooks out, as on a telephone.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from korzo.capabilities.cases.demo.lives import Step
from korzo.capabilities.cases.demo.spots import Spot
from korzo.kernel.text.scripts import to_latin

WRITTEN = {"sr": 36, "sr-latn": 27, "cnr": 11, "bs": 6, "hr": 5, "sq": 9, "mk": 3, "en": 3.2, "ko": 0.3}
"""How many write in which language, of 100."""
VISITORS = {"en": 6.0, "ko": 1.5}
"""The same, of those languages, in July and August."""
_SLAVIC = ("sr", "sr-latn", "cnr", "bs", "hr")
_WORDS = {
    "hr": {
        "trotoar": "nogostup", "šta": "što", "nedjelju": "tjedan", "nedjelje": "tjedna", "muzika": "glazba",
        "juče": "jučer", "uopšte": "uopće", "neko ": "netko ", "Neko ": "Netko ", "niko ": "nitko ",
        "prelaz": "prijelaz", "autobuske stanice": "autobusne stanice",
        "ivičnjak": "rubnjak", "Ivičnjak": "Rubnjak", "đubre": "smeće",
    },
    "bs": {"nedjelju": "sedmicu", "nedjelje": "sedmice"},
}  # fmt: skip
_MARKED = re.compile(r"\[(.+?)\] (.+)")
_INSIDE = re.compile(r"(?<=\w)(?=[^\W\d_]{2}\w)")
_NO_HOOKS = str.maketrans(
    {"č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "dj", "Č": "C", "Ć": "C", "Š": "S", "Ž": "Z", "Đ": "Dj"}
)

_MOST_WISHES, _WISHES_A_PAIR = 0.12, 0.04

Parts = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """A text, its language, its bare core (in Serbian, if it is), and the answer that belongs to a wish."""

    text: str
    language: str
    core: str = ""
    answer: str = ""


@cache
def _read(*names: str) -> Parts:
    """Read files of parts; a text of many lines is a list of them."""
    folder = files(__package__) / "says"
    told = [tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in names]
    return {key: _lines(value) for each in told for key, value in each.items()}


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

    def report(self, kind: str, language: str, spot: Spot) -> Told:
        """What somebody reports; in another language than theirs where this has not been said in it."""
        if language in _SLAVIC or kind not in _read("others")[language]["what"]:
            language = language if language in _SLAVIC else self._random.choice(_SLAVIC)
            core = self._one(_read("sr-reports", "sr-reports-more")[kind]["what"])
            return Told(self._typed(self._slavic(kind, core, spot), language), language, core)
        others = _read("others")[language]
        parts = [self._sometimes(0.2, others["always"]["greet"]), f"{self._one(others['what'][kind])}."]
        parts += [self._sometimes(0.4, others["always"]["since"]), self._sometimes(0.35, others["always"]["end"])]
        return Told(self._mistyped(" ".join(filter(None, parts))), language)

    def wish(self, kind: str, language: str) -> Told | None:
        """Something that costs money, with its answer; mostly None, and the oftener the more such wishes are known."""
        pairs = _read("sr-wishes").get(kind, {}).get("pairs", [])
        if self._random.random() > min(_MOST_WISHES, _WISHES_A_PAIR * len(pairs)):
            return None
        language = language if language in _SLAVIC else self._random.choice(_SLAVIC)
        wish, answer = self._random.choice(pairs)
        then = self._sometimes(0.5, _read("sr-wishes")["always"]["then"])
        return Told(self._typed(f"{wish} {then}".strip(), language), language, answer=answer)

    def at_step(self, step: Step, kind: str, told: Told) -> str:
        """What is said at a step; the office answers in the reporter's language."""
        answers = _read("sr-answers")
        match step.verb:
            case "decline" if told.answer:
                return spoken(told.answer, told.language)
            case "resolve":
                return self._answer("done", told, answers["done"][kind])
            case "decline":
                return self._answer("declined", told, answers["declined"][step.reason])
            case "note" | "pass_on":
                return spoken(self._one(answers["always"][step.verb]), "sr")
            case "excuse" | "ask" | "reopen":
                return self._answer(step.verb, told, answers["always"][step.verb])
        return ""

    def _answer(self, what: str, told: Told, slavic: list[str]) -> str:
        """One of the answers; those that begin with `[word|word]` only where the report has one of these words."""
        if told.language not in _SLAVIC:
            return self._one(_read("others")[told.language]["always"][what])
        marked = [_MARKED.fullmatch(each) for each in slavic]
        fitting = [found[2] for found in marked if found and re.search(found[1], told.core)]
        plain = [each for each, found in zip(slavic, marked, strict=True) if not found]
        return spoken(self._one(fitting or plain or slavic), told.language)

    def _slavic(self, kind: str, core: str, spot: Spot) -> str:
        """A report around its core: greeting, place, how long already, what it leads to, farewell."""
        said, always = _read("sr-reports", "sr-reports-more")[kind], _read("sr-reports")["always"]
        where, greeting = self._sometimes(0.45, always["where"]), self._sometimes(0.13, always["greet"])
        if where and ("{number}" not in where or spot.number):
            core = f"{core}. {where[0].upper()}{where[1:]}" if "," in core else f"{core} {where}"
        if greeting and not greeting.endswith("."):
            core = core[0].lower() + core[1:]
        core = core.replace("{number}", spot.number or "3")
        tails = [
            self._sometimes(0.35, always["since"]),
            self._sometimes(0.4, said["then"]),
            self._sometimes(0.12, always["then"]),
        ]
        return " ".join(filter(None, [greeting, f"{core}.", *tails, self._sometimes(0.15, always["end"])]))

    def _typed(self, text: str, language: str) -> str:
        """What a hasty thumb makes of a text."""
        text = spoken(text, language)
        if language != "sr" and self._random.random() < 0.35:  # noqa: PLR2004 -- a part of all
            text = text.translate(_NO_HOOKS)
        return self._mistyped(text)

    def _mistyped(self, text: str) -> str:
        chance = self._random.random()
        if chance < 0.06 and (pairs := [found.start() for found in _INSIDE.finditer(text)]):  # noqa: PLR2004
            at = self._random.choice(pairs)  # two letters change places
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
