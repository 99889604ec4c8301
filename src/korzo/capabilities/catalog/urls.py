"""Addresses of the catalogue: pages under the language, standards without."""

from django.urls import URLPattern, URLResolver, path

from korzo.capabilities.catalog.ckan import urls as ckan
from korzo.capabilities.catalog.dcat import urls as dcat
from korzo.capabilities.catalog.views import editing, public, receiving, register, tables

app_name = "catalog"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.datasets, name="datasets"),
    path("register/", register.page, name="register"),
    path("register/register.csv", register.export, name="register-csv"),
    path("desk/", editing.desk, name="desk"),
    path("desk/new/", editing.begin, name="begin"),
    path("desk/<slug:name>/", editing.edit, name="edit"),
    path("desk/<slug:name>/description/", editing.describe, name="describe"),
    path("desk/<slug:name>/step/", editing.step, name="step"),
    path("desk/<slug:name>/link/", editing.link, name="link"),
    path("desk/<slug:name>/upload/", editing.upload, name="upload"),
    path("desk/<slug:name>/<uuid:key>/", editing.form, name="form"),
    path("desk/<slug:name>/<uuid:key>/remove/", editing.remove_form, name="remove-form"),
    path("desk/<slug:name>/<uuid:key>/file/", receiving.receive, name="receive"),
    path("desk/<slug:name>/<uuid:key>/file/<int:number>/", receiving.check, name="check"),
    path("desk/<slug:name>/<uuid:key>/file/<int:number>/rejected/", receiving.rejected, name="rejected"),
    path("desk/<slug:name>/<uuid:key>/file/<int:number>/serve/", receiving.serve_again, name="serve-again"),
    path("<slug:name>/", public.dataset, name="dataset"),
    path("<slug:name>/<uuid:key>/", tables.table, name="table"),
    path("<slug:name>/<uuid:key>/map.json", tables.features, name="table-map"),
    path("<slug:name>/<uuid:key>/sql/", tables.sql, name="table-sql"),
    path("<slug:name>/<uuid:key>/download/<slug:form>/", tables.download, name="table-download"),
    path("<slug:name>/<uuid:key>/versions/<int:number>/", tables.version, name="version"),
]
standards: list[URLPattern | URLResolver] = [
    *ckan.standards,
    *dcat.standards,
    path("dataset/<uuid:key>/resource/<uuid:form>/download/<str:name>", public.file, name="data-file"),
]
