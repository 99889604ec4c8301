"""What happens to ideas between their first sending and the ballot."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IdeaProposed:
    """A draft was sent and is public; `from_ref` is what it grew out of, `sha256` proves how it read."""

    ref: str
    cycle: str
    track: str
    theme: str
    from_ref: str
    sha256: str


@dataclass(frozen=True)
class IdeaChanged:
    """Its authors wrote it anew."""

    ref: str
    sha256: str


@dataclass(frozen=True)
class IdeaImproved:
    """After a check its authors sent it again; `review` is the check that they answer."""

    ref: str
    review: int
    sha256: str


@dataclass(frozen=True)
class IdeaWithdrawn:
    """Its author took it back."""

    ref: str


@dataclass(frozen=True)
class IdeaMerged:
    """It goes on as part of another idea."""

    ref: str
    into: str


@dataclass(frozen=True)
class IdeaTookOver:
    """Another idea was joined to it, with its authors."""

    ref: str
    from_ref: str


@dataclass(frozen=True)
class IdeaShortlisted:
    """It will be voted on."""

    ref: str
    track: str


@dataclass(frozen=True)
class IdeaLeftOff:
    """It will not be voted on: others came before it within the limit of its track."""

    ref: str
    track: str


@dataclass(frozen=True)
class IdeaHidden:
    """A moderator took it out of public view, or put it back."""

    ref: str
    hidden: bool


@dataclass(frozen=True)
class IdeaSupported:
    """Somebody would like it, or no longer; how many do now. Who it was is not told."""

    ref: str
    supporters: int


@dataclass(frozen=True)
class CoauthorInvited:
    """An author asks somebody to stand behind the idea too."""

    ref: str
    coauthor: int


@dataclass(frozen=True)
class CoauthorJoined:
    """Who was asked says yes."""

    ref: str
    coauthor: int


@dataclass(frozen=True)
class CoauthorLeft:
    """Somebody does not stand behind the idea any more, or never did."""

    ref: str


@dataclass(frozen=True)
class CommentWritten:
    """Somebody commented; `sha256` proves how it read."""

    ref: str
    comment: int
    sha256: str


@dataclass(frozen=True)
class CommentJudged:
    """A moderator decided whether a comment is shown."""

    ref: str
    comment: int
    state: str


@dataclass(frozen=True)
class ComplaintMade:
    """A reader finds an idea, or a comment on it, out of place."""

    ref: str
    comment: int | None


@dataclass(frozen=True)
class VisitNoted:
    """Somebody went to look at the place."""

    ref: str
    visit: int
