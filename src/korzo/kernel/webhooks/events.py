"""What happens to webhooks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WebhookChanged:
    """Somebody changed a webhook; `what` is added, changed, secret, started, stopped or deleted."""

    ref: str
    what: str


@dataclass(frozen=True)
class WebhookStopped:
    """Nobody answered at its address for so long that it was stopped; `status` is the last answer, 0: none."""

    ref: str
    status: int


@dataclass(frozen=True)
class DeliverySentAgain:
    """A delivery that was given up was put back in the queue."""

    ref: str
    delivery: str
