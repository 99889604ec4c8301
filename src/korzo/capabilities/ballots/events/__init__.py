"""What happens to votes: references and numbers only, and of secret ballots nothing about single ballots."""

from korzo.capabilities.ballots.events.boxes import BoardGrew, BoxClosed, BoxCounted, BoxSealed
from korzo.capabilities.ballots.events.consulting import (
    AnswerGiven,
    ProposalCarried,
    ProposalJudged,
    ProposalSupported,
    VoteAnswered,
    VoteChanged,
    VoteClosedEarly,
    VoteMade,
    VoteProposed,
    VotePublished,
)
from korzo.capabilities.ballots.events.keepers import KeeperActed, KeeperLinked, KeepersNamed, KeysDropped
from korzo.capabilities.ballots.events.rolls import (
    AppealDecided,
    AppealMade,
    CodesMade,
    RollForgotten,
    RollFrozen,
    RollHandedOut,
    RollMade,
    VoterMarked,
)

__all__ = [
    "AnswerGiven",
    "AppealDecided",
    "AppealMade",
    "BoardGrew",
    "BoxClosed",
    "BoxCounted",
    "BoxSealed",
    "CodesMade",
    "KeeperActed",
    "KeeperLinked",
    "KeepersNamed",
    "KeysDropped",
    "ProposalCarried",
    "ProposalJudged",
    "ProposalSupported",
    "RollForgotten",
    "RollFrozen",
    "RollHandedOut",
    "RollMade",
    "VoteAnswered",
    "VoteChanged",
    "VoteClosedEarly",
    "VoteMade",
    "VoteProposed",
    "VotePublished",
    "VoterMarked",
]
