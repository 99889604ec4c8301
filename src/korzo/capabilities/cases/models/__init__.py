"""What is stored about cases."""

from korzo.capabilities.cases.models.case import Case, Contact, Photo, Update
from korzo.capabilities.cases.models.catalogue import Attribute, Category, DayOff, RoutingRule
from korzo.capabilities.cases.models.counts import Cell, Figures, Year
from korzo.capabilities.cases.models.following import Follower
from korzo.capabilities.cases.models.inspecting import Check, Inspection
from korzo.capabilities.cases.models.merging import Merge
from korzo.capabilities.cases.models.owning import Forwarding, HandOver, Looking, Part
from korzo.capabilities.cases.models.promises import Escalation, EscalationRung, Move, OfficeHours, Pause
from korzo.capabilities.cases.models.rounds import Material, Stop, Used, Work
from korzo.capabilities.cases.models.scores import Score, Verdict
from korzo.capabilities.cases.models.systems import Arrival, Dispatch, System
from korzo.capabilities.cases.models.unconfirmed import Unconfirmed
from korzo.capabilities.cases.models.watching import News, Reader, Subscription, SubscriptionKey
from korzo.capabilities.cases.models.writing import Mention, ReadyText, SavedFilter

__all__ = [
    "Arrival",
    "Attribute",
    "Case",
    "Category",
    "Cell",
    "Check",
    "Contact",
    "DayOff",
    "Dispatch",
    "Escalation",
    "EscalationRung",
    "Figures",
    "Follower",
    "Forwarding",
    "HandOver",
    "Inspection",
    "Looking",
    "Material",
    "Mention",
    "Merge",
    "Move",
    "News",
    "OfficeHours",
    "Part",
    "Pause",
    "Photo",
    "Reader",
    "ReadyText",
    "RoutingRule",
    "SavedFilter",
    "Score",
    "Stop",
    "Subscription",
    "SubscriptionKey",
    "System",
    "Unconfirmed",
    "Update",
    "Used",
    "Verdict",
    "Work",
    "Year",
]
