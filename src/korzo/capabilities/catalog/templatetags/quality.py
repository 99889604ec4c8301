"""How the quality of descriptions reads in templates."""

from django import template
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.operations import linking
from korzo.capabilities.catalog.rules import mqa

register = template.Library()


@register.filter
def said(words: str) -> str:
    """Words that rules only marked, in the reader's language."""
    return _(words)


@register.filter
def most(_score: mqa.Score) -> int:
    """How many points there are."""
    return mqa.MOST


@register.filter
def anchor(metric: mqa.Metric) -> str:
    """The id of the form's field; a text in several languages begins with its first one."""
    return f"id_{metric.field}{'_0' if metric.field in ('keywords', 'notes') else ''}"


@register.filter
def answered(status: int) -> str:
    """What an address answered, as people say it."""
    if status == linking.UNREACHED:
        return _("does not answer")
    if status == linking.REFUSED:
        return _("not a public https address")
    return _("answers %(status)d") % {"status": status}
