"""Loans: what is paid when, to the cent; and how much more a city could borrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")


class Way(StrEnum):
    """How a loan is paid back."""

    ANNUITY = "annuity"
    EQUAL_PRINCIPAL = "equal_principal"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid at the end of a period, and what is left then."""

    period: int
    interest: Decimal
    principal: Decimal
    balance: Decimal

    @property
    def instalment(self) -> Decimal:
        """Both together."""
        return self.interest + self.principal


def schedule(
    amount: Decimal,
    rates: Decimal | Sequence[Decimal],
    periods: int,
    *,
    way: Way = Way.ANNUITY,
    grace: int = 0,
    cents: bool = True,
) -> list[Payment]:
    """All payments of a loan. `rates` per period (0.05 is five percent), one for all or one each: floating.

    In the `grace` periods only interest is paid. With `cents` every payment is rounded as a bank bills it, and the last
    one takes what is left over; without, nothing is rounded. Raises ValueError.
    """
    if amount <= 0 or periods < 1 or not 0 <= grace < periods:
        raise ValueError("a loan has an amount, periods, and fewer periods of grace than periods")
    each = [rates] * periods if isinstance(rates, Decimal) else list(rates)
    if len(each) != periods or any(rate < 0 for rate in each):
        raise ValueError("there is a rate, not below zero, for every period")
    found, balance, level = list[Payment](), amount, Decimal(0)
    for at, rate in enumerate(each):
        left = periods - at
        if way is Way.ANNUITY and at >= grace and (at == grace or rate != each[at - 1]):
            level = _rounded(annuity(balance, rate, left), cents)
        interest = _rounded(balance * rate, cents)
        if at < grace:
            principal = Decimal(0)
        elif left == 1:
            principal = balance
        elif way is Way.BULLET:
            principal = Decimal(0)
        elif way is Way.EQUAL_PRINCIPAL:
            principal = _rounded(amount / (periods - grace), cents)
        else:
            principal = level - interest
        balance -= principal
        found.append(Payment(at + 1, interest, principal, balance))
    return found


def annuity(amount: Decimal, rate: Decimal, periods: int) -> Decimal:
    """The level instalment: amount · r ÷ (1 − (1 + r)⁻ⁿ)."""
    if rate == 0:
        return amount / periods
    return amount * rate / (1 - (1 + rate) ** -periods)


def capacity(room: Decimal, rate: Decimal, periods: int) -> Decimal:
    """What can be borrowed when `room` a period may go into its service: room · (1 − (1 + r)⁻ⁿ) ÷ r; never below 0."""
    if room <= 0:
        return Decimal(0)
    return room * periods if rate == 0 else room * (1 - (1 + rate) ** -periods) / rate


def _rounded(value: Decimal, cents: bool) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP) if cents else value
