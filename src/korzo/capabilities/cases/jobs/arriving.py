"""Cases take every letter and SMS that nobody else claims."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from korzo.capabilities.cases.operations import arriving as operations
from korzo.kernel.messages import arriving
from korzo.kernel.messages.arriving import Letter


@arriving.takes
def take(letter: Letter, now: datetime) -> str:
    """Take a letter as a message in its case, or as a new case."""
    with translation.override(settings.LANGUAGE_CODE):
        return operations.take(letter, now=now)
