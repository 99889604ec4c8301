"""Names of months as they stand in a date (3. јануара 2026.), which Django's own catalogues lack or write in capitals.

Django's date format `E` looks for these very messages. Translations are in small letters and in the case that a day
before them asks for. Months that stand alone are written by `F`.
"""

from django.utils.translation import pgettext_lazy

IN_DATES = (
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
)
