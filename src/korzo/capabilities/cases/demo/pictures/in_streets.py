"""In the street: what is wrong with the ground one walks and drives on, and what stands beside it.

Each scene takes paper, light, randomness, and whether to show the place after the repair.
"""

from math import cos, degrees, pi, sin
from random import Random

from korzo.capabilities.cases.demo.pictures import backdrops, brush, things
from korzo.capabilities.cases.demo.pictures.backdrops import Light
from korzo.capabilities.cases.demo.pictures.brush import HIGH, WIDE, Brush, mix


def pothole(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A hole in the road, sometimes full of water."""
    ground = backdrops.street(b, light, random)
    backdrops.dashes(b, ground + 64, mix(brush.WHITE, brush.ROAD, 0.25), shift=random.uniform(0, 200))
    x, y, wide = random.uniform(430, 770), random.uniform(650, 700), random.uniform(210, 290)
    water, parked = random.random() < 0.45, random.random() < 0.6  # noqa: PLR2004 -- a part of them
    if parked:
        things.car(b, random.choice((180, 1010)), ground + 6, 0.62, random.choice(brush.PAINTS))
    if after:
        things.patch(b, random, x, y, wide)
        return
    things.hole(b, random, x, y, wide, water=water)
    if random.random() < 0.5:  # noqa: PLR2004 -- some come in pairs
        things.hole(b, random, x + random.choice((-360, 360)), y - 110, wide * 0.4, water=False)


def lamps(b: Brush, light: Light, random: Random, after: bool) -> None:
    """By night a lane where one lamp is out; by day a pole that leans."""
    ground = backdrops.street(b, light, random)
    if not light.is_dark:
        x = random.uniform(420, 700)
        b.shadow(x + 20, 720, 120, 16)
        things.lamp(b, x, 720, 470, lit=False, lean=0 if after else random.choice((-0.22, 0.24)), dark=False)
        if not after:
            for _ in range(8):
                b.shape(
                    things.rough(random, x + random.uniform(-80, 80), 724 + random.uniform(-6, 14), 20, 9, points=7),
                    brush.DUST,
                )
            b.line([(x + 6, 620), (x + 40, 650), (x + 62, 700), (x + 96, 706)], brush.TILE, 6)
        return
    near, far = random.uniform(300, 420), random.uniform(860, 960)
    for x, foot, high, lit in ((far, ground - 10, 215, True), (near, 740, 520, after)):
        if lit:
            b.glow(x + high * 0.3, foot + 10, high * 0.8, mix(brush.GOLD, brush.ROSE, 0.2), flat=0.24, strength=0.42)
        spot = things.lamp(b, x, foot, high, lit=lit)
        if lit:
            b.glow(*spot, high * 0.26, brush.GOLD, strength=0.75)
            b.glow(*spot, high * 0.07, brush.WHITE, strength=0.95)


def leak(b: Brush, light: Light, random: Random, after: bool) -> None:
    """Water that wells up from the road."""
    backdrops.street(b, light, random)
    x, y = random.uniform(460, 740), 640.0
    if after:
        things.patch(b, random, x, y, 200)
        return
    water = mix(brush.SKY, brush.SEA, 0.3)
    b.shape(
        [(x - 90, y), (x + 90, y), (x + 250, 740), (x + 190, HIGH), (x - 330, HIGH), (x - 210, 750)],
        mix(water, brush.ROAD, 0.35),
    )
    b.shape([(x - 50, y + 8), (x + 50, y + 8), (x + 130, 750), (x + 80, HIGH), (x - 190, HIGH), (x - 110, 760)], water)
    for _ in range(34):
        py = random.uniform(y + 30, HIGH)
        px = x - 40 + random.uniform(-1, 1) * (py - y) * 0.6
        b.line([(px, py), (px - 10, py + 16)], mix(brush.FOAM, water, random.uniform(0, 0.5)), 3)
    b.shape(things.rough(random, x, y, 120, 36), mix(brush.TAR, brush.INK, 0.4))
    b.shape(things.rough(random, x, y, 92, 27), water)
    high = random.uniform(110, 230)
    for at in range(9):
        bend = (at - 4) / 4
        jet = [(x + bend * 10, y)]
        for part in range(1, 9):
            t = part / 8
            jet.append((x + bend * 120 * t, y - high * (1 - 0.35 * abs(bend)) * sin(pi * min(1, t * 0.96))))
        b.line(jet, mix(brush.WHITE, water, 0.15 + 0.1 * (at % 3)), 10)
    for _ in range(40):
        turn = random.uniform(pi, 2 * pi)
        far = random.uniform(0.4, 1.15)
        size = random.uniform(3, 7)
        b.blob(x + cos(turn) * 140 * far, y + sin(turn) * high * far, size, size, mix(brush.WHITE, water, 0.3))


def drain(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A grate under leaves, and water that cannot get away."""
    backdrops.street(b, light, random)
    b.fade(770, 806, brush.LIME, brush.STONE)
    b.fade(806, HIGH, brush.SAND, brush.STONE)
    x = random.uniform(440, 760)
    if not after:
        things.puddle(b, random, x, 672, 430, fresh=False)
    b.shape([(x - 120, 700), (x + 120, 700), (x + 138, 768), (x - 138, 768)], brush.IRON)
    for bar in range(-5, 6):
        b.line([(x + bar * 21, 708), (x + bar * 24, 760)], brush.INK, 9)
    if after:
        return
    for _ in range(110):
        px, py = x + random.gauss(0, 110), 732 + random.gauss(0, 20)
        colour = random.choice((brush.GOLD, brush.TILE, brush.ROSE, mix(brush.EARTH, brush.TILE, 0.4), brush.MOSS))
        turn = random.uniform(0, pi)
        b.shape(
            [
                (px, py),
                (px + 15 * cos(turn), py + 7 * sin(turn) - 5),
                (px + 28 * cos(turn), py + 9 * sin(turn)),
                (px + 14 * cos(turn), py + 9),
            ],
            colour,
        )


def manhole(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A hole in the road without its cover, and a branch put in as a warning."""
    backdrops.street(b, light, random)
    x, y = random.uniform(470, 730), 680.0
    b.blob(x, y, 196, 74, mix(brush.ROAD, brush.STEEL, 0.45))
    b.blob(x, y, 176, 64, brush.IRON)
    if after:
        b.blob(x, y - 5, 166, 58, mix(brush.IRON, brush.STEEL, 0.3))
        for ring in (130, 92, 54):
            b.arc(x, y - 5, ring, ring * 0.35, (0, 360), brush.IRON, 6)
        for spoke in range(8):
            turn = spoke * pi / 4
            b.line(
                [(x + cos(turn) * 54, y - 5 + sin(turn) * 19), (x + cos(turn) * 130, y - 5 + sin(turn) * 45)],
                brush.IRON,
                5,
            )
        return
    b.blob(x, y + 4, 158, 54, brush.INK)
    b.arc(x, y + 2, 158, 54, (180, 360), mix(brush.EARTH, brush.INK, 0.4), 20)
    if random.random() < 0.5:  # noqa: PLR2004 -- a neighbour helped
        b.line([(x - 10, y + 20), (x + 30, y - 130), (x + 14, y - 260)], brush.EARTH, 13)
        for px, py in ((16, -262), (-34, -220), (58, -208), (40, -168), (-12, -286)):
            b.blob(x + px, y + py, 38, 26, mix(brush.LEAF, brush.MOSS, random.random()))
        return
    b.shadow(x + 250, y + 70, 150, 26)
    b.blob(x + 250, y + 62, 150, 52, brush.IRON)
    b.blob(x + 250, y + 54, 150, 52, mix(brush.IRON, brush.STEEL, 0.35))
    b.arc(x + 250, y + 54, 112, 38, (0, 360), brush.IRON, 6)


def fallen_tree(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A pine across the road; afterwards a stump."""
    backdrops.street(b, light, random)
    x = random.uniform(120, 240)
    bark = mix(brush.EARTH, brush.TILE, 0.3)
    b.shape([(x - 60, 690), (x - 42, 600), (x + 44, 600), (x + 64, 690)], bark)
    b.blob(x, 600, 45, 15, mix(brush.ROSE, brush.CREAM, 0.4))
    b.arc(x, 600, 26, 9, (0, 360), bark, 3)
    if after:
        b.speckle(random, (x - 120, 690, x + 420, 760), (brush.CREAM, brush.ROSE), 60)
        return
    b.shape(
        [(x - 40, 600), (x - 10, 560), (x + 14, 586), (x + 40, 566), (x + 45, 602)], mix(brush.ROSE, brush.CREAM, 0.35)
    )
    b.shadow(x + 520, 742, 430, 40, strength=0.45)
    b.shape([(x + 60, 640), (x + 96, 624), (x + 640, 660), (x + 640, 704), (x + 90, 700), (x + 70, 672)], bark)
    b.line([(x + 110, 652), (x + 600, 678)], mix(bark, brush.ROSE, 0.25), 7)
    for off, up in ((420, 120), (540, 150), (660, 130)):
        b.line([(x + off - 60, 676), (x + off + 40, 676 - up)], bark, 18)
    for _ in range(34):
        px, py = x + random.gauss(690, 130), 640 + random.gauss(0, 58)
        size = random.uniform(46, 88)
        b.blob(px, py, size, size * 0.6, mix(brush.PINE, brush.LEAF, random.random() * 0.8))
    for _ in range(60):
        px, py = x + random.gauss(680, 170), 690 + random.gauss(0, 46)
        b.line(
            [(px, py), (px + random.uniform(-26, 26), py + random.uniform(-16, 12))],
            mix(brush.PINE, brush.MOSS, random.random()),
            5,
        )


def wreck(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A car without windows, with weeds around its wheels."""
    backdrops.street(b, light, random)
    b.fade(430, 560, brush.STONE, brush.SAND)
    b.box(0, 552, WIDE, 566, brush.LIME)
    b.box(0, 562, WIDE, 574, brush.DUST)
    x = random.uniform(520, 680)
    for step in (-430, 0, 430):
        b.shape(
            [
                (600 + step - 210, 590),
                (600 + step - 200, 590),
                (600 + step * 1.25 - 262, HIGH),
                (600 + step * 1.25 - 276, HIGH),
            ],
            mix(brush.WHITE, brush.ROAD, 0.3),
        )
    if after:
        return
    things.car(b, x, 790, 1.85, random.choice(brush.PAINTS), wreck=True)
    for _ in range(70):
        px = x + random.choice((-172, 174)) + random.gauss(0, 44)
        tall = random.uniform(20, 74)
        b.line([(px, 800), (px + random.uniform(-16, 16), 800 - tall)], mix(brush.MOSS, brush.LEAF, random.random()), 4)


def sign(b: Brush, light: Light, random: Random, after: bool) -> None:
    """A stop sign that was run over."""
    backdrops.street(b, light, random)
    x = random.uniform(440, 760)
    lean = 0.0 if after else random.choice((-1, 1)) * random.uniform(0.3, 0.5)
    b.fade(742, 776, brush.LIME, brush.STONE)
    b.fade(776, HIGH, brush.SAND, brush.STONE)
    top = (x + sin(lean) * 400, 790 - cos(lean) * 400)
    b.shadow(x, 800, 90, 12)
    b.line([(x, 796), top], brush.STEEL, 17)
    b.line([(x - 4, 796), (top[0] - 4, top[1])], mix(brush.STEEL, brush.WHITE, 0.5), 4)
    for size, colour in ((132, brush.WHITE), (122, brush.hexed("#b3382c"))):
        corners = [
            (top[0] + size * cos(pi / 8 + at * pi / 4 + lean), top[1] + size * sin(pi / 8 + at * pi / 4 + lean))
            for at in range(8)
        ]
        b.shape(corners, colour)
    b.write("STOP", top[0], top[1], 76, brush.WHITE, turn=degrees(lean))
    if not after:
        b.line(
            [(top[0] - 80, top[1] + 66), (top[0] - 10, top[1] + 40), (top[0] + 60, top[1] + 84)],
            brush.hexed("#7d2a22"),
            6,
        )
        for _ in range(10):
            b.shape(
                things.rough(random, x + random.uniform(-90, 90), 800 + random.uniform(-8, 14), 18, 8, points=7),
                brush.DUST,
            )


def dogs(b: Brush, light: Light, random: Random, after: bool) -> None:  # noqa: ARG001 -- nobody mends a dog
    """A dog without a collar in the middle of the lane."""
    backdrops.street(b, light, random)
    for x, foot, s in ((random.uniform(420, 560), 760, 1.25), (random.uniform(800, 900), 640, 0.72)):
        coat = random.choice((brush.SHADE, mix(brush.ROSE, brush.EARTH, 0.4), brush.IRON, brush.CREAM))
        dark = mix(coat, brush.INK, 0.3)
        b.shadow(x, foot, 120 * s, 14 * s)
        for off, tone in ((-70, dark), (58, dark), (-92, coat), (78, coat)):
            b.line([(x + off * s, foot - 90 * s), (x + off * s * 1.06, foot - 4 * s)], tone, 21 * s)
        b.box(x - 112 * s, foot - 152 * s, x + 100 * s, foot - 78 * s, coat, round_by=34 * s)
        b.line(
            [(x - 104 * s, foot - 136 * s), (x - 150 * s, foot - 170 * s), (x - 164 * s, foot - 212 * s)], coat, 15 * s
        )
        b.line([(x + 82 * s, foot - 130 * s), (x + 122 * s, foot - 182 * s)], coat, 40 * s)
        b.blob(x + 134 * s, foot - 196 * s, 40 * s, 33 * s, coat)
        b.box(x + 140 * s, foot - 200 * s, x + 194 * s, foot - 172 * s, coat, round_by=13 * s)
        b.blob(x + 190 * s, foot - 192 * s, 8 * s, 7 * s, brush.INK)
        b.blob(x + 146 * s, foot - 204 * s, 5 * s, 5 * s, brush.INK)
        b.shape([(x + 108 * s, foot - 218 * s), (x + 96 * s, foot - 178 * s), (x + 124 * s, foot - 200 * s)], dark)


SCENES = {
    "pothole": pothole,
    "street-light": lamps,
    "lamp-post": lamps,
    "leak": leak,
    "blocked-drain": drain,
    "manhole": manhole,
    "fallen-tree": fallen_tree,
    "abandoned-vehicle": wreck,
    "road-sign": sign,
    "stray-dogs": dogs,
}
