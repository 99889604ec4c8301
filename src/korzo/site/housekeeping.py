"""What goes by itself and belongs to nobody else: sessions that are over."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from korzo.kernel import jobs


@jobs.every(hours=24)
def forget_sessions() -> int:
    """Delete sessions that are over; returns how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
