"""Lines drawn through points, and noise that wanders smoothly: the pencil of the town."""

from math import floor, hypot
from random import Random

from korzo.site.demo.town.plan import Line


def smooth(points: Line, step_m: float = 25.0) -> Line:
    """Draw a curve through the points (centripetal-like Catmull-Rom), one vertex about every `step_m` metres."""
    ends = [_beyond(points[0], points[1]), *points, _beyond(points[-1], points[-2])]
    drawn: Line = []
    for at in range(len(points) - 1):
        a, b, c, d = ends[at : at + 4]
        pieces = max(int(hypot(c[0] - b[0], c[1] - b[1]) / step_m), 1)
        drawn += [_on_curve(a, b, c, d, piece / pieces) for piece in range(pieces)]
    return [*drawn, points[-1]]


def _beyond(end: tuple[float, float], before: tuple[float, float]) -> tuple[float, float]:
    return 2 * end[0] - before[0], 2 * end[1] - before[1]


def _on_curve(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float], t: float
) -> tuple[float, float]:
    """Catmull and Rom 1974, uniform."""
    x, y = (
        0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )
    return x, y


class Noise:
    """Value noise in two dimensions between -1 and 1, the same for the same seed."""

    def __init__(self, seed: int, grain_m: float) -> None:
        self._seed, self._grain = seed, grain_m
        self._known: dict[tuple[int, int], float] = {}

    def at(self, x: float, y: float) -> float:
        """Give the value at a place."""
        u, v = x / self._grain, y / self._grain
        i, j = floor(u), floor(v)
        s, t = _eased(u - i), _eased(v - j)
        low = self._corner(i, j) * (1 - s) + self._corner(i + 1, j) * s
        high = self._corner(i, j + 1) * (1 - s) + self._corner(i + 1, j + 1) * s
        return low * (1 - t) + high * t

    def _corner(self, i: int, j: int) -> float:
        if (i, j) not in self._known:
            self._known[i, j] = Random(f"{self._seed}/{i}/{j}").uniform(-1, 1)
        return self._known[i, j]


def _eased(t: float) -> float:
    return t * t * (3 - 2 * t)


def ragged(points: Line, noise: Noise, metres: float) -> Line:
    """Shake a line to and fro across its own direction; its ends stay."""
    shaken = [points[0]]
    for before, (x, y), after in zip(points, points[1:], points[2:], strict=False):
        dx, dy = after[0] - before[0], after[1] - before[1]
        push = metres * noise.at(x, y) / max(hypot(dx, dy), 1e-9)
        shaken.append((x - dy * push, y + dx * push))
    return [*shaken, points[-1]]
