"""Pages that belong to the whole house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from korzo.kernel import capability


def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, put together from what the capabilities bring."""
    panels = sorted(
        (panel for brought in capability.switched_on() for panel in brought.panels if panel.where == "home"),
        key=lambda panel: panel.order,
    )
    shown = [{"template": panel.template, **panel.context(request)} for panel in panels]
    return render(request, "site/home.html", {"panels": shown})
