"""Classes of cities by size: by population, or, where it is unknown, by current revenue as a stand-in."""

from bisect import bisect_right
from decimal import Decimal

BY_POPULATION = tuple(map(Decimal, (5_000, 20_000, 50_000, 100_000, 500_000)))
BY_REVENUE = tuple(map(Decimal, (3_000_000, 10_000_000, 30_000_000, 60_000_000, 300_000_000)))
"""Euros a year."""


def size_class(size: Decimal, *, is_revenue: bool) -> int:
    """The class from 0 (the smallest) to 5."""
    return bisect_right(BY_REVENUE if is_revenue else BY_POPULATION, size)
