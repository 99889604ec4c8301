"""What words seem to be about, as far as the city's history tells: proposals for people, who decide."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from korzo.capabilities.cases.models import Case, Category
from korzo.capabilities.cases.rules import suggesting
from korzo.capabilities.cases.rules.suggesting import Model, Proposal
from korzo.kernel.people.models import Organisation
from korzo.kernel.text import folding

KIND, OFFICE = "kind", "office"
LONGEST = 4000


@dataclass(frozen=True)
class Suggested:
    """A kind of problem or an office that words point to, and how likely, in per cent."""

    code: str
    name: str
    percent: int


@dataclass(frozen=True)
class Report:
    """How well one question was learned, for administrators; parts in per cent."""

    subject: str
    learned_at: datetime
    reports: int
    is_examined: bool
    is_silent: bool
    proposed: int = 0
    right: int = 0
    three: int = 0


def path(subject: str) -> Path:
    """Where in the home lies what was learned about a subject."""
    return Path(settings.KORZO.root) / "learned" / f"cases-{subject}.npz"


def mark(kind: str) -> str:
    """The word by which the kind of a report takes part among its words."""
    return f"kind={kind}"


def kinds(text: str, *, most: int = 3) -> list[Suggested]:
    """Kinds that a text is probably about, likeliest first; none when it says too little or nothing was learned."""
    found = _proposals(KIND, folding.tokens(text[:LONGEST]), most)
    rows = {each.code: each for each in Category.objects.filter(is_active=True, code__in=[one.label for one in found])}
    return [Suggested(each.label, str(rows[each.label].name), _percent(each)) for each in found if each.label in rows]


def office(text: str, kind: str, *, but: str = "") -> Suggested | None:
    """The office at which such reports of this kind mostly end, where that is clear; `but` is one not to name."""
    found = [each for each in _proposals(OFFICE, [*folding.tokens(text[:LONGEST]), mark(kind)], 1) if each.label != but]
    row = Organisation.objects.filter(code=found[0].label, is_active=True).first() if found else None
    return Suggested(row.code, str(row.name), _percent(found[0])) if row else None


def doubts(case: Case) -> list[Suggested]:
    """Other kinds that the words of an open case point to; none when they agree with its kind."""
    found = kinds(case.description) if case.is_open and case.description else []
    agrees = bool(found) and found[0].code == case.category.code
    return [] if agrees else [each for each in found if each.code != case.category.code]


def better_office(case: Case) -> Suggested | None:
    """The office at which such cases mostly ended, when another one owns it now."""
    return (
        office(case.description, case.category.code, but=case.office.code)
        if case.is_open and case.description
        else None
    )


def reports() -> list[Report]:
    """What was learned, and how well, in the order of the record's page."""
    found = []
    for subject in (KIND, OFFICE):
        if about := _read(subject)[1]:
            at, marks = datetime.fromisoformat(about["learned_at"]), about["marks"] or {}
            parts = {name: round(marks[name] * 100) for name in ("proposed", "right", "three") if marks}
            silent = about["sure"] >= suggesting.NEVER
            found.append(Report(subject, at, about["reports"], bool(marks), silent, **parts))
    return found


def _proposals(subject: str, words: Sequence[str], most: int) -> tuple[Proposal, ...]:
    model = _read(subject)[0]
    return suggesting.proposals(model, words, most=most) if model and words else ()


def _read(subject: str) -> tuple[Model | None, dict[str, Any]]:
    file = path(subject)
    try:
        return _load(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None, {}


@lru_cache(maxsize=2)
def _load(file: Path, _written: int) -> tuple[Model, dict[str, Any]]:
    with np.load(file, allow_pickle=False) as kept:
        about: dict[str, Any] = json.loads(str(kept["about"]))
        labels = tuple(map(str, kept["labels"]))
        return Model(labels, kept["rarity"], kept["weights"], kept["bias"], about["sure"]), about


def _percent(proposal: Proposal) -> int:
    return round(proposal.likelihood * 100)
