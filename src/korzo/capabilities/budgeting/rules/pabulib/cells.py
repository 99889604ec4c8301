"""What stands in single cells: amounts, lists, and the fields of the format in the order in which they are written."""

import re
from fractions import Fraction

OBLIGATORY = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
)
NEEDED = ("num_projects", "num_votes", "budget", "vote_type")
"""Without these nothing can be counted, or not for certain."""
META = [
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
    "neighborhoods",
    "subdistricts",
    "categories",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
    "acknowledgments",
    "leftover_budget",
    "budget_per_category",
    "budget_per_neighborhood",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
]
PROJECTS = [
    "project_id",
    "cost",
    "votes",
    "score",
    "name",
    "category",
    "beneficiaries",
    "selected",
    "neighborhood",
    "subunit",
    "district",
    "description",
    "proposer",
    "public_id",
    "latitude",
    "longitude",
]
VOTES = ["voter_id", "vote", "points", "age", "sex", "voting_method", "district", "neighborhood", "education"]
RENAMED = {"target": "beneficiaries"}
"""Columns that had another name before April 2026."""
WITHDRAWN = Fraction(999_999_999)
"""The cost that marks a project withdrawn after voting."""
MOST = Fraction(10**15)
"""An amount above this is a slip."""
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?", re.ASCII)


def amount(text: str) -> Fraction | None:
    """Read `1331751.11` exactly, or None."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def whole(text: str) -> int | None:
    """Read a whole number; `400000.0` is one."""
    read = amount(text)
    return int(read) if read is not None and read.denominator == 1 else None


def split(text: str) -> list[str]:
    """Split at commas that no blank follows: `Streets, Sidewalks & Transit` is one name."""
    return [each for each in re.split(r",(?! )", text) if each]


def shown(number: Fraction) -> str:
    """Write an amount as a decimal: `5000`, `0.5`. Raises ValueError if it has no end."""
    sign, rest = "-" if number < 0 else "", abs(number)
    for digits in range(31):
        if 10**digits % rest.denominator == 0:
            scaled = f"{rest.numerator * 10**digits // rest.denominator:0{digits + 1}d}"
            return sign + (f"{scaled[:-digits]}.{scaled[-digits:]}" if digits else scaled)
    raise ValueError(f"{number} has no decimal writing of up to thirty places")
