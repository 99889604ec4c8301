"""Instruments, packs, charts and questionnaires by name and version: those that come with Korzo, and added ones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from korzo.capabilities.assessments.models import Assessment, Definition
from korzo.capabilities.assessments.rules import charts, instruments, packs, questions
from korzo.capabilities.assessments.rules.charts import Chart
from korzo.capabilities.assessments.rules.instruments import Instrument
from korzo.capabilities.assessments.rules.packs import BadPack, Pack
from korzo.capabilities.assessments.rules.questions import Questionnaire
from korzo.kernel.text.multilingual import Text

_ROOMS: dict[str, ModuleType] = {
    Definition.Kind.INSTRUMENT: instruments,
    Definition.Kind.PACK: packs,
    Definition.Kind.CHART: charts,
    Definition.Kind.QUESTIONS: questions,
}


def instrument(assessment: Assessment) -> Instrument:
    """What an assessment asks for."""
    found: Instrument = named(Definition.Kind.INSTRUMENT, assessment.instrument)
    return found


def packs_of(assessment: Assessment) -> list[Pack]:
    """The ratios that are computed for it, in their order."""
    return [named(Definition.Kind.PACK, each) for each in assessment.packs]


def questions_of(assessment: Assessment) -> Questionnaire | None:
    """The questionnaire that belongs to it, if any."""
    return named(Definition.Kind.QUESTIONS, assessment.questions) if assessment.questions else None


def chart(name: str) -> Chart:
    """A chart of accounts; BadPack if there is none."""
    found: Chart = named(Definition.Kind.CHART, name)
    return found


def named(kind: str, name: str) -> Any:
    """Find `code@version`, or the newest of `code`; BadPack if there is none."""
    code, _at, version = name.partition("@")
    row = _added(kind, code, version)
    if row:
        return _read(_ROOMS[kind].read, row.text)
    shipped = _ROOMS[kind].named(code)
    if version and getattr(shipped, "version", version) != version:
        raise BadPack(f"there is no {name}")
    return shipped


def texts(assessment: Assessment) -> dict[str, str]:
    """The files that an assessment is computed with, whole, by kind and name."""
    named_ = [(Definition.Kind.INSTRUMENT, assessment.instrument)]
    named_ += [(Definition.Kind.PACK, each) for each in (*assessment.packs, assessment.limits) if each]
    named_ += [(Definition.Kind.QUESTIONS, assessment.questions)] if assessment.questions else []
    return {f"{kind} {name}": text(kind, name) for kind, name in named_}


def read(kind: str, text: str) -> Any:
    """Read a definition's file; BadPack with the place."""
    return _ROOMS[kind].read(text)


@dataclass(frozen=True)
class Listed:
    """A definition as a list shows it."""

    code: str
    version: str
    title: str
    confirmed: bool


def listed() -> list[tuple[str, str, list[Listed]]]:
    """All definitions by kind: its code, its name, the newest version of each."""
    return [(kind.value, str(kind.label), [_listed(kind, code) for code in on_offer(kind)]) for kind in Definition.Kind]


def _listed(kind: str, code: str) -> Listed:
    found = named(kind, code)
    title = Text(getattr(found, "title", {})) or code
    return Listed(code, getattr(found, "version", "") or "1", str(title), getattr(found, "confirmed", True))


def is_taken(kind: str, code: str, version: str) -> bool:
    """Whether this version is there, added or with Korzo."""
    if Definition.objects.filter(kind=kind, code=code, version=version).exists():
        return True
    if code not in packs.names(_ROOMS[kind].HERE):
        return False
    return bool(getattr(_ROOMS[kind].named(code), "version", "1") == version)


def on_offer(kind: str) -> list[str]:
    """The codes that there are of a kind, those of Korzo first."""
    added = Definition.objects.filter(kind=kind).values_list("code", flat=True)
    return list(dict.fromkeys([*packs.names(_ROOMS[kind].HERE), *added]))


def _added(kind: str, code: str, version: str) -> Definition | None:
    added = Definition.objects.filter(kind=kind, code=code)
    return (added.filter(version=version) if version else added).order_by("-added_at").first()


def text(kind: str, name: str) -> str:
    """A definition's file; BadPack if there is none."""
    code, _at, version = name.partition("@")
    row = _added(kind, code, version)
    return row.text if row else packs.shipped(_ROOMS[kind].HERE, kind, code)


@lru_cache(maxsize=64)
def _read(read: Callable[[str], Any], text: str) -> Any:
    return read(text)
