"""Addresses of cases: pages under the language, and nothing here for programs (see `api` and `open311`)."""

from django.urls import path

from korzo.capabilities.cases.views import public, report, staff

app_name = "cases"
urlpatterns = [
    path("", public.list_, name="list"),
    path("map.json", public.map_features, name="map"),
    path("report/", report.what, name="report"),
    path("report/where/", report.where, name="report-where"),
    path("report/send/", report.send, name="report-send"),
    path("report/done/<str:code>/", report.done, name="report-done"),
    path("report/photos/<uuid:upload>/remove/", report.remove_photo, name="report-remove-photo"),
    path("follow/<str:code>/<str:token>/", public.follow, name="follow"),
    path("queue/", staff.queue, name="queue"),
    path("queue/<str:code>/", staff.record, name="record"),
    path("queue/<str:code>/<slug:action>/", staff.act, name="act"),
    path("<str:code>/", public.case, name="case"),
]
