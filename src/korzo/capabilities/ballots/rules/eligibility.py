"""Who may answer a consultation, and why somebody may not. Pure: what is known about a person comes in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

BANDS = ((16, "0-15"), (30, "16-29"), (45, "30-44"), (60, "45-59"), (75, "60-74"))
OLDEST = "75+"


class Refusal(StrEnum):
    """Why somebody cannot answer (now)."""

    ACCOUNT = "account"
    ROLL = "roll"
    PAPER = "paper"
    AREA = "area"
    AGE = "age"
    AGE_UNKNOWN = "age_unknown"
    POSITION = "position"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Audience:
    """The rule of a vote: `kind` as in `Vote.Audience`; districts by code, none: all; age as of the opening day."""

    kind: str
    opens_on: date
    districts: frozenset[str] = frozenset()
    minimum_age: int | None = None
    metres: float | None = None
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class OnRoll:
    """What a roll says about somebody."""

    district: str = ""
    birth_date: date | None = None
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """What is known about who asks; `distance_m` from the place of the vote, None while no position was given."""

    has_account: bool = False
    voter: OnRoll | None = None
    distance_m: float | None = None


def refusal(audience: Audience, asker: Asker) -> Refusal | None:
    """Why this person may not answer; None: they may."""
    if audience.is_named and not asker.has_account:
        return Refusal.ACCOUNT
    match audience.kind:
        case "anyone":
            return None
        case "residents":
            return None if asker.has_account else Refusal.ACCOUNT
        case "near":
            return _near(audience, asker)
        case "roll":
            return _listed(audience, asker.voter)
    raise ValueError(f"{audience.kind!r} is no audience")


def age(born: date, on: date) -> int:
    """Full years on a day; who was born on 29 February is a year older from 1 March where there is none."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def latest_birth(years: int, on: date) -> date:
    """The last day of birth with which one is `years` old on a day."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # there was no 29 February
        return date(on.year - years, 2, 28)


def band(born: date | None, on: date) -> str:
    """The age band for statistics; nothing when the birth date is not known."""
    if born is None:
        return ""
    years = age(born, on)
    return next((name for below, name in BANDS if years < below), OLDEST)


def _near(audience: Audience, asker: Asker) -> Refusal | None:
    if asker.distance_m is None:
        return Refusal.POSITION
    return None if audience.metres is not None and asker.distance_m <= audience.metres else Refusal.FAR


def _listed(audience: Audience, voter: OnRoll | None) -> Refusal | None:
    if voter is None:
        return Refusal.ROLL
    if voter.on_paper:
        return Refusal.PAPER
    if audience.districts and voter.district not in audience.districts:
        return Refusal.AREA
    if audience.minimum_age is None:
        return None
    if voter.birth_date is None:
        return Refusal.AGE_UNKNOWN
    return None if age(voter.birth_date, audience.opens_on) >= audience.minimum_age else Refusal.AGE
