"""An outcome in words and figures that anybody understands: for the page and for the protocol."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.ballots.queries.results import Breakdown, Counted
from korzo.capabilities.ballots.rules.methods.outcomes import Did, Round
from korzo.capabilities.ballots.rules.methods.papers import Flaw, Number
from korzo.capabilities.ballots.rules.methods.ties import By, For, Tie
from korzo.kernel.text.multilingual import Text

WIDE = 100


@dataclass(frozen=True)
class Part:
    """A piece of a bar: where it begins, how wide it is, which grade it is, and what it says."""

    start: float
    width: float
    grade: int
    says: str


@dataclass(frozen=True)
class Line:
    """An option with what it got. `share` of a hundred; None where shares say nothing."""

    number: int
    title: str
    value: str
    share: str
    parts: tuple[Part, ...]
    won: bool


@dataclass(frozen=True)
class Stage:
    """A round of a count by transfers: what was done, and for each option what it holds (empty: out)."""

    number: int
    says: str
    totals: tuple[str, ...]
    rest: str


class Telling:
    """What the page of a result says about one question."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted
        self.question, self.outcome = counted.question, counted.outcome
        self.names = [str(each.title) for each in counted.options]
        self.seed = self.outcome.asked.draw.seed

    @property
    def is_empty(self) -> bool:
        """Whether nothing that counts came in."""
        return not self.outcome.valid

    @property
    def is_ranked_in_secret(self) -> bool:
        """Whether its papers are public, and can be counted again by anybody."""
        return self.question.vote.is_secret and self.question.kind == self.question.Kind.RANKED

    @property
    def headline(self) -> str:
        """The result in one sentence."""
        outcome = self.outcome
        if self.is_empty:
            return _("Nobody answered this question.")
        if outcome.asked.seats > 1:
            return _("Chosen: %(names)s.") % {"names": _and(self._named(outcome.winners))}
        first = {"name": self.names[outcome.winners[0]]}
        if len(outcome.ranking[0]) > 1:
            return _("Equal at the top: %(names)s.") % {"names": _and(self._named(outcome.ranking[0]))}
        if outcome.pairs and self._beats_all(outcome.winners[0]):
            return _("“%(name)s” wins against every other one.") % first
        line = self.lines[0]
        if line.share and outcome.method in {"plurality", "approval"}:
            return _("“%(name)s” came first with %(share)s.") % {**first, "share": line.share}
        return _("“%(name)s” came first.") % first

    @property
    def how(self) -> str:
        """How it was counted."""
        return _methods()[self.outcome.method]

    @property
    def papers(self) -> str:
        """How many answers there are, and how many of them count."""
        cast = int(self.outcome.cast)
        said = [ngettext("%(count)s answer", "%(count)s answers", cast) % {"count": _say(cast)}]
        if self.outcome.blank:
            said.append(_("%(count)s blank") % {"count": _say(self.outcome.blank)})
        if invalid := sum(each.paper.weight for each in self.outcome.invalid):
            said.append(_("%(count)s invalid") % {"count": _say(invalid)})
        return ", ".join(said) + "."

    @property
    def invalid(self) -> list[str]:
        """Every kind of invalid paper as it stands, with the reason."""
        return [
            f"{_say(each.paper.weight)} × {list(each.paper.marks)}: {_flaws()[each.flaw]}"
            for each in self.outcome.invalid
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """All options, best first."""
        return [self._line(at) for group in self.outcome.ranking for at in group]

    def _line(self, at: int) -> Line:
        outcome = self.outcome
        won = at in outcome.winners and not self.is_empty
        number, title = self.counted.options[at].number, self.names[at]
        if outcome.grades:
            return Line(number, title, self._middle(at), "", self._graded(at), won)
        score, most = self._score(at), max(self._score(each) for each in range(len(self.names)))
        whole = outcome.valid if outcome.method in {"plurality", "approval"} else 0
        share = f"{number_format(round(100 * float(score) / float(whole), 1))} %" if whole else ""
        wide = float(score) / float(whole or most or 1) * WIDE
        value = "" if outcome.pairs else _say(score)
        return Line(number, title, value, share, (Part(0, round(wide, 2), 0, ""),) if value else (), won)

    def _score(self, at: int) -> Number:
        if self.outcome.scores:
            return self.outcome.scores[at]
        held = self.outcome.rounds[0].totals[at] if self.outcome.rounds else 0
        return held or 0

    def _middle(self, at: int) -> str:
        seen, half = 0, (int(self.outcome.valid) + 1) // 2
        for grade, many in enumerate(self.outcome.grades[at]):
            seen += int(many)
            if seen >= half > 0:
                return self.grades[grade]
        return ""

    def _graded(self, at: int) -> tuple[Part, ...]:
        parts, start = [], 0.0
        for grade, many in enumerate(self.outcome.grades[at]):
            wide = float(many) / float(self.outcome.valid or 1) * WIDE
            parts.append(Part(round(start, 2), round(wide, 2), grade + 1, f"{self.grades[grade]}: {_say(many)}"))
            start += wide
        return tuple(parts)

    @cached_property
    def grades(self) -> list[str]:
        """The words of the grades, the best first."""
        return [str(Text(each)) if isinstance(each, dict) else str(each) for each in self.question.grades]

    @property
    def pairs(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """For each option how many put it before each other one, and whether these are more than the other way."""
        table = self.outcome.pairs
        every = range(len(table))
        return [
            (
                f"{self.counted.options[one].number}. {self.names[one]}",
                [
                    ("" if one == other else _say(table[one][other]), table[one][other] > table[other][one])
                    for other in every
                ],
            )
            for one in every
        ]

    @property
    def stages(self) -> list[Stage]:
        """The rounds, each in a sentence and in figures."""
        return [
            Stage(
                number,
                self._said(each),
                tuple("" if total is None else _say(total) for total in each.totals),
                _say(each.exhausted) if each.exhausted else "",
            )
            for number, each in enumerate(self.outcome.rounds, 1)
        ]

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """For each option what it holds in each round."""
        return [
            (name, ["" if each.totals[at] is None else _say(each.totals[at] or 0) for each in self.outcome.rounds])
            for at, name in enumerate(self.names)
        ]

    def _said(self, each: Round) -> str:
        name = "" if each.of is None else self.names[each.of]
        done = {
            Did.FIRST: _("First choices are counted."),
            Did.SURPLUS: _("“%(name)s” has more than needed; the rest passes on to the next choices."),
            Did.EXCLUSION: _("“%(name)s” drops out; these votes pass on to the next choices."),
            Did.STEADY: _("What the chosen ones have too much passes on."),
        }[each.did] % {"name": name}
        if not each.elected:
            return done
        return f"{done} {_('Chosen: %(names)s.') % {'names': _and(self._named(each.elected))}}"

    @property
    def ties(self) -> list[str]:
        """What was equal, and what settled it."""
        return [self._tie(each) for each in self.outcome.ties] if not self.is_empty else []

    def _tie(self, tie: Tie) -> str:
        facts = {"names": _and(self._named(tie.among)), "taken": _and(self._named(tie.taken))}
        if tie.by is By.EARLIER:
            return _("%(names)s were equal; an earlier round told them apart: %(taken)s.") % facts
        if tie.about is For.EXCLUSION:
            return _("%(names)s were equal; the lot took %(taken)s out.") % facts
        return _("%(names)s were equal; the lot took %(taken)s.") % facts

    def _named(self, some: tuple[int, ...]) -> list[str]:
        return [self.names[at] for at in some]

    def _beats_all(self, one: int) -> bool:
        table = self.outcome.pairs
        return all(table[one][other] > table[other][one] for other in range(len(table)) if other != one)


def broken_down(breakdown: Breakdown) -> list[tuple[str, list[str]]]:
    """A breakdown with its cells as text; a dash is a cell that is not shown."""
    return [
        (name.replace("-", "\u2011") or _("Not known"), ["–" if cell is None else _say(cell) for cell in cells])
        for name, cells in breakdown.groups
    ]


def _methods() -> dict[str, str]:
    points = _("Everybody gives points. What has most of them comes first.")
    borda = _("A first place gives most points, the last one none. What has most points comes first.")
    transfer = _(
        "Places are filled by transfers: who has enough votes is chosen, and what is too much passes on to the next "
        "choices; then the last drops out and its votes pass on, until all places are filled."
    )
    return {
        "plurality": _("Everybody chooses one. What has most votes comes first."),
        "approval": _("Everybody chooses what they agree with. What most people chose comes first."),
        "score": points,
        "points": points,
        "majority-judgment": _(
            "Everybody gives grades. The grade in the middle counts: half of the people gave this one or a better one. "
            "Among equals the next grades around the middle decide."
        ),
        "borda": borda,
        "borda-zero": borda,
        "schulze": _(
            "Each option is compared with each other one: which of the two do more people put first? What loses to "
            "nothing wins. Where the comparisons run in a circle, the clearest ones decide (method of Schulze)."
        ),
        "ranked-pairs": _(
            "Each option is compared with each other one. The clearest comparisons hold first; one that contradicts "
            "those is left out (ranked pairs)."
        ),
        "instant-runoff": _(
            "First choices are counted. The last drops out and its votes pass on to the next choice, until one has "
            "more than half."
        ),
        "scottish-stv": transfer + " " + _("The rule is that of Scottish councils."),
        "meek-stv": transfer + " " + _("The rule is that of Meek."),
        "belenios-stv": transfer + " " + _("The rule is that of Belenios."),
    }


def _flaws() -> dict[Flaw, str]:
    return {
        Flaw.LENGTH: _("It does not fit the question."),
        Flaw.RANGE: _("It holds a number that means nothing here."),
        Flaw.CROSSES: _("It chooses more than allowed."),
        Flaw.POINTS: _("It gives away more points than there are."),
        Flaw.FIRST: _("It has no first choice, or more than one."),
        Flaw.ORDER: _("Its places are not 1, 2, 3 and so on."),
    }


def _and(names: list[str]) -> str:
    return ", ".join(names)


def _say(value: Number) -> str:
    """A number for reading."""
    whole = value == int(value)
    return number_format(int(value) if whole else round(float(value), 5), use_l10n=True, force_grouping=True)
