"""Addresses of the portal: pages under the language, standards without."""

from typing import Any

from django.urls import path, re_path

from korzo.capabilities.portal.rules import kinds
from korzo.capabilities.portal.views import items, searching

app_name = "portal"
_KIND = f"(?P<path>{'|'.join(kinds.BY_PATH)})"

urlpatterns: list[Any] = [
    path("search/", searching.search, name="search"),
    *(path(f"{each}/", items.listed, {"path": each}, name=each) for each in kinds.BY_PATH),
    re_path(rf"^{_KIND}/$", items.listed, name="items"),
    re_path(rf"^{_KIND}/(?P<slug>[a-z0-9-]+)/$", items.item, name="item"),
]
standards: list[Any] = [
    path("opensearch.xml", searching.opensearch, name="portal-opensearch"),
]
