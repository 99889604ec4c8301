"""Everything that can be done to cases; one function for each verb."""

from korzo.capabilities.cases.operations.confirming import confirm_report, hand_in, revoke_report
from korzo.capabilities.cases.operations.following import confirm, follow, unfollow
from korzo.capabilities.cases.operations.forwarding import answered, forward
from korzo.capabilities.cases.operations.handing_over import accept, decide, hand_over, refuse, run_out
from korzo.capabilities.cases.operations.intake import (
    MOST_PHOTOS,
    OutsideCity,
    Receipt,
    Report,
    ReportRefused,
    once,
    report,
)
from korzo.capabilities.cases.operations.judging import judge
from korzo.capabilities.cases.operations.merging import merge, split
from korzo.capabilities.cases.operations.parting import answer_part, ask_part, drop_part
from korzo.capabilities.cases.operations.sorting import sort
from korzo.capabilities.cases.operations.stepping import CaseChanged, NotAllowed
from korzo.capabilities.cases.operations.work import (
    assign,
    comment,
    decline,
    erase_contact,
    hide,
    publish_outcome,
    read,
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
    "accept",
    "answer_part",
    "answered",
    "ask_part",
    "assign",
    "comment",
    "confirm",
    "confirm_report",
    "decide",
    "decline",
    "drop_part",
    "erase_contact",
    "follow",
    "forward",
    "hand_in",
    "hand_over",
    "hide",
    "judge",
    "merge",
    "once",
    "publish_outcome",
    "read",
    "refuse",
    "reopen",
    "report",
    "resolve",
    "revoke_report",
    "run_out",
    "sort",
    "split",
    "start",
    "unfollow",
    "validate",
    "withdraw",
]
