"""Other names of tables, under which CKAN's clients ask for them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events
from korzo.capabilities.catalog.models import Alias, Distribution
from korzo.capabilities.catalog.operations.describing import may
from korzo.capabilities.catalog.operations.keeping import changing, digest
from korzo.capabilities.catalog.operations.refusals import Refused
from korzo.capabilities.catalog.rules import shapes
from korzo.kernel import trail
from korzo.kernel.people.models import Person


def check(distribution: Distribution, names: Sequence[str]) -> None:
    """Say whether a table can be called so; raises Refused."""
    for name in names:
        if not shapes.is_alias(name):
            raise Refused.one("alias", _("“%s” does not fit here.") % name[:100])
    taken = Alias.objects.filter(name__in=names).exclude(distribution=distribution).first()
    if taken:
        raise Refused.one("alias", _("Another table is called “%s”.") % taken.name)


def name(distribution: Distribution, names: Sequence[str], *, by: Person | None, now: datetime) -> None:
    """Call a table so, and no longer as before; raises NotAllowed, Refused."""
    may(distribution.dataset, by)
    with changing(distribution.dataset, now) as locked:
        check(distribution, names)
        distribution.aliases.exclude(name__in=names).delete()
        for each in names:
            Alias.objects.get_or_create(name=each, defaults={"distribution": distribution})
        told = events.DatasetDescribed(ref=locked.ref, digest=digest(locked), fields=("aliases",))
        trail.record(told, by=by, now=now)
