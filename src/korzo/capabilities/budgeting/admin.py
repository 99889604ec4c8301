"""The last-resort back office: cycles, their envelopes, and what ideas are about."""

from django.contrib import admin

from korzo.capabilities.budgeting.models import Cycle, Theme, Track


class Tracks(admin.StackedInline[Track, Cycle]):
    """The envelopes of a cycle."""

    model = Track
    extra = 0


@admin.register(Cycle)
class Cycles(admin.ModelAdmin[Cycle]):
    """A year and its envelopes."""

    list_display = ["code", "currency", "shortlist_factor", "is_published"]
    inlines = [Tracks]


@admin.register(Theme)
class Themes(admin.ModelAdmin[Theme]):
    """What ideas are about."""

    list_display = ["code", "icon", "order", "is_active"]
