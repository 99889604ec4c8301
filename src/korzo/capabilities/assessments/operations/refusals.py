"""Why something was not done."""

from korzo.capabilities.assessments.models import Figure


class NotAllowed(Exception):
    """This person may not do this."""


class Refused(Exception):
    """Something does not fit: `field` (or "") and what to put right, in the reader's language."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class Conflict(Refused):
    """Somebody else changed it meanwhile: `found` is what stands there now, None where it was taken away."""

    def __init__(self, found: Figure | None, message: str) -> None:
        self.found = found
        super().__init__("", message)
