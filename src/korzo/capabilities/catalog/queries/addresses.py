"""Addresses that never change: what standards, feeds and pages call the same thing by."""

from django.conf import settings
from django.urls import reverse

from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.rules import shapes


def dataset(of: Dataset) -> str:
    """The IRI of a data set: its own where it came from elsewhere, else below this installation."""
    return of.uri or f"{settings.KORZO.base_url}/dataset/{of.pk}"


def distribution(of: Distribution) -> str:
    """The IRI of a distribution."""
    return f"{settings.KORZO.base_url}/dataset/{of.dataset_id}/resource/{of.pk}"


def file(of: Distribution) -> str:
    """Where its file is to be had; "" when there is none yet."""
    base, Source = settings.KORZO.base_url, Distribution.Source  # noqa: N806 -- a class
    if of.source == Source.LINK:
        return of.url
    if of.source == Source.LAKE:
        return f"{base}/open/{of.file_name}"
    if of.source == Source.TABLE:
        return f"{base}/datastore/dump/{of.pk}"
    return f"{base}/dataset/{of.dataset_id}/resource/{of.pk}/download/{of.file_name}" if of.file_name else ""


def public(of: Distribution) -> str:
    """Where strangers get its file; what is not public leads to the page that says why."""
    found = file(of)
    if of.source == Distribution.Source.LINK and not shapes.is_address(found):
        return ""  # other catalogues have anything there, also what runs when it is opened
    return found if of.dataset.is_open or not found else f"{settings.KORZO.base_url}/dataset/{of.dataset_id}"


def page(of: Dataset) -> str:
    """The page of a data set in the language of this request, without host."""
    return reverse("catalog:dataset", args=[of.name])
