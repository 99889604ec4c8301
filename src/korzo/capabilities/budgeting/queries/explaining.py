"""Why a project won or lost, and what a result is worth, in sentences for people who are in a hurry.

Every number stands in the result of the count; nothing is worked out here but sums and rounding.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.budgeting.models import Track
from korzo.capabilities.budgeting.queries.results import Line, Result
from korzo.capabilities.budgeting.rules import money
from korzo.capabilities.budgeting.rules.conventions import Completion, Rule
from korzo.capabilities.budgeting.rules.explaining import Explanation
from korzo.capabilities.budgeting.rules.fairness import Witness
from korzo.capabilities.budgeting.rules.money import counted
from korzo.capabilities.budgeting.rules.outcomes import Reason, Round, Why

POINTED = {Track.Ballot.CUMULATIVE, Track.Ballot.SCORE, Track.Ballot.RANKED}
ROUGH = 100
"""Amounts from so much on are said in whole units."""
MOST_GONE = 5


class Telling:
    """A result in words."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.currency = result.track.cycle.currency
        self.rule = result.outcome.conventions.rule
        self.pointed = result.track.ballot in POINTED

    def money(self, amount: Fraction | Decimal | str | None) -> str:
        """An amount, rounded to what people pay with."""
        exact = Fraction(amount or 0)
        places = Decimal(1) if abs(exact) >= ROUGH or exact.denominator == 1 else Decimal("0.01")
        decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
        return money.said(decimal.quantize(places), self.currency)

    def title(self, number: str | None) -> str:
        """What a project is called."""
        candidate = self.result.candidates.get(number or "")
        return candidate.idea.title if candidate else ""

    def score(self, score: Fraction | str) -> str:
        """What a project got: votes or points."""
        exact = Fraction(score)
        if self.pointed:
            shown = _number(exact)
            return ngettext("%(shown)s point", "%(shown)s points", int(exact)) % {"shown": shown}
        return _votes(int(exact))

    def bare(self, score: Fraction | str) -> str:
        """The same without the word."""
        return _number(Fraction(score))

    def of(self, line: Line) -> list[str]:
        """Why this one won, or why not and what would have made it win."""
        if line.round is not None:
            return [*self._support(line), *self._won(line.round)]
        return [*self._support(line), *(self._lost(line, line.why) if line.why else ())]

    def _support(self, line: Line) -> list[str]:
        facts = {
            "count": counted(line.votes),
            "place": line.place,
            "all": len(self.result.candidates),
            "score": self.score(line.score),
        }
        if self.pointed:
            said = ngettext(
                "%(count)s person voted for it and gave it %(score)s: place %(place)s of %(all)s.",
                "%(count)s people voted for it and gave it %(score)s: place %(place)s of %(all)s.",
                line.votes,
            )
        else:
            said = ngettext(
                "%(count)s person voted for it: place %(place)s of %(all)s.",
                "%(count)s people voted for it: place %(place)s of %(all)s.",
                line.votes,
            )
        return [said % facts]

    def _won(self, each: Round) -> list[str]:
        facts = {"cost": self.money(each.cost), "left": self.money(each.left + each.cost)}
        match each.why:
            case Why.FILLED:
                return [
                    _("After everybody’s share was used, %(left)s was left, and no group had enough for another one.")
                    % facts,
                    _("That money went to those with the most votes that still fitted; this one costs %(cost)s.")
                    % facts,
                ]
            case Why.FREE:
                return [_("It costs nothing from this envelope, and somebody wants it.")]
            case Why.RULE if self.rule is Rule.EQUAL_SHARES and each.payment is not None:
                return self._paid(each)
            case Why.RULE if self.rule is Rule.PHRAGMEN:
                return [
                    _("Its supporters together had saved its cost of %(cost)s before others had saved theirs.") % facts
                ]
        return [_("When its turn came, %(left)s was left. It costs %(cost)s, so it was chosen.") % facts]

    def _paid(self, each: Round) -> list[str]:
        facts = {"cost": self.money(each.cost), "payment": self.money(each.payment), "full": counted(each.full)}
        if self.pointed:
            said = [
                _("Its supporters paid its cost of %(cost)s from their equal shares, in the measure of their points.")
            ]
        else:
            said = [
                ngettext(
                    "Its supporters paid the cost of %(cost)s together: %(full)s person gave %(payment)s.",
                    "Its supporters paid the cost of %(cost)s together: %(full)s people gave %(payment)s each.",
                    each.full,
                )
            ]
        if each.short:
            facts["short"] = counted(each.short)
            said.append(
                ngettext(
                    "%(short)s more had less left of their share, and gave all of it.",
                    "%(short)s more had less left of their shares, and gave all of it.",
                    each.short,
                )
            )
        return [text % facts for text in said]

    def _lost(self, line: Line, why: Explanation) -> list[str]:
        loss = why.loss
        facts: dict[str, Any] = {
            "cost": self.money(line.candidate.cost),
            "left": self.money(loss.left),
            "held": self.money(loss.held),
            "by": self.title(loss.by),
            "needed": self.score(Fraction(self.result.track.threshold)),
        }
        texts = {
            Reason.WITHDRAWN: _("It was withdrawn after the ballot was printed."),
            Reason.THRESHOLD: _("To win, a project needs at least %(needed)s."),
            Reason.UNSUPPORTED: _("Nobody gave it a vote that counts."),
            Reason.EXCLUDED: _("Only one of several like it can be done, and “%(by)s” came before it."),
            Reason.NO_ROOM: _("When its turn came, %(left)s was left. It costs %(cost)s, which is more."),
            Reason.STOPPED: _("The list ended before its turn, at the first project that did not fit."),
            Reason.CATEGORY_FULL: _("The money of its theme was spent before its turn."),
            Reason.POOR: _(
                "It costs %(cost)s. In the end its supporters together had only %(held)s of their shares left."
            ),
        }
        return [texts[loss.reason] % facts, *self._gone(why), *self._would_have(why)]

    def _gone(self, why: Explanation) -> list[str]:
        """Where the money of its supporters went."""
        if why.endowed is None or not why.gone:
            return []
        most = sorted(why.gone, key=lambda each: -each.amount)[:MOST_GONE]
        listed = "; ".join(f"{self.title(each.project)}: {self.money(each.amount)}" for each in most)
        text = _(
            "Together they had been given %(endowed)s. They spent it on other projects that they wanted too: %(list)s."
        )
        return [text % {"endowed": self.money(why.endowed), "list": listed}]

    def _would_have(self, why: Explanation) -> list[str]:
        said = []
        if why.more is not None:
            amount = int(why.more) if why.more.denominator == 1 else int(why.more) + 1
            facts = {"amount": counted(amount)}
            if self.pointed:
                text = ngettext(
                    "With %(amount)s more point it would have won.",
                    "With %(amount)s more points it would have won.",
                    amount,
                )
            else:
                text = ngettext(
                    "With %(amount)s more vote it would have won.",
                    "With %(amount)s more votes it would have won.",
                    amount,
                )
            said.append(text % facts)
        if why.cheaper is not None and why.cheaper > 0:
            said.append(_("If it had cost %(amount)s less, it would have won.") % {"amount": self.money(why.cheaper)})
        return said

    def witness(self, each: Witness) -> str:
        """Who was passed over, as anybody can check."""
        text = ngettext(
            "%(people)s person who wanted “%(title)s” stands for %(stands)s; it costs %(cost)s; what they got cost at "
            "most %(got)s.",
            "%(people)s people who all wanted “%(title)s” together stand for %(stands)s; it costs %(cost)s; what each "
            "of them got cost at most %(got)s.",
            each.people,
        )
        return text % {
            "people": counted(each.people),
            "title": self.title(each.project),
            "stands": self.money(each.stands_for),
            "cost": self.money(each.cost),
            "got": self.money(each.got),
        }

    def fair(self) -> list[str]:
        """What the certificate says."""
        witnesses = self.result.certificate.witnesses
        if not witnesses:
            return [
                _(
                    "No. For every project that was not chosen we looked for people who all wanted it, whose "
                    "part of the envelope would have paid for it, and of whom each got less than that. There are none."
                )
            ]
        said = ngettext(
            "There is a group that could have paid for a project that it did not get:",
            "There are %(count)s groups that could have paid for a project that they did not get:",
            len(witnesses),
        )
        return [said % {"count": len(witnesses)}, *(self.witness(each) for each in witnesses)]

    def _compared(self) -> list[str]:
        compared = self.result.outcome.compared
        if compared is None:
            return []
        said = _(
            "Compared with the result by votes alone: %(ours)s people have more of their projects chosen here, "
            "%(theirs)s there, %(same)s as many in both."
        )
        facts = {
            "ours": counted(compared.prefer_equal_shares),
            "theirs": counted(compared.prefer_utilitarian),
            "same": counted(compared.indifferent),
        }
        end = _("So this result stays.") if compared.keeps else _("So the result by votes alone counts.")
        return [f"{said % facts} {end}"]

    def rule_in_words(self) -> list[str]:
        """How it was counted, step by step."""
        outcome = self.result.outcome
        facts = {
            "share": self.money(outcome.share),
            "endowment": self.money(outcome.endowment),
            "voters": counted(outcome.voters),
            "budget": self.money(outcome.budget),
        }
        if self.rule is Rule.EQUAL_SHARES:
            said = [
                _("Everybody who voted had an equal share: %(budget)s divided by %(voters)s people is %(share)s."),
                _("A project is chosen when those who want it can pay it together; cheapest for each of them first."),
            ]
            if outcome.endowment and outcome.share and outcome.endowment > outcome.share:
                said.append(_("So that the envelope is used up, the shares were raised to %(endowment)s each."))
            if outcome.conventions.completion in {Completion.ADD1U, Completion.VOTES}:
                said.append(_("What was left then went to those with the most votes that still fitted."))
            return [*(text % facts for text in said), *self._compared()]
        texts = {
            Rule.GREEDY: _(
                "The project with the most votes comes first, then the next; what no longer fits is skipped."
            ),
            Rule.NO_SKIP: _("The project with the most votes comes first, then the next, until one does not fit."),
            Rule.PHRAGMEN: _("Everybody saves the same amount bit by bit; who can pay a project together, buys it."),
            Rule.COMPOSITE: _("Each panel’s votes count with its weight; then the project with the most comes first."),
        }
        return [texts[self.rule]] if self.rule in texts else []


def _votes(number: int) -> str:
    return ngettext("%(shown)s vote", "%(shown)s votes", number) % {"shown": counted(number)}


def _number(exact: Fraction) -> str:
    return counted(int(exact)) if exact.denominator == 1 else f"{float(exact):.2f}"
