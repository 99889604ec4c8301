"""What happens in the catalogue; references, codes and hashes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DatasetMade:
    """A data set was entered into the register."""

    ref: str
    publisher: str
    origin: str


@dataclass(frozen=True)
class DatasetDescribed:
    """Its description changed; `digest` is a hash over it."""

    ref: str
    digest: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class DatasetSubmitted:
    """It waits for a check."""

    ref: str


@dataclass(frozen=True)
class DatasetReturned:
    """It went back to who prepared it; the reason is kept as the entry's why."""

    ref: str


@dataclass(frozen=True)
class DatasetPublished:
    """Everybody sees it (from the end of an embargo, if there is one)."""

    ref: str
    publisher: str


@dataclass(frozen=True)
class DatasetWithdrawn:
    """It is a draft again."""

    ref: str


@dataclass(frozen=True)
class DatasetDeprecated:
    """It is no longer kept; `replaced_by` names the one that is, if any."""

    ref: str
    replaced_by: str


@dataclass(frozen=True)
class DatasetDeleted:
    """It is out of the catalogue; its stewards can bring it back."""

    ref: str


@dataclass(frozen=True)
class DatasetRestored:
    """It was brought back."""

    ref: str


@dataclass(frozen=True)
class DatasetPurged:
    """It is gone with its files."""

    ref: str


@dataclass(frozen=True)
class SourceKept:
    """Another catalogue was named, or something else was said of it."""

    ref: str
    kind: str


@dataclass(frozen=True)
class SourceGivenUp:
    """Another catalogue is asked no more."""

    ref: str


@dataclass(frozen=True)
class SourceHarvested:
    """Another catalogue was looked through; the counts are data sets."""

    ref: str
    new: int
    changed: int
    removed: int
    failed: int


@dataclass(frozen=True)
class DataUpdated:
    """A distribution has a new file or table; `rows` where it is a table."""

    ref: str
    distribution: str
    version: int
    rows: int | None


@dataclass(frozen=True)
class RegisterMade:
    """A publisher or group was entered; `ref` says which."""

    ref: str


@dataclass(frozen=True)
class RegisterChanged:
    """A publisher or group is described anew."""

    ref: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RegisterDeleted:
    """A publisher or group is no longer offered."""

    ref: str


@dataclass(frozen=True)
class RegisterPurged:
    """A publisher or group is gone."""

    ref: str


@dataclass(frozen=True)
class TokenMade:
    """A program got a key over the catalogue's interface; `ref` is its holder."""

    ref: str
    key: int


@dataclass(frozen=True)
class TokenWithdrawn:
    """Such a key works no more."""

    ref: str
    key: int


@dataclass(frozen=True)
class RequestMade:
    """Somebody asked for data."""

    ref: str
    state: str


@dataclass(frozen=True)
class RequestAnswered:
    """The city answered; `dataset` names what was published for it, if anything."""

    ref: str
    state: str
    dataset: str


@dataclass(frozen=True)
class CommentWritten:
    """Somebody remarked on a data set; `official` by who keeps it."""

    ref: str
    comment: int
    official: bool


@dataclass(frozen=True)
class CommentReported:
    """Somebody says that a remark is out of place."""

    ref: str
    comment: int


@dataclass(frozen=True)
class CommentJudged:
    """A steward hid a remark, or showed it again."""

    ref: str
    comment: int
    hidden: bool


@dataclass(frozen=True)
class ShowcaseSent:
    """Somebody shows what they made."""

    ref: str


@dataclass(frozen=True)
class ShowcaseJudged:
    """A steward decided whether it is shown."""

    ref: str
    state: str


@dataclass(frozen=True)
class SeriesKept:
    """A series was entered or described anew."""

    ref: str


@dataclass(frozen=True)
class ViewNamed:
    """A steward named a view of a database that fills a distribution, or (`kept` false) no longer."""

    ref: str
    distribution: str
    kept: bool


@dataclass(frozen=True)
class ViewFailed:
    """A view can no longer be read; what was read before is served. `problem` is a code."""

    ref: str
    distribution: str
    problem: str
