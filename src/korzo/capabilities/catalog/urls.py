"""Addresses of the catalogue: pages under the language, standards without."""

from django.urls import URLPattern, URLResolver, path

from korzo.capabilities.catalog.views import public

app_name = "catalog"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.datasets, name="datasets"),
    path("desk/", public.desk, name="desk"),
]
standards: list[URLPattern | URLResolver] = []
