"""Who reads, and which data set they asked for."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.queries import lists
from korzo.kernel.people.models import Person


def reader(request: HttpRequest) -> Person | None:
    """Who is signed in."""
    return request.user if isinstance(request.user, Person) else None


def dataset(request: HttpRequest, named: str) -> Dataset:
    """The data set with this name or id, when the reader may see it; raises Http404."""
    found = lists.find(named)
    if found is None or not permissions.can_see(reader(request), found, timezone.now()):
        raise Http404
    return found


def kept(request: HttpRequest, named: str) -> Dataset:
    """A data set that the reader keeps; raises Http404, PermissionDenied."""
    found = dataset(request, named)
    if not permissions.can_edit(reader(request), found):
        raise PermissionDenied
    return found


def distribution(of: Dataset, key: object) -> Distribution:
    """One of its distributions; raises Http404."""
    found = next((each for each in of.distributions.all() if str(each.pk) == str(key)), None)
    if found is None:
        raise Http404
    return found
