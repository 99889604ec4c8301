"""What a file says about its own count: the rule, and the winners by that rule."""

from collections.abc import Mapping

from korzo.capabilities.budgeting.rules.conventions import Comparison, Completion, Conventions, Rule
from korzo.capabilities.budgeting.rules.pabulib.reading import Reading
from korzo.capabilities.budgeting.rules.ties import Ties

_RULES: Mapping[str, Conventions] = {
    "greedy": Conventions(Rule.GREEDY, ties=Ties.LIST),
    "greedy-threshold": Conventions(Rule.THRESHOLD, ties=Ties.LIST),
    "greedy-no-skip": Conventions(Rule.NO_SKIP, ties=Ties.LIST),
    "greedy-exclusive": Conventions(Rule.EXCLUSIVE, ties=Ties.LIST),
    "equalshares": Conventions(completion=Completion.NONE, ties=Ties.LIST),
    "equalshares/add1": Conventions(ties=Ties.LIST),
    "equalshares-comparison": Conventions(completion=Completion.NONE, comparison=Comparison.VOTES, ties=Ties.LIST),
    "equalshares/add1-comparison": Conventions(comparison=Comparison.VOTES, ties=Ties.LIST),
}


def rule(reading: Reading) -> Conventions | None:
    """The rule that the file names, with the order of the file for ties; None if it names none that is known."""
    meta = reading.document.meta
    if meta.get("rule") == "greedy-custom" and meta.get("unit", "").startswith("Pozna"):
        return Conventions(Rule.POZNAN, ties=Ties.LIST)
    return _RULES.get(meta.get("rule", ""))


def winners(reading: Reading) -> frozenset[str] | None:
    """The winners by the rule: code 1, in Poznań 2 as well. Other codes are funded for other reasons."""
    if reading.declared is None:
        return None
    named = rule(reading)
    codes = {1, 2} if named and named.rule is Rule.POZNAN else {1}
    return frozenset(project for project, code in reading.declared.items() if code in codes)
