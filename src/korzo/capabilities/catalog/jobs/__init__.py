"""What the catalogue does by itself."""

from korzo.capabilities.catalog.jobs import (
    declaring,  # noqa: F401 -- it registers itself
    harvesting,  # noqa: F401 -- it registers itself
    linking,  # noqa: F401 -- it registers itself
    news,  # noqa: F401 -- it registers itself
    tables,  # noqa: F401 -- it registers itself
    telling,  # noqa: F401 -- it registers itself
)
