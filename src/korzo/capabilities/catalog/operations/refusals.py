"""Why something was not done."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError


class NotAllowed(Exception):
    """This person may not do this."""


class Refused(Exception):
    """Something does not fit: `problems` says for each field (or "") what to put right, in the reader's language."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(message for messages in self.problems.values() for message in messages))

    @classmethod
    def one(cls, field: str, message: str) -> "Refused":
        """A single problem."""
        return cls({field: [message]})

    @classmethod
    def of(cls, error: ValidationError) -> "Refused":
        """What a model's own checks found."""
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return cls({"" if name == "__all__" else name: list(messages) for name, messages in told.items()})
