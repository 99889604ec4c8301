"""A page in a single file: styles and modules inside, and a policy that lets it speak to nobody."""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
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
    """Write a page that works from a file; `module` is below a static folder, and starts by itself."""
    modules: dict[str, str] = {}
    _gather(module, modules)
    imports = json.dumps({"imports": modules}).replace("<", "\\u003c")
    more = {"imports": mark_safe(imports), "module": module, "policy": POLICY}  # noqa: S308 -- our own, "<" escaped
    return render_to_string(template, {**context, **more}, request=request)


def _gather(name: str, found: dict[str, str]) -> None:
    """Take a module and all it imports; relative names become bare ones, which the import map knows."""
    if name in found:
        return
    found[name] = ""
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    here = PurePosixPath(name).parent

    def bare(match: re.Match[str]) -> str:
        other = _joined(here, match[3])
        _gather(other, found)
        return f"{match[1]}{match[2]}{other}{match[2]}"

    with open(path, encoding="utf-8") as file:  # noqa: PTH123 -- a string, as finders give it
        text = _RELATIVE.sub(bare, file.read())
    found[name] = f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode()}"


def _joined(here: PurePosixPath, relative: str) -> str:
    parts = list(here.parts)
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
