"""What assessments keep."""

from korzo.capabilities.assessments.models.action import Action
from korzo.capabilities.assessments.models.answer import Answer
from korzo.capabilities.assessments.models.assessment import LOCKED, Assessment, Document, Part, Snapshot
from korzo.capabilities.assessments.models.figure import Explanation, Figure, Remark
from korzo.capabilities.assessments.models.peer import Definition, Peer, PeerSet
from korzo.capabilities.assessments.models.scenario import Scenario

__all__ = [
    "LOCKED",
    "Action",
    "Answer",
    "Assessment",
    "Definition",
    "Document",
    "Explanation",
    "Figure",
    "Part",
    "Peer",
    "PeerSet",
    "Remark",
    "Scenario",
    "Snapshot",
]
