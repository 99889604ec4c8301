"""Everything that can be done to cases; one function for each verb."""

from korzo.capabilities.cases.operations.intake import (
    MOST_PHOTOS,
    OutsideCity,
    Receipt,
    Report,
    ReportRefused,
    once,
    report,
)
from korzo.capabilities.cases.operations.stepping import CaseChanged, NotAllowed
from korzo.capabilities.cases.operations.work import (
    assign,
    comment,
    decline,
    erase_contact,
    hide,
    publish_outcome,
    reopen,
    resolve,
    start,
    validate,
    withdraw,
)

__all__ = [
    "MOST_PHOTOS",
    "CaseChanged",
    "NotAllowed",
    "OutsideCity",
    "Receipt",
    "Report",
    "ReportRefused",
    "assign",
    "comment",
    "decline",
    "erase_contact",
    "hide",
    "once",
    "publish_outcome",
    "reopen",
    "report",
    "resolve",
    "start",
    "validate",
    "withdraw",
]
