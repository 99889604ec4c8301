"""What is assumed of the years to come: prices, growth by line, investment and grants by year, new loans."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models import Scenario
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.queries.projecting import PERIODS, RATE, Projection
from korzo.capabilities.assessments.rules import explaining, scenarios
from korzo.kernel.text.multilingual import Text

LOANS = 3
MOST_YEARS = 10
_PLANNED = ("X", "RK")


class Assume(forms.Form):
    """The assumptions of the base, or of what the plan changes."""

    years = forms.IntegerField(label=_("Years ahead"), min_value=1, max_value=MOST_YEARS)

    def __init__(self, *args: Any, projection: Projection, kind: str, **more: Any) -> None:
        row = projection.stored[kind]
        start: dict[str, Any] = {"years": len(projection.years)}
        start |= {f"growth_{line}": Decimal(growth) * 100 for line, growth in row.drivers.items()}
        for line, of in row.plan.items():
            start |= {f"{line}_{year}": Decimal(amount) for year, amount in of.items()}
        for at, loan in enumerate(row.loans):
            start |= {f"loan_{at}_{name}": value for name, value in loan.items()}
            start[f"loan_{at}_rate"] = Decimal(loan["rate"]) * 100
        super().__init__(*args, **{"initial": start, **more})
        names = explaining.names(definitions.instrument(projection.assessment))
        self.fields[f"growth_{scenarios.PRICES}"] = _number(now("Prices rise a year, per cent"), least=-50, most=100)
        for line in scenarios.LINES:
            self.fields[f"growth_{line}"] = _number(str(Text(names.get(line, {"en": line}))), least=-50, most=100)
        self.ahead = list(projection.years)
        words = {"X": now("Investment in %(year)s"), "RK": now("Of it from the state, the EU and others in %(year)s")}
        for line in _PLANNED:
            for year in self.ahead:
                self.fields[f"{line}_{year}"] = _number(words[line] % {"year": year}, least=0)
        last = projection.assessment.last_year
        for at in range(LOANS):
            said = {"number": at + 1}
            self.fields[f"loan_{at}_year"] = _number(
                now("New loan %(number)s: drawn in") % said, least=last + 1, most=last + MOST_YEARS, whole=True
            )
            self.fields[f"loan_{at}_amount"] = _number(now("Amount"), least=1)
            self.fields[f"loan_{at}_rate"] = _number(now("Rate a year, per cent"), least=0, most=50)
            self.fields[f"loan_{at}_years"] = _number(now("Years"), least=1, most=50, whole=True)

    def clean(self) -> dict[str, Any]:
        """A loan is whole, or not there."""
        found = super().clean() or self.cleaned_data
        for at in range(LOANS):
            given = [found.get(f"loan_{at}_{name}") is not None for name in ("year", "amount", "rate", "years")]
            if any(given) and not all(given):
                self.add_error(f"loan_{at}_amount", now("Give year, amount, rate and years of the loan, or nothing."))
        return found

    def prices(self) -> Any:
        """The box for prices."""
        return self[f"growth_{scenarios.PRICES}"]

    def drivers(self) -> list[Any]:
        """The boxes for growth."""
        return [self[f"growth_{line}"] for line in scenarios.LINES]

    def plan(self) -> list[Any]:
        """The boxes for investment."""
        return [self[f"{line}_{year}"] for year in self.ahead for line in _PLANNED]

    def loans(self) -> list[list[Any]]:
        """The boxes of each loan."""
        return [[self[f"loan_{at}_{name}"] for name in ("year", "amount", "rate", "years")] for at in range(LOANS)]

    def values(self) -> dict[str, Any]:
        """What `operations.projecting.assume` takes."""
        found = {name: value for name, value in self.cleaned_data.items() if value is not None}
        loans = [
            {
                "year": str(found[f"loan_{at}_year"]),
                "amount": str(found[f"loan_{at}_amount"]),
                "rate": str(found[f"loan_{at}_rate"] / 100),
                "years": str(found[f"loan_{at}_years"]),
            }
            for at in range(LOANS)
            if f"loan_{at}_year" in found
        ]
        growth = {line: f"growth_{line}" for line in (scenarios.PRICES, *scenarios.LINES)}
        return {
            "years": found["years"],
            "drivers": {line: found[name] / 100 for line, name in growth.items() if name in found},
            "plan": {
                line: {year: found[f"{line}_{year}"] for year in self.ahead if f"{line}_{year}" in found}
                for line in _PLANNED
            },
            "loans": loans,
        }


class Look(forms.Form):
    """What the reader wants to know: of which loan, and from which years the fan is drawn."""

    rate = forms.DecimalField(label=_("Rate of a new loan, per cent"), min_value=0, max_value=50, required=False)
    periods = forms.IntegerField(label=_("Years of a new loan"), min_value=1, max_value=50, required=False)
    since = forms.IntegerField(label=_("Other cities: from the year"), required=False, min_value=1900, max_value=2200)
    until = forms.IntegerField(label=_("Other cities: until the year"), required=False, min_value=1900, max_value=2200)

    def values(self) -> dict[str, Any]:
        """What `queries.projecting.Projection` takes; what cannot be read is left as it is."""
        found = self.cleaned_data if self.is_valid() else {}
        rate = found.get("rate")
        return {
            "rate": RATE if rate is None else rate / 100,
            "periods": found.get("periods") or PERIODS,
            "since": found.get("since"),
            "until": found.get("until"),
        }


def _number(label: str, *, least: int, most: int | None = None, whole: bool = False) -> forms.Field:
    made = forms.IntegerField if whole else forms.DecimalField
    return made(label=label, required=False, min_value=least, max_value=most)


EDITED = (Scenario.Kind.BASE, Scenario.Kind.REFORM)
"""Bad years follow from the base: nobody edits them."""
