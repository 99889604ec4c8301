"""Some problems are reported by several people, and followed by more: what the call centre made of that today."""

from datetime import datetime, timedelta
from random import Random

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.demo import names
from korzo.capabilities.cases.models import Case, Follower
from korzo.capabilities.cases.queries import similar
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

_RECENT = timedelta(days=45)
_MERGED, _FOLLOWED, _OWN = 0.6, 0.25, 3


def tidy(*, now: datetime, random: Random) -> None:
    """Join some of the reports that are clearly one, and let residents follow others; some twins stay to be found."""
    agent = Person.objects.filter(memberships__role=Role.AGENT).order_by("email").first()
    open_ = Case.objects.select_related("category", "office", "contact").filter(is_open=True, is_public=True)
    recent = list(open_.filter(reported_at__gte=now - _RECENT).order_by("reported_at", "pk"))
    anonymous = [case for case in recent if case.contact.person_id is None]  # the resident's own stay as she knows them
    for case in anonymous if agent else ():
        twins = similar.found(similar.sought(case), now=now, public=False, least=0.15)
        later = [twin.case for twin in twins if twin.case in anonymous and twin.case.reported_at >= case.reported_at]
        if later and random.random() < _MERGED and agent:
            case.refresh_from_db()
            if case.is_open:
                operations.merge(later, into=case, by=agent, now=now)
    _follow(list(open_.filter(reported_at__gte=now - _RECENT).order_by("reported_at", "pk")), now=now, random=random)


def _follow(cases: list[Case], *, now: datetime, random: Random) -> None:
    """People with an address follow a part of the cases, the resident with an account a few of others."""
    for case in cases:
        for _ in range(random.randrange(1, 14) if random.random() < _FOLLOWED else 0):
            email = names.invented("sr", random)[1]
            if email and not Follower.objects.filter(case=case, email=email).exists():
                Follower.objects.create(
                    case=case, email=email, language="sr", nonce=f"{random.getrandbits(128):032x}", asked_at=now,
                    confirmed_at=now,
                )  # fmt: skip
    resident = Person.objects.filter(memberships__isnull=True, is_superuser=False).order_by("joined_at").first()
    others = [case for case in cases if not (resident and case.contact.person_id == resident.pk)]
    for case in random.sample(others, min(_OWN, len(others))) if resident else ():
        operations.follow(case, by=resident, language=resident.language if resident else "", now=now)
