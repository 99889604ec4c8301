"""Before a house: pavement, bins, cars, a bus stop.

Each scene takes paper, light, randomness, and whether to show the place after the repair.
"""

from math import cos, pi, sin
from random import Random

from korzo.capabilities.cases.demo.pictures import backdrops, brush, things
from korzo.capabilities.cases.demo.pictures.backdrops import Light
from korzo.capabilities.cases.demo.pictures.brush import HIGH, WIDE, Brush, mix


def pavement(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A slab that broke and came up."""
    backdrops.wall(b, light, random)
    b.fade(640, HIGH, brush.SAND, brush.STONE)
    joint = mix(brush.STONE, brush.DUST, 0.6)
    for y in (640.0, 676.0, 728.0, 800.0):
        b.line([(0, y), (WIDE, y)], joint, 3)
    for step in range(-8, 9):
        b.line([(WIDE / 2 + step * 150, 640), (WIDE / 2 + step * 218, HIGH)], joint, 3)
    x, y = WIDE / 2 + random.uniform(-190, 190), 762.0
    slab = [(x - 178, y - 58), (x + 170, y - 58), (x + 214, y + 62), (x - 218, y + 62)]
    if after:
        b.shape(slab, joint)
        b.shape(things.moved(slab, 0, 0, 0.97, (x, y)), brush.LIME)
        b.line([(x - 4, y - 56), (x - 2, y + 60)], joint, 4)
        return
    b.shape(things.moved(slab, 0, 4, 1.03, (x, y)), mix(brush.EARTH, brush.INK, 0.45))
    b.speckle(random, (x - 170, y - 46, x + 170, y + 54), (brush.EARTH, brush.SHADE, brush.DUST), 110)
    b.shadow(x - 60, y + 62, 190, 20, strength=0.5)
    raised = [
        (x - 240, y - 40),
        (x - 20, y - 112),
        (x + 26, y + 6),
        (x - 34, y + 20),
        (x - 52, y + 52),
        (x - 206, y + 66),
    ]
    b.shape(things.moved(raised, 6, 18), brush.DUST)
    b.shape(raised, brush.LIME)
    b.line([(x - 150, y - 68), (x - 120, y - 10), (x - 138, y + 30)], brush.DUST, 4)
    sunk = [(x + 44, y - 50), (x + 172, y - 40), (x + 206, y + 50), (x + 70, y + 32)]
    b.shape(sunk, mix(brush.LIME, brush.STONE, 0.5))
    b.shape([(x + 70, y + 32), (x + 206, y + 50), (x + 206, y + 64), (x + 70, y + 46)], brush.SHADE)
    for _ in range(12):
        chip = things.rough(random, x + random.uniform(-250, 260), y + random.uniform(60, 108), 15, 8, points=6)
        b.shape(chip, random.choice((brush.STONE, brush.DUST, brush.LIME)))


def broken_bin(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A container that lost its lid and a wheel."""
    backdrops.wall(b, light, random)
    x, paint = random.uniform(460, 740), random.choice((brush.LEAF, brush.SEA, brush.SHADE))
    things.container(b, random, x, 772, full=False, broken=not after, paint=paint)
    if not after:
        b.shape([(x - 330, 822), (x - 60, 808), (x - 30, 838), (x - 310, 856)], mix(paint, brush.INK, 0.3))
        b.blob(x - 250, 788, 22, 9, brush.INK)


def rubbish(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A bin at the sea that runs over, or a container at a wall."""
    if random.random() < 0.5:  # noqa: PLR2004 -- either
        ground = backdrops.promenade(b, light, random)
        x = random.uniform(400, 800)
        things.basket(b, random, x, ground + 230, full=not after)
        if not after:
            for off, size in ((-150, 88), (140, 102), (206, 70)):
                things.bag(b, random, x + off, ground + 242 + random.uniform(-8, 12), size)
            things.litter(b, random, x, ground + 288, 290, 13)
        return
    backdrops.wall(b, light, random)
    x = random.uniform(460, 740)
    things.container(b, random, x, 772, full=not after, paint=random.choice((brush.LEAF, brush.SEA, brush.SHADE)))
    if not after:
        for off, size in ((-290, 96), (-232, 74), (250, 104), (318, 82)):
            things.bag(b, random, x + off, 778 + random.uniform(-8, 14), size)
        things.litter(b, random, x, 818, 420, 15)


def parking(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A car on the pavement; nobody gets past."""
    backdrops.wall(b, light, random)
    if not after:
        things.car(b, random.uniform(520, 680), 768, 1.75, random.choice(brush.PAINTS), van=random.random() < 0.25)  # noqa: PLR2004
        return
    for x in range(130, WIDE, 235):
        b.shadow(x, 744, 34, 8)
        b.box(x - 15, 640, x + 15, 744, brush.IRON, round_by=12)
        b.box(x - 15, 662, x + 15, 682, brush.LIME)


def graffiti(b: Brush, light: Light, random: Random, after: bool) -> None:
    """Scrawls on a wall; they say nothing."""
    backdrops.wall(b, light, random)
    if after:
        b.veil(300, 300, 890, 566, brush.WHITE, 0.3)
        return
    for paint in random.sample((brush.SEA, brush.TILE, brush.INK, mix(brush.GOLD, brush.TILE, 0.25), brush.PINE), 2):
        x, y, size = random.uniform(330, 420), random.uniform(380, 480), random.uniform(70, 110)
        for _letter in range(random.randrange(4, 6)):
            turns = [random.uniform(0, 2 * pi) for _ in range(3)]
            path = []
            for step in range(26):
                t = step / 25
                wave = sum(cos(2 * pi * t * (at + 1) + turn) / (at + 1) for at, turn in enumerate(turns))
                rise = sum(sin(2 * pi * t * (at + 1) + turn * 1.7) / (at + 1) for at, turn in enumerate(turns))
                path.append((x + wave * size * 0.45, y + rise * size * 0.55))
            b.line(path, mix(paint, brush.INK, 0.45), 21)
            b.line(path, paint, 14)
            drip = random.choice(path)
            b.line([drip, (drip[0], drip[1] + random.uniform(30, 80))], paint, 5)
            x += size * 0.98


def bus_stop(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A shelter with a broken pane."""
    backdrops.wall(b, light, random)
    x = random.uniform(500, 700)
    b.shadow(x, 750, 360, 22)
    glass = mix(brush.FOAM, brush.SKY, 0.35)
    for at, left in enumerate((-300, -100, 100)):
        pane = (x + left + 8, 378, x + left + 192, 690)
        if at == 1 and not after:
            b.shape(
                [
                    (pane[0], pane[1]),
                    (pane[0] + 70, pane[1]),
                    (pane[0] + 34, pane[1] + 96),
                    (pane[0] + 52, pane[1] + 150),
                    (pane[0], pane[1] + 190),
                ],
                glass,
            )
            b.shape(
                [
                    (pane[2], pane[3]),
                    (pane[2], pane[3] - 150),
                    (pane[2] - 44, pane[3] - 70),
                    (pane[2] - 96, pane[3] - 60),
                    (pane[2] - 130, pane[3]),
                ],
                glass,
            )
            continue
        b.box(*pane, glass)
        b.shape(
            [
                (pane[0] + 30, pane[1]),
                (pane[0] + 70, pane[1]),
                (pane[0] + 10, pane[3]),
                (pane[0], pane[3]),
                (pane[0], pane[1] + 180),
            ],
            brush.FOAM,
        )
    for left in (-300, -100, 100, 300):
        b.box(x + left - 8, 366, x + left + 8, 748, brush.IRON)
    b.box(x - 340, 336, x + 340, 372, brush.DEEP, round_by=8)
    b.box(x - 340, 362, x + 340, 374, brush.NIGHT, round_by=4)
    b.box(x - 250, 634, x + 250, 656, mix(brush.TILE, brush.CREAM, 0.25), round_by=6)
    for off in (-210, 210):
        b.box(x + off - 6, 656, x + off + 6, 744, brush.IRON)
    b.line([(x + 420, 748), (x + 420, 330)], brush.STEEL, 12)
    b.box(x + 372, 270, x + 468, 366, brush.SEA, round_by=14)
    b.box(x + 394, 292, x + 446, 336, brush.WHITE, round_by=8)
    b.box(x + 400, 298, x + 440, 316, brush.SEA)
    for off in (404, 436):
        b.blob(x + off, 340, 7, 7, brush.WHITE)
    if not after:
        for _ in range(46):
            px, py, size = x + random.gauss(0, 90), 752 + random.uniform(-12, 26), random.uniform(4, 12)
            b.shape(
                [(px, py), (px + size, py - size * 0.5), (px + size * 1.4, py + size * 0.4)],
                mix(brush.FOAM, brush.WHITE, random.random()),
            )


SCENES = {
    "pavement": pavement,
    "broken-bin": broken_bin,
    "rubbish": rubbish,
    "parking": parking,
    "graffiti": graffiti,
    "bus-stop": bus_stop,
}
