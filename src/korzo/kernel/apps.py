"""The kernel as one Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Kernel(AppConfig):
    """People, places, trail and the other rooms below all capabilities."""

    name = "korzo.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Connect the rooms that work in the background."""
        from korzo.kernel.messages import inbox  # noqa: F401 -- registers itself; models can be imported only now
        from korzo.kernel.messages.arriving import mailbox  # noqa: F401 -- registers its jobs
        from korzo.kernel.people import links  # noqa: F401 -- registers itself
        from korzo.kernel.publishing import storage  # noqa: F401 -- listens to what is published
        from korzo.kernel.trail import delivery
        from korzo.kernel.webhooks import sending  # noqa: F401 -- registers its jobs

        post_migrate.connect(delivery.start_at_head, sender=self)
