"""Addresses of the portal: pages under the language, standards without."""

from typing import Any

app_name = "portal"
urlpatterns: list[Any] = []
standards: list[Any] = []
