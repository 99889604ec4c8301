"""What assessments do by themselves."""

from korzo.capabilities.assessments.jobs import asking  # noqa: F401 -- it registers itself
