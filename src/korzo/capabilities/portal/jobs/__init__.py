"""What happens by itself in the portal."""

from korzo.capabilities.portal.jobs import telling  # noqa: F401 -- its jobs register themselves
