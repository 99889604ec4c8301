"""The words of an HTML mail, in time that grows with its length only, whatever it is made of."""

import re
from html.parser import HTMLParser

_SILENT = {"style", "script", "head", "title", "blockquote"}
_LINES = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol"}
_NO_TAG = re.compile("<(?![^<>]*>)")


class _Words(HTMLParser):
    """Collects what a reader sees, without what is quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.all: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_quoted = "gmail_quote" in (dict(attrs).get("class") or "")
        if tag in _SILENT or is_quoted or (self.silent and tag == self.silent[-1]):
            self.silent.append(tag)
        elif tag in _LINES:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        elif tag in _LINES:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        line = data.replace("\r", " ").replace("\n", " ")
        self.all.append(line)
        if not self.silent:
            self.said.append(line)


def as_text(html: str) -> str:
    """What an HTML mail says, line by line; what was quoted in it is left out, unless it is all there is."""
    words = _Words()
    words.feed(_NO_TAG.sub("&lt;", _without_comments(html)))
    words.close()
    said = "".join(words.said) if any(part.strip() for part in words.said) else " ".join(words.all)
    return "\n".join(line.strip() for line in said.split("\n"))


def _without_comments(html: str) -> str:
    """Leave comments out; one that does not end goes to the end."""
    first, *others = html.split("<!--")
    return first + "".join(each.partition("-->")[2] for each in others)
