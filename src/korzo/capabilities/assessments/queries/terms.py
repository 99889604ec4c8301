"""In which terms amounts are shown: a currency that a fixed rate leads to, prices of one year, for each inhabitant."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import books
from korzo.capabilities.assessments.rules import currencies
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.values import Value
from korzo.kernel.text.dates import day

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Terms:
    """What the reader chose; it stands in the address of the page and nowhere else."""

    own: str
    currency: str
    real: bool = False
    per_head: bool = False

    @property
    def offered(self) -> list[str]:
        """The assessment's currency, and what a fixed rate leads to."""
        return [self.own, *currencies.fixed_from(self.own)]

    @property
    def rate(self) -> Decimal:
        """How many units one unit of the assessment's currency is."""
        return currencies.rate(self.own, self.currency)

    @property
    def query(self) -> str:
        """It as the end of an address."""
        chosen = {"currency": self.currency} if self.currency != self.own else {}
        chosen |= {name: "1" for name, is_on in (("real", self.real), ("head", self.per_head)) if is_on}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def told(self) -> str:
        """By which rate amounts were turned, and who fixed it when; empty where they were not."""
        if self.currency == self.own:
            return ""
        fixed = currencies.FIXED[self.own]
        said = {"number": number_format(fixed.per_euro), "of": self.own, "to": self.currency, "source": fixed.source}
        return _("%(number)s %(of)s are 1 %(to)s, fixed since %(day)s (%(source)s).") % {**said, "day": day(fixed.at)}

    def turned(self, amount: Decimal) -> Decimal:
        """An amount in this currency, to the cent."""
        return amount if self.currency == self.own else (amount * self.rate).quantize(CENT)


def chosen(assessment: Assessment, given: Mapping[str, str]) -> Terms:
    """What somebody chose in an address; what is not offered is left."""
    own, wanted = assessment.currency, given.get("currency", "")
    offered = Terms(own, own).offered
    return Terms(own, wanted if wanted in offered else own, real="real" in given, per_head="head" in given)


def book(assessment: Assessment, terms: Terms) -> Book:
    """The figures, money in the chosen currency."""
    held = books.book(assessment)
    if terms.currency == terms.own:
        return held

    def turned(cell: Cell, value: Value) -> Value:
        is_money = isinstance(value, Decimal) and held.instrument.kind(cell) == "money"
        return value * terms.rate if isinstance(value, Decimal) and is_money else value

    amounts = {cell: turned(cell, value) for cell, value in held.amounts.items()}
    return Book(held.instrument, amounts, held.texts, held.empty)
