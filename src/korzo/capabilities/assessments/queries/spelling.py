"""How figures and ratios are spelled in the reader's language, and what they say in a sentence."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.rules.ratios import Computed
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

_WHY = {
    Reason.MISSING: _("not known"),
    Reason.ZERO_DENOMINATOR: _("divides by zero"),
    Reason.BASE_NOT_POSITIVE: _("cannot be paid from savings"),
    Reason.NOT_APPLICABLE: _("does not apply"),
    Reason.SUPPRESSED: _("too few cities to compare with"),
}
_SPELLED: dict[str, tuple[int, int | None, str | Promise]] = {
    "share": (100, 1, _("%(number)s %%")),
    "percent": (1, 1, _("%(number)s %%")),
    "months": (1, 1, _("%(number)s months")),
    "years": (1, 1, _("%(number)s years")),
    "times": (1, 2, "%(number)s"),
}
_SAYS = {
    "mfsa:C1": _("Of every 100 %(currency)s of current income, %(number)s are left for investment and debt."),
    "mfsa:C2": _("Of every 100 %(currency)s of current income, %(number)s are left after all loans are served."),
    "mfsa:C3": _("Of every 100 %(currency)s of current income, %(number)s are left after running costs and interest."),
    "mfsa:D1": _("If all savings went into it, the debt would be paid back in %(number)s years."),
    "mfsa:D2": _("Of every 100 %(currency)s of current income, %(number)s go into loans: interest and repayment."),
    "mfsa:D3": _("For every 100 %(currency)s of a year’s current income, %(number)s are owed."),
    "mfsa:A2": _("Of every 100 %(currency)s of current income, %(number)s do not come from shared taxes."),
    "mfsa:A3": _("Of every 100 %(currency)s of current income, %(number)s come from the property tax."),
    "mfsa:I1": _("For every 100 %(currency)s of current income, %(number)s are invested."),
    "mfsa:I2": _("Of every 100 %(currency)s invested, %(number)s come from the city’s own savings."),
    "mfsa:I3": _("Of every 100 %(currency)s spent, %(number)s are investment."),
    "mfsa:S1": _("Of every 100 %(currency)s of running costs, %(number)s go into upkeep."),
    "mfsa:S2": _("Of every 100 %(currency)s of running costs, %(number)s are wages and contributions."),
    "mfsa:L0": _("At the end of the year there were %(number)s %(currency)s in the bank."),
    "mfsa:L1": _("What is in the bank would pay for %(number)s months of running costs."),
    "mfsa:L2": _("For every 100 %(currency)s of running costs, %(number)s are bills overdue by more than 90 days."),
    "mfsa:T1": _("Of every 100 %(currency)s billed in taxes, %(number)s are collected."),
    "uclg:I": _("Of every 100 %(currency)s of current income, %(number)s go to staff."),
    "uclg:II": _("Of every 100 %(currency)s of current income, %(number)s are left after running costs and interest."),
    "uclg:III": _("Of every 100 %(currency)s of current income, %(number)s are left after all loans are served."),
}
_BELOW_ZERO = {
    "mfsa:C1": _("Nothing is left: for every 100 %(currency)s of current income, running costs are %(number)s more."),
    "mfsa:C2": _("Nothing is left: for every 100 %(currency)s of current income, %(number)s more go out."),
    "mfsa:C3": _("Nothing is left: for every 100 %(currency)s of current income, %(number)s more go out."),
    "uclg:II": _("Nothing is left: for every 100 %(currency)s of current income, %(number)s more go out."),
    "uclg:III": _("Nothing is left: for every 100 %(currency)s of current income, %(number)s more go out."),
}

_CAME = {
    Outcome.MET: _("target met"),
    Outcome.BETTER: _("nearer to the target"),
    Outcome.MISSED: _("target missed"),
    Outcome.UNKNOWN: _("not known"),
    Outcome.TOO_EARLY: _("too early to say"),
}


def value(found: Value | None, unit: str = "money") -> str:
    """A ratio or figure in its unit, as the reader's language writes it; of what is not known, why."""
    if found is None:
        return ""
    if isinstance(found, Unknown):
        return why(found)
    if unit == "money":
        return _rounded(found, 0 if abs(found) >= 1000 else 2)  # noqa: PLR2004 -- cents matter below that
    times, places, spelled = _SPELLED.get(unit, (1, None, "%(number)s"))
    number = _plain(found) if places is None else _rounded(found * times, places)
    return str(spelled) % {"number": number}


def why(unknown: Unknown) -> str:
    """Why there is no value, in few words."""
    return str(_WHY[unknown.reason])


def came(outcome: Outcome) -> str:
    """What came of a target, in words."""
    return str(_CAME[outcome])


def short(found: float, unit: str = "money") -> str:
    """A number beside an axis: as short as it can be."""
    times, _places, spelled = _SPELLED.get(unit, (1, None, "%(number)s"))
    scaled = found * times
    for power, sign in ((9, _("%(number)s bn")), (6, _("%(number)s m")), (3, _("%(number)s k"))):
        if abs(scaled) >= 10**power and unit not in _SPELLED:
            return str(sign) % {"number": _trimmed(scaled / 10**power)}
    worded = spelled if unit in {"share", "percent"} else "%(number)s"
    return str(worded) % {"number": _trimmed(scaled)}


def sentence(pack: str, found: Computed, currency: str) -> str:
    """What a ratio says, as one would say it to a neighbour; empty where nobody has found such words, or a value."""
    key, unit = f"{pack}:{found.ratio.id}", found.ratio.unit
    if not isinstance(found.value, Decimal):
        return ""
    below = found.value < 0 and key in _BELOW_ZERO
    words = _BELOW_ZERO.get(key) if below else _SAYS.get(key)
    amount = abs(found.value) if below else found.value
    scaled = amount * 100 if unit == "share" else amount
    number = value(scaled, "money") if unit == "money" else _least(float(scaled))
    return str(words) % {"number": number, "currency": currency} if words else ""


def _least(number: float) -> str:
    """With one place below ten, else whole; no place that is zero."""
    rounded = round(number, 1 if abs(number) < 10 else 0)  # noqa: PLR2004 -- below it, tenths matter
    return number_format(rounded, 0 if rounded == int(rounded) else 1, force_grouping=True)


def _trimmed(number: float) -> str:
    """With up to two places, as many as it needs."""
    whole = f"{number:.2f}".rstrip("0").rstrip(".")
    return number_format(whole, len(whole.partition(".")[2]), force_grouping=True)


def _rounded(found: Decimal, places: int) -> str:
    return number_format(found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), places, force_grouping=True)


def _plain(found: Decimal) -> str:
    return number_format(found.normalize(), force_grouping=True)
