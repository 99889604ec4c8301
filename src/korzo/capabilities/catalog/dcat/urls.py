"""Where harvesters and people come by an IRI."""

from django.urls import URLPattern, path, re_path

from korzo.capabilities.catalog.dcat import tabular, views

_SYNTAX = r"(?P<syntax>ttl|xml|rdf|jsonld|n3)"
standards: list[URLPattern] = [
    re_path(rf"^catalog\.{_SYNTAX}$", views.catalogue, name="dcat-catalog"),
    re_path(rf"^dataset/(?P<named>[a-z0-9_-]+)\.{_SYNTAX}$", views.dataset_as, name="dcat-dataset-as"),
    path("dataset/<slug:named>", views.dataset, name="dcat-dataset"),
    path("dataset/<slug:named>/datapackage.json", tabular.package, name="datapackage"),
    path("dataset/<uuid:named>/resource/<uuid:form>", views.distribution, name="dcat-distribution"),
    path("dataset/<uuid:named>/resource/<uuid:form>/csv-metadata.json", tabular.csvw, name="csvw"),
    path("organization/<uuid:key>", views.publisher, name="dcat-publisher"),
    path("dataset-series/<uuid:key>", views.series, name="dcat-series"),
    path("service/<uuid:key>", views.service, name="dcat-service"),
]
