"""Learning what texts are about from texts whose labels are known, in the order of time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from korzo.capabilities.cases.rules import suggesting
from korzo.capabilities.cases.rules.suggesting import Marks, Model

WANTED = 0.8
"""The share of proposals that must be right on later reports; where it is not reached, nothing is proposed."""
_LATER = 0.2  # of the reports, the newest, are kept aside to examine what was learned from the others
_FEWEST_TO_EXAMINE = 40
_MOST_TO_JUDGE = 5000
_PARTS = 4
_NOT_EXAMINED = 0.5  # until there is a history, the likelihood from which a proposal is dared


@dataclass(frozen=True, slots=True)
class Lesson:
    """Folded words and what they were about."""

    words: Sequence[str]
    label: str


@dataclass(frozen=True)
class Learned:
    """What was learned about one question: from how many reports, how many labels, and how well."""

    subject: str
    reports: int
    labels: int
    marks: Marks | None


def taught(subject: str, lessons: Sequence[Lesson], always: Sequence[Lesson]) -> tuple[Learned, Model | None]:
    """Learn from lessons in the order of time, examined on the later ones; `always` is known besides.

    The model is None where there are fewer than two labels to tell apart.
    """
    cut = round(len(lessons) * (1 - _LATER))
    earlier, later = lessons[:cut], lessons[cut:]
    marks = None
    if len(later) >= _FEWEST_TO_EXAMINE and (early := fitted([*always, *earlier], sure=_sure(earlier, always))):
        marks = suggesting.marks(early, [each.words for each in later], [each.label for each in later])
    model = fitted([*always, *lessons], sure=_sure(lessons, always))
    return Learned(subject, len(lessons), len(model.labels) if model else 0, marks), model


def fitted(lessons: Sequence[Lesson], *, sure: float) -> Model | None:
    """Fit logistic regressions, one label against the rest, rare labels weighing more by the root of their rarity."""
    from scipy.sparse import csr_matrix  # slow to import, and only needed here
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import SGDClassifier

    known = Counter(each.label for each in lessons)
    if len(known) < 2:  # noqa: PLR2004 -- nothing to tell apart
        return None
    counted = [suggesting.pieces(each.words) for each in lessons]
    starts = np.cumsum([0, *map(len, counted)])
    numbers = np.fromiter((number for each in counted for number in each), dtype=np.int32, count=starts[-1])
    counts = np.fromiter((count for each in counted for count in each.values()), dtype=np.float32, count=starts[-1])
    table = csr_matrix((counts, numbers, starts), shape=(len(lessons), suggesting.WIDTH))
    rarity = TfidfTransformer(sublinear_tf=True)
    labels = [each.label for each in lessons]
    weights = [(len(labels) / len(known) / known[label]) ** 0.5 for label in labels]
    learner = SGDClassifier(loss="log_loss", alpha=1e-4, random_state=1)
    learner.fit(rarity.fit_transform(table), labels, sample_weight=weights)
    slopes, offsets = learner.coef_, learner.intercept_
    if len(known) == 2:  # noqa: PLR2004 -- scikit-learn keeps one row for two labels
        slopes, offsets = np.vstack([-slopes, slopes]), np.concatenate([-offsets, offsets])
    return Model(
        tuple(map(str, learner.classes_)),
        rarity.idf_.astype(np.float32),
        np.ascontiguousarray(slopes.T, dtype=np.float16),
        offsets.astype(np.float32),
        sure,
    )


def _sure(lessons: Sequence[Lesson], always: Sequence[Lesson]) -> float:
    """From which likelihood on first proposals are right often enough: each part judged by what the others taught."""
    newest = lessons[-_MOST_TO_JUDGE:]
    if len(newest) < _FEWEST_TO_EXAMINE:
        return _NOT_EXAMINED
    likely, right = [], []
    for part in range(_PARTS):
        model = fitted([*always, *(each for at, each in enumerate(newest) if at % _PARTS != part)], sure=0)
        if model is None:
            return _NOT_EXAMINED
        for each in newest[part::_PARTS]:
            all_ = suggesting.likelihoods(model, each.words)
            best = int(np.argmax(all_))
            likely.append(float(all_[best]))
            right.append(model.labels[best] == each.label)
    return suggesting.threshold(likely, right, wanted=WANTED)
