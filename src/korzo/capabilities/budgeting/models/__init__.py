"""What is stored about budgeting."""

from korzo.capabilities.budgeting.models.building import Decision, Progress
from korzo.capabilities.budgeting.models.committee import Draw, Seat, Visit, Volunteer
from korzo.capabilities.budgeting.models.counting import Count
from korzo.capabilities.budgeting.models.cycle import Cycle, Panel, Theme, Track
from korzo.capabilities.budgeting.models.idea import Coauthor, Comment, Complaint, Idea, Photo, Support
from korzo.capabilities.budgeting.models.reviewing import Review
from korzo.capabilities.budgeting.models.voting import Batch, Candidate, Channel, Sheet, Vote

__all__ = [
    "Batch",
    "Candidate",
    "Channel",
    "Coauthor",
    "Comment",
    "Complaint",
    "Count",
    "Cycle",
    "Decision",
    "Draw",
    "Idea",
    "Panel",
    "Photo",
    "Progress",
    "Review",
    "Seat",
    "Sheet",
    "Support",
    "Theme",
    "Track",
    "Visit",
    "Volunteer",
    "Vote",
]
