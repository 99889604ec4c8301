"""The last-resort back office: what can be reported, where it goes, and the days that are off."""

from django.contrib import admin

from korzo.capabilities.cases.models import Attribute, Category, DayOff, RoutingRule


class Questions(admin.StackedInline[Attribute, Category]):
    """The questions of a category."""

    model = Attribute
    extra = 0


@admin.register(Category)
class Categories(admin.ModelAdmin[Category]):
    """Kinds of problems, their promises and questions."""

    list_display = ["code", "group", "clock", "amount", "is_private", "is_active", "order"]
    list_filter = ["group", "is_active", "is_private"]
    search_fields = ["code"]
    inlines = [Questions]


@admin.register(RoutingRule)
class RoutingRules(admin.ModelAdmin[RoutingRule]):
    """Which office owns what; the most special rule wins."""

    list_display = ["office", "group", "category", "district", "order"]
    list_filter = ["office"]


@admin.register(DayOff)
class DaysOff(admin.ModelAdmin[DayOff]):
    """Corrections of the public holidays."""

    list_display = ["day", "is_working", "note"]
