"""Addresses of assessments; all stand under the language."""

from django.urls import path

from korzo.capabilities.assessments.views import lists, results, room

app_name = "assessments"
urlpatterns = [
    path("", lists.published, name="published"),
    path("mine/", lists.mine, name="mine"),
    path("begin/", lists.begin, name="begin"),
    path("<str:code>/", results.results, name="results"),
    path("<str:code>/room/", room.room, name="room"),
]
