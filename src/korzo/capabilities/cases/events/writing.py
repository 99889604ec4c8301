"""What happens to texts that stand ready."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadyTextKept:
    """A text that stands ready was added or changed; `sha256` proves how it read."""

    ref: str
    use: str
    sha256: str


@dataclass(frozen=True)
class ReadyTextDeleted:
    """A text that stood ready is gone."""

    ref: str
