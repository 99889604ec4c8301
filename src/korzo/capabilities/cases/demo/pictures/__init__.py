"""Photographs that nobody took: problems drawn flat, in the colours of limestone and sea, varied by a seed."""

from collections.abc import Callable
from random import Random

from PIL import Image

from korzo.capabilities.cases.demo.pictures import at_walls, backdrops, in_streets, in_the_open
from korzo.capabilities.cases.demo.pictures.backdrops import Light
from korzo.capabilities.cases.demo.pictures.brush import Brush

SCENES: dict[str, Callable[[Brush, Light, Random, bool], None]] = {
    **in_streets.SCENES,
    **at_walls.SCENES,
    **in_the_open.SCENES,
}
"""Kinds of problems that can be drawn, and who draws them."""
_AT_NIGHT = {"street-light"}
_NOT_MENDED = {"stray-dogs", "illegal-building"}


def draw(kind: str, seed: int, *, after: bool = False) -> Image.Image:
    """Draw a problem, or with `after` the same place when it was repaired: 1200 by 900 pixels, marked as invented."""
    random = Random(f"{kind}/{seed}")
    light = backdrops.DARK if kind in _AT_NIGHT else random.choice(backdrops.LIGHTS)
    paper = Brush()
    SCENES[kind](paper, light, random, after)
    return paper.finish(light.tint, random)


def can_show(kind: str, *, after: bool = False) -> bool:
    """Say whether there is a picture of such a problem, or of its repair."""
    return kind in SCENES and not (after and kind in _NOT_MENDED)
