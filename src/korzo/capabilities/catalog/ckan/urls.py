"""Where CKAN's clients knock: with and without a slash at the end, because a POST is never redirected."""

from django.urls import URLPattern, re_path

from korzo.capabilities.catalog.ckan import dumping, views

standards: list[URLPattern] = [
    re_path(r"^api/(?:3/)?action/(?P<name>\w+)/?$", views.action, name="ckan-action"),
    re_path(r"^api(?:/3)?/?$", views.version, name="ckan-version"),
    re_path(
        r"^api/2/util/(?P<kind>dataset|tag|group|organization|user)/autocomplete/?$", views.suggest, name="ckan-suggest"
    ),
    re_path(
        r"^api/2/util/resource/format_autocomplete/?$", views.suggest, {"kind": "format"}, name="ckan-suggest-format"
    ),
    re_path(r"^datastore/dump/(?P<key>[^/]+)/?$", dumping.dump, name="ckan-dump"),
]
