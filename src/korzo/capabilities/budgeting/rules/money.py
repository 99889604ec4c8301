"""How money is said: with blanks between thousands that never break, and the code of the currency."""

from decimal import Decimal

BLANK = "\N{NARROW NO-BREAK SPACE}"


def said(amount: Decimal, currency: str) -> str:
    """Write an amount: `1 250 000 RSD`; hundredths only where there are any (a point before them)."""
    whole = f"{amount:,.2f}".removesuffix(".00").replace(",", BLANK)
    return f"{whole}\N{NO-BREAK SPACE}{currency}"


def counted(number: int) -> str:
    """Write a whole number: `1 250`."""
    return f"{number:,}".replace(",", BLANK)
