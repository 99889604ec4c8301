"""A page in a single file: styles and modules inside, and a policy that lets it speak to nobody."""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

_RELATIVE = re.compile(r"""(?m)^((?:import|export)\b[^"';]*)(["'])(\.{1,2}/[^"']+)\2""")
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data: blob:; "
    "form-action 'none'; base-uri 'none'"
)


def page(request: HttpRequest, template: str, module: str, context: Mapping[str, Any]) -> str:
    """Write a page that works from a file; `module` is below a static folder, with its style beside it."""
    modules: dict[str, str] = {}
    _gather(module, modules)
    imports = json.dumps({"imports": modules}).replace("<", "\\u003c")
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<style>{_read(module.replace('.js', '.css'))}</style>"
        f'<script type="importmap">{imports}</script>'
    )
    start = f'<script type="module">import "{module}";</script>'
    made = {"head": mark_safe(head), "start": mark_safe(start)}  # noqa: S308 -- all of it is ours, and "<" escaped
    return render_to_string(template, {**context, **made}, request=request)


def _gather(name: str, found: dict[str, str]) -> None:
    """Take a module and all it imports; relative names become bare ones, which the import map knows."""
    if name in found:
        return
    found[name] = ""
    here = PurePosixPath(name).parent

    def bare(match: re.Match[str]) -> str:
        other = _joined(here, match[3])
        _gather(other, found)
        return f"{match[1]}{match[2]}{other}{match[2]}"

    text = _RELATIVE.sub(bare, _read(name))
    found[name] = f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode()}"


def _read(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_text(encoding="utf-8")


def _joined(here: PurePosixPath, relative: str) -> str:
    parts = list(here.parts)
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
