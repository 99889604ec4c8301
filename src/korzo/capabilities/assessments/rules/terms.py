"""Amounts of several years made comparable: in the prices of one year, and for each inhabitant."""

from decimal import Decimal

from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value


def real(amount: Value, prices: Value, base: Value) -> Value:
    """An amount in the prices of the base year, by the index of both years."""
    if isinstance(amount, Unknown):
        return amount
    for each in (prices, base):
        if isinstance(each, Unknown):
            return each
    if not isinstance(prices, Decimal) or not isinstance(base, Decimal) or prices <= 0:
        return Unknown(Reason.ZERO_DENOMINATOR, "CPI")
    return amount * base / prices


def per_head(amount: Value, people: Value) -> Value:
    """An amount divided by the inhabitants."""
    if isinstance(amount, Unknown):
        return amount
    if isinstance(people, Unknown):
        return people
    return amount / people if people else Unknown(Reason.ZERO_DENOMINATOR, "POP")
