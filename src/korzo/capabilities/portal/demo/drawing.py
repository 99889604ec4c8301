"""Pictures of a town that is not there, drawn."""

import io
from random import Random

from PIL import Image, ImageDraw

WIDE, HIGH, SEA = 1280, 800, 520
SKIES = {
    "promenade": ("#cfe6f2", "#2f7fa3"),
    "beach": ("#e4f3f7", "#3c9dbd"),
    "harbour": ("#d7e3ee", "#2b5f86"),
    "sunset": ("#f6c48a", "#7a4a6b"),
}
SAND, GREEN, SAILS = "#ead9b0", "#4f7d4b", ("#fbfaf5", "#d9603b", "#f2b84b")


def picture(name: str, random: Random) -> io.BytesIO:
    """Draw the sea with what the name says, as PNG."""
    sky, sea = SKIES[name]
    image = Image.new("RGB", (WIDE, HIGH), sky)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, SEA, WIDE, HIGH), fill=sea)
    sun = random.randint(200, 1000)
    draw.ellipse((sun, SEA - 190, sun + 130, SEA - 60), fill="#fff3cf")
    for _wave in range(60):
        x, y = random.randrange(WIDE), random.randrange(SEA + 15, HIGH)
        draw.line((x, y, x + random.randint(20, 90), y), fill=sky, width=2)
    if name in ("promenade", "beach"):
        draw.polygon(((0, HIGH), (WIDE, HIGH), (WIDE, 700), (0, 620)), fill=SAND)
        for x in range(60, WIDE, 170):
            _tree(draw, x, 690, random) if name == "promenade" else _parasol(draw, x, 720, random)
    else:
        for _boat in range(7):
            _sail(draw, random.randint(60, WIDE - 120), random.randint(SEA + 10, 740), random)
    out = io.BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out


def _tree(draw: ImageDraw.ImageDraw, x: int, y: int, random: Random) -> None:
    size = random.randint(45, 70)
    draw.rectangle((x - 6, y - 90, x + 6, y), fill="#6b4f3a")
    draw.ellipse((x - size, y - 90 - size, x + size, y - 90 + size), fill=GREEN)


def _parasol(draw: ImageDraw.ImageDraw, x: int, y: int, random: Random) -> None:
    draw.line((x, y - 90, x, y), fill="#8a8a8a", width=5)
    draw.pieslice((x - 60, y - 140, x + 60, y - 40), 180, 360, fill=random.choice(SAILS[1:]))


def _sail(draw: ImageDraw.ImageDraw, x: int, y: int, random: Random) -> None:
    high = random.randint(70, 150)
    draw.polygon(((x, y), (x, y - high), (x + high // 2, y)), fill=random.choice(SAILS))
    draw.polygon(
        ((x - 25, y + 6), (x + high // 2 + 10, y + 6), (x + high // 3, y + 22), (x - 12, y + 22)), fill="#5b3b2b"
    )
