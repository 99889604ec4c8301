"""Names in addresses."""

import pytest

from korzo.capabilities.catalog.models.named import NAME
from korzo.capabilities.catalog.rules.naming import RESERVED, named


@pytest.mark.parametrize("word", RESERVED)
def test_no_name_hides_behind_a_page(word: str) -> None:
    made = named(word, lambda _name: False)
    assert made == f"data-{word}"
    NAME(made)
