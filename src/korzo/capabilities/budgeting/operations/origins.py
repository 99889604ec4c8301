"""Ideas that grow out of something else, such as a repair for which there was no money.

A journey says for its kind of reference what an idea takes over; budgeting itself knows no other capability.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting.models import Cycle, Idea, Theme
from korzo.capabilities.budgeting.models.idea import TEXT_LIMIT, TITLE_LIMIT
from korzo.capabilities.budgeting.operations import proposing
from korzo.capabilities.budgeting.operations.stepping import Refused
from korzo.capabilities.budgeting.rules import states
from korzo.kernel import refs
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.text import plain


@dataclass(frozen=True)
class Origin:
    """What an idea takes over: words, place (degrees WGS 84), and pictures of which it gets copies."""

    ref: str
    title: str
    text: str = ""
    address: str = ""
    lat: float | None = None
    long: float | None = None
    photos: tuple[Upload, ...] = ()


Find = Callable[[str], Origin | None]
_finders: dict[str, Find] = {}


def grows_from(kind: str) -> Callable[[Find], Find]:
    """Have the decorated function say what an idea takes over from a kind of reference; None where none may grow."""

    def register(find: Find) -> Find:
        _finders[kind] = find
        return find

    return register


def find(ref: str) -> Origin | None:
    """What can be taken over from a record; None when nothing may."""
    try:
        finder = _finders.get(refs.parse(ref)[0])
    except refs.MalformedRef:
        return None
    return finder(ref) if finder else None


def draft(origin: Origin, cycle: Cycle, *, by: Person, now: datetime) -> Idea:
    """Begin an idea with what is known; who has begun one from it already goes on with that. Raises NotNow, Refused."""
    begun = Idea.objects.filter(from_ref=origin.ref, author=by, cycle=cycle, state__in=states.IMPROVABLE).first()
    if begun is not None:
        return begun
    theme = Theme.objects.filter(is_active=True).first()
    if theme is None:
        raise Refused("theme", _("Choose what your idea is about."))
    words = proposing.Words(
        plain.shorten(origin.title, TITLE_LIMIT),
        theme,
        plain.shorten(origin.text, TEXT_LIMIT),
        "",
        get_language() or "",
    )
    idea = proposing.begin(cycle, words, by=by, now=now, from_ref=origin.ref)
    proposing.place(idea, proposing.Place(origin.address, origin.lat, origin.long), by=by, now=now)
    copies = [
        files.copy(upload, owner=f"{files.DRAFT}{idea.code}", now=now)
        for upload in origin.photos[: proposing.MOST_PHOTOS]
    ]
    if copies:
        proposing.add_photos(idea, copies, by=by, now=now)
    return idea
