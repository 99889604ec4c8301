"""Addresses of votes; all stand under the language."""

from django.urls import URLPattern, URLResolver

app_name = "ballots"
urlpatterns: list[URLPattern | URLResolver] = []
