"""The hand-drawn plan of Galebinje: coast, river, roads and districts, in metres from the main square.

x grows to the east and y to the north. Everything here is invented: the lines are drawn freely, and the town is set in
the open Adriatic, where a real map shows nothing but water.
"""

from dataclasses import dataclass

from korzo.kernel.places.geometry import Point

SQUARE = Point(42.0500, 18.4200)
"""Where the main square stands: open sea, 35 km off the nearest coast."""

Line = list[tuple[float, float]]

COAST: Line = [
    (-7600, 4300), (-6900, 3500), (-6100, 2950), (-5500, 2350), (-4900, 1950), (-4500, 1300), (-4050, 1000),
    (-3500, 1150), (-3000, 930), (-2600, 420), (-2100, 130), (-1650, 170), (-1250, 90), (-1000, -120), (-900, -350),
    (-760, -520), (-640, -760), (-470, -930), (-270, -900), (-150, -740), (-110, -520), (-60, -330), (60, -270),
    (300, -255), (560, -270), (760, -320), (920, -350), (1180, -400), (1420, -560), (1640, -640), (1960, -760),
    (2260, -880), (2480, -1120), (2800, -1290), (3050, -1720), (3300, -1900), (3560, -1690), (3900, -1590),
    (4350, -1830), (4750, -2420), (5350, -2850), (6100, -3350), (7000, -4300), (7700, -5200),
]  # fmt: skip
"""The shore from north-west to south-east; the sea lies to the south-west."""

INLAND: Line = [
    (5350, -2850), (5480, -2000), (6050, -900), (5700, 300), (5850, 1500), (5450, 2700), (4850, 3600), (4300, 4650),
    (3300, 5100), (2500, 5350), (1500, 5150), (500, 5450), (-700, 5050), (-1900, 5250), (-2900, 4700), (-3900, 4350),
    (-4900, 4150), (-5500, 3300), (-5500, 2350),
]  # fmt: skip
"""The inland border along the hills, from the coast in the south-east to the coast in the north-west."""

RIVER: Line = [
    (2900, 6900), (2650, 6100), (2750, 5400), (2520, 4900), (2680, 4250), (2380, 3600), (1960, 3050), (1980, 2400),
    (1640, 1850), (1560, 1300), (1180, 820), (1130, 300), (960, -60), (930, -360), (880, -650),
]  # fmt: skip
RIVER_WIDTH_M = (26.0, 58.0)
"""At the source end and at the mouth."""

FENCES: list[Line] = [
    [(-3480, 1590), (-3900, 700)],
    [(-600, 70), (-780, -30), (-1000, -330), (-1100, -600)],
    [(-120, -110), (-60, -280), (-40, -500)],
    [(3080, -980), (2500, -1450)],
]
"""Borders of districts that follow neither road nor river."""
RAILWAY: Line = [
    (3700, 5600), (3560, 4800), (3150, 4000), (2760, 3100), (2420, 2350), (2180, 1650), (2080, 900), (1980, 250),
    (1800, -260), (1760, -480),
]  # fmt: skip
MOLE: Line = [(520, -190), (500, -430), (380, -520)]
"""The breakwater of the old harbour."""
QUAYS: list[Line] = [[(1600, -500), (1500, -760)], [(1930, -600), (1850, -920)]]


@dataclass(frozen=True)
class Road:
    """A road drawn by hand: the skeleton on which the other streets grow."""

    name: str
    kind: str
    line: Line


ROADS = [
    Road("Obilaznica", "main", [
        (-5520, 2850), (-4700, 2500), (-3900, 2150), (-2900, 1950), (-1750, 2120), (-700, 2200), (-40, 2150), (700,
        2060),
        (1400, 2090), (2130, 2010), (2750, 1560), (3450, 800), (4150, -100), (4800, -1100), (5460, -1950), (5900,
        -2500),
    ]),
    Road("Primorski put", "main", [
        (-3900, 2150), (-3520, 1620), (-2950, 1280), (-2480, 800), (-1900, 600), (-1250, 500), (-700, 300), (-260, 130),
        (200, 60),
    ]),
    Road("Bulevar galebova", "main", [(200, 60), (240, 620), (160, 1180), (40, 1700), (-40, 2150)]),
    Road("Bulevar pomoraca", "main", [(200, 60), (620, 40), (1060, 90), (1560, -60), (1900, -200)]),
    Road("Lučki put", "main", [
        (1900, -200), (2400, -560), (3050, -960), (3700, -1200), (4450, -1330), (4800, -1100),
    ]),
    Road("Bulevar maslina", "main", [(1560, -60), (1700, 480), (1860, 960), (2330, 1330), (2750, 1560)]),
    Road("Planinski put", "main", [(-40, 2150), (-130, 2900), (-420, 3650), (-520, 4400), (-330, 5200)]),
    Road("Dolinski put", "main", [(2750, 1560), (3230, 2300), (3420, 3200), (3980, 3950), (4420, 4500)]),
    Road("Riječki put", "secondary", [
        (1400, 2090), (1560, 2600), (1610, 3150), (2020, 3700), (2330, 4300), (2210, 4900), (2300, 5300),
    ]),
    Road("Mlinska", "secondary", [(160, 1180), (700, 1120), (1250, 1050), (1620, 960), (1860, 960)]),
    Road("Mostovska", "secondary", [(240, 620), (680, 520), (1150, 490), (1700, 480)]),
    Road("Zapadna tranzitna", "secondary", [(-1250, 500), (-1280, 1050), (-1400, 1600), (-1750, 2120)]),
    Road("Bulevar 1. maja", "secondary", [(-1280, 1050), (-620, 1130), (160, 1180)]),
    Road("Gradskih bedema", "secondary", [(-700, 300), (-690, 20), (-560, -150), (-330, -180), (-120, -110), (200,
        60)]),
    Road("Stradun", "lane", [(-330, -180), (-370, -400), (-400, -620), (-420, -860)]),
    Road("Korzo", "lane", [(-60, -290), (70, -215), (300, -195), (560, -210), (760, -250), (880, -200), (860, 60)]),
    Road("Plažna", "secondary", [
        (-3520, 1620), (-3330, 1290), (-2960, 1060), (-2480, 520), (-2080, 260), (-1650, 290), (-1250, 210), (-1010,
        60),
        (-690, 20),
    ]),
    Road("Pristanišna", "secondary", [(1560, -60), (1450, -400), (1750, -560), (2120, -680), (2400, -560)]),
    Road("Put za Sunčanu uvalu", "secondary", [
        (3050, -960), (3180, -1350), (3560, -1540), (3920, -1470), (4320, -1650), (4450, -1330),
    ]),
    Road("Put za Donju Smokvu", "secondary", [(-2900, 1950), (-3020, 2550), (-3300, 3150), (-3800, 3600), (-4150,
        4280)]),
    Road("Put za Vinograde", "secondary", [(-130, 2900), (450, 3150), (900, 3700), (980, 4400), (760, 5380)]),
    Road("Put za Izvor", "secondary", [(3450, 800), (4050, 1000), (4550, 1450), (5150, 1600), (5830, 1500)]),
    Road("Istočna", "secondary", [(1860, 960), (2500, 760), (3000, 420), (3050, -350), (3050, -960)]),
    Road("Maslinarska", "secondary", [(-2480, 800), (-2400, 1350), (-2250, 2020)]),
]  # fmt: skip


@dataclass(frozen=True)
class Area:
    """A district on the plan, and how its streets grow.

    They grow `spacing` metres apart, turned by `angle` degrees, and `wild` says how crooked they are (0 for a grid, 1
    for an old town). Villages grow only around their `hamlets` (x, y, radius).
    """

    code: str
    kind: str
    seeds: Line
    population: int
    postal_code: str
    spacing: tuple[float, float] = (90, 150)
    angle: float = 0
    wild: float = 0.2
    hamlets: tuple[tuple[float, float, float], ...] = ()


AREAS = [
    Area("stari-grad", "old_town", [(-400, -500), (-250, -300)], 2900, "85901", (50, 70), 12, 1.0),
    Area(
        "centar", "centre", [(-200, 600), (500, 300), (700, 800), (400, -100), (-500, 250)],
        9800, "85900", (104, 160), 4, 0.1,
    ),
    Area("mirista", "blocks", [(-500, 1600), (800, 1600)], 13200, "85902", (168, 240), -4, 0.14),
    Area("duga-plaza", "beach", [(-2000, 350), (-900, 200), (-3300, 1350)], 2600, "85903", (118, 170), 10, 0.4),
    Area("masline", "suburb", [(-1900, 1200), (-3000, 1550)], 8100, "85903", (135, 230), -10, 0.5),
    Area("vodenice", "suburb", [(1900, 1500), (1400, 700), (1400, 200)], 5400, "85904", (128, 205), 18, 0.45),
    Area("solila", "industry", [(1500, -300), (2200, -500), (2300, -800)], 900, "85905", (190, 270), -30, 0.1),
    Area("borik", "blocks", [(2400, 300), (2200, -100), (2600, -200)], 7600, "85905", (160, 235), 28, 0.2),
    Area("istok", "suburb", [(3400, -300), (2900, 1000), (4300, -900)], 4300, "85906", (150, 250), -38, 0.55),
    Area(
        "suncana-uvala", "beach", [(3300, -1300), (4000, -1450), (4000, -1750), (5000, -1900)],
        1400, "85906", (110, 170), -20, 0.6, ((3500, -1250, 420), (4250, -1450, 420)),
    ),
    Area(
        "donja-smokva", "village", [(-3500, 3200), (-4700, 3300), (-1200, 3300), (-4500, 2000)], 1400, "85910",
        (150, 260), 30, 1.0, ((-3150, 2850, 380), (-3700, 3520, 330), (-1500, 2350, 300), (-4350, 2330, 260)),
    ),
    Area(
        "vinogradi", "village", [(600, 3900), (1500, 3900)], 1500, "85911",
        (150, 260), 15, 1.0, ((150, 2950, 370), (850, 3720, 400), (1600, 2850, 300), (-420, 3850, 300)),
    ),
    Area(
        "izvor", "village", [(3200, 3800), (4600, 1900), (4700, 300)], 1700, "85912",
        (150, 260), -20, 1.0, ((3330, 2650, 390), (4500, 1420, 420), (3800, 3800, 290), (3650, 950, 220)),
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """An open piece of ground in which no street grows."""

    code: str
    kind: str
    ring: Line


GROUNDS = [
    Ground("gradski-park", "park", [(330, 420), (560, 400), (590, 480), (580, 300), (360, 250)]),
    Ground("park-mira", "park", [(-420, 1420), (-160, 1400), (-150, 1640), (-400, 1680)]),
    Ground("borova-suma", "forest", [(-1120, 620), (-760, 520), (-700, 820), (-900, 960), (-1130, 880)]),
    Ground("tvrdjava", "park", [(-560, -560), (-700, -660), (-560, -850), (-480, -860), (-470, -640)]),
    Ground("groblje", "cemetery", [(820, 1420), (1080, 1380), (1120, 1600), (860, 1660)]),
    Ground("stadion", "sport", [(2130, 560), (2330, 520), (2370, 690), (2170, 730)]),
    Ground(
        "rt-suma", "forest", [(2900, -1420), (3060, -1640), (3300, -1800), (3420, -1660), (3200, -1440), (3020, -1200)]
    ),
    Ground("zapadna-suma", "forest", [(-4900, 2250), (-4500, 1500), (-4000, 1250), (-3700, 1600), (-4100, 2000)]),
    Ground(
        "brdo-suma",
        "forest",
        [
            (-3300, 4300),
            (-2900, 3300),
            (-2250, 2800),
            (-1900, 3250),
            (-1250, 3000),
            (-1050, 3600),
            (-1400, 3950),
            (-1000, 4700),
            (-1800, 4850),
            (-2150, 4350),
            (-2700, 4600),
        ],
    ),
    Ground("klisura-suma", "forest", [(2900, 3900), (2800, 4400), (2700, 5000), (3300, 4900), (3300, 4200)]),
    Ground("istocna-suma", "forest", [(4700, 300), (5300, 900), (5550, 0), (5600, -800), (5000, -500)]),
    Ground("maslinjak", "orchard", [(-2250, 1500), (-1950, 1620), (-1650, 1500), (-1750, 1180), (-2100, 1150)]),
    Ground("vinograd", "orchard", [(3300, 100), (3650, 250), (3900, -150), (3600, -420), (3350, -250)]),
    Ground("gornji-vinogradi", "orchard", [(150, 4350), (650, 4250), (700, 4900), (200, 5000)]),
    Ground("polje", "orchard", [(2900, 1750), (3150, 2100), (4300, 2300), (4500, 1900), (3700, 1500), (3100, 1450)]),
]
BEACHES: list[tuple[str, Line]] = [
    ("duga-plaza", [(-2600, 420), (-2100, 130), (-1650, 170), (-1250, 90)]),
    ("suncana-plaza", [(3560, -1690), (3900, -1590), (4350, -1830)]),
    ("gradska-plaza", [(-1000, -120), (-900, -350)]),
]
NEIGHBOURS: list[tuple[str, float, float]] = [
    ("smokvarin", 150, 220), ("jasendol", 90, 150), ("vrelogoje", 45, 90), ("kamenodol", -60, 45),
]  # fmt: skip
"""Municipalities around: the sector (in degrees from the middle, counted from the east) that each takes."""
PHONES = {
    "smokvarin": "+000 20 555 100", "jasendol": "+000 20 555 200",
    "vrelogoje": "+000 20 555 300", "kamenodol": "+000 20 555 400",
}  # fmt: skip
"""No country has the prefix +000."""
