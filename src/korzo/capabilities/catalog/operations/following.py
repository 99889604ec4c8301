"""Following a data set, a publisher, a group or a theme."""

from datetime import datetime

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Dataset, Follow
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.queries.readers import Followed, where
from korzo.capabilities.catalog.rules import vocabularies
from korzo.kernel.people.models import Person


def follow(what: Followed, *, by: Person, now: datetime) -> None:
    """Hear of it from now on, once a day at most; raises NotAllowed, Refused."""
    if not permissions.can_take_part(by):
        raise NotAllowed
    if isinstance(what, Dataset) and not permissions.can_see(by, what, now):
        raise NotAllowed
    if isinstance(what, str) and what not in vocabularies.THEMES:
        raise Refused.one("", str(what))
    Follow.objects.get_or_create(person=by, **where(what), defaults={"since": now})


def unfollow(what: Followed, *, by: Person) -> None:
    """Hear no more of it."""
    Follow.objects.filter(person=by, **where(what)).delete()


def unfollow_all(*, by: Person) -> None:
    """Hear of nothing any more."""
    Follow.objects.filter(person=by).delete()
