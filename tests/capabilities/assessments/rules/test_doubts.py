"""What looks wrong is said, what is only strange elsewhere is not."""

from decimal import Decimal

import pytest

from korzo.capabilities.assessments.rules import doubts
from korzo.capabilities.assessments.rules.doubts import Odd
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ((100, 110, 105, 98, 120), []),
        ((100, 110, 105, 98, 101_000), [(Odd.THOUSAND, 2025)]),
        ((100_000, 110_000, 105_000, 98, 120_000), [(Odd.THOUSAND, 2024)]),
        ((100, 110, 105, 98, 700), [(Odd.JUMP, 2025)]),
        ((100, 110, 15, 98, 120), [(Odd.JUMP, 2023)]),
        ((100, 110, 105, -98, 120), [(Odd.SIGN, 2024)]),
        ((-100, -110, -105, -98, -120), []),
        ((0, 0, 0, 0, 500), []),
    ],
)
def test_within_a_line(amounts: tuple[int, ...], found: list[tuple[Odd, int]]) -> None:
    series = {2021 + at: Decimal(amount) for at, amount in enumerate(amounts)}
    assert [(each.odd, each.year) for each in doubts.of_series("R1", series)] == found


def test_what_is_not_known_is_not_doubted() -> None:
    series: dict[int, Value] = {2021: Decimal(1), 2022: Decimal(1), 2023: Unknown(Reason.MISSING), 2024: Decimal(1)}
    assert not list(doubts.of_series("R1", series))


def test_far_from_all_peers_needs_ten_of_them() -> None:
    others = [Decimal(number) for number in range(100, 120)]
    assert doubts.of_peers("R1", 2025, Decimal(130), others) is None
    found = doubts.of_peers("R1", 2025, Decimal(200), others)
    assert found is not None
    assert (found.odd, found.usual) == (Odd.FAR_FROM_PEERS, Decimal("109.5"))
    assert doubts.of_peers("R1", 2025, Decimal(200), others[:9]) is None


def test_an_estimate_among_audited_years() -> None:
    assert doubts.of_confidence({2023: ["audited"], 2024: ["audited", "estimate"], 2025: ["final"]}) == [2024]
    assert doubts.of_confidence({2024: ["estimate"]}) == []
