"""Where GIS programs knock, with and without a slash at the end."""

from django.urls import URLPattern, re_path

from korzo.capabilities.catalog.ogcapi import views

_ONE = r"^ogc/collections/(?P<named>[a-z0-9_.-]+)"
standards: list[URLPattern] = [
    re_path(r"^ogc/?$", views.landing, name="ogc"),
    re_path(r"^ogc/conformance/?$", views.conformance, name="ogc-conformance"),
    re_path(r"^ogc/api/?$", views.api, name="ogc-api"),
    re_path(r"^ogc/collections/?$", views.collections, name="ogc-collections"),
    re_path(_ONE + r"/?$", views.collection, name="ogc-collection"),
    re_path(_ONE + r"/queryables/?$", views.queryables, name="ogc-queryables"),
    re_path(_ONE + r"/items/?$", views.items, name="ogc-items"),
    re_path(_ONE + r"/items/(?P<number>[0-9]{1,18})/?$", views.item, name="ogc-item"),
]
