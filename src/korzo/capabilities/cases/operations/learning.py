"""Learning from the city's own history what words are about, and which office such cases end at."""

import json
import os
import re
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import numpy as np

from korzo.capabilities.cases.models import Case, Category
from korzo.capabilities.cases.queries import suggested
from korzo.capabilities.cases.rules import states
from korzo.capabilities.cases.rules.learning import Learned, Lesson, taught
from korzo.capabilities.cases.rules.suggesting import Model
from korzo.kernel.text import folding

MOST_CASES = 30_000


def learn(*, now: datetime) -> list[Learned]:
    """Learn anew, from the newest checked reports and the words by which kinds are described, and keep it in the home.

    Takes a minute for 30,000 reports and 250 MB while it lasts: run it in a process of its own.
    """
    rows = list(
        Case.objects.exclude(state__in=[states.State.RECEIVED, states.State.WITHDRAWN])
        .exclude(description="")
        .order_by("-reported_at", "-pk")
        .values_list("description", "category__code", "category__is_active", "office__code", "office__is_active")[
            :MOST_CASES
        ]
    )[::-1]
    texts = [folding.tokens(text) for text, *_rest in rows]
    kinds = [Lesson(words, row[1]) for words, row in zip(texts, rows, strict=True) if row[2]]
    offices = [
        Lesson([*words, suggested.mark(row[1])], row[3]) for words, row in zip(texts, rows, strict=True) if row[4]
    ]
    found = [taught(suggested.KIND, kinds, _named()), taught(suggested.OFFICE, offices, [])]
    for learned, model in found:
        if model:
            keep(learned, model, now=now)
    return [learned for learned, _model in found]


def keep(learned: Learned, model: Model, *, now: datetime) -> Path:
    """Write what was learned into the home, whole or not at all."""
    path = suggested.path(learned.subject)
    path.parent.mkdir(parents=True, exist_ok=True)
    about = asdict(learned) | {"learned_at": now.isoformat(), "sure": model.sure}
    part = path.with_name(f".{path.stem}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            np.savez(
                file,
                about=np.array(json.dumps(about)),
                labels=np.array(model.labels),
                rarity=model.rarity,
                weights=model.weights,
                bias=model.bias,
            )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _named() -> list[Lesson]:
    """What kinds are called and how residents speak of them, in every language: all that a new city has to go by."""
    found = []
    for category in Category.objects.filter(is_active=True).order_by("code"):
        said = [*category.name.values(), *category.description.values()]
        said += [word for text in category.keywords.values() for word in re.split("[,;]", text)]
        found += [Lesson(words, category.code) for words in map(folding.tokens, said) if words]
    return found
