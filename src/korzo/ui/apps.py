"""The look and feel as a Django app: templates, static files and the tags that pages use."""

from django.apps import AppConfig


class Ui(AppConfig):
    """Components, page shells, CSS, browser modules and /styleguide."""

    name = "korzo.ui"
    label = "ui"
