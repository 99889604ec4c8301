"""What the invented city decided to do about its weaknesses, and how it judges its own work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """An action: theme, words, what it moves and to where, how far it is, and in which assessment (0: the first)."""

    assessment: int
    theme: str
    title: str
    weakness: str
    indicator: str
    target: str
    office: str
    months: int
    cost: int
    impact: int
    feasibility: int
    state: str
    percent: int = 0
    reason: str = ""


PLANS = (
    Plan(
        0, "revenue", "Popis svih kuća u poreznoj evidenciji",
        "U evidenciji je 14.200 kuća, a iz zraka ih se vidi 17.900.",
        "mfsa:A3", "0.122", "inspection", 12, 45_000, 5, 4, "done", 100,
    ),
    Plan(
        0, "revenue", "Opomena prije zastare i plaćanje u ratama", "Od deset računa za porez dva ostaju neplaćena.",
        "mfsa:T1", "0.83", "city", 12, 12_000, 4, 5, "done", 100,
    ),
    Plan(
        0, "assets", "Godišnji plan održavanja zgrada i ulica",
        "Na održavanje ide manje od osam posto tekućih rashoda.",
        "mfsa:S1", "0.10", "roads", 12, 180_000, 4, 3, "in_progress", 60,
    ),
    Plan(
        0, "utilities", "Ugovor o prijevozu s ciljevima umjesto pokrivanja gubitka",
        "Tri četvrtine svih subvencija idu prijevozu, bez ijednog pokazatelja.",
        "mfsa:C1", "0.20", "transport", 24, 20_000, 4, 2, "in_progress", 35,
    ),
    Plan(
        0, "debt", "Izdavanje municipalne obveznice", "Zajmovi su kod dvije banke.",
        "mfsa:D2", "0.015", "city", 24, 60_000, 2, 2, "dropped", 0, "Tržište je premalo; savjetnik je odvratio.",
    ),
    Plan(
        1, "management", "Kvartalni izvještaj o izvršenju na stranicama grada",
        "Vijećnici vide izvršenje jednom godišnje.", "pfm:PI-1.1", "A", "city", 9, 5_000, 3, 5, "approved", 0,
    ),
    Plan(
        1, "revenue", "Razrez poreza za 3.700 kuća iz popisa", "Popisane su, a rješenje o porezu još nemaju.",
        "mfsa:A3", "0.155", "inspection", 24, 60_000, 5, 4, "approved", 0,
    ),
    Plan(
        1, "investment", "Svaki projekt iznad 500.000 eura s analizom troška kroz vijek",
        "Održavanje novih objekata nije nigdje planirano.", "mfsa:I2", "0.55", "city", 18, 30_000, 4, 3, "draft",
    ),
)  # fmt: skip
SCORES = "BBCACBDBCBACBB"
"""How the city judges itself, question by question, over and over."""
NARRATIVE = {
    "en": "Our income grows more slowly than the cost of running what we have. We still save enough to invest, "
    "but a little less every year. Debt is low. We collect more of our taxes than five years ago.",
    "sr": "Приходи нам расту спорије од трошкова онога што већ имамо. И даље остаје за улагања, али сваке године мало "
    "мање. Дуг је низак. Наплаћујемо већи дио пореза него прије пет година.",
    "hr": "Prihodi nam rastu sporije od troškova onoga što već imamo. I dalje ostaje za ulaganja, ali svake godine "
    "malo manje. Dug je nizak. Naplaćujemo veći dio poreza nego prije pet godina.",
}
