"""What happens to inspections."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InspectionKept:
    """An inspection was set up or changed."""

    ref: str
    office: str
    is_active: bool


@dataclass(frozen=True)
class InspectionDone:
    """Somebody was there: checked or not_checkable; the case that a finding opened, or nothing."""

    ref: str
    due_on: str
    state: str
    case: str
