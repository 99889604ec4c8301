"""What stands and lies about: cars, lamps, bins, benches, trees, puddles."""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from korzo.capabilities.cases.demo.pictures import brush
from korzo.capabilities.cases.demo.pictures.brush import Brush, Colour, Point, mix


def rough(
    random: Random, x: float, y: float, wide: float, high: float, *, points: int = 22, wild: float = 0.22
) -> list[Point]:
    """The outline of something round that nobody measured."""
    turns = [(2 * pi * at / points, 1 - wild * random.random()) for at in range(points)]
    return [(x + cos(turn) * wide * far, y + sin(turn) * high * far) for turn, far in turns]


def smooth(random: Random, x: float, y: float, wide: float, high: float, *, wild: float = 0.12) -> list[Point]:
    """The outline of something that ran out on the ground."""
    waves = [(at, random.uniform(0, 2 * pi), wild / at) for at in (2, 3, 5)]
    turns = [2 * pi * at / 72 for at in range(72)]
    far = [1 + sum(part * sin(count * turn + phase) for count, phase, part in waves) for turn in turns]
    return [(x + cos(turn) * wide * each, y + sin(turn) * high * each) for turn, each in zip(turns, far, strict=True)]


def moved(points: Sequence[Point], x: float, y: float, size: float = 1, middle: Point = (0, 0)) -> list[Point]:
    """The same outline elsewhere, larger or smaller around its middle."""
    return [(middle[0] + (px - middle[0]) * size + x, middle[1] + (py - middle[1]) * size + y) for px, py in points]


def hole(b: Brush, random: Random, x: float, y: float, wide: float, *, water: bool) -> None:
    """A hole in asphalt: broken edge, depth, gravel or water."""
    edge = rough(random, x, y, wide, wide * 0.36)
    b.shape(moved(edge, 0, -6, 1.09, (x, y)), mix(brush.ROAD, brush.STEEL, 0.35))
    b.shape(edge, mix(brush.TAR, brush.INK, 0.55))
    inner = moved(edge, 0, wide * 0.05, 0.86, (x, y))
    b.shape(inner, mix(brush.EARTH, brush.TAR, 0.45))
    for _ in range(26):
        turn, far = random.uniform(0, 2 * pi), random.random() ** 0.5 * 0.72
        size = random.uniform(3, 9) * wide / 260
        colour = random.choice((brush.DUST, brush.SHADE, brush.STONE, brush.TAR))
        b.blob(x + cos(turn) * wide * far, y + wide * 0.05 + sin(turn) * wide * 0.28 * far, size, size * 0.7, colour)
    if water:
        pool = moved(edge, 0, wide * 0.07, 0.7, (x, y))
        b.shape(pool, mix(brush.SEA, brush.STEEL, 0.45))
        b.shape(moved(pool, -wide * 0.08, -wide * 0.03, 0.55, (x, y)), mix(brush.SKY, brush.STEEL, 0.25))
    for _ in range(7):
        turn = random.uniform(0, 2 * pi)
        start = (x + cos(turn) * wide * 0.92, y + sin(turn) * wide * 0.34)
        path, (px, py) = [start], start
        for _part in range(3):
            px, py = (
                px + cos(turn) * wide * 0.13 + random.uniform(-9, 9),
                py + sin(turn) * wide * 0.07 + random.uniform(-5, 5),
            )
            path.append((px, py))
        b.line(path, mix(brush.TAR, brush.INK, 0.5), 3)


def patch(b: Brush, random: Random, x: float, y: float, wide: float) -> None:
    """The same place mended: a neat dark square of new asphalt."""
    lean = wide * 0.16
    corners = [
        (x - wide * 1.05 + lean, y - wide * 0.42),
        (x + wide * 1.05 - lean, y - wide * 0.42),
        (x + wide * 1.15, y + wide * 0.42),
        (x - wide * 1.15, y + wide * 0.42),
    ]
    b.shape(moved(corners, 0, 0, 1.03, (x, y)), brush.INK)
    b.shape(corners, mix(brush.TAR, brush.INK, 0.35))
    tones = (mix(brush.TAR, brush.INK, 0.15), brush.TAR, brush.INK)
    b.speckle(random, (x - wide * 0.95, y - wide * 0.38, x + wide * 0.95, y + wide * 0.38), tones, 220)


def car(b: Brush, x: float, foot: float, size: float, paint: Colour, *, wreck: bool = False, van: bool = False) -> None:
    """A car from its side; `x` is its middle, `foot` where the wheels stand. A wreck has flat tyres and no windows."""
    s = size
    b.shadow(x, foot + 2 * s, 165 * s, 15 * s, strength=0.5)
    body = mix(paint, brush.DUST, 0.45) if wreck else paint
    drop = 10 * s if wreck else 0
    dark, light = mix(body, brush.INK, 0.3), mix(body, brush.WHITE, 0.28)
    if van:
        cabin = [(-138, -62), (-132, -150), (62, -150), (104, -92), (146, -78), (150, -28), (-142, -28)]
    else:
        cabin = [(-96, -72), (-66, -124), (44, -124), (92, -76)]
    b.shape([(x + px * s, foot + py * s + drop) for px, py in cabin], body)
    b.shape(
        [
            (x + px * s, foot + py * s + drop)
            for px, py in ((-152, -30), (-150, -66), (-100, -78), (96, -78), (146, -62), (154, -30))
        ],
        body,
    )
    b.shape([(x + px * s, foot + py * s + drop) for px, py in ((-152, -44), (153, -44), (154, -24), (-152, -24))], dark)
    b.line([(x - 146 * s, foot - 66 * s + drop), (x + 138 * s, foot - 66 * s + drop)], light, 3 * s)
    glass = mix(brush.DEEP, brush.INK, 0.55) if wreck else mix(brush.SKY, brush.DEEP, 0.35)
    windows = (
        [((70, -88), (48, -138), (92, -92))]
        if van
        else [((-80, -78), (-58, -114), (-14, -114), (-14, -78)), ((-4, -78), (-4, -114), (38, -114), (72, -78))]
    )
    if van:
        windows = [((20, -92), (20, -138), (56, -138), (92, -92))]
    for window in windows:
        b.shape([(x + px * s, foot + py * s + drop) for px, py in window], glass)
        if not wreck:
            (ax, ay), (bx, by) = window[0], window[1]
            b.shape(
                [
                    (x + ax * s, foot + ay * s),
                    (x + bx * s, foot + by * s),
                    (x + (bx + 14) * s, foot + by * s),
                    (x + (ax + 22) * s, foot + ay * s),
                ],
                mix(glass, brush.WHITE, 0.35),
            )
    b.box(
        x + 134 * s,
        foot - 60 * s + drop,
        x + 153 * s,
        foot - 46 * s + drop,
        brush.EARTH if wreck else brush.CREAM,
        round_by=4 * s,
    )
    b.box(
        x - 152 * s,
        foot - 62 * s + drop,
        x - 140 * s,
        foot - 46 * s + drop,
        brush.EARTH if wreck else brush.TILE,
        round_by=3 * s,
    )
    b.line([(x + 2 * s, foot - 74 * s + drop), (x + 2 * s, foot - 30 * s + drop)], dark, 2 * s)
    b.box(x + 12 * s, foot - 66 * s + drop, x + 30 * s, foot - 61 * s + drop, dark, round_by=2 * s)
    for wheel in (-92, 94):
        b.blob(x + wheel * s, foot - 26 * s + drop, 37 * s, 35 * s, mix(dark, brush.INK, 0.5))
        high = 20 * s if wreck else 29 * s
        b.blob(x + wheel * s, foot - high + 3 * s, 30 * s, high, brush.INK)
        b.blob(
            x + wheel * s,
            foot - high + 2 * s,
            15 * s,
            15 * s * (0.7 if wreck else 1),
            brush.EARTH if wreck else brush.STEEL,
        )
    if wreck:
        for px, py, wide in ((-120, -56, 22), (30, -54, 16), (-40, -98, 12), (110, -66, 14)):
            b.blob(x + px * s, foot + py * s + drop, wide * s, wide * 0.45 * s, mix(brush.TILE, brush.EARTH, 0.45))


def lamp(b: Brush, x: float, foot: float, high: float, *, lit: bool, lean: float = 0, dark: bool = True) -> Point:
    """A street lamp with an arm; returns where its light is."""
    metal = mix(brush.INK, brush.NIGHT, 0.4) if dark else brush.IRON
    top = (x + lean * high, foot - high)
    b.line([(x, foot), top], metal, 13)
    b.box(x - 18, foot - 26, x + 18, foot, metal, round_by=5)
    b.box(x - 13, foot - 120, x + 13, foot - 26, metal, round_by=5)
    arm = (top[0] + 96, top[1] - 26)
    b.line([top, (top[0] + 26, top[1] - 22), arm], metal, 9)
    b.shape(
        [(arm[0] - 12, arm[1] - 12), (arm[0] + 66, arm[1] - 8), (arm[0] + 74, arm[1] + 10), (arm[0] - 8, arm[1] + 12)],
        metal,
    )
    b.box(
        arm[0] + 4,
        arm[1] + 9,
        arm[0] + 64,
        arm[1] + 17,
        brush.CREAM if lit else mix(metal, brush.STEEL, 0.3),
        round_by=3,
    )
    return arm[0] + 34, arm[1] + 14


def bag(b: Brush, random: Random, x: float, foot: float, size: float) -> None:
    """A tied rubbish bag."""
    colour = random.choice(
        (
            brush.INK,
            brush.IRON,
            mix(brush.DEEP, brush.INK, 0.3),
            mix(brush.WHITE, brush.STEEL, 0.3),
            mix(brush.LEAF, brush.INK, 0.4),
        )
    )
    b.shadow(x, foot, size * 0.8, size * 0.14)
    b.shape(rough(random, x, foot - size * 0.46, size * 0.62, size * 0.52, points=14, wild=0.12), colour)
    b.shape(
        [
            (x - size * 0.14, foot - size * 0.86),
            (x + size * 0.14, foot - size * 0.86),
            (x + size * 0.24, foot - size * 1.14),
            (x, foot - size * 1.0),
            (x - size * 0.22, foot - size * 1.12),
        ],
        colour,
    )
    b.line(
        [(x - size * 0.3, foot - size * 0.62), (x - size * 0.38, foot - size * 0.3)],
        mix(colour, brush.WHITE, 0.25),
        size * 0.05,
    )
    b.line(
        [(x + size * 0.1, foot - size * 0.7), (x + size * 0.16, foot - size * 0.36)],
        mix(colour, brush.WHITE, 0.15),
        size * 0.04,
    )


def litter(b: Brush, random: Random, x: float, y: float, reach: float, count: int) -> None:  # noqa: PLR0917 -- as above
    """Bottles, cans, paper on the ground."""
    for _ in range(count):
        px, py, tilt = (
            x + random.uniform(-reach, reach),
            y + random.uniform(-reach * 0.1, reach * 0.14),
            random.uniform(-0.6, 0.6),
        )
        match random.randrange(3):
            case 0:
                end = (px + 38 * cos(tilt), py + 38 * sin(tilt) * 0.5)
                b.line([(px, py), end], mix(brush.LEAF, brush.FOAM, 0.5), 11)
                b.line([end, (end[0] + 9 * cos(tilt), end[1] + 4 * sin(tilt))], mix(brush.LEAF, brush.FOAM, 0.5), 5)
            case 1:
                b.shape(rough(random, px, py, 19, 9, points=7, wild=0.5), random.choice((brush.WHITE, brush.CREAM)))
            case _:
                b.box(
                    px - 15, py - 6, px + 15, py + 6, random.choice((brush.TILE, brush.STEEL, brush.GOLD)), round_by=4
                )


def container(
    b: Brush, random: Random, x: float, foot: float, *, full: bool, broken: bool = False, paint: Colour = brush.LEAF
) -> None:
    """A big waste container on wheels; full, its lid stands open over bags; broken, it leans and has none."""
    dark, light = mix(paint, brush.INK, 0.32), mix(paint, brush.WHITE, 0.22)
    tilt = 26.0 if broken else 0.0
    b.shadow(x, foot + 6, 205, 24, strength=0.45)
    if full:
        b.shape([(x - 176, foot - 200), (x + 176, foot - 200), (x + 160, foot - 372), (x - 160, foot - 372)], dark)
        b.shape([(x - 162, foot - 214), (x + 162, foot - 214), (x + 148, foot - 360), (x - 148, foot - 360)], paint)
        for off, size in ((-112, 88), (-34, 118), (54, 102), (122, 76)):
            bag(b, random, x + off, foot - 168 + random.uniform(-6, 8), size)
    b.shape(
        [(x - 180, foot - 216 + tilt), (x + 180, foot - 216), (x + 158, foot - 26), (x - 158, foot - 26 + tilt)], paint
    )
    b.shape(
        [(x + 96, foot - 216), (x + 180, foot - 216), (x + 158, foot - 26), (x + 84, foot - 26)],
        mix(paint, brush.INK, 0.14),
    )
    for off in (-104, -34, 36):
        b.line([(x + off, foot - 190 + tilt), (x + off * 0.92, foot - 48 + tilt)], light, 5)
    if not full and not broken:
        b.shape([(x - 190, foot - 214), (x - 168, foot - 250), (x + 168, foot - 250), (x + 190, foot - 214)], dark)
        b.shape([(x - 160, foot - 226), (x - 150, foot - 244), (x + 150, foot - 244), (x + 160, foot - 226)], light)
    b.box(x - 194, foot - 222 + tilt * 0.9, x + 194, foot - 202 + tilt * 0.5, dark, round_by=8)
    if broken:
        b.shape(
            [
                (x - 30, foot - 210 + tilt * 0.6),
                (x + 50, foot - 210),
                (x + 22, foot - 150),
                (x + 6, foot - 178),
                (x - 8, foot - 128),
            ],
            brush.INK,
        )
    for off in (-132, 132):
        if broken and off < 0:
            continue
        b.blob(x + off, foot - 12, 21, 21, brush.INK)
        b.blob(x + off, foot - 12, 9, 9, brush.STEEL)


def basket(b: Brush, random: Random, x: float, foot: float, *, full: bool) -> None:
    """A litter bin of the promenade, of wooden slats."""
    b.shadow(x, foot + 2, 92, 16, strength=0.4)
    if full:
        for off, size in ((-36, 62), (8, 78), (46, 58)):
            bag(b, random, x + off, foot - 196, size)
        b.line([(x - 20, foot - 250), (x - 34, foot - 286)], mix(brush.LEAF, brush.FOAM, 0.4), 15)
        b.box(x + 20, foot - 262, x + 46, foot - 222, brush.TILE, round_by=4)
    b.shape(
        [(x - 84, foot - 208), (x + 84, foot - 208), (x + 66, foot), (x - 66, foot)], mix(brush.TILE, brush.EARTH, 0.55)
    )
    for slat in range(-3, 4):
        b.shape(
            [
                (x + slat * 24 - 10, foot - 204),
                (x + slat * 24 + 8, foot - 204),
                (x + slat * 19 + 6, foot - 4),
                (x + slat * 19 - 8, foot - 4),
            ],
            mix(brush.ROSE, brush.EARTH, 0.35 + 0.06 * abs(slat)),
        )
    for y in (foot - 206, foot - 30):
        b.box(x - 88 + (foot - 206 - y) * -0.1, y - 8, x + 88 + (foot - 206 - y) * 0.1, y + 8, brush.IRON, round_by=6)


def bench(b: Brush, random: Random, x: float, foot: float, *, broken: bool) -> None:
    """A bench of planks on iron legs, seen a little from above."""
    b.shadow(x, foot + 4, 330, 26, strength=0.4)
    wood = mix(brush.ROSE, brush.EARTH, 0.28) if broken else mix(brush.TILE, brush.CREAM, 0.22)
    for off in (-236, 236):
        b.line([(x + off, foot), (x + off - 8, foot - 128), (x + off - 18, foot - 300)], brush.IRON, 17)
        b.line([(x + off + 26, foot + 12), (x + off + 30, foot - 118)], brush.IRON, 15)
        b.line([(x + off - 20, foot - 176), (x + off + 52, foot - 168), (x + off + 50, foot - 122)], brush.IRON, 12)
    for at, y in enumerate((-296, -250, -204)):
        tone = mix(wood, brush.EARTH, 0.07 * at)
        if broken and at == 1:
            b.shape(
                [
                    (x - 300, foot + y),
                    (x - 60, foot + y + 6),
                    (x - 88, foot + y + 24),
                    (x - 58, foot + y + 36),
                    (x - 300, foot + y + 32),
                ],
                tone,
            )
            b.shape(
                [
                    (x + 40, foot + y + 62),
                    (x + 296, foot + y + 6),
                    (x + 300, foot + y + 38),
                    (x + 52, foot + y + 96),
                    (x + 70, foot + y + 78),
                ],
                tone,
            )
            continue
        b.box(x - 304, foot + y, x + 290, foot + y + 34, tone, round_by=6)
        b.line([(x - 290, foot + y + 10), (x + 276, foot + y + 10)], mix(tone, brush.WHITE, 0.2), 3)
    for at, y in enumerate((-138, -108, -76)):
        tone, spread = mix(wood, brush.CREAM, 0.1 + 0.06 * at), at * 10
        if broken and at == 1:
            b.box(x - 310 - spread, foot + y, x - 130, foot + y + 24, tone, round_by=5)
            b.box(x + 170, foot + y, x + 310 + spread, foot + y + 24, tone, round_by=5)
            continue
        b.box(x - 310 - spread, foot + y, x + 310 + spread, foot + y + 26, tone, round_by=5)
        b.line([(x - 300 - spread, foot + y + 7), (x + 300 + spread, foot + y + 7)], mix(tone, brush.WHITE, 0.25), 3)
    if broken:
        b.shape([(x - 120, foot + 34), (x + 96, foot + 6), (x + 104, foot + 26), (x - 112, foot + 58)], wood)
        for spot in range(3):
            b.blob(x - 210 + 200 * spot + random.uniform(-20, 20), foot - 288, 7, 4, mix(brush.WHITE, brush.DUST, 0.2))


def tree(b: Brush, random: Random, x: float, foot: float, size: float, *, kind: str = "pine") -> None:
    """A stone pine, or a round tree."""
    bark = mix(brush.EARTH, brush.TILE, 0.25)
    b.shadow(x, foot, size * 0.5, size * 0.09)
    b.shape(
        [
            (x - size * 0.06, foot),
            (x - size * 0.035, foot - size),
            (x + size * 0.035, foot - size),
            (x + size * 0.075, foot),
        ],
        bark,
    )
    for side in (-1, 1):
        b.line([(x, foot - size * 0.78), (x + side * size * 0.3, foot - size * 1.06)], bark, size * 0.04)
    green = brush.PINE if kind == "pine" else brush.LEAF
    wide, flat = (0.62, 0.24) if kind == "pine" else (0.42, 0.4)
    for off, up, part in (
        (-0.34, 1.06, 0.62),
        (0.36, 1.08, 0.58),
        (0, 1.2, 0.85),
        (-0.14, 1.3, 0.5),
        (0.2, 1.28, 0.46),
    ):
        tone = mix(green, brush.MOSS, 0.12 * random.random() + (0.28 if up > 1.25 else 0))  # noqa: PLR2004 -- the sunny side
        b.blob(x + off * size * (wide / 0.5), foot - up * size, wide * part * size, flat * part * size * 1.25, tone)


def puddle(b: Brush, random: Random, x: float, y: float, wide: float, *, fresh: bool = False) -> None:
    """Water on the ground with the sky in it."""
    outline = smooth(random, x, y, wide, wide * 0.2)
    b.shape(moved(outline, 0, 3, 1.03, (x, y)), mix(brush.TAR, brush.INK, 0.35))
    b.shape(outline, mix(brush.SKY if fresh else brush.STEEL, brush.SEA, 0.35))
    b.shape(moved(outline, -wide * 0.12, -wide * 0.03, 0.55, (x, y)), mix(brush.FOAM, brush.SKY, 0.45))
