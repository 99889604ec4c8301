"""What happens to cycles, their calendars and envelopes, and to the committee."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CycleKept:
    """A cycle was made or changed."""

    ref: str
    is_published: bool
    shortlist_factor: str


@dataclass(frozen=True)
class TrackKept:
    """An envelope was made or changed."""

    ref: str
    envelope: str
    ballot: str
    rule: str


@dataclass(frozen=True)
class TrackDeleted:
    """An envelope without ideas was taken away."""

    ref: str


@dataclass(frozen=True)
class ThemeKept:
    """What ideas can be about was added to or changed."""

    ref: str


@dataclass(frozen=True)
class CalendarPlanned:
    """The dates of a cycle were set: pairs of phase and start (ISO 8601)."""

    ref: str
    phases: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VolunteerCame:
    """Somebody would sit on the committee. Who, is not told."""

    ref: str


@dataclass(frozen=True)
class VolunteerLeft:
    """Somebody would not sit on the committee after all. Who, is not told."""

    ref: str


@dataclass(frozen=True)
class VolunteersClosed:
    """The list for the lot is closed; `sha256` proves how it read before the seed was known."""

    ref: str
    entries: int
    sha256: str


@dataclass(frozen=True)
class CommitteeDrawn:
    """The lot was drawn with this seed."""

    ref: str
    seed: str
    seats: int
