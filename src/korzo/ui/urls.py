"""The style guide's address."""

from django.urls import path

from korzo.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("patterns/<slug:name>/", views.pattern, name="pattern"),
    path("points.json", views.points, name="points"),
    path("city.json", views.city, name="city"),
]
