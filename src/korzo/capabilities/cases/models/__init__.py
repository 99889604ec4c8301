"""What is stored about cases."""

from korzo.capabilities.cases.models.case import Case, Contact, Photo, Update
from korzo.capabilities.cases.models.catalogue import Attribute, Category, DayOff, RoutingRule
from korzo.capabilities.cases.models.counts import Cell, Figures, Year

__all__ = [
    "Attribute",
    "Case",
    "Category",
    "Cell",
    "Contact",
    "DayOff",
    "Figures",
    "Photo",
    "RoutingRule",
    "Update",
    "Year",
]
