"""Whether everybody can read a PDF: what PDF/UA-1 (ISO 14289-1) asks of the document as a whole.

Only the dictionaries at the top are looked at: Is it tagged (7.1)? Does it say its language (7.2) and its title (7.1)?
Whether the tags are right nobody can say without reading the document: nothing found does not mean that all is well.
"""

import re
import zlib
from collections import deque
from dataclasses import dataclass
from itertools import islice

LOCKED, UNTAGGED, NO_LANGUAGE, NO_TITLE = "locked", "untagged", "no_language", "no_title"
MOST_UNPACKED = 20 * 2**20
MOST_STREAMS = 5000
_NEAR = 1000
_PACKED = re.compile(rb"/Type\s{0,9}/(?:ObjStm|Metadata)\b")
_STREAM = re.compile(rb"stream\r?\n")
_CATALOG = re.compile(rb"/Type\s{0,9}/Catalog\b")
_LANG = re.compile(rb"/Lang\s{0,9}(?:\(\s{0,99}[A-Za-z]|<\s{0,99}[0-9A-Fa-f]{2})")
_TITLE = re.compile(rb"/Title\s{0,9}(?:\(\s{0,99}[^)\s]|<\s{0,99}[0-9A-Fa-f]{2})")
_TITLE_XMP = re.compile(rb"<dc:title>.{0,400}?<rdf:li[^>]*>\s*[^<\s]", re.DOTALL)
_PAGE = re.compile(rb"/Type\s{0,9}/Page\b(?!s)")
_MADE = re.compile(rb"/(?:Producer|CreationDate)\s{0,9}[(<]")
_MARKED = re.compile(rb"/Marked\s+true\b")


@dataclass(frozen=True)
class Checked:
    """How many pages it has (None: not to be seen), and what it lacks."""

    pages: int | None
    lacks: tuple[str, ...]


def is_pdf(content: bytes) -> bool:
    """Whether it is a PDF at all; the mark may stand within the first kilobyte."""
    return b"%PDF-" in content[:1024] and b"%%EOF" in content[-2048:]


def check(content: bytes) -> Checked:
    """Look a PDF through."""
    if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", content[-4096:]) or re.search(
        rb"/Encrypt\s+\d+\s+\d+\s+R", content[:4096]
    ):
        return Checked(None, (LOCKED,))
    seen = content + b"\n" + _unpacked(content)
    catalog = _catalog(seen)
    is_tagged = b"/StructTreeRoot" in catalog and bool(_MARKED.search(catalog) or _MARKED.search(seen))
    lacks = [
        code
        for code, is_fine in (
            (UNTAGGED, is_tagged),
            (NO_LANGUAGE, bool(_LANG.search(catalog))),
            (NO_TITLE, bool(_TITLE.search(_information(seen)) or _TITLE_XMP.search(seen))),
        )
        if not is_fine
    ]
    return Checked(sum(1 for _page in _PAGE.finditer(seen)) or None, tuple(lacks))


def _unpacked(content: bytes) -> bytes:
    """What stands in packed objects and in the description, at most so much."""
    found, room, whole = [], MOST_UNPACKED, memoryview(content)
    for mark in islice(_PACKED.finditer(content), MOST_STREAMS):
        begins = _STREAM.search(content, mark.end(), mark.end() + _NEAR)
        if begins is None or b"/FlateDecode" not in content[max(0, mark.start() - _NEAR) : begins.start()]:
            continue
        ends = content.find(b"endstream", begins.end())
        try:
            piece = zlib.decompressobj().decompress(whole[begins.end() : ends if ends > 0 else None], max(1, room))
        except zlib.error:
            continue
        room -= len(piece)
        found.append(piece)
        if room <= 0:
            break
    return b"\n".join(found)


def _catalog(seen: bytes) -> bytes:
    """The dictionary that holds all others; the last one counts, because changed files get another at their end."""
    last = deque(_CATALOG.finditer(seen), maxlen=1)
    return _around(seen, last[0].start()) if last else b""


def _information(seen: bytes) -> bytes:
    """The dictionary with who made it, with what and when; bookmarks have titles too and do not count."""
    return b"\n".join(_around(seen, mark.start()) for mark in deque(_MADE.finditer(seen), maxlen=3))


def _around(seen: bytes, at: int) -> bytes:
    """The dictionary in which something stands, with the dictionaries in it."""
    depth, start = 0, at
    while start > max(0, at - 20_000):
        start -= 1
        pair = seen[start : start + 2]
        if pair == b">>":
            depth, start = depth + 1, start - 1
        elif pair == b"<<":
            if not depth:
                break
            depth, start = depth - 1, start - 1
    depth, end = 0, start
    while end < min(len(seen), at + 20_000):
        pair = seen[end : end + 2]
        if pair == b"<<":
            depth, end = depth + 1, end + 2
        elif pair == b">>":
            depth, end = depth - 1, end + 2
            if not depth:
                break
        else:
            end += 1
    return seen[start:end]
