"""A figure, or the reason why there is none. Nothing that is missing ever counts as zero."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Reason(StrEnum):
    """Why a value cannot be given."""

    MISSING = "missing"
    ZERO_DENOMINATOR = "zero_denominator"
    BASE_NOT_POSITIVE = "base_not_positive"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value: why, and which line of which year it was for."""

    reason: Reason
    line: str = ""
    year: int | None = None

    def __str__(self) -> str:
        where = " ".join(str(each) for each in (self.line, self.year) if each)
        return f"{self.reason.value} ({where})" if where else self.reason.value


Value = Decimal | Unknown


def applies(value: Value) -> bool:
    """Whether it is a part of a sum: what somebody said does not apply is none."""
    return not (isinstance(value, Unknown) and value.reason is Reason.NOT_APPLICABLE)
