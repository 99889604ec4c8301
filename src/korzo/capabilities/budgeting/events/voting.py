"""What happens between ballot and report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PanelKept:
    """A panel of voters was added or changed; weight 0: taken away."""

    ref: str
    panel: str
    weight: str


@dataclass(frozen=True)
class BallotMade:
    """The ballot of a track stands: pairs of number and idea. From now on neither numbers nor costs change."""

    ref: str
    candidates: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class BatchOpened:
    """A bundle of paper ballots is to be entered by two clerks."""

    ref: str
    batch: str
    size: int


@dataclass(frozen=True)
class BatchDeleted:
    """A bundle of paper ballots was taken away before it counted; it has to be entered anew."""

    ref: str
    batch: str


@dataclass(frozen=True)
class BatchTyped:
    """A clerk has typed all of a batch; `pass_no` is 1 or 2, `sha256` proves what was typed."""

    ref: str
    batch: str
    pass_no: int
    sha256: str


@dataclass(frozen=True)
class SheetSettled:
    """Where two clerks differed on a sheet, a third person decided."""

    ref: str
    batch: str
    sheet: int


@dataclass(frozen=True)
class VotesTaken:
    """Votes came in, from paper, a file or an electronic ballot; `sha256` is that of the file or of the batch."""

    ref: str
    batch: str
    channel: str
    taken: int
    rejected: int
    sha256: str


@dataclass(frozen=True)
class VotesSealed:
    """No vote comes in any more; `sha256` is that of the `.pb` file, `tie_seed` the seed of the lot for all counts."""

    ref: str
    votes: int
    sha256: str
    tie_seed: str


@dataclass(frozen=True)
class CountBegun:
    """The votes are to be counted."""

    ref: str
    count: int


@dataclass(frozen=True)
class VotesCounted:
    """The votes were counted; numbers of the winners in the order they won."""

    ref: str
    count: int
    rule: str
    sha256: str
    winners: tuple[str, ...]


@dataclass(frozen=True)
class ResultDeclared:
    """A count is the official result."""

    ref: str
    count: int


@dataclass(frozen=True)
class IdeaWon:
    """The idea will be paid from the envelope, if the council agrees; `cost` in the cycle's currency."""

    ref: str
    track: str
    cost: str


@dataclass(frozen=True)
class IdeaLost:
    """The idea was on the ballot and did not win."""

    ref: str
    track: str


@dataclass(frozen=True)
class IdeaDecided:
    """The council approved or cut a chosen idea; `sha256` proves the reason."""

    ref: str
    endorsed: bool
    sha256: str


@dataclass(frozen=True)
class ProgressReported:
    """A step in the building of a chosen idea."""

    ref: str
    progress: int
    step: str
    sha256: str
