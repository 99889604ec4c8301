"""Another city with a home of its own: `python -m tests.capabilities.cases.second_city build | work CODE | told CODE`."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.site.settings")


def build() -> object:
    """Make tables, a city, and a neighbour with a key; answers with the key."""
    from django.core.management import call_command
    from django.utils import timezone
    from tests import city

    from korzo.capabilities.cases.models import System
    from korzo.capabilities.cases.operations import systems
    from korzo.kernel.people.models import Membership, Organisation, Person

    call_command("migrate", verbosity=0, interactive=False)
    city.build()
    chief = Person.objects.create_user("chief@example.org", name="Chief")
    Membership.objects.create(person=chief, organisation=Organisation.objects.get(code="city"), role="administrator")
    authority = Organisation.objects.create(code="first", kind="authority", name={"en": "Firstgrad"})
    system = System(authority=authority, endpoint="https://first.example.org/open311/v2")
    systems.keep(system, key=None, by=chief, now=timezone.now())
    return systems.give_key(system, by=chief, now=timezone.now())


def work(code: str) -> object:
    """Check a case, say something, solve it; answers with who sent it and under which number."""
    from django.utils import timezone

    from korzo.capabilities.cases import operations
    from korzo.capabilities.cases.models import Case
    from korzo.kernel.people.models import Person

    case, chief, now = Case.objects.get(code=code), Person.objects.get(email="chief@example.org"), timezone.now()
    operations.validate(case, by=chief, now=now)
    operations.comment(case, text="Crew comes on Friday.", public=True, by=chief, now=now)
    operations.resolve(case, text="Filled with asphalt.", by=chief, now=timezone.now())
    return [case.arrival.system.authority.code, case.arrival.number]


def told(code: str) -> object:
    """Answer with what was written about a case, and how many cases there are."""
    from korzo.capabilities.cases.models import Case, Update

    written = Update.objects.filter(case__code=code, kind="commented").values_list("text", flat=True)
    return [list(written), Case.objects.count()]


if __name__ == "__main__":
    import django

    django.setup()
    from django.utils import translation

    translation.activate("en")
    sys.stdout.write("\n" + json.dumps({"build": build, "work": work, "told": told}[sys.argv[1]](*sys.argv[2:])))  # type: ignore[operator]
