"""Who takes part: the city's own people, and residents with accounts, whose names are from the sea and the garden."""

from dataclasses import dataclass
from random import Random

from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role

RESIDENTS = 140
_FIRST = """
    Ana Marija Jelena Ivana Milica Dragana Sanja Lejla Amra Besa Arta Elira Mirjana Vesna Katarina Tea Dunja Nina Marko
    Nikola Luka Ivan Petar Stefan Goran Emir Damir Arben Dritan Filip Vuk Zoran Darko Igor Boris
"""
_FAMILY = """
    Galebić Bonaca Kadulja Maslinić Smokvić Ruzmarin Lavandić Škrapa Pličina Jugović Maestral Tramontana Oleandar
    Čempres Borovina Šipak Kaparić Lovorić Školjkić Sidrović Veslić Jedrić Zvonar Vrapčić Čiopa Ježinac
"""


@dataclass(frozen=True)
class Cast:
    """Everybody who acts."""

    administrator: Person
    planner: Person
    shown: Person
    residents: list[Person]
    officers: dict[str, list[Person]]
    offices: dict[str, Organisation]


def gather(random: Random) -> Cast:
    """The city's people, and residents whom nobody can sign in as: they have no password."""
    rows = Membership.objects.select_related("person", "organisation").order_by("person__email")
    officers: dict[str, list[Person]] = {}
    by_role: dict[str, Person] = {}
    for row in rows:
        by_role.setdefault(row.role, row.person)
        if row.role == Role.OFFICER:
            officers.setdefault(row.organisation.code, []).append(row.person)
    made = [
        Person(
            email=f"neighbour{number:03d}@example.org",
            name=f"{random.choice(_FIRST.split())} {random.choice(_FAMILY.split())}",
            password="!",  # noqa: S106 -- no password fits
            channel="inbox",
        )
        for number in range(RESIDENTS)
    ]
    Person.objects.bulk_create(made, ignore_conflicts=True)
    invented = Person.objects.filter(email__startswith="neighbour", email__endswith="@example.org")
    residents = list(invented.order_by("email"))
    offices = {office.code: office for office in Organisation.objects.all()}
    shown = Person.objects.get(email="resident@example.org")
    return Cast(by_role[Role.ADMINISTRATOR], by_role[Role.ARBITER], shown, residents, officers, offices)
