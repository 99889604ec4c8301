"""Why something was not done."""


class NotAllowed(Exception):
    """This person may not do this."""


class Refused(Exception):
    """Something does not fit: `field` (or "") and what to put right, in the reader's language."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class Conflict(Refused):
    """Somebody else changed it meanwhile; nothing of theirs is overwritten."""
