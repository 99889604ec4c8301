"""What the portal keeps."""

from korzo.capabilities.portal.models.arrangement import Arrangement
from korzo.capabilities.portal.models.event import Registration, Slot
from korzo.capabilities.portal.models.item import Category, Document, Item, Moved, Photo, Revision
from korzo.capabilities.portal.models.notice import Notice, NoticeUpdate, NoticeYear
from korzo.capabilities.portal.models.reader import Issue, Reader, Telling, Wish
from korzo.capabilities.portal.models.source import Source, Taken
from korzo.capabilities.portal.models.views import Views

__all__ = [
    "Arrangement",
    "Category",
    "Document",
    "Issue",
    "Item",
    "Moved",
    "Notice",
    "NoticeUpdate",
    "NoticeYear",
    "Photo",
    "Reader",
    "Registration",
    "Revision",
    "Slot",
    "Source",
    "Taken",
    "Telling",
    "Views",
    "Wish",
]
