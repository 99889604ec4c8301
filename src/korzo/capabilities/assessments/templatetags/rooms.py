"""How differences and doubts are told in templates."""

from django import template

from korzo.capabilities.assessments.queries import doubting, grids, reconciling
from korzo.capabilities.assessments.queries.doubting import Told as Doubted
from korzo.capabilities.assessments.queries.reconciling import Told
from korzo.capabilities.assessments.rules.values import Value

register = template.Library()


@register.filter
def difference(told: Told) -> str:
    """A difference in words."""
    return reconciling.sentence(told)


@register.filter
def amount(value: Value | None) -> str:
    """An amount, to the cent where there are cents; nothing of what is not known."""
    return grids.spelled(value, "money")


@register.filter
def doubt(told: Doubted) -> str:
    """What is odd about a figure, in words."""
    return doubting.sentence(told)
