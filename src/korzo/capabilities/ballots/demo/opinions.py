"""An opinion map as it could be: statements of residents about the promenade, and three ways to look at them."""

from datetime import datetime, timedelta
from random import Random

from korzo.capabilities.ballots.models import Opinion, Statement, Vote
from korzo.capabilities.ballots.operations import opining
from korzo.capabilities.ballots.queries import keys
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

PEOPLE = 72
SEEN = 0.88
# Language, sentence, and how likely walkers, shopkeepers and those who fish agree, from 0 to 1.
STATEMENTS = (
    ("en", "More trees, even where parking spaces have to go.", (0.95, 0.1, 0.5)),
    ("en", "Shops and restaurants need deliveries all day.", (0.1, 0.95, 0.3)),
    ("en", "Whoever fishes here must keep a place at the quay.", (0.5, 0.4, 0.98)),
    ("en", "The promenade has to be safe to walk at night.", (0.96, 0.93, 0.92)),
    ("hr", "Biciklistima treba vlastita staza, odvojena od pješaka.", (0.85, 0.3, 0.15)),
    ("hr", "Terase kafića zauzimaju previše mjesta.", (0.8, 0.05, 0.75)),
    ("hr", "Neka ostane kako jest, novac treba drugdje.", (0.05, 0.3, 0.2)),
    ("sr-Latn", "Javni toaleti su važniji od novih klupa.", (0.6, 0.7, 0.65)),
    ("sr-Latn", "Leti treba zatvoriti šetalište za motore.", (0.9, 0.35, 0.8)),
    ("sq", "Duhet më shumë hije për të moshuarit.", (0.92, 0.85, 0.9)),
    ("en", "A market once a month would bring life.", (0.6, 0.9, 0.25)),
)
WAITING = ("en", "Seagulls should be forbidden.")


def invent(*, now: datetime, random: Random) -> None:
    """Give the open consultation its map; one that has statements already is left alone."""
    vote = Vote.objects.filter(kind=Vote.Kind.POLL, opens_at__lte=now, closes_at__gt=now).order_by("pk").first()
    if vote is None or Statement.objects.exists():
        return
    Vote.objects.filter(pk=vote.pk).update(has_opinions=True)
    vote.has_opinions = True
    boss = Person.objects.filter(memberships__role=Role.ADMINISTRATOR).order_by("email")[0]
    begun = now - timedelta(days=8)
    made = [opining.plant(vote, text, language=language, by=boss, now=begun) for language, text, _likely in STATEMENTS]
    Statement.objects.filter(pk__in=[each.pk for each in made[4:]]).update(is_seed=False, author=None)
    said = []
    for number in range(PEOPLE):
        key, camp = keys.of_device(vote, f"demo map {number}"), number % 7 % 3
        for statement, (_language, _text, likely) in zip(made, STATEMENTS, strict=True):
            value = random.choices((1, -1, 0), (likely[camp], 1 - likely[camp], 0.1))[0]
            if random.random() < SEEN:
                said.append(Opinion(statement=statement, key=key, value=value))
    Opinion.objects.bulk_create(said)
    language, text = WAITING
    Statement.objects.create(
        vote=vote, number=len(made) + 1, text=text, language=language, made_at=now - timedelta(hours=3)
    )
