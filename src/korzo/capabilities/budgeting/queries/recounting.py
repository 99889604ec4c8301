"""How anybody counts again: which file, which command, and what has to come out."""

from django.utils.translation import gettext as _

from korzo.capabilities.budgeting.queries.results import Result
from korzo.capabilities.budgeting.rules.conventions import Comparison, Rule
from korzo.capabilities.budgeting.rules.pabulib.cells import shown


def file_name(result: Result) -> str:
    """What the file of the votes is called."""
    return f"{result.track.cycle.code}-{result.track.code}.pb"


def commands(result: Result) -> list[str]:
    """The lines to type: check the file, then count. Panels are not in the file: for them there is only the first."""
    name, rule = file_name(result), result.outcome.conventions
    lines = [f"sha256sum {name}"]
    if rule.rule is Rule.COMPOSITE:
        return lines
    parts = ["korzo budgeting count", name, f"--rule {rule.rule}"]
    if rule.rule is Rule.EQUAL_SHARES:
        parts.append(f"--completion {rule.completion} --start {rule.start} --stop {rule.stop}")
        parts.append(f"--increment {shown(rule.increment)}")
        if rule.comparison is not Comparison.NONE:
            parts.append(f"--comparison {rule.comparison}")
    parts += ["--threshold-everywhere"] if rule.threshold_everywhere else []
    parts += [] if rule.empty_ballots_count else ["--no-empty-ballots"]
    parts.append("--tie-seed '" + rule.seed.replace("'", "'\\''") + "'")
    return [*lines, " \\\n  ".join(parts)]


def in_words() -> list[str]:
    """What to do."""
    return [
        _("Anybody can check this result: download the file of all ballots, compare its fingerprint, and count."),
        _("The program is free. Any other program that knows these rules must come to the same result."),
    ]


def facts(result: Result) -> list[tuple[str, str]]:
    """Everything that could change the result, by name."""
    rule, track = result.outcome.conventions, result.track
    rows = [
        (_("Rule"), f"{track.Rule(rule.rule).label} ({rule.rule})"),
        (_("Seed of the lot among equals"), rule.seed),
        (_("Fingerprint of the votes (SHA-256)"), result.count.input_hash),
        (_("Program"), result.count.software),
    ]
    if rule.rule is Rule.EQUAL_SHARES:
        rows[1:1] = [
            (_("What is left"), f"{track.Completion(rule.completion).label} ({rule.completion})"),
            (_("Start"), f"{track.Start(rule.start).label} ({rule.start})"),
            (_("Stop"), f"{track.Stop(rule.stop).label} ({rule.stop})"),
            (_("Raise by"), shown(rule.increment)),
            (_("Comparison"), f"{track.Comparison(rule.comparison).label} ({rule.comparison})"),
            (_("Runs"), str(result.outcome.runs)),
        ]
    rows.append((_("Empty ballots count"), _("yes") if rule.empty_ballots_count else _("no")))
    rows.append((_("Fewest votes to win"), str(track.threshold)))
    return rows
