"""Paper, colours and strokes: everything is drawn twice as large and shrunk, so that edges are smooth.

The paper is 1200 wide and 900 high, whatever its real size; y grows downwards.
"""

from collections.abc import Sequence
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WIDE, HIGH = 1200, 900
_SCALE = 2
Colour = tuple[int, int, int]
Point = tuple[float, float]


def hexed(text: str) -> Colour:
    """Read `#a1b2c3`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Take so much (0 to 1) of the other colour."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


LIME, SAND, STONE, DUST, SHADE, EARTH = map(hexed, ("#f3efe6", "#e6ddd0", "#d3c8b6", "#a59b8b", "#7c7261", "#4f483d"))
SEA, DEEP, NIGHT, SKY, FOAM = map(hexed, ("#1f6f9f", "#0b4f7d", "#12283a", "#8fc3e0", "#dcebf2"))
TILE, ROSE, GOLD, CREAM = map(hexed, ("#c2643f", "#e59670", "#dbb84f", "#f3e3bd"))
PINE, LEAF, MOSS, GRASS = map(hexed, ("#2f5d4a", "#4f8a6b", "#86ab74", "#a9c08a"))
ROAD, TAR, IRON, STEEL, INK = map(hexed, ("#737a80", "#4a5158", "#3a434b", "#a3adb4", "#22282d"))
WHITE: Colour = (252, 251, 247)
FACADES = tuple(map(hexed, ("#efe6d6", "#ecd9bd", "#e7c9ad", "#dfe2d6", "#f0e9dc", "#e3d4c4")))
SHUTTERS = tuple(map(hexed, ("#3f7d68", "#2c6288", "#7b4b36", "#58714f")))
PAINTS = tuple(map(hexed, ("#b5472f", "#1f6f9f", "#d9d6cd", "#2f4858", "#6d8f7d", "#c99a2e")))


class Brush:
    """Draws on paper in the units of the module."""

    def __init__(self, ground: Colour = SKY) -> None:
        self.image = Image.new("RGB", (WIDE * _SCALE, HIGH * _SCALE), ground)
        self._draw = ImageDraw.Draw(self.image)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill an area."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, *, round_by: float = 0) -> None:
        """Fill a rectangle, with round corners if wanted."""
        area = (left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE)
        self._draw.rounded_rectangle(area, radius=round_by * _SCALE, fill=colour)

    def blob(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """Fill an ellipse around a point."""
        area = ((x - wide) * _SCALE, (y - high) * _SCALE, (x + wide) * _SCALE, (y + high) * _SCALE)
        self._draw.ellipse(area, fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line with round bends and ends."""
        path = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(path, fill=colour, width=round(width * _SCALE), joint="curve")
        if width > 3:  # noqa: PLR2004 -- thinner ends look round anyway
            for x, y in (points[0], points[-1]):
                self.blob(x, y, width / 2, width / 2, colour)

    def arc(  # noqa: PLR0917 -- strokes name their places by order
        self, x: float, y: float, wide: float, high: float, turn: tuple[float, float], colour: Colour, width: float
    ) -> None:
        """Draw a part of an ellipse's edge; `turn` is in degrees, clockwise from the east."""
        area = ((x - wide) * _SCALE, (y - high) * _SCALE, (x + wide) * _SCALE, (y + high) * _SCALE)
        self._draw.arc(area, *turn, fill=colour, width=round(width * _SCALE))

    def fade(self, top: float, bottom: float, above: Colour, below: Colour) -> None:
        """Fill the whole width between two heights, from one colour to another."""
        high = round((bottom - top) * _SCALE)
        ramp = Image.linear_gradient("L").resize((256, high)).crop((0, 0, 1, high))
        strip = Image.composite(Image.new("RGB", ramp.size, below), Image.new("RGB", ramp.size, above), ramp)
        self.image.paste(strip.resize((WIDE * _SCALE, high), Image.Resampling.NEAREST), (0, round(top * _SCALE)))

    def shadow(self, x: float, y: float, wide: float, high: float, *, strength: float = 0.35) -> None:
        """Darken the ground softly under a thing."""
        self._soften(x, y, wide, high, INK, strength, blur=high * 0.35)

    def glow(self, x: float, y: float, size: float, colour: Colour, *, flat: float = 1, strength: float = 0.8) -> None:
        """Brighten softly around a light; with `flat` below 1, as it lies on the ground."""
        self._soften(x, y, size, size * flat, colour, strength, blur=size * 0.45 * max(flat, 0.3))

    def veil(self, left: float, top: float, right: float, bottom: float, colour: Colour, share: float) -> None:  # noqa: PLR0917 -- as above
        """Lay a thin coat of colour over a rectangle."""
        area = (round(left * _SCALE), round(top * _SCALE), round(right * _SCALE), round(bottom * _SCALE))
        below = self.image.crop(area)
        self.image.paste(Image.blend(below, Image.new("RGB", below.size, colour), share), area)

    def write(self, text: str, x: float, y: float, size: float, colour: Colour, *, turn: float = 0) -> None:
        """Write a word around a point, turned by so many degrees clockwise."""
        font = ImageFont.load_default(size * _SCALE)
        left, top, right, bottom = font.getbbox(text)
        mask = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8), 0)
        ImageDraw.Draw(mask).text((4 - left, 4 - top), text, font=font, fill=255, stroke_width=3, stroke_fill=255)
        mask = mask.rotate(-turn, Image.Resampling.BICUBIC, expand=True)
        corner = (round(x * _SCALE - mask.width / 2), round(y * _SCALE - mask.height / 2))
        self.image.paste(Image.new("RGB", mask.size, colour), corner, mask)

    def _soften(  # noqa: PLR0917 -- strokes name their places by order
        self, x: float, y: float, wide: float, high: float, colour: Colour, strength: float, blur: float
    ) -> None:
        """Lay a blurred ellipse on, drawn small and enlarged, because a blur hides that."""
        small = 4
        left, top = int(x - wide * 1.6), int(y - high * 1.6 - blur)
        size = (max(2, int(wide * 3.2 * _SCALE / small)), max(2, int((high * 3.2 + 2 * blur) * _SCALE / small)))
        mask = Image.new("L", size, 0)
        centre, reach = (size[0] / 2, size[1] / 2), (wide * _SCALE / small, high * _SCALE / small)
        area = (centre[0] - reach[0], centre[1] - reach[1], centre[0] + reach[0], centre[1] + reach[1])
        ImageDraw.Draw(mask).ellipse(area, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * _SCALE / small)).resize((size[0] * small, size[1] * small))
        self.image.paste(Image.new("RGB", mask.size, colour), (left * _SCALE, top * _SCALE), mask)

    def speckle(
        self, random: Random, area: tuple[float, float, float, float], colours: Sequence[Colour], count: int
    ) -> None:
        """Strew small flat dots over a rectangle, smaller further up, as on a road."""
        left, top, right, bottom = area
        for _ in range(count):
            x, y = random.uniform(left, right), random.uniform(top, bottom)
            size = 1 + 3 * (y - top) / max(1, bottom - top) * random.random()
            self.blob(x, y, size * 1.6, size * 0.7, random.choice(colours))

    def finish(self, tint: Colour, random: Random) -> Image.Image:
        """Shrink, colour the light, add grain and the mark that it is invented."""
        image = self.image.reduce(_SCALE)
        image = ImageChops.multiply(image, Image.new("RGB", image.size, tint))
        grain = _grain(random.randrange(3))
        image = ImageChops.overlay(image, grain)
        _mark(image)
        return image


@lru_cache(maxsize=3)
def _grain(seed: int) -> Image.Image:
    """Paper: a faint grey noise around the middle, which `overlay` leaves as it is."""
    random = Random(seed)
    noise = Image.frombytes("L", (300, 225), random.randbytes(300 * 225))
    noise = noise.point(lambda value: 128 + (value - 128) // 14)
    return noise.resize((WIDE, HIGH), Image.Resampling.BICUBIC).convert("RGB")


def _mark(image: Image.Image) -> None:
    """Write `invented` into a corner."""
    draw = ImageDraw.Draw(image, "RGBA")
    font = ImageFont.load_default(28)
    left, top, right, bottom = draw.textbbox((0, 0), "invented", font=font)
    x, y = WIDE - (right - left) - 34, HIGH - (bottom - top) - 34
    draw.rounded_rectangle((x - 16, y - 11, x + right - left + 16, y + bottom - top + 13), 22, fill=(18, 40, 58, 150))
    draw.text((x - left, y - top), "invented", font=font, fill=(243, 239, 230, 235))
