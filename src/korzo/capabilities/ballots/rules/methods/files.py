"""Ballots in a file: what it holds, whichever of the formats it is in; and what the formats have in common."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from korzo.capabilities.ballots.rules.methods.papers import Candidate, Number, Paper, whole
from korzo.capabilities.ballots.rules.methods.problems import Noted, Problem, Token

LARGEST = 1 << 26
"""Bytes of a file."""
MOST_CANDIDATES = 1_000
_WORD = re.compile(r'"([^"\n]*)("?)|#.*|[^\s"#]+')
_WEIGHT = re.compile(r"\d{1,12}(?:\.\d{1,12})?")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it stands: all candidates (by number, or by the ids of the file) and all papers of ranks."""

    title: str
    seats: int
    candidates: tuple[Candidate, ...]
    withdrawn: frozenset[int]
    papers: tuple[Paper, ...]
    problems: tuple[Problem, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    def standing(self) -> tuple[tuple[Candidate, ...], tuple[Paper, ...]]:
        """Candidates without those who withdrew, and the papers without them: who stood behind moves up."""
        if not self.withdrawn:
            return self.candidates, self.papers
        stay = [at for at in range(len(self.candidates)) if at not in self.withdrawn]
        papers = []
        for paper in self.papers:
            # A rank is free only if nobody else stands on it.
            kept = {paper.marks[at] for at in stay}
            freed = sorted({paper.marks[at] for at in self.withdrawn} - kept - {0})
            marks = [paper.marks[at] - sum(rank < paper.marks[at] for rank in freed) for at in stay]
            papers.append(Paper(tuple(marks), paper.weight))
        return tuple(self.candidates[at] for at in stay), tuple(papers)


def text_of(raw: bytes, noted: Noted) -> str:
    """Decode UTF-8, with or without a byte order mark. Raises Unreadable with the place of the first wrong byte."""
    if len(raw) > LARGEST:
        raise noted.stop(Token("", 0, 0), f"is larger than {LARGEST >> 20} MiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        at = Token(f"byte {raw[error.start]:#04x}", line, column)
        raise noted.stop(at, "is not UTF-8; save the file as UTF-8") from error


def words(text: str, noted: Noted, first: int = 1) -> Iterator[Token]:
    """The words of a text, quoted ones without their marks; `#` starts a comment outside of quotes."""
    for number, line in enumerate(text.splitlines(), first):
        for found in _WORD.finditer(line):
            word = found.group()
            if word[0] == '"':
                at = Token(found.group(1), number, found.start() + 1, quoted=True)
                if not found.group(2):
                    noted.grave(at, "opens a quotation that does not end on its line")
                yield at
            elif word[0] != "#":
                yield Token(word, number, found.start() + 1)


def weight(at: Token, noted: Noted) -> Number | None:
    """A weight above 0, with up to 12 decimals."""
    if not _WEIGHT.fullmatch(at.text) or not Fraction(at.text):
        noted.grave(at, "is no weight: a number above 0, like 3 or 1.5")
        return None
    return whole(Fraction(at.text))


def ranks(preferred: Sequence[Token], number: Mapping[str, int], noted: Noted) -> tuple[int, ...]:
    """Ranks from candidates in order: `a=b` are equals, `-` skips a rank."""
    marks = [0] * len(number)
    for rank, at in enumerate(preferred, 1):
        if at.text == "-":
            continue
        for name in at.text.split("="):
            if name not in number:
                noted.grave(at, "names a candidate who is not in this file")
            elif marks[number[name]]:
                noted.grave(at, "names a candidate a second time on this paper")
            else:
                marks[number[name]] = rank
    return tuple(marks)
