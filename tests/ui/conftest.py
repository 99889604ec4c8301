"""What tests of the look share."""

from tests.chromium import chromium  # noqa: F401 -- a fixture
