"""Why something cannot be done."""


class NotAllowed(PermissionError):
    """This person may not do that."""


class Refused(ValueError):
    """It cannot be done; `field` names what to change, `code` what is the matter, and the message says what to do."""

    def __init__(self, field: str, message: str, code: str = "") -> None:
        self.field = field
        self.code = code
        super().__init__(message)
