"""An assessment as one document: all that is known, everything that it is computed with, and what may be published.

The whole stays in the house. What everybody may have is a part of the whole, made when it is signed, section by
section; the file for everybody holds the sections that are published, the fingerprints of all sections and of the
whole, and what is left out: so the house can prove with the whole that nothing was changed.
"""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from korzo.capabilities.assessments.models import Action, Assessment, Figure, Scenario, Snapshot
from korzo.capabilities.assessments.queries import audiences, books, comparing, definitions, findings, overview
from korzo.capabilities.assessments.queries.projecting import Projection
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.values import Unknown, Value

FORMAT = "korzo-assessment-1"
PUBLIC = "korzo-assessment-public-1"
_ACTION = (
    "number", "theme", "title", "weakness", "indicator", "baseline", "target", "baseline_score", "target_score",
    "target_year", "effect", "cost", "funding", "partners", "starts_on", "ends_on", "impact", "feasibility", "state",
    "percent",
)  # fmt: skip
INSIDE = ("explanations", "previous", "narrative", "scores", "peers", "scenarios", "plan", "publishable")
"""What of the whole is not for everybody as it stands there: what of it is published is among `publishable`."""
_HEAD = (
    "code", "organisation", "instrument", "packs", "questions", "limits", "years", "currency", "country", "corrects",
    "definitions",
)  # fmt: skip


def dumped(told: Any) -> str:
    """In the canonical spelling, of which a fingerprint is taken."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(text.encode()).hexdigest()


def content(assessment: Assessment) -> dict[str, Any]:
    """Everything but the names of people: figures, answers, ratios, and all that they were computed with."""
    told = {
        "format": FORMAT,
        "code": assessment.code,
        "organisation": {"code": assessment.organisation.code, "name": dict(assessment.organisation.name)},
        "instrument": assessment.instrument,
        "packs": assessment.packs,
        "questions": assessment.questions,
        "limits": assessment.limits,
        "years": list(assessment.years),
        "currency": assessment.currency,
        "country": assessment.country,
        "corrects": assessment.corrects.code if assessment.corrects else None,
        "previous": _previous(assessment),
        "narrative": dict(assessment.narrative),
        "empty": sorted(assessment.parts.filter(is_empty=True).values_list("code", flat=True)),
        "figures": [_figure(each) for each in assessment.figures.select_related("document")],
        "answers": [
            {"question": each.question, "score": each.score, "comment": each.comment}
            for each in assessment.answers.all()
        ],
        "scores": {indicator.id: score for indicator, score in findings.scores(assessment)},
        "explanations": [
            {
                "check": each.check_id,
                "year": each.year,
                "left": str(each.left),
                "right": str(each.right),
                "reason": each.reason,
            }
            for each in assessment.explanations.order_by("check_id", "year")
        ],
        "ratios": {
            str(year): {
                pack.id: {each.ratio.id: value(each.value) for each in found}
                for pack, found in findings.computed(assessment, year=year)
            }
            for year in assessment.years
        },
        "peers": _peers(assessment),
        "scenarios": [_scenario(each) for each in assessment.scenarios.order_by("kind")],
        "plan": [_action(each) for each in assessment.actions.select_related("office")],
        "definitions": definitions.texts(assessment),
    }
    return {**told, "publishable": _publishable(assessment, told)}


def value(found: Value) -> str | dict[str, Any]:
    """A value as text, or the reason why there is none."""
    if isinstance(found, Unknown):
        return {"reason": found.reason.value, "line": found.line, "year": found.year}
    return str(found)


# For everybody -------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=8)
def _public(whole: str, whole_sha256: str, parts: frozenset[str]) -> str:
    held = json.loads(whole)
    sections = held.get("publishable", {})  # signed before there was one, nothing of it can be shown
    return dumped(
        {
            "format": PUBLIC,
            **{name: held.get(name) for name in _HEAD},
            "sections": {name: told for name, told in sections.items() if name in parts},
            "sha256": {name: sha256(dumped(told)) for name, told in sections.items()},
            "left_out": [*_left_out(held), *({"what": f"section:{name}"} for name in sections if name not in parts)],
            "whole_sha256": whole_sha256,
        }
    )


def public(snapshot: Snapshot, parts: Collection[str]) -> str:
    """The file for everybody: the published sections as they were signed, and what of the whole is left out."""
    return _public(snapshot.content, snapshot.sha256, frozenset(parts))


def fingerprint(assessment: Assessment) -> str:
    """That of the file for everybody; empty while nothing is published or signed."""
    held: Snapshot | None = getattr(assessment, "snapshot", None)
    return sha256(public(held, assessment.published)) if held and assessment.published else ""


def _left_out(held: dict[str, Any]) -> list[dict[str, Any]]:
    figures = held["figures"]
    counted = {
        "notes": sum("note" in each for each in figures),
        "origins": sum("origin" in each for each in figures),
        "documents": len({dumped(each["document"]) for each in figures if "document" in each}),
        "figures of other sources": sum(not each.get("chosen", True) for each in figures),
        "words of registers": held["publishable"]["tables"]["words_left_out"] if "publishable" in held else 0,
        "explanations": len(held["explanations"]),
        "comments": sum(bool(each["comment"]) for each in held["answers"]),
    }
    return [{"what": what, "count": count} for what, count in counted.items() if count]


def _publishable(assessment: Assessment, told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What everybody may have once it is published: of registers, no words that name lenders and companies."""
    book, instrument = books.book(assessment), definitions.instrument(assessment)
    chosen = [each for each in told["figures"] if each.get("chosen", True)]
    hidden = {(table.id, each.id) for table in instrument.tables for each in table.columns if not each.is_public}
    at = {each["cell"]: cells.read(each["cell"]) for each in chosen}
    shown = [each for each in chosen if (at[each["cell"]].table, at[each["cell"]].column) not in hidden]
    return {
        "summary": {"narrative": told["narrative"]},
        "ratios": {"ratios": told["ratios"], "peers": told["peers"]},
        "tables": {
            "figures": [
                {name: each[name] for name in ("cell", "amount", "text", "absence") if name in each} for each in shown
            ],
            "sums": {
                derived.line: {str(year): value(book(derived.line, year)) for year in assessment.years}
                for derived in instrument.derived
            },
            "words_left_out": len(chosen) - len(shown),
            "empty": told["empty"],
        },
        "questions": {
            "answers": [{"question": each["question"], "score": each["score"]} for each in told["answers"]],
            "scores": told["scores"],
        },
        "projections": {"scenarios": told["scenarios"]},
        "plan": {"actions": [_action(each) for each in audiences.decided(assessment.actions.all())]},
    }


# Its parts -----------------------------------------------------------------------------------------------------------
def _figure(figure: Figure) -> dict[str, Any]:
    told: dict[str, Any] = {"cell": str(figure.cell)}
    if figure.amount is not None:
        told["amount"] = format(figure.amount.normalize(), "f")
    for name in ("text", "absence", "confidence", "note", "origin"):
        if getattr(figure, name):
            told[name] = getattr(figure, name)
    if not figure.is_chosen:
        told["chosen"] = False
    if figure.document:
        told["document"] = {"title": figure.document.title, "sha256": figure.document.sha256}
    return told


def _previous(assessment: Assessment) -> dict[str, Any] | None:
    """The assessment before, by its own fingerprint, and what came of its targets."""
    before = assessment.previous
    if before is None:
        return None
    signed = Snapshot.objects.filter(assessment=before).values_list("sha256", flat=True).first()
    outcomes = overview.outcomes(before, assessment)
    return {
        "code": before.code,
        "sha256": signed,
        "targets": [{**_action(action), "outcome": outcome.value} for action, outcome in outcomes],
    }


def _peers(assessment: Assessment) -> dict[str, Any] | None:
    """The cities that it is compared with, with the ratios and the years that percentiles and fans are made of."""
    group = comparing.group(assessment, assessment.last_year)
    if group is None:
        return None
    packs = {pack.id for pack in definitions.packs_of(assessment)}
    found = group.peers
    return {
        "code": found.code,
        "title": found.title,
        "source": found.source,
        "licence": found.licence,
        "loaded_at": found.loaded_at.isoformat(),
        "year": group.year,
        "size_class": group.size_class,
        "ratios": {
            row.unit: {pack: values for pack, values in row.ratios.items() if pack in packs} for row in group.rows
        },
        "lines": {
            line: {unit: {str(year): str(amount) for year, amount in series.items()} for unit, series in units.items()}
            for line, units in Projection(assessment).peers.items()
        },
    }


def _scenario(scenario: Scenario) -> dict[str, Any]:
    return {name: getattr(scenario, name) for name in ("kind", "years", "drivers", "plan", "loans")}


def _spelled(each: date | Decimal) -> str:
    """An amount without the places that only the database needs."""
    return format(each.normalize(), "f") if isinstance(each, Decimal) else each.isoformat()


def _action(action: Action) -> dict[str, Any]:
    given = {name: each for name in _ACTION if (each := getattr(action, name)) is not None}
    told = {name: each if isinstance(each, int | str) else _spelled(each) for name, each in given.items()}
    return {**told, "office": action.office.code if action.office else ""}
