"""What happens in the portal: references and numbers, never words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ItemWritten:
    """An item was begun, or saved again; `fields` are those that changed."""

    ref: str
    kind: str
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ItemStepped:
    """An item was handed in, published, withdrawn or taken back; `publish_at` may lie ahead."""

    ref: str
    kind: str
    before: str
    after: str
    publish_at: str = ""


@dataclass(frozen=True)
class ItemAppeared:
    """What was to be published later can be read now."""

    ref: str
    kind: str


@dataclass(frozen=True)
class ItemMoved:
    """An item has another address; the old one leads to it."""

    ref: str
    before: str
    after: str


@dataclass(frozen=True)
class TranslationSet:
    """A translation became ready for readers, or stopped being so."""

    ref: str
    language: str
    is_ready: bool


@dataclass(frozen=True)
class ItemDeleted:
    """A draft that nobody ever saw was thrown away."""

    ref: str
    kind: str


@dataclass(frozen=True)
class NoticeAnnounced:
    """Works or an outage were announced."""

    ref: str
    kind: str
    operator: str
    begins_at: str
    ends_at: str


@dataclass(frozen=True)
class NoticeUpdated:
    """Something new was said of a notice: `what` is told, moved, widened, ended or cancelled."""

    ref: str
    update: int
    what: str


@dataclass(frozen=True)
class Registered:
    """Somebody registered for an event, or their registration went on."""

    ref: str
    registration: int
    before: str
    after: str


@dataclass(frozen=True)
class WishBegun:
    """Somebody wants to hear of something, and confirmed it."""

    ref: str
    wish: int
    about: str


@dataclass(frozen=True)
class WishEnded:
    """Somebody does not want to hear of something any more."""

    ref: str
    wish: int


@dataclass(frozen=True)
class IssueSent:
    """A newsletter went out."""

    ref: str
    readers: int


@dataclass(frozen=True)
class PageArranged:
    """The front page was arranged: panels from top to bottom, those not shown left out."""

    ref: str
    panels: tuple[str, ...]


@dataclass(frozen=True)
class CategoryKept:
    """A category was added or changed."""

    ref: str


@dataclass(frozen=True)
class SourceRead:
    """Items of another site were taken over."""

    ref: str
    new: int
    changed: int
    refused: int
