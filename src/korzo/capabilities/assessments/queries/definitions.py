"""Instruments, packs, charts and questionnaires by name and version: those that come with Korzo, and added ones."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from korzo.capabilities.assessments.models import Assessment, Definition, Snapshot
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
    found: Instrument = _of(assessment, Definition.Kind.INSTRUMENT, assessment.instrument)
    return found


def packs_of(assessment: Assessment) -> list[Pack]:
    """The ratios that are computed for it, in their order."""
    return [_of(assessment, Definition.Kind.PACK, each) for each in assessment.packs]


def questions_of(assessment: Assessment) -> Questionnaire | None:
    """The questionnaire that belongs to it, if any."""
    return _of(assessment, Definition.Kind.QUESTIONS, assessment.questions) if assessment.questions else None


def limits_of(assessment: Assessment) -> Pack | None:
    """The limits of debt by law: those that the assessment names, or its country's; None where there are none."""
    name = assessment.limits or f"limits-{assessment.country.lower()}"
    try:
        found: Pack = _of(assessment, Definition.Kind.PACK, name)
    except BadPack:
        return None
    return found


def pin(assessment: Assessment) -> None:
    """Name the very versions that an assessment is computed with, those that follow from its country too."""
    asked, limits = questions_of(assessment), limits_of(assessment)
    assessment.instrument = _version(instrument(assessment))
    assessment.packs = [_version(pack) for pack in packs_of(assessment)]
    assessment.questions = _version(asked) if asked else ""
    assessment.limits = _version(limits) if limits else ""


def _version(found: Instrument | Pack | Questionnaire) -> str:
    return f"{found.id}@{found.version}"


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


def _of(assessment: Assessment, kind: str, name: str) -> Any:
    """As it was signed, from the snapshot; before, the version that was chosen, or the newest where that is gone."""
    held = _signed(assessment).get(f"{kind} {name}")
    if held is not None:
        return _read(_ROOMS[kind].read, held)
    known = assessment.__dict__.setdefault("_definitions", {})  # a page asks for its instrument again and again
    if (kind, name) in known:
        return known[kind, name]
    try:
        found = named(kind, name)
    except BadPack:
        return named(kind, name.partition("@")[0])
    if "@" in name:  # what a version says never changes
        known[kind, name] = found
    return found


def _signed(assessment: Assessment) -> dict[str, str]:
    """The files that it was signed with, whatever comes with Korzo by now; a correction keeps those of the first."""
    by = assessment.pk if assessment.is_signed else assessment.corrects_id
    if by is None:
        return {}
    found: dict[str, str] | None = assessment.__dict__.get("_signed_definitions")
    if found is None:
        sha256 = Snapshot.objects.filter(assessment_id=by).values_list("sha256", flat=True).first()
        if sha256 is None:
            return {}
        found = assessment.__dict__["_signed_definitions"] = _pinned(sha256)
    return found


@lru_cache(maxsize=32)
def _pinned(sha256: str) -> dict[str, str]:
    held = Snapshot.objects.filter(sha256=sha256).values_list("content", flat=True)[:1]
    found: dict[str, str] = json.loads(held[0])["definitions"]
    return found


def texts(assessment: Assessment) -> dict[str, str]:
    """The files that an assessment is computed with, whole, by kind and name."""
    named_ = [(Definition.Kind.INSTRUMENT, assessment.instrument)]
    named_ += [(Definition.Kind.PACK, each) for each in (*assessment.packs, assessment.limits) if each]
    named_ += [(Definition.Kind.QUESTIONS, assessment.questions)] if assessment.questions else []
    signed = _signed(assessment)
    keys = {f"{kind} {name}": (kind, name) for kind, name in named_}
    return {key: signed.get(key) or text(*of) for key, of in keys.items()}


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
