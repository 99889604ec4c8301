"""Results of counts as tables of plain text."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

from korzo.capabilities.budgeting.rules import outcomes
from korzo.capabilities.budgeting.rules.conventions import Conventions, Rule
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.explaining import Explanation
from korzo.capabilities.budgeting.rules.fairness import Certificate, Measures
from korzo.capabilities.budgeting.rules.outcomes import Outcome, Reason

_WIDE = 44
_REASONS = {
    Reason.WITHDRAWN: "withdrawn",
    Reason.THRESHOLD: "below the least score",
    Reason.UNSUPPORTED: "nobody voted for it",
    Reason.EXCLUDED: "excluded by another of its group",
    Reason.NO_ROOM: "cost more than was left",
    Reason.STOPPED: "the list had ended before it",
    Reason.CATEGORY_FULL: "its category's budget was spent",
    Reason.POOR: "its supporters had too little left",
}


def settings(conventions: Conventions) -> dict[str, Any]:
    """Conventions by name."""
    return {field.name: getattr(conventions, field.name) for field in fields(conventions)}


def plain(explanation: Explanation) -> Any:
    """Give plain data of an explanation."""
    return outcomes.plain(explanation)


def outcome(election: Election, counted: Outcome, currency: str) -> str:
    """Show winners, round by round, and the money."""
    conventions, shares = counted.conventions, counted.conventions.rule is Rule.EQUAL_SHARES
    named = [str(conventions.rule)]
    if shares:
        named += [f"completion {conventions.completion}", f"start {conventions.start}", f"stop {conventions.stop}"]
    named.append(f"ties by lot, seed “{conventions.seed}”" if conventions.seed else f"ties by {conventions.ties}")
    head = ["", "project", "name", "cost", "votes", "effective" if shares else "score", "each pays", "left", "lead"]
    rows = [
        [
            str(number),
            each.project,
            election.projects[election.place[each.project]].name,
            money(each.cost),
            f"{each.votes:,}",
            money(each.effective if shares else each.score),
            money(each.payment),
            money(each.left),
            "" if each.margin is None else "tie" if not each.margin else f"{each.margin:.2%}",
        ]
        for number, each in enumerate(counted.rounds, 1)
    ]
    lines = [", ".join(named), *_table(head, rows, words=(1, 2))]
    lines.append(
        f"{len(counted.winners)} of {len(election.projects)} projects, "
        f"{' '.join((money(counted.cost), 'of', money(counted.budget), currency)).strip()}, {counted.voters:,} voters"
    )
    if shares and counted.share is not None:
        given, plain_share = money(counted.endowment), money(counted.share)
        lines.append(f"endowment {given} each (budget / voters = {plain_share}), runs: {counted.runs:,}")
    if counted.strained:
        lines.append("caution: endowments grew by more than half; voters' influence is no longer about equal")
    if counted.compared:
        voters = counted.compared
        result = "Equal Shares stays" if voters.keeps else "greedy by votes it is"
        lines.append(
            f"{voters.prefer_equal_shares:,} voters prefer Equal Shares, {voters.prefer_utilitarian:,} greedy by "
            f"votes, {voters.indifferent:,} neither: {result}"
        )
    return "\n".join(lines)


def explanations(election: Election, explained: Sequence[Explanation]) -> str:
    """Show why projects lost, the most wanted first."""
    head = [
        "rank",
        "project",
        "name",
        "cost",
        "votes",
        "why",
        "held or left",
        "more needed",
        "or cheaper by",
        "paid for",
    ]
    rows = []
    for each in sorted(explained, key=lambda each: each.rank):
        project, loss = election.projects[election.place[each.loss.project]], each.loss
        gone = sorted(each.gone, key=lambda gone: -gone.amount)[:3]
        rows.append(
            [
                str(each.rank),
                project.id,
                project.name,
                money(project.cost),
                f"{each.votes:,}",
                _REASONS[loss.reason],
                money(loss.held if loss.held is not None else loss.left),
                money(each.more),
                money(each.cheaper),
                ", ".join(f"{part.project}: {money(part.amount)}" for part in gone),
            ]
        )
    return "\n".join(["", "Not funded:", *_table(head, rows, words=(1, 2, 5, 9))])


def certificate(name: str, election: Election, certified: Certificate) -> str:
    """Show groups that were passed over."""
    if certified.holds:
        return f"Winners {name}: nobody was passed over (EJR+ up to one project)."
    lines = [f"Winners {name}: {len(certified.witnesses)} projects whose supporters were passed over (EJR+ up to one):"]
    for each in certified.witnesses:
        title = election.projects[election.place[each.project]].name[:_WIDE]
        lines.append(
            f"  {each.project} {title}: {each.people:,} people who all wanted it stand for {money(each.stands_for)}; "
            f"it costs {money(each.cost)}; each of them got at most {money(each.got)}"
        )
    return "\n".join(lines)


def measures(measured: Measures) -> str:
    """Show who got what."""
    counts = ", ".join(f"{each:,}" for each in measured.histogram)
    reached, mean = f"{float(measured.reached):.1%}", f"{float(measured.mean):.2f}"
    lines = [f"  {reached} of voters have a funded project, {mean} on average; Gini {measured.gini:.3f}"]
    lines.append(f"  voters with 0, 1, 2 … of them: {counts}")
    lines += [
        f"  {part.name}: {float(part.of_spending):.1%} of the money, {float(part.of_votes):.1%} of the votes"
        for part in (*measured.categories, *measured.districts)
    ]
    return "\n".join(lines)


def compared(declared: frozenset[str], counted: frozenset[str]) -> str:
    """Tell whether the file declares the same winners."""
    if declared == counted:
        return "The file declares the same winners."
    return "The file declares other winners: " + "; ".join(
        f"{words} {', '.join(sorted(each))}"
        for words, each in (("only declared", declared - counted), ("only counted", counted - declared))
        if each
    )


def money(amount: Fraction | None) -> str:
    """Write an amount for reading: two decimals where it is not whole."""
    if amount is None:
        return ""
    return f"{int(amount):,}" if amount.denominator == 1 else f"{float(amount):,.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], words: Sequence[int]) -> list[str]:
    """Lay out columns; those of words stand left, numbers right; empty ones are left out."""
    cells = [list(head), *([cell if len(cell) <= _WIDE else cell[: _WIDE - 1] + "…" for cell in row] for row in rows)]
    kept = [at for at in range(len(head)) if any(row[at] for row in cells[1:])]
    width = {at: max(len(row[at]) for row in cells) for at in kept}
    return [
        "  ".join(row[at].ljust(width[at]) if at in words else row[at].rjust(width[at]) for at in kept).rstrip()
        for row in cells
    ]
