"""What editors write: Markdown (CommonMark with tables) made HTML, read aloud as plain text, and looked through.

No HTML of the writer's is kept; addresses that run something are no links. Pictures that belong to an item are written
`![what it shows](picture:ID "caption")`; the text in brackets, what somebody hears who cannot see it, is demanded.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PICTURE = "picture:"
_TAGS = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"\s+")
_EMPTY_WORDS = frozenset({"here", "click here", "link", "ovde", "овде", "ovdje", "тука", "këtu", "여기"})


@dataclass(frozen=True)
class Picture:
    """Where a picture lies, and its size in pixels; `small` is its little brother for narrow screens."""

    url: str
    width: int
    height: int
    small: str = ""


@dataclass(frozen=True)
class Flaw:
    """Something to put right in a text: in which line, counted from 1, and what: picture, link or heading."""

    line: int
    what: str
    detail: str = ""


Find = Callable[[str], Picture | None]


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow import, needed by few pages

    made = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    made.add_render_rule("image", _image)
    made.add_render_rule("table_open", lambda *_given: '<div class="k-table-scroll" tabindex="0"><table>')
    made.add_render_rule("table_close", lambda *_given: "</table></div>")
    return made


def html(text: str, find: Find, *, level: int = 2) -> str:
    """Write Markdown as HTML; the highest heading in it becomes one of `level`, and none lies deeper than six."""
    reader = _reader()
    env: dict[str, Any] = {"find": find}
    tokens = reader.parse(text, env)
    heads = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = level - min(heads, default=level)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    drawn: str = reader.renderer.render(tokens, reader.options, env)
    return drawn


def plain(text: str) -> str:
    """Say Markdown without its marks, in one line: for lists, feeds and search."""
    return _BLANKS.sub(" ", unescape(_TAGS.sub(" ", html(text, lambda _name: None)))).strip()


def pictures(text: str) -> list[str]:
    """Name the item's pictures that a text shows, in their order."""
    return [name for token in _inline(text) if (name := _named(token))]


def flaws(text: str) -> list[Flaw]:
    """Find what shuts readers out: pictures that say nothing, links called "here", headings that skip a level."""
    found, last = [], 0
    for block in _reader().parse(text, {"find": lambda _name: None}):
        line = (block.map or [0])[0] + 1
        if block.type == "heading_open":
            now = int(block.tag[1])
            if last and now > last + 1:
                found.append(Flaw(line, "heading"))
            last = now
        found += [Flaw(line, what, detail) for what, detail in _said(block.children or ())]
    return found


def _said(tokens: "Sequence[Token]") -> list[tuple[str, str]]:
    found = []
    for at, token in enumerate(tokens):
        if token.type == "image" and not token.content.strip():
            found.append(("picture", str(token.attrGet("src") or "")))
        if token.type == "link_open":
            words = "".join(each.content for each in tokens[at + 1 : at + 2]).strip()
            if words.lower() in _EMPTY_WORDS:
                found.append(("link", words))
    return found


def _inline(text: str) -> "list[Token]":
    env: dict[str, Any] = {"find": lambda _name: None}
    return [token for block in _reader().parse(text, env) for token in block.children or () if token.type == "image"]


def _named(token: "Token") -> str:
    source = str(token.attrGet("src") or "")
    return source.removeprefix(PICTURE) if source.startswith(PICTURE) else ""


def _image(_renderer: Any, tokens: "Sequence[Token]", at: int, _options: Any, env: Mapping[str, Any]) -> str:
    """Draw the item's own pictures with their size, and none from elsewhere: those would tell others who reads."""
    token = tokens[at]
    name, says = _named(token), escape(token.content)
    picture = env["find"](name) if name else None
    if picture is None:
        return says
    caption, size = str(token.attrGet("title") or ""), f'width="{picture.width}" height="{picture.height}"'
    drawn = f'<img src="{escape(picture.url)}" alt="{says}" {size} loading="lazy">'
    if not caption:
        return drawn
    return f'<span class="k-picture">{drawn}<span class="k-caption">{escape(caption)}</span></span>'
