"""/styleguide: every component live, the palette, the type, and whole pages put together from them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from korzo.ui import components, icons, invented
from korzo.ui.declare import REQUIRED

PATTERNS = ("front", "article", "question", "check", "map", "queue", "empty")
CORNERS = 4


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show all components, from the registry."""
    shown = [
        {
            "component": component,
            "props": [{"prop": prop, "required": prop.default is REQUIRED} for prop in component.props],
        }
        for component in components.DECLARED
    ]
    context = {"shown": shown, "icons": icons.SHAPES, "patterns": PATTERNS, **invented.material(request)}
    return render(request, "ui/styleguide.html", context)


@require_safe
def pattern(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the whole pages."""
    if name not in PATTERNS:
        raise Http404
    return render(request, f"ui/patterns/{name}.html", invented.material(request))


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Invented places for the map."""
    try:
        numbers = [float(number) for number in request.GET["bbox"].split(",")]
        zoom = int(request.GET.get("zoom", "12"))
    except (KeyError, ValueError):
        numbers, zoom = [], 0
    if len(numbers) != CORNERS:
        return JsonResponse({"detail": "bbox wants west,south,east,north"}, status=400)
    found: dict[str, Any] = invented.points((numbers[0], numbers[1], numbers[2], numbers[3]), zoom)
    return JsonResponse(found)


@require_safe
def city(_request: HttpRequest) -> HttpResponse:
    """The invented town for the map."""
    return JsonResponse(invented.city())
