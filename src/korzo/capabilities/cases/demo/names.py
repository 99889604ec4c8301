"""Invented people: first names of the region, family names from the sea and the garden."""

from random import Random

from korzo.kernel.text.folding import fold

_FIRST = """
    Ana Marija Jelena Ivana Milica Dragana Sanja Lejla Amra Besa Arta Elira Mirjana Vesna Katarina Tea Dunja Nina Marko
    Nikola Luka Ivan Petar Stefan Goran Emir Damir Arben Dritan Filip Vuk Miloš Zoran Darko Igor Boris
"""
_FAMILY = """
    Galebić Bonaca Kadulja Maslinić Smokvić Ruzmarin Lavandić Škrapa Pličina Jugović Maestral Tramontana Buganvil
    Oleandar Čempres Borovina Murić Šipak Rogačić Kaparić Morač Lovorić Školjkić Sidrović Veslić Jedrić Kamenar Zvonar
    Lastavić Vrapčić Čiopa Ježinac Mureni Salpa Cipolić Lubinić
"""
_KOREAN = ("김파도", "이해변", "박바람", "최등대", "정갈매기")


def invented(language: str, random: Random) -> tuple[str, str, str]:
    """A name, an address at example.org, and a telephone number that no country has."""
    if language == "ko":
        return random.choice(_KOREAN), f"visitor{random.randrange(100, 999)}@example.org", ""
    first, family = random.choice(_FIRST.split()), random.choice(_FAMILY.split())
    email = f"{fold(first)}.{fold(family)}{random.randrange(10, 99)}@example.org".replace(" ", "")
    return f"{first} {family}", email, f"+000 67 {random.randrange(100, 999)} {random.randrange(100, 999)}"
