"""Where things happen: a street, a promenade by the sea, a wall, a park; by day, in the evening, in grey weather."""

from dataclasses import dataclass
from math import sin
from random import Random

from korzo.capabilities.cases.demo.pictures import brush
from korzo.capabilities.cases.demo.pictures.brush import HIGH, WIDE, Brush, Colour, mix


@dataclass(frozen=True)
class Light:
    """The sky from top to horizon, and the colour that light gives to everything."""

    sky: Colour
    horizon: Colour
    tint: Colour
    is_dark: bool = False


LIGHTS = (
    Light(brush.SKY, brush.FOAM, (255, 253, 246)),
    Light(mix(brush.SKY, brush.ROSE, 0.25), mix(brush.CREAM, brush.ROSE, 0.35), (255, 240, 220)),
    Light(mix(brush.SKY, brush.STEEL, 0.6), mix(brush.FOAM, brush.STEEL, 0.3), (228, 234, 238)),
    Light(mix(brush.SKY, brush.WHITE, 0.25), brush.CREAM, (255, 250, 236)),
)
DARK = Light(brush.NIGHT, mix(brush.NIGHT, brush.DEEP, 0.55), (255, 255, 255), is_dark=True)


def sky(b: Brush, light: Light, random: Random, horizon: float) -> None:
    """A sky with a few flat clouds."""
    b.fade(0, horizon, light.sky, light.horizon)
    if light.is_dark:
        for _ in range(60):
            x, y = random.uniform(0, WIDE), random.uniform(0, horizon * 0.8)
            b.blob(x, y, 1.4, 1.4, mix(light.sky, brush.CREAM, random.uniform(0.3, 0.8)))
        return
    for _ in range(random.randrange(2, 5)):
        x, y, wide = random.uniform(0, WIDE), random.uniform(40, horizon * 0.6), random.uniform(60, 130)
        colour = mix(light.horizon, brush.WHITE, 0.55)
        for part, high in ((-0.6, 0.2), (0, 0.32), (0.65, 0.22)):
            b.blob(x + part * wide, y - high * wide * 0.4, wide * 0.55, wide * high, colour)
        b.box(x - wide * 1.15, y, x + wide * 1.2, y + wide * 0.16, colour, round_by=wide * 0.08)


def hills(b: Brush, light: Light, random: Random, foot: float) -> None:
    """Two ranges of karst hills."""
    night = 0.75 if light.is_dark else 0.0
    for layer, (high, colour) in enumerate(
        ((150, mix(brush.SEA, brush.FOAM, 0.5)), (85, mix(brush.PINE, brush.SKY, 0.4)))
    ):
        phase = random.uniform(0, 9)
        ridge = [
            (x, foot - high * (0.55 + 0.3 * sin(x / 170 + phase) + 0.15 * sin(x / 61 + phase * 2 + layer)))
            for x in range(0, WIDE + 20, 20)
        ]
        b.shape([(0, foot), *ridge, (WIDE, foot)], mix(mix(colour, light.horizon, 0.35), brush.NIGHT, night))


def house(b: Brush, light: Light, random: Random, area: tuple[float, float, float, float], *, scale: float = 1) -> None:
    """A stone house from the front: plaster, shutters, a roof of tiles."""
    left, top, right, bottom = area
    night = 0.8 if light.is_dark else 0.0
    wall = mix(random.choice(brush.FACADES), brush.NIGHT, night)
    roof, shutter = mix(brush.TILE, brush.NIGHT, night), mix(random.choice(brush.SHUTTERS), brush.NIGHT, night)
    b.box(left, top, right, bottom, wall)
    b.shape(
        [
            (left - 10 * scale, top),
            (left + 16 * scale, top - 34 * scale),
            (right - 16 * scale, top - 34 * scale),
            (right + 10 * scale, top),
        ],
        roof,
    )
    b.box(left - 10 * scale, top, right + 10 * scale, top + 6 * scale, mix(roof, brush.EARTH, 0.35))
    b.box(right - (right - left) * 0.08, top + 6 * scale, right, bottom, mix(wall, brush.SHADE, 0.18))
    across, wide, high = max(1, int((right - left) / (95 * scale))), 30 * scale, 52 * scale
    for row in range(max(1, int((bottom - top) / (110 * scale)))):
        for column in range(across):
            x = left + (right - left) * (column + 0.5) / across
            y = top + (58 + 104 * row) * scale
            if y + high > bottom - 30 * scale:
                continue
            lit = light.is_dark and random.random() < 0.35  # noqa: PLR2004 -- some are at home
            b.box(
                x - wide / 2,
                y - high / 2,
                x + wide / 2,
                y + high / 2,
                brush.GOLD if lit else mix(brush.DEEP, brush.INK, 0.4),
            )
            for side in (-1, 1):
                edge = x + side * wide / 2
                b.box(
                    min(edge, edge + side * 14 * scale),
                    y - high / 2,
                    max(edge, edge + side * 14 * scale),
                    y + high / 2,
                    shutter,
                )
            b.box(x - wide * 0.75, y + high / 2, x + wide * 0.75, y + high / 2 + 5 * scale, mix(wall, brush.WHITE, 0.5))


def row_of_houses(b: Brush, light: Light, random: Random, foot: float, *, high: float, scale: float = 0.6) -> None:
    """Houses side by side along the far edge of the ground."""
    x = -random.uniform(10, 120)
    while x < WIDE:
        wide = random.uniform(150, 260) * scale / 0.6
        if random.random() < 0.86:  # noqa: PLR2004 -- now and then a gap
            house(b, light, random, (x, foot - high * random.uniform(0.75, 1.15), x + wide, foot), scale=scale)
        x += wide + random.choice((4, 6, 40)) * scale


def street(b: Brush, light: Light, random: Random) -> float:
    """A road seen from its middle, with houses behind it; returns where the ground begins."""
    ground = 372.0
    sky(b, light, random, ground)
    hills(b, light, random, ground - 40)
    row_of_houses(b, light, random, ground, high=200)
    night = 0.6 if light.is_dark else 0.0
    b.fade(ground, ground + 46, mix(brush.STONE, brush.NIGHT, night), mix(brush.SAND, brush.NIGHT, night))
    b.box(0, ground + 46, WIDE, ground + 58, mix(brush.DUST, brush.NIGHT, night))
    b.fade(
        ground + 58,
        HIGH,
        mix(brush.ROAD, brush.NIGHT, night * 0.9),
        mix(mix(brush.ROAD, brush.TAR, 0.45), brush.NIGHT, night * 0.7),
    )
    tones = [mix(brush.ROAD, other, 0.3) for other in (brush.TAR, brush.STEEL, brush.INK)]
    b.speckle(random, (0, ground + 70, WIDE, HIGH), [mix(tone, brush.NIGHT, night) for tone in tones], 420)
    return ground + 58


def dashes(b: Brush, y: float, colour: Colour, *, shift: float = 0) -> None:
    """The white line in the middle of a road that crosses the picture, in perspective."""
    for step in range(-1, 6):
        left = step * 260 + shift
        b.shape([(left, y), (left + 130, y), (left + 118, y + 17), (left - 16, y + 17)], colour)


def promenade(b: Brush, light: Light, random: Random) -> float:
    """Stone paving, a low wall, and the sea behind it; returns where the paving begins."""
    horizon, ground = 330.0, 520.0
    sky(b, light, random, horizon)
    hills(b, light, random, horizon + 2)
    b.fade(horizon, ground, mix(brush.SEA, light.horizon, 0.35), brush.DEEP)
    for _ in range(46):
        y = random.uniform(horizon + 8, ground - 20)
        x, wide = random.uniform(0, WIDE), 10 + 50 * (y - horizon) / 190
        b.line([(x, y), (x + wide, y)], mix(brush.SEA, brush.FOAM, random.uniform(0.25, 0.6)), 1.5)
    if random.random() < 0.7:  # noqa: PLR2004 -- mostly somebody sails
        x, y = random.uniform(120, WIDE - 120), horizon + random.uniform(10, 40)
        b.shape([(x - 26, y), (x + 26, y), (x + 17, y + 10), (x - 17, y + 10)], brush.WHITE)
        b.shape([(x, y - 4), (x, y - 58), (x + 30, y - 4)], brush.WHITE)
        b.shape([(x - 4, y - 4), (x - 4, y - 48), (x - 22, y - 4)], brush.CREAM)
    b.box(0, ground - 42, WIDE, ground, brush.SAND)
    b.box(0, ground - 50, WIDE, ground - 36, brush.LIME)
    for x in range(-20, WIDE, 118):
        b.line([(x, ground - 36), (x, ground)], brush.STONE, 2)
    paving(b, light, ground)
    return ground


def paving(b: Brush, light: Light, ground: float) -> None:
    """Limestone slabs in perspective down to the lower edge."""
    b.fade(ground, HIGH, mix(brush.STONE, light.horizon, 0.2), brush.SAND)
    joint = mix(brush.STONE, brush.DUST, 0.45)
    y, gap = ground + 8.0, 16.0
    while y < HIGH:
        b.line([(0, y), (WIDE, y)], joint, 1.5)
        y, gap = y + gap, gap * 1.35
    for step in range(-14, 15):
        b.line([(WIDE / 2 + step * 62, ground), (WIDE / 2 + step * 190, HIGH)], joint, 1.5)


def wall(b: Brush, light: Light, random: Random) -> float:
    """A big facade right behind the pavement; returns where the pavement begins."""
    ground = 640.0
    plaster = mix(random.choice(brush.FACADES), light.horizon, 0.1)
    b.fade(0, ground, mix(plaster, brush.WHITE, 0.25), plaster)
    for _ in range(34):
        x, y, wide = random.uniform(0, WIDE), random.uniform(60, ground - 120), random.uniform(26, 70)
        b.box(x, y, x + wide, y + 20, mix(plaster, brush.DUST, random.uniform(0.05, 0.16)), round_by=4)
    shutter = random.choice(brush.SHUTTERS)
    b.box(0, ground - 70, WIDE, ground, mix(plaster, brush.DUST, 0.32))
    for x in range(-40, WIDE, 150):
        b.line([(x, ground - 70), (x, ground)], mix(plaster, brush.SHADE, 0.4), 2)
    spots = [180, 600, 1020]
    random.shuffle(spots)
    tall_window(b, spots[0] + random.uniform(-30, 30), 200, plaster, shutter)
    tall_window(b, spots[1] + random.uniform(-30, 30), 200, plaster, shutter)
    (door if spots[2] != 600 else tall_window)(b, spots[2], 200, plaster, shutter)  # noqa: PLR2004 -- the middle is kept free
    pipe = random.choice((392, 808))
    b.line([(pipe, 0), (pipe, ground - 14)], mix(brush.STEEL, plaster, 0.35), 13)
    for y in (120, 330, 540):
        b.box(pipe - 12, y, pipe + 12, y + 10, mix(brush.STEEL, brush.IRON, 0.4), round_by=3)
    if random.random() < 0.7:  # noqa: PLR2004 -- bougainvillea loves these walls
        vine(b, random, random.choice((330, 870)))
    b.fade(ground, 760, brush.SAND, brush.STONE)
    for step in range(-9, 10):
        b.line([(WIDE / 2 + step * 120, ground), (WIDE / 2 + step * 150, 760)], mix(brush.STONE, brush.DUST, 0.5), 1.5)
    b.box(0, 760, WIDE, 782, brush.LIME)
    b.box(0, 776, WIDE, 792, brush.DUST)
    b.fade(792, HIGH, brush.ROAD, mix(brush.ROAD, brush.TAR, 0.4))
    return ground


def door(b: Brush, x: float, _y: float, plaster: Colour, paint: Colour) -> None:
    """A house door in a stone frame, with a lamp above and a pot beside it."""
    b.box(x - 104, 262, x + 104, 640, mix(plaster, brush.WHITE, 0.55), round_by=4)
    b.box(x - 80, 288, x + 80, 640, paint)
    b.blob(x, 292, 80, 66, paint)
    b.box(x - 80, 290, x + 80, 300, mix(paint, brush.INK, 0.3))
    b.line([(x, 300), (x, 640)], mix(paint, brush.INK, 0.4), 4)
    for side in (-1, 1):
        for top in (330, 490):
            b.box(x + side * 40 - 26, top, x + side * 40 + 26, top + 120, mix(paint, brush.INK, 0.16), round_by=4)
    b.blob(x + 14, 478, 6, 6, brush.GOLD)
    b.box(x - 112, 632, x + 112, 646, brush.LIME)
    b.shape([(x + 132, 584), (x + 196, 584), (x + 186, 648), (x + 142, 648)], brush.TILE)
    for px, py in ((140, 566), (164, 536), (190, 566), (164, 570)):
        b.blob(x + px, py, 30, 28, mix(brush.LEAF, brush.PINE, (px % 3) / 3))


def vine(b: Brush, random: Random, x: float) -> None:
    """Bougainvillea that hangs from above."""
    bloom = brush.hexed("#b8487a")
    for _ in range(90):
        y = random.random() ** 1.7 * 330
        px = x + random.gauss(0, 74 * (1 - y / 460))
        size = random.uniform(9, 22)
        b.blob(px, y - 14, size, size * 0.8, mix(brush.LEAF, brush.PINE, random.random()))
        if random.random() < 0.62:  # noqa: PLR2004 -- more bloom than leaf
            b.blob(
                px + random.uniform(-14, 14), y, size * 0.62, size * 0.55, mix(bloom, brush.ROSE, random.random() * 0.5)
            )


def tall_window(b: Brush, x: float, y: float, plaster: Colour, shutter: Colour) -> None:
    """A window with open shutters and a flower box."""
    b.box(x - 52, y - 108, x + 52, y + 108, mix(plaster, brush.WHITE, 0.6))
    b.box(x - 42, y - 98, x + 42, y + 98, mix(brush.DEEP, brush.INK, 0.45))
    b.line([(x, y - 98), (x, y + 98)], mix(plaster, brush.WHITE, 0.6), 6)
    b.line([(x - 42, y - 20), (x + 42, y - 20)], mix(plaster, brush.WHITE, 0.6), 5)
    b.shape([(x - 42, y - 98), (x - 8, y - 98), (x - 42, y - 30)], mix(brush.DEEP, brush.SKY, 0.35))
    for side in (-1, 1):
        left = x + side * 84 - 30
        b.box(left, y - 104, left + 60, y + 104, shutter, round_by=3)
        for slat in range(-92, 96, 15):
            b.line([(left + 8, y + slat), (left + 52, y + slat)], mix(shutter, brush.INK, 0.28), 3)
    b.box(x - 62, y + 108, x + 62, y + 122, mix(plaster, brush.DUST, 0.35))


def park(b: Brush, light: Light, random: Random) -> float:
    """Grass with trees at its edge; returns where the grass begins."""
    ground = 400.0
    sky(b, light, random, ground)
    hills(b, light, random, ground - 10)
    row_of_houses(b, light, random, ground, high=110, scale=0.4)
    for _ in range(13):
        x, size = random.uniform(-20, WIDE + 20), random.uniform(36, 78)
        bush(b, random, x, ground + 6, size, mix(brush.PINE, brush.LEAF, random.random()))
    b.fade(ground, HIGH, mix(brush.GRASS, brush.CREAM, 0.12), mix(brush.MOSS, brush.LEAF, 0.35))
    for _ in range(240):
        x, y = random.uniform(0, WIDE), random.uniform(ground + 20, HIGH)
        size = 3 + 9 * (y - ground) / 500
        b.line([(x, y), (x + random.uniform(-3, 3), y - size)], mix(brush.MOSS, brush.LEAF, random.random()), 2)
    return ground


def bush(b: Brush, random: Random, x: float, foot: float, size: float, colour: Colour) -> None:  # noqa: PLR0917 -- as above
    """A round bush of a few blobs, lighter on top."""
    for part in range(5):
        off = (part - 2) * size * 0.32
        b.blob(x + off, foot - size * (0.45 + 0.25 * random.random()), size * 0.42, size * 0.45, colour)
    b.blob(x - size * 0.1, foot - size * 0.75, size * 0.3, size * 0.26, mix(colour, brush.GRASS, 0.35))
    b.box(x - size * 0.85, foot - size * 0.35, x + size * 0.85, foot, colour, round_by=size * 0.2)
