"""Who can sign in: one resident, the people behind the counters, and those who watch over them. All are invented."""

from dataclasses import dataclass

from korzo.site.demo.offices import CITY, INTAKE, OFFICES


@dataclass(frozen=True)
class Somebody:
    """A person: address before the @, name, role in an office (both empty for a resident), and language."""

    login: str
    name: str
    role: str = ""
    office: str = ""
    language: str = "sr-latn"

    @property
    def email(self) -> str:
        """Their address, at a domain that is reserved for examples."""
        return f"{self.login}@example.org"


RESIDENT = Somebody("resident", "Ana Lastavica")
_CLERKS = {
    "roads": ("Marko Kaldrma", "Jelena Putokaz"), "water": ("Vesna Česma", "Luka Izvorić"),
    "waste": ("Mira Metlica", "Goran Čistina"), "lighting": ("Stefan Fenjerić", "Danica Svjetionik"),
    "parks": ("Ruža Kadulja", "Petar Maslina"), "parking": ("Nikola Rampa", "Sanja Semafor"),
    "police": ("Ivan Pravda", "Tijana Mirić"), "inspection": ("Zoran Visak", "Milica Libela"),
    "transport": ("Filip Stajalište", "Nada Trolejbus"), "beach": ("Tomo Bonaca", "Lidija Školjka"),
}  # fmt: skip
PEOPLE = (
    RESIDENT,
    Somebody("agent", "Elma Slušalica", "agent", INTAKE),
    Somebody("agent2", "Besa Zëri", "agent", INTAKE, "sq"),
    *(
        Somebody(f"{office}{at or ''}", name, "officer", office)
        for office, names in _CLERKS.items()
        for at, name in zip((0, 2), names, strict=True)
    ),
    Somebody("analyst", "Vida Tabla", "analyst", CITY),
    Somebody("treasurer", "Zlata Blagajna", "officer", CITY),
    Somebody("editor", "Pera Glasnik", "editor", CITY),
    Somebody("arbiter", "Sofija Vaga", "arbiter", CITY),
    Somebody("mayor", "Galeb Korzović", "elected", CITY),
    Somebody("administrator", "Iva Ključić", "administrator", CITY),
)
SHOWN = (
    ("resident", "resident with reports of her own"),
    ("agent", "call centre: checks what comes in"),
    ("roads", "officer of the roads department"),
    ("water", "officer of the waterworks; every office has one: " + ", ".join(each.code for each in OFFICES[4:])),
    ("analyst", "describes, checks and publishes the city’s data; leads its self-assessment"),
    ("treasurer", "fills in the city’s money for the self-assessment"),
    ("editor", "writes and publishes what the city tells"),
    ("arbiter", "decides who owns a case"),
    ("mayor", "elected: sees all, changes nothing"),
    ("administrator", "everything, also the back office at /en/office/"),
)
"""The sign-ins that `welcome` prints, and what they are good for."""
