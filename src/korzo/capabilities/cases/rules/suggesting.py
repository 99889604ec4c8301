"""What a report is about, judged by what earlier reports with such words were about: proposals, never decisions.

A text becomes counts of its words and of the two to five letters beside one another in each word, so that case
endings and slips of the pen cost little. Each piece has a number of its own (CRC-32, cut to `WIDTH`), so no list of
words is kept and nobody's words can be read out of a model. Counts are weighed by how rare a piece is (TF-IDF: Spärck
Jones 1972); a linear model (logistic regression, one label against the rest) says how likely each label is.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WIDTH = 2**16
LETTERS = (2, 3, 4, 5)
NEVER = 2.0
"""As `Model.sure`: nothing is ever proposed."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learned: shapes `rarity` (WIDTH,), `weights` (WIDTH, labels), `bias` (labels,).

    Nothing is proposed whose likelihood is below `sure`.
    """

    labels: tuple[str, ...]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]
    sure: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A label and how likely it is, 0 to 1."""

    label: str
    likelihood: float


@dataclass(frozen=True, slots=True)
class Marks:
    """How good proposals were on reports that the model had not seen, all later than those it learned from.

    `first`, `three`: the right label stood first, or among the first three, of all `asked`. `macro_f1`: the mean over
    labels of the harmonic mean of precision and recall. `proposed`: where the model dared to propose; of those `right`.
    """

    asked: int
    first: float
    three: float
    macro_f1: float
    proposed: float
    right: float


def pieces(words: Sequence[str]) -> Counter[int]:
    """Count what a text consists of, by number; `words` are folded."""
    return Counter(zlib.crc32(piece.encode()) % WIDTH for piece in _pieces(words))


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield f"={word}"
        framed = f" {word} "
        for length in LETTERS:
            for start in range(len(framed) - length + 1):
                yield framed[start : start + length]
    for first, second in pairwise(words):
        yield f"{first}={second}"


def likelihoods(model: Model, words: Sequence[str]) -> NDArray[np.float32]:
    """How likely each label is, in the order of `model.labels`; sums to 1."""
    counted = pieces(words)
    numbers = np.fromiter(counted, dtype=np.intp, count=len(counted))
    counts = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
    weighed = (1 + np.log(counts)) * model.rarity[numbers]
    length = float(np.linalg.norm(weighed)) or 1.0
    scores = (weighed / length) @ model.weights[numbers].astype(np.float32) + model.bias
    each = 1 / (1 + np.exp(-np.clip(scores, -50, 50)))
    return np.asarray(each / each.sum(), dtype=np.float32)


def proposals(model: Model, words: Sequence[str], *, most: int = 3) -> tuple[Proposal, ...]:
    """The likeliest labels, best first; none when the words say too little."""
    if not words:
        return ()
    likely = likelihoods(model, words)
    order = np.argsort(-likely, kind="stable")[:most]
    if float(likely[order[0]]) < model.sure:
        return ()
    return tuple(Proposal(model.labels[at], float(likely[at])) for at in order)


def threshold(likely: Sequence[float], right: Sequence[bool], *, wanted: float) -> float:
    """The least likelihood from which at least the `wanted` share of first proposals is right; NEVER when none is."""
    found, good = NEVER, 0
    for place, (value, hit) in enumerate(sorted(zip(likely, right, strict=True), reverse=True), start=1):
        good += hit
        if good >= wanted * place:
            found = value
    return found


def marks(model: Model, texts: Sequence[Sequence[str]], labels: Sequence[str]) -> Marks:
    """Examine a model on texts whose labels are known."""
    firsts, three, proposed, right = [], 0, 0, 0
    for words, label in zip(texts, labels, strict=True):
        likely = likelihoods(model, words)
        order = np.argsort(-likely, kind="stable")[:3]
        named = [model.labels[at] for at in order]
        firsts.append(named[0])
        three += label in named
        if float(likely[order[0]]) >= model.sure:
            proposed += 1
            right += named[0] == label
    asked = len(labels)
    hits = sum(map(str.__eq__, firsts, labels))
    return Marks(
        asked,
        hits / asked if asked else 0.0,
        three / asked if asked else 0.0,
        macro_f1(labels, firsts),
        proposed / asked if asked else 0.0,
        right / proposed if proposed else 0.0,
    )


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean F1 over the labels that occur in `truth` (van Rijsbergen 1979); 0 when there are none."""
    occurs, named, both = Counter(truth), Counter(said), Counter(a for a, b in zip(truth, said, strict=True) if a == b)
    return sum(2 * both[label] / (occurs[label] + named[label]) for label in occurs) / len(occurs) if occurs else 0.0
