"""Lengths of time (5 minutes ago), which Django's own Macedonian, Croatian and Bosnian catalogues lack.

Django's `timesince` looks for these very messages. Translations are in the case that "ago" and "in" ask for.
"""

from django.utils.translation import ngettext_lazy

IN_SENTENCES = (
    ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
)
