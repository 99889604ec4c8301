"""The one door to all rules: `count(election, conventions)` gives an outcome that can be explained."""

from collections.abc import Callable

from korzo.capabilities.budgeting.rules import composite, down_the_list, maximin, phragmen, sharing
from korzo.capabilities.budgeting.rules.conventions import Conventions, Rule
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.outcomes import Outcome


def count(election: Election, conventions: Conventions | None = None) -> Outcome:
    """Count by the rule the conventions name. Raises BadElection if the election lacks what the rule needs."""
    conventions = conventions or Conventions()
    return RULES[conventions.rule](election, conventions)


RULES: dict[Rule, Callable[[Election, Conventions], Outcome]] = {
    Rule.GREEDY: down_the_list.count,
    Rule.NO_SKIP: down_the_list.count,
    Rule.THRESHOLD: down_the_list.count,
    Rule.POZNAN: down_the_list.count,
    Rule.EXCLUSIVE: down_the_list.count,
    Rule.CATEGORIES: down_the_list.count,
    Rule.COMPOSITE: composite.count,
    Rule.EQUAL_SHARES: sharing.count,
    Rule.PHRAGMEN: phragmen.count,
    Rule.MAXIMIN: maximin.count,
}
