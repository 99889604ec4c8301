"""What is wrong with a page of HTML: an HTML5 parser's complaints, and rules that parsers do not know."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from justhtml import JustHTML

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LABELABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}
PHRASING_ONLY = {
    "p",
    "span",
    "button",
    "label",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "em",
    "legend",
    "summary",
}
BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer", "form",
    "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
CHILDREN = {
    "ul": {"li", "template", "script"}, "ol": {"li", "template", "script"}, "dl": {"dt", "dd", "div", "template"},
    "select": {"option", "optgroup", "hr"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "tbody": {"tr"}, "tr": {"td", "th"},
}  # fmt: skip
INTERACTIVE = {"a", "button", "input", "select", "textarea", "details"}
POINTS_AT = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-errormessage",
    "list",
    "form",
    "popovertarget",
)
Attributes = dict[str, str | None]


def faults(page: str, *, samples: bool = False) -> list[str]:
    """Everything wrong, a sentence each; empty when the page is as it should be. Links of `samples` may lead nowhere."""
    parsed = JustHTML(page, collect_errors=True)
    said = [f"line {error.line}: {error.message}" for error in parsed.errors]
    outline = _Outline(page)
    found = [*said, *outline.wrong, *outline.judged()]
    return [each for each in found if not (samples and "leads nowhere" in each)]


class _Outline(HTMLParser):
    """Reads tag by tag, so that what a browser would silently mend is seen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.elements: list[tuple[str, Attributes]] = []
        self.headings: list[int] = []
        self.wrong: list[str] = []
        self.title = ""
        self.said = ""
        self.feed(page)
        self.close()
        self.wrong += [f"line {line}: <{tag}> is never closed" for tag, line in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._met(tag, dict(attrs))
        if len(dict(attrs)) < len(attrs):
            self.wrong.append(f"line {self.getpos()[0]}: <{tag}> has an attribute twice")
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._met(tag, dict(attrs))
        if tag not in VOID and not any(name in ("svg", "math") for name, _line in [*self.open, (tag, 0)]):
            self.wrong.append(f"line {self.getpos()[0]}: <{tag}/> does not close itself in HTML")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        else:
            self.wrong.append(f"line {self.getpos()[0]}: </{tag}> closes {self.open[-1] if self.open else 'nothing'}")

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "code"} & {name for name, _line in self.open}:
            self.said += data
        if self.open and self.open[-1][0] == "title" and len(self.open) == 3:
            self.title += data
        elif self.open and self.open[-1][0] in CHILDREN and data.strip():
            self.wrong.append(f"line {self.getpos()[0]}: text directly in <{self.open[-1][0]}>")

    def _met(self, tag: str, attributes: Attributes) -> None:
        self.elements.append((tag, attributes))
        around = [name for name, _line in self.open]
        if (
            tag in HEADINGS
            and not {"dialog", "template"} & set(around)
            and "ds-error-summary" not in (self.elements[-2][1].get("class") or "")
        ):  # it comes before all
            self.headings.append(int(tag[1]))
        parent, line = (around[-1] if around else ""), self.getpos()[0]
        if parent in CHILDREN and tag not in CHILDREN[parent]:
            self.wrong.append(f"line {line}: <{tag}> directly in <{parent}>")
        if tag in BLOCKS and (narrow := next((name for name in reversed(around) if name in PHRASING_ONLY), "")):
            self.wrong.append(f"line {line}: <{tag}> in <{narrow}>")
        if tag in INTERACTIVE and {"a", "button"} & set(around):
            self.wrong.append(f"line {line}: <{tag}> can be pressed inside something that can be pressed")

    def judged(self) -> Iterator[str]:
        """What can only be said at the end."""
        ids = Counter(given["id"] for _tag, given in self.elements if "id" in given)
        yield from (f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1 or not name)
        tags = {given["id"]: tag for tag, given in self.elements if given.get("id")}
        for tag, given in self.elements:
            for name in POINTS_AT:
                for target in (given.get(name) or "").split():
                    if target not in tags:
                        yield f"<{tag} {name}={target!r}> points at nothing"
                    elif name == "for" and tag == "label" and tags[target] not in LABELABLE:
                        yield f"<label for={target!r}> labels a <{tags[target]}>"
            href = given.get("href") or ""
            if tag == "a" and href.startswith("#") and href != "#" and href[1:] not in tags:
                yield f"a link to {href!r} leads nowhere"
            if tag == "img" and "alt" not in given:
                yield "an <img> has no alt"
        yield from (
            f"two full stops after {words!r}" for words in re.findall(r"([^.\n]{0,30})(?<!\.)\.\.(?!\.)", self.said)
        )
        yield from self._whole()

    def _whole(self) -> Iterator[str]:
        levels = self.headings
        if levels.count(1) != 1 or levels[:1] != [1]:
            yield f"headings do not begin with the one h1: {levels}"
        if any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False)):
            yield f"headings leave out a level: {levels}"
        if not self.title.strip():
            yield "the page has no title"
        if not next((given.get("lang") for tag, given in self.elements if tag == "html"), None):
            yield "the page does not say its language"
        if [tag for tag, _given in self.elements].count("main") != 1:
            yield "there is not exactly one <main>"
