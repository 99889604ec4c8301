"""What is stored about votes."""

from korzo.capabilities.ballots.models.box import Box, Piece, PracticeCode
from korzo.capabilities.ballots.models.roll import Roll, Voter
from korzo.capabilities.ballots.models.vote import Option, Question, Vote

__all__ = ["Box", "Option", "Piece", "PracticeCode", "Question", "Roll", "Vote", "Voter"]
