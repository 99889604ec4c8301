"""What a page tells machines about itself."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import describing
from korzo.capabilities.catalog.rules import schemaorg
from korzo.capabilities.catalog.rules.dcat.writing import MEDIA_TYPES
from korzo.kernel.text.multilingual import reading

register = template.Library()


@register.simple_tag
def syntaxes() -> list[tuple[str, str]]:
    """The syntaxes of linked data with their media types, each once."""
    return [(name, media_type) for name, media_type in MEDIA_TYPES.items() if name not in ("rdf", "n3")]


@register.simple_tag
def schema_org(dataset: Dataset) -> SafeString:
    """A data set for search engines, in the language of the page."""
    told = schemaorg.text(describing.view(dataset), describing.portal(), reading())
    # It is JSON in which <, > and & are written as escapes; a block of data, which is never run.
    return mark_safe(f'<script type="application/ld+json">{told}</script>')  # noqa: S308
