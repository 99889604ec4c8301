"""What a mayor reads in two minutes: the ratios that matter in words, money by year, the plan, and earlier targets."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.queries import comparing, definitions, findings, picturing, spelling
from korzo.capabilities.assessments.queries import terms as in_terms
from korzo.capabilities.assessments.queries.audiences import HOUSE, Audience
from korzo.capabilities.assessments.queries.comparing import Group
from korzo.capabilities.assessments.queries.terms import Terms
from korzo.capabilities.assessments.rules import explaining, ratios, terms
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.packs import Pack
from korzo.capabilities.assessments.rules.questions import Indicator
from korzo.capabilities.assessments.rules.ratios import Computed
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value
from korzo.kernel.text.multilingual import Text

HEADLINES = ("C1", "C2", "D1", "D2", "I1", "A2", "S1", "L1")
"""The ratios that are told first; of packs without them, the first eight."""
_WEAK = frozenset({"D", "D*", "0"})
MONEY = ("RC", "EC", "X", "DEBT", "CLOSING")


@dataclass(frozen=True)
class Told:
    """A ratio of the last closed year, and all that is said about it. `series` are its values by year."""

    pack: Pack
    computed: Computed
    series: dict[int, Value]
    group: Group | None
    says: str
    names: dict[str, dict[str, str]]

    @property
    def key(self) -> str:
        """What an action that is to move it names."""
        return f"{self.pack.id}:{self.computed.ratio.id}"

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.computed.ratio.name)

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return isinstance(self.computed.value, Decimal)

    @property
    def is_weak(self) -> bool:
        """Whether it stands where it should not: in a bad band, or short of its comparator."""
        return self.is_known and self.computed.band != "good" and bool(self.computed.ratio.thresholds)

    @property
    def standing(self) -> tuple[str, str, str]:
        """Colour, drawing and word of its band."""
        if not self.is_known:
            return "neutral", "info", _("not known")
        if not self.computed.ratio.thresholds:
            return "neutral", "chart", _("no comparator")
        if self.computed.band == "good":
            return "success", "check", _("reaches its comparator")
        if self.computed.band == "bad":
            return "danger", "alert", _("weak")
        return "warning", "flag", _("does not reach its comparator")

    @property
    def because(self) -> str:
        """Of an unknown value, why: which line of which year is missing."""
        value = self.computed.value
        if not isinstance(value, Unknown):
            return ""
        if value.reason is Reason.BASE_NOT_POSITIVE:
            return _("Nothing is saved from which it could be paid.")
        line = Text(self.names.get(value.line, {"en": value.line}))
        if value.reason is Reason.ZERO_DENOMINATOR:
            return _("%(line)s is zero in %(year)s, and nothing can be divided by that.") % {
                "line": line,
                "year": value.year,
            }
        if value.reason is Reason.NOT_APPLICABLE:
            return _("%(line)s does not apply to us.") % {"line": line}
        return _("Nobody has entered %(line)s of %(year)s yet.") % {"line": line, "year": value.year}

    @property
    def change(self) -> str:
        """What changed since the year before; empty where one of the two is not known."""
        year, value = self.computed.year, self.computed.value
        before = self.series.get(year - 1)
        if not isinstance(value, Decimal) or not isinstance(before, Decimal):
            return ""
        unit = self.computed.ratio.unit
        said = {"value": spelling.value(before, unit), "year": year - 1}
        if spelling.value(value, unit) == said["value"]:
            return _("as in %(year)s") % said
        return (_("up from %(value)s in %(year)s") if value > before else _("down from %(value)s in %(year)s")) % said

    @property
    def is_better(self) -> bool | None:
        """Whether the change is for the better; None where nobody can say."""
        value, before = self.computed.value, self.series.get(self.computed.year - 1)
        if not isinstance(value, Decimal) or not isinstance(before, Decimal):
            return None
        unit = self.computed.ratio.unit
        if spelling.value(value, unit) == spelling.value(before, unit):
            return None
        return {"up": value > before, "down": value < before}.get(self.computed.ratio.direction)

    @property
    def percentile(self) -> Value:
        """The share of peers strictly below."""
        if self.group is None:
            return Unknown(Reason.SUPPRESSED)
        return self.group.percentile(self.computed.value, self.pack.id, self.computed.ratio.id)

    @property
    def among(self) -> str:
        """Where it stands among peers; empty without any."""
        if self.group is None or not self.is_known:
            return ""
        found = self.percentile
        count = len(self.group.values(self.pack.id, self.computed.ratio.id))
        if not isinstance(found, Decimal):
            return _("Only %(count)s others are known: too few to compare with.") % {"count": count}
        said = {"percent": round(found * 100), "count": count}
        return _("Higher than %(percent)s %% of %(count)s others.") % said

    @property
    def spark(self) -> SafeString:
        """Its years as a line."""
        return picturing.spark(self.series)


@dataclass
class Overview:
    """All of it, read once; of what stands beside its own pages, only what the audience knows."""

    assessment: Assessment
    audience: Audience = HOUSE
    chosen: Terms | None = None

    @cached_property
    def terms(self) -> Terms:
        """In which currency, prices and for whom amounts are shown."""
        return self.chosen or Terms(self.assessment.currency, self.assessment.currency)

    @cached_property
    def book(self) -> Book:
        """The figures."""
        return in_terms.book(self.assessment, self.terms)

    @cached_property
    def packs(self) -> list[Pack]:
        """The packs that are computed."""
        return definitions.packs_of(self.assessment)

    @cached_property
    def group(self) -> Group | None:
        """The peers in the last closed year."""
        return comparing.group(self.assessment, self.assessment.last_year, book=self.book, currency=self.terms.currency)

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """What lines are called."""
        return explaining.names(definitions.instrument(self.assessment))

    @cached_property
    def told(self) -> list[Told]:
        """Every ratio of every pack, told."""
        found = []
        for pack in self.packs:
            by_year = {year: ratios.compute(pack, self.book, year) for year in self.assessment.years}
            for at, each in enumerate(by_year[self.assessment.last_year]):
                series = {year: computed[at].value for year, computed in by_year.items()}
                says = spelling.sentence(pack.id, each, self.terms.currency)
                found.append(Told(pack, each, series, self.group, says, {**_made(pack), **self.names}))
        return found

    def one(self, pack: str, ratio: str) -> Told | None:
        """One of them."""
        return next((each for each in self.told if (each.pack.id, each.computed.ratio.id) == (pack, ratio)), None)

    @cached_property
    def headlines(self) -> list[Told]:
        """The handful that matter, the first pack's."""
        mine = [each for each in self.told if self.packs and each.pack is self.packs[0]]
        chosen = {each.computed.ratio.id: each for each in mine}
        return [chosen[key] for key in HEADLINES if key in chosen] or mine[: len(HEADLINES)]

    @property
    def shown(self) -> list[Told]:
        """All ratios, or to who sees the summary only, those that it tells."""
        return self.told if self.audience.sees("ratios") else self.headlines

    @property
    def unknown(self) -> list[Told]:
        """What nobody can say yet."""
        return [each for each in self.shown if not each.is_known]

    @property
    def weak(self) -> list[Told]:
        """What stands where it should not."""
        return [each for each in self.shown if each.is_weak]

    @property
    def money(self) -> list[tuple[Text, list[Value]]]:
        """The big amounts by year: as they were, in the last year's prices, for each inhabitant."""
        real, per_head = self.terms.real, self.terms.per_head
        last = self.book("CPI", self.assessment.last_year)

        def shown(line: str, year: int) -> Value:
            amount = self.book(line, year)
            if real:
                amount = terms.real(amount, self.book("CPI", year), last)
            return terms.per_head(amount, self.book("POP", year)) if per_head else amount

        years = self.assessment.years
        return [(Text(self.names.get(line, {"en": line})), [shown(line, year) for year in years]) for line in MONEY]

    @property
    def money_in(self) -> str:
        """In which terms the big amounts are."""
        said = [_("In %(currency)s") % {"currency": self.terms.currency}]
        if self.terms.real:
            said.append(_("in prices of %(year)s") % {"year": self.assessment.last_year})
        if self.terms.per_head:
            said.append(_("for each inhabitant"))
        return ", ".join(said)

    @cached_property
    def scores(self) -> list[tuple[Text, list[tuple[Indicator, str]]]]:
        """The questionnaire's scores by pillar; nothing adds them up."""
        asked = definitions.questions_of(self.assessment)
        found = findings.scores(self.assessment)
        if asked is None or not any(score for _indicator, score in found):
            return []
        return [
            (Text(name), [pair for pair in found if pair[0].pillar == pillar])
            for pillar, name in asked.pillars.items()
            if any(pair[0].pillar == pillar for pair in found)
        ]

    @cached_property
    def weak_answers(self) -> list[tuple[str, Text, str]]:
        """Questions with the lowest scores, as what an action can move: key, name, score."""
        asked = definitions.questions_of(self.assessment)
        given = dict(self.assessment.answers.values_list("question", "score"))
        if asked is None:
            return []
        return [
            (f"{asked.id}:{question.id}", Text(question.name), given[question.id])
            for _indicator, question in asked.questions()
            if given.get(question.id) in _WEAK
        ]

    @cached_property
    def actions(self) -> list[Action]:
        """The plan, what matters most and can be done first."""
        rows = self.audience.actions(self.assessment).select_related("office", "person", "assessment")
        return sorted(rows, key=lambda action: (-action.priority, action.number))

    @cached_property
    def targets(self) -> list[tuple[Action, Outcome]]:
        """What came of the plan of the assessment before."""
        before = self.assessment.previous
        known = before is not None and self.audience.knows(before, "plan")
        return outcomes(before, self.assessment, self.audience) if before is not None and known else []


def outcomes(before: Assessment, later: Assessment, audience: Audience = HOUSE) -> list[tuple[Action, Outcome]]:
    """Whether a later assessment shows that the targets of an earlier one were met; dropped actions have none."""
    actions = list(audience.actions(before).exclude(state=Action.State.DROPPED).select_related("assessment"))
    return list(zip(actions, findings.outcomes(actions, later), strict=True))


def latest(assessment: Assessment) -> Assessment | None:
    """The next assessment of the same organisation that is signed, if any: by it, targets are judged."""
    signed = [each for each in assessment.next.all() if each.is_signed]
    return max(signed, key=lambda each: each.last_year, default=None)


def _made(pack: Pack) -> dict[str, dict[str, str]]:
    return {line: {"en": line} for line in pack.lines}
