"""Who hears of what happens somewhere. What it is stands in no entry: it could tell where somebody lives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SubscriptionBegun:
    """Somebody wants to hear what happens in a place or of a kind; the numbers mean nothing once they have left."""

    ref: str
    subscription: int


@dataclass(frozen=True)
class SubscriptionEnded:
    """Somebody does not want to hear of it any more."""

    ref: str
    subscription: int
