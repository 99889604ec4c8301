"""What is stored about votes."""

from korzo.capabilities.ballots.models.answer import Answer, Sheet
from korzo.capabilities.ballots.models.box import Box, Piece, PracticeCode
from korzo.capabilities.ballots.models.opinions import Opinion, Statement
from korzo.capabilities.ballots.models.roll import Roll, Voter
from korzo.capabilities.ballots.models.taking_part import Appeal, Follower, Supporter
from korzo.capabilities.ballots.models.trustee import Trustee
from korzo.capabilities.ballots.models.vote import Option, Question, Vote

__all__ = [
    "Answer",
    "Appeal",
    "Box",
    "Follower",
    "Opinion",
    "Option",
    "Piece",
    "PracticeCode",
    "Question",
    "Roll",
    "Sheet",
    "Statement",
    "Supporter",
    "Trustee",
    "Vote",
    "Voter",
]
