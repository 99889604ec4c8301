"""CQL2 as text, read into the tree that its JSON is: `depth > 2` is {"op": ">", "args": [{"property": "depth"}, 2]}."""

import re
from typing import Any

from korzo.capabilities.catalog.rules.filtering import Wrong

DEEPEST = 30
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<quoted>"(?:[^"]|"")+")"""
    r"""|(?P<word>[^\W\d][\w.]*)|(?P<sign><>|<=|>=|[=<>(),]))"""
)
_COMPARED = ("=", "<>", "<", ">", "<=", ">=")
_KEYWORDS = {"AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE"}
_SPELLED = {"DATE": "date", "TIMESTAMP": "timestamp"}


def read(text: str) -> Any:
    """Read a filter; raises Wrong."""
    reader = _Reader(text)
    found = reader.either(0)
    if reader.ahead()[0]:
        raise Wrong("filter", "shape", reader.ahead()[1])
    return found


class _Reader:
    """Reads from left to right; `at` is where it has come to."""

    def __init__(self, text: str) -> None:
        self.at = 0
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while text[position:].strip():
            found = _TOKEN.match(text, position)
            if found is None:
                raise Wrong("filter", "shape", text[position : position + 20])
            kind = found.lastgroup or ""
            word = found[kind]
            self.tokens.append(("key" if kind == "word" and word.upper() in _KEYWORDS else kind, word))
            position = found.end()

    def ahead(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def next(self) -> tuple[str, str]:
        found = self.ahead()
        self.at += 1
        return found

    def took(self, *wanted: str) -> bool:
        """Whether the next is one of these words or signs; it is behind us then."""
        kind, text = self.ahead()
        if kind in ("key", "sign") and text.upper() in wanted:
            self.at += 1
            return True
        return False

    def need(self, wanted: str) -> None:
        if not self.took(wanted):
            raise Wrong("filter", "shape", self.ahead()[1] or wanted)

    def either(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise Wrong("filter", "deep")
        parts = [self.all(depth)]
        while self.took("OR"):
            parts.append(self.all(depth))
        return _node("or", *parts) if len(parts) > 1 else parts[0]

    def all(self, depth: int) -> Any:
        parts = [self.one(depth)]
        while self.took("AND"):
            parts.append(self.one(depth))
        return _node("and", *parts) if len(parts) > 1 else parts[0]

    def one(self, depth: int) -> Any:
        if self.took("NOT"):
            if depth >= DEEPEST:
                raise Wrong("filter", "deep")
            return _node("not", self.one(depth + 1))
        if self.took("("):
            found = self.either(depth + 1)
            self.need(")")
            return found
        if self.took("TRUE"):
            return True
        if self.took("FALSE"):
            return False
        if self.ahead()[1].upper() == "S_INTERSECTS":
            return self.place()
        return self.compared()

    def compared(self) -> Any:
        left = self.operand()
        turned = self.took("NOT")
        if self.took("BETWEEN"):
            low = self.operand()
            self.need("AND")
            found = _node("between", left, low, self.operand())
        elif self.took("IN"):
            found = _node("in", left, self.listed())
        elif self.took("LIKE"):
            found = _node("like", left, self.operand())
        elif not turned and self.took("IS"):
            turned = self.took("NOT")
            self.need("NULL")
            found = _node("isNull", left)
        else:
            sign = self.ahead()[1]
            if turned or not self.took(*_COMPARED):
                raise Wrong("filter", "shape", sign)
            found = _node(sign, left, self.operand())
        return _node("not", found) if turned else found

    def listed(self) -> list[Any]:
        self.need("(")
        values = [self.operand()]
        while self.took(","):
            values.append(self.operand())
        self.need(")")
        return values

    def operand(self) -> Any:
        """A property or a value."""
        kind, text = self.next()
        if kind == "quoted":
            return {"property": text[1:-1].replace('""', '"')}
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text) if re.search(r"[.eE]", text) else int(text)
        if kind == "key" and text.upper() in ("TRUE", "FALSE"):
            return text.upper() == "TRUE"
        if kind != "word":
            raise Wrong("filter", "shape", text)
        if text.upper() in _SPELLED and self.ahead() == ("sign", "("):
            return {_SPELLED[text.upper()]: self.listed()[0]}
        return {"property": text}

    def place(self) -> Any:
        """`S_INTERSECTS(geometry, BBOX(west, south, east, north))`."""
        self.at += 1
        self.need("(")
        named = self.operand()
        self.need(",")
        if self.ahead()[1].upper() != "BBOX":
            raise Wrong("filter", "shape", self.ahead()[1])
        self.at += 1
        box = self.listed()
        self.need(")")
        return _node("s_intersects", named, {"bbox": box})


def _node(op: str, *args: Any) -> dict[str, Any]:
    return {"op": op, "args": list(args)}
