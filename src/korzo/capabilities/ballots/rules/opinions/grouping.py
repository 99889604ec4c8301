"""Which people stand together: k-means on the map, with as many groups as stand apart best."""

import numpy as np
from numpy.typing import NDArray

from korzo.capabilities.ballots.rules.opinions.table import Numbers

_STARTS = 8
_STEPS = 100
_COMPARED = 1_500
"""People among whom silhouettes are measured; of more, an even sample is."""
_FEWEST = 4


def grouped(points: Numbers, *, most: int, centres: Numbers | None = None) -> NDArray[np.int64]:
    """The number of a group for each point, from 0 by size; the same points give the same groups.

    Without `centres`, 2 to `most` groups are tried and those with the best mean silhouette are taken.
    """
    if centres is not None:
        return _settled(points, centres)[0]
    if len(np.unique(points, axis=0)) < _FEWEST:
        return np.zeros(len(points), dtype=np.int64) if len(points) else np.empty(0, dtype=np.int64)
    best, labels = -2.0, np.zeros(len(points), dtype=np.int64)
    for groups in range(2, min(most, len(points) - 1) + 1):
        tried = _clustered(points, groups)
        if (worth := silhouette(points, tried)) > best:
            best, labels = worth, tried
    return _by_size(labels)


def _clustered(points: Numbers, groups: int) -> NDArray[np.int64]:
    """The tightest of several starts (k-means++ with fixed random numbers)."""
    found = []
    for start in range(_STARTS):
        rng = np.random.default_rng(start)
        centres = points[[rng.integers(len(points))]]
        while len(centres) < groups:
            near = _squares(points, centres).min(axis=1)
            chances = near / near.sum() if near.sum() else None
            centres = np.vstack([centres, points[rng.choice(len(points), p=chances)]])
        found.append(_settled(points, centres))
    return min(found, key=lambda each: each[1])[0]


def _settled(points: Numbers, centres: Numbers) -> tuple[NDArray[np.int64], float]:
    """Lloyd's steps until nothing moves: labels, and the sum of squares."""
    labels = _squares(points, centres).argmin(axis=1)
    for _ in range(_STEPS):
        centres = np.array(
            [points[labels == at].mean(axis=0) if (labels == at).any() else centre for at, centre in enumerate(centres)]
        )
        now = _squares(points, centres).argmin(axis=1)
        if (now == labels).all():
            break
        labels = now
    return labels, float(_squares(points, centres).min(axis=1).sum())


def silhouette(points: Numbers, labels: NDArray[np.int64]) -> float:
    """The mean of (b - a) / max(a, b): a to one's own group, b to the nearest other one (Rousseeuw 1987)."""
    if len(points) > _COMPARED:
        sample = np.linspace(0, len(points) - 1, _COMPARED).astype(int)
        points, labels = points[sample], labels[sample]
    names, sizes = np.unique(labels, return_counts=True)
    if len(names) < 2:  # noqa: PLR2004 -- one group has no neighbour
        return -1.0
    apart = np.sqrt(_squares(points, points))
    sums = np.stack([apart[:, labels == name].sum(axis=1) for name in names], axis=1)
    own = labels[:, None] == names
    size = (own * sizes).sum(axis=1)
    inside = sums[own] / np.maximum(1, size - 1)
    outside = np.where(own, np.inf, sums / sizes).min(axis=1)
    worth = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12)
    return float(np.where(size == 1, 0, worth).mean())


def _squares(points: Numbers, centres: Numbers) -> Numbers:
    return np.asarray(((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2))


def _by_size(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers that are stable: the largest group first, of equals the one whose first member comes first."""
    names, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(names)), key=lambda at: (-sizes[at], first[at]))
    new = np.empty(len(names), dtype=np.int64)
    new[order] = np.arange(len(names))
    return new[np.searchsorted(names, labels)]
