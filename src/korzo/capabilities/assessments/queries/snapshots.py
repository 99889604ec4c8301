"""An assessment as one document: all that is known, and everything that it is computed with."""

from typing import Any

from korzo.capabilities.assessments.models import Assessment, Figure
from korzo.capabilities.assessments.queries import definitions, findings
from korzo.capabilities.assessments.rules.values import Unknown, Value

FORMAT = "korzo-assessment-1"


def content(assessment: Assessment) -> dict[str, Any]:
    """Everything but the names of people: figures, answers, ratios, and the versions they were computed with."""
    return {
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
        "empty": sorted(assessment.parts.filter(is_empty=True).values_list("code", flat=True)),
        "figures": [_figure(each) for each in assessment.figures.select_related("document")],
        "answers": [
            {"question": each.question, "score": each.score, "comment": each.comment}
            for each in assessment.answers.all()
        ],
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
        "definitions": definitions.texts(assessment),
    }


def value(found: Value) -> str | dict[str, Any]:
    """A value as text, or the reason why there is none."""
    if isinstance(found, Unknown):
        return {"reason": found.reason.value, "line": found.line, "year": found.year}
    return str(found)


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
