"""Addresses of the catalogue: pages under the language, standards without."""

from django.urls import URLPattern, URLResolver, path

from korzo.capabilities.catalog.ckan import urls as ckan
from korzo.capabilities.catalog.views import editing, public, register

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
    path("<slug:name>/", public.dataset, name="dataset"),
]
standards: list[URLPattern | URLResolver] = [
    *ckan.standards,
    path("dataset/<uuid:key>/resource/<uuid:form>/download/<str:name>", public.file, name="data-file"),
]
