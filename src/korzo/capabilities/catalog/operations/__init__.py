"""What changes the catalogue: one function a verb, one transaction each."""

from korzo.capabilities.catalog.operations.describing import (
    Form,
    add_form,
    change,
    change_form,
    create,
    enter,
    remove_form,
)
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.operations.stepping import (
    delete,
    deprecate,
    hand_back,
    publish,
    purge,
    restore,
    submit,
    withdraw,
)

__all__ = [
    "Form",
    "NotAllowed",
    "Refused",
    "add_form",
    "change",
    "change_form",
    "create",
    "delete",
    "deprecate",
    "enter",
    "hand_back",
    "publish",
    "purge",
    "remove_form",
    "restore",
    "submit",
    "withdraw",
]
