"""What happens to assessments. Figures are named by their cell; amounts are in the figures' own history."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AssessmentBegun:
    """An organisation began to look at itself; `corrects` names the one that this replaces, if any."""

    ref: str
    organisation: str
    instrument: str
    corrects: str = ""


@dataclass(frozen=True)
class AssessmentKept:
    """Its years, packs or lead were changed."""

    ref: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class AssessmentStepped:
    """It went on, or back; signed off, `sha256` is that of its snapshot."""

    ref: str
    before: str
    after: str
    sha256: str = ""


@dataclass(frozen=True)
class AssessmentReplaced:
    """A correction of it was signed, and stands in its place."""

    ref: str
    before: str
    by: str


@dataclass(frozen=True)
class AssessmentPublished:
    """What everybody may read of it was decided: `parts` may be empty."""

    ref: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class PartAsked:
    """Somebody is asked for a part until a day."""

    ref: str
    part: str
    due_on: str


@dataclass(frozen=True)
class PartStepped:
    """A part was handed in, sent back or accepted."""

    ref: str
    part: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureEntered:
    """A figure was typed or imported: before and after as text, empty where there was or is none."""

    ref: str
    cell: str
    before: str
    after: str
    origin: str = ""


@dataclass(frozen=True)
class FiguresImported:
    """Figures came from a document: how many cells, and how many of them stand beside others."""

    ref: str
    document: int
    cells: int
    beside: int


@dataclass(frozen=True)
class FigureChosen:
    """Of several sources one was chosen."""

    ref: str
    cell: str
    origin: str


@dataclass(frozen=True)
class DifferenceExplained:
    """Two ways to an amount do not agree, and somebody said why."""

    ref: str
    check: str
    year: int


@dataclass(frozen=True)
class QuestionAnswered:
    """A question got a score."""

    ref: str
    question: str
    before: str
    after: str


@dataclass(frozen=True)
class ActionPlanned:
    """An action was written into the plan, or changed."""

    ref: str
    assessment: str
    indicator: str
    target: str
    target_year: int


@dataclass(frozen=True)
class ActionStepped:
    """An action went on, or was dropped."""

    ref: str
    before: str
    after: str
    percent: int


@dataclass(frozen=True)
class PeersLoaded:
    """Figures of other cities were loaded."""

    ref: str
    rows: int


@dataclass(frozen=True)
class DefinitionAdded:
    """An instrument, pack, chart or questionnaire was added."""

    ref: str
    sha256: str
