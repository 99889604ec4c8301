"""The import map: which address each browser module has. The one inline script, allowed by its hash."""

import base64
import hashlib
import json
from functools import cache

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

_OWN = (
    *(
        "chart",
        "editor",
        "exif",
        "grid",
        "grid-ask",
        "grid-block",
        "grid-panel",
        "grid-post",
        "insert",
        "map",
        "map-heat",
        "map-shapes",
        "map-style",
        "offline",
        "outbox",
    ),
    *("photo", "photo-edit", "planner", "report", "round", "sheet", "shortcuts", "slides", "upload", "wizard"),
    *("ballots/booth", "ballots/keeper"),
)
_modules = {
    "d3": "ui/vendor/charts/d3.js",
    "htmx.org": "ui/vendor/htmx/htmx.js",
    "maplibre-gl": "ui/vendor/maplibre/maplibre-gl.js",
    "maplibre-gl/style.css": "ui/vendor/maplibre/maplibre-gl.css",
    "maplibre-gl/worker": "ui/vendor/maplibre/maplibre-gl-worker.js",
    "plot": "ui/vendor/charts/plot.js",
    "pmtiles": "ui/vendor/maplibre/pmtiles.js",
    **{f"korzo/{name}": f"ui/js/{name}.js" for name in _OWN},
}


def add(name: str, path: str) -> None:
    """Give a capability's own module a name; `path` is below a static folder. Call it in `ready()`."""
    _modules[name] = path
    _json.cache_clear()


def address(path: str) -> str:
    """Where a static file is served from, under its hashed name where there is one."""
    return static(path)


@cache
def _json() -> str:
    imports = {name: address(path) for name, path in sorted(_modules.items())}
    return json.dumps({"imports": imports}, separators=(",", ":")).replace("<", "\\u003c")


def tag() -> SafeString:
    """The `<script>` with the map."""
    return mark_safe(f'<script type="importmap">{_json()}</script>')  # noqa: S308 -- our own addresses, "<" escaped


def csp_hash() -> str:
    """The source expression that lets exactly this map through the content security policy."""
    digest = hashlib.sha256(_json().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
