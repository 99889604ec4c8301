"""In parks, on the promenade and on the beach.

Each scene takes paper, light, randomness, and whether to show the place after the repair.
"""

from math import sin
from random import Random

from korzo.capabilities.cases.demo.pictures import backdrops, brush, things
from korzo.capabilities.cases.demo.pictures.backdrops import Light
from korzo.capabilities.cases.demo.pictures.brush import HIGH, WIDE, Brush, mix


def dumping(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A mattress, tyres and rubble at the edge of a field."""
    ground = backdrops.park(b, light, random)
    b.shape(
        [(0, ground + 210), (WIDE, ground + 120), (WIDE, ground + 270), (0, ground + 420)],
        mix(brush.SAND, brush.ROSE, 0.15),
    )
    if after:
        b.line([(760, 700), (760, 520)], brush.SHADE, 12)
        b.box(660, 470, 860, 570, brush.LIME, round_by=10)
        b.blob(720, 520, 34, 34, brush.TILE)
        b.blob(720, 520, 24, 24, brush.LIME)
        b.line([(702, 538), (738, 502)], brush.TILE, 9)
        for y in (502, 522, 542):
            b.line([(776, y), (838, y)], brush.DUST, 6)
        return
    x = random.uniform(480, 700)
    b.shadow(x, 760, 390, 40, strength=0.4)
    for _ in range(60):
        far = random.gauss(0, 0.42)
        size = random.uniform(14, 36)
        top = 752 - max(0.0, 1 - abs(far)) * random.uniform(0, 130)
        colour = random.choice((brush.STONE, brush.DUST, brush.ROSE, brush.TILE, brush.SHADE, brush.SAND))
        b.shape(things.rough(random, x + far * 340, top, size, size * 0.62, points=6, wild=0.4), colour)
    fabric = random.choice((brush.CREAM, brush.FOAM, mix(brush.ROSE, brush.WHITE, 0.55)))
    b.shape([(x - 300, 560), (x - 70, 500), (x - 14, 690), (x - 250, 764)], mix(fabric, brush.DUST, 0.15))
    b.shape([(x - 250, 764), (x - 14, 690), (x - 4, 712), (x - 242, 788)], mix(fabric, brush.SHADE, 0.5))
    for step in range(1, 5):
        b.line(
            [(x - 300 + step * 46, 560 - step * 12), (x - 250 + step * 47, 764 - step * 15)],
            mix(fabric, brush.DUST, 0.45),
            3,
        )
    for off, y in ((190, 736), (262, 756), (226, 690)):
        b.blob(x + off, y, 66, 44, brush.INK)
        b.blob(x + off, y - 7, 58, 36, brush.IRON)
        b.blob(x + off, y - 4, 30, 17, brush.INK)


def overgrown(b: Brush, light: Light, random: Random, after: bool) -> None:
    """Grass and hedge over the path."""
    ground = backdrops.park(b, light, random)
    path = [(500, ground + 20), (580, ground + 20), (860, HIGH), (320, HIGH)]
    b.shape(path, mix(brush.SAND, brush.CREAM, 0.3))
    b.shape(things.moved(path, 0, 0, 0.9, (580, HIGH)), mix(brush.SAND, brush.STONE, 0.2))
    for step in range(9):
        y, size = ground + 60 + step * 48, 40 + step * 13
        for side in (-1, 1):
            edge = (
                540 + side * (60 + step * 34) + (random.uniform(-20, 20) if after else -side * random.uniform(10, 46))
            )
            if after and side > 0:
                continue
            backdrops.bush(
                b,
                random,
                edge + side * size * (1.3 if after else 0.5),
                y,
                size,
                mix(brush.PINE, brush.LEAF, random.random()),
            )
    if after:
        return
    for _ in range(320):
        y = random.uniform(ground + 60, HIGH)
        near = (y - ground) / 500
        x = 560 + random.gauss(0, 40 + 120 * near)
        tall = (22 + 84 * near) * random.uniform(0.7, 1.3)
        bend = random.uniform(-16, 16)
        b.line(
            [(x, y), (x + bend * 0.4, y - tall * 0.6), (x + bend, y - tall)],
            mix(brush.MOSS, random.choice((brush.LEAF, brush.GOLD, brush.PINE)), random.random() * 0.7),
            3 + 2 * near,
        )


def playground(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A swing with one chain torn."""
    ground = backdrops.park(b, light, random)
    b.shape(things.rough(random, 600, 720, 520, 130, points=30, wild=0.05), mix(brush.CREAM, brush.SAND, 0.4))
    frame, x = random.choice((brush.TILE, brush.SEA, brush.GOLD)), random.uniform(540, 660)
    b.shadow(x, 748, 330, 24)
    for side in (-1, 1):
        b.line([(x + side * 300, 752), (x + side * 236, 330)], frame, 20)
        b.line([(x + side * 200, 720), (x + side * 232, 330)], mix(frame, brush.INK, 0.25), 18)
    b.line([(x - 244, 330), (x + 244, 330)], frame, 22)
    for middle, whole in ((x - 112, True), (x + 112, after)):
        if whole:
            for side in (-46, 46):
                b.line([(middle + side, 340), (middle + side, 640)], brush.STEEL, 5)
            b.box(middle - 64, 636, middle + 64, 656, brush.DEEP, round_by=7)
            b.shadow(middle, 742, 66, 9, strength=0.3)
            continue
        b.line([(middle - 46, 340), (middle - 52, 560), (middle - 40, 668)], brush.STEEL, 5)
        b.shape([(middle - 58, 652), (middle - 34, 648), (middle - 2, 762), (middle - 26, 768)], brush.DEEP)
        b.line([(middle + 46, 340), (middle + 50, 424), (middle + 42, 452)], brush.STEEL, 5)
        b.line([(middle - 8, 758), (middle + 30, 774), (middle + 70, 762), (middle + 96, 780)], brush.STEEL, 5)
    if random.random() < 0.6:  # noqa: PLR2004 -- sometimes a slide stands behind
        s = random.choice((-1, 1))
        b.line([(600 + s * 470, ground + 210), (600 + s * 470, ground + 40)], brush.IRON, 12)
        b.line(
            [(600 + s * 470, ground + 44), (600 + s * 360, ground + 190), (600 + s * 330, ground + 206)],
            mix(brush.ROSE, brush.TILE, 0.4),
            26,
        )


def bench(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A bench by the sea with its planks broken."""
    ground = backdrops.promenade(b, light, random)
    if random.random() < 0.6:  # noqa: PLR2004 -- mostly in the shade
        things.tree(b, random, random.choice((120, 1080)), ground + 150, 420)
    things.bench(b, random, random.uniform(520, 680), ground + 250, broken=not after)


def beach(b: Brush, light: Light, random: Random, after: bool) -> None:
    """Litter on the sand beside somebody's parasol."""
    horizon, shore = 300.0, 520.0
    backdrops.sky(b, light, random, horizon)
    backdrops.hills(b, light, random, horizon + 2)
    b.fade(horizon, shore, mix(brush.SEA, brush.DEEP, 0.3), mix(brush.SEA, brush.FOAM, 0.55))
    b.fade(shore, HIGH, mix(brush.CREAM, brush.SAND, 0.25), mix(brush.CREAM, brush.STONE, 0.35))
    b.shape(
        [(0, shore - 6), *[(x, shore + 10 * sin(x / 90) + 6) for x in range(0, WIDE + 20, 20)], (WIDE, shore - 6)],
        brush.WHITE,
    )
    b.shape(
        [(0, shore - 14), *[(x, shore + 10 * sin(x / 90) - 6) for x in range(0, WIDE + 20, 20)], (WIDE, shore - 14)],
        mix(brush.SEA, brush.FOAM, 0.55),
    )
    b.speckle(random, (0, shore + 30, WIDE, HIGH), (brush.STONE, brush.SAND, brush.WHITE), 260)
    x, cloth = random.choice((250, 930)), random.choice((brush.TILE, brush.SEA, brush.GOLD))
    b.shadow(x + 30, 730, 150, 22, strength=0.3)
    b.line([(x, 730), (x + 30, 352)], brush.LIME, 11)
    rim = [(x + 30 + 205 * (at - 3) / 3, 474 + 16 * ((at - 3) / 3) ** 2) for at in range(7)]
    rib = [(x + 30 + 150 * (at - 3) / 3, 396 + 12 * ((at - 3) / 3) ** 2) for at in range(7)]
    for part in range(6):
        corners = [(x + 30, 352), rib[part], rim[part], rim[part + 1], rib[part + 1]]
        b.shape(corners, cloth if part % 2 else brush.LIME)
    b.shape([(x + 60, 752), (x + 250, 716), (x + 290, 744), (x + 96, 786)], mix(cloth, brush.CREAM, 0.4))
    if after:
        return
    middle = 680 if x < WIDE / 2 else 480
    for off, size in ((-90, 86), (-10, 104), (80, 78)):
        things.bag(b, random, middle + off, 740 + random.uniform(-6, 10), size)
    things.litter(b, random, middle, 800, 360, 26)


def building(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A floor more than allowed, behind a scaffold."""
    ground = backdrops.park(b, light, random)
    backdrops.house(b, light, random, (350, 430, 850, ground + 370), scale=1.25)
    block = mix(brush.TILE, brush.ROSE, 0.4)
    b.box(350, 250, 850, 434, block)
    for row in range(6):
        y = 250 + row * 31
        b.line([(350, y), (850, y)], brush.SAND, 3)
        for x in range(350 + (row % 2) * 32, 850, 64):
            b.line([(x, y), (x, y + 31)], brush.SAND, 3)
    for x in (430, 600, 770):
        b.box(x - 34, 300, x + 34, 420, brush.INK)
    for x in (320, 470, 620, 770, 880):
        b.line([(x, ground + 380), (x, 220)], brush.SHADE, 9)
    for y in (300, 440, 590):
        b.box(306, y, 894, y + 14, mix(brush.ROSE, brush.EARTH, 0.3))
    if after:
        b.box(470, 480, 730, 560, brush.hexed("#b3382c"), round_by=6)
        b.line([(500, 520), (700, 520)], brush.WHITE, 16)


SCENES = {
    "dumping": dumping,
    "overgrown": overgrown,
    "playground": playground,
    "bench": bench,
    "beach": beach,
    "illegal-building": building,
}
