"""Everything that can be done in budgeting; one function for each verb."""

from korzo.capabilities.budgeting.operations.stepping import IdeaChanged, NotAllowed, NotNow, Refused

__all__ = ["IdeaChanged", "NotAllowed", "NotNow", "Refused"]
