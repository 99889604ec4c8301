"""What people type, made fit to keep: one form of each letter, nothing invisible that misleads or breaks XML."""

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls, which XML 1.0 does not allow
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff"  # half characters, non-characters, replacement marks
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2060-\u206f\u3164\ufeff\uffa0"  # invisible
    "\u202a-\u202e"  # turn the reading direction round
    "\U000e0000-\U000e0fff]"  # invisible tags
)
_PICTURE = "[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]"
_STRAY_JOINER = re.compile(f"(?<!{_PICTURE})\u200d|\u200d(?!{_PICTURE})")
_PILED_MARKS = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_GAPS = re.compile(r"\n{3,}")


class TooLong(ValueError):  # it reads as what happened
    """A text is longer than its limit; it is not cut, because nobody's words are lost silently."""


def clean(text: str, *, limit: int = 50_000, lines: bool = True) -> str:
    """Tidy what a person typed: NFC, one kind of line break, at most one empty line in a row, no blanks at line ends.

    Removes control characters, zero-width characters and direction overrides. The zero-width joiner stays between
    pictures, where it makes families; none of our languages needs it. Marks beyond two on a letter go.
    With `lines=False` everything becomes one line. `limit` is in characters after cleaning. Raises TooLong.
    """
    if text.isascii() and text.isprintable():
        tidy = text
    else:
        tidy = _STRAY_JOINER.sub("", _REMOVED.sub("", _LINE_BREAKS.sub("\n", text)))
        tidy = _PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", tidy))
    if lines:
        tidy = _GAPS.sub("\n\n", "\n".join(line.rstrip() for line in tidy.split("\n"))).strip()
    else:
        tidy = " ".join(tidy.split())
    if len(tidy) > limit:
        raise TooLong(f"{len(tidy)} characters where {limit} fit")
    return tidy


def shorten(text: str, limit: int) -> str:
    """Cut to a limit in characters between words, with an ellipsis where something is left out."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    return (head.rpartition(" ")[0].rstrip() or head[: limit - 1])[: limit - 1] + "…"
